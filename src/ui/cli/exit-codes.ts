// Exit codes: the one table, promised to scripts.

import type { ErrorKind } from '../../core/index.js';

export const exitCodes: Readonly<Record<ErrorKind, number>> = {
  failed: 1,
  'not-found': 1,
  conflict: 1,
  corrupt: 1,
  unreachable: 1,
  bug: 1,
  usage: 2,
  partial: 3,
  refused: 4,
  timeout: 5,
  unauthorized: 6,
  throttled: 7,
  drift: 8,
  interrupted: 130,
};
