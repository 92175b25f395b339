// The account that the local engine plays.

export const localAccount = '111122223333';
