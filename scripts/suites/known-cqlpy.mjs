export const cqlpyKnown = [];
