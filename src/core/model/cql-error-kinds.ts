// What an error code of the native protocol means for whoever typed the command, wherever the answer came from.

import type { ErrorKind } from './errors.js';

/** Kind and stable name by code [native protocol v4, section 9]. */
export const cqlErrorKinds: Readonly<Record<number, readonly [ErrorKind, string]>> = {
  0: ['failed', 'SERVER_ERROR'],
  256: ['unauthorized', 'BAD_CREDENTIALS'],
  4096: ['failed', 'UNAVAILABLE'],
  4097: ['throttled', 'OVERLOADED'],
  4352: ['throttled', 'WRITE_TIMEOUT'],
  4608: ['throttled', 'READ_TIMEOUT'],
  8192: ['usage', 'SYNTAX'],
  8448: ['unauthorized', 'UNAUTHORIZED'],
  8704: ['failed', 'INVALID'],
  8960: ['failed', 'CONFIG_ERROR'],
  9216: ['conflict', 'ALREADY_EXISTS'],
};
