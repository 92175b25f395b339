// The outside world of the server tests: the system's clock and randomness, and a log that must stay empty.

import { randomBytes, randomInt } from 'node:crypto';
import type { Clock } from '../../../../src/core/ports/clock.js';
import type { Log } from '../../../../src/core/ports/log.js';
import type { Random } from '../../../../src/core/ports/random.js';

export const realClock: Clock = {
  wallMs: () => Date.now(),
  wallMicros: () => BigInt(Date.now()) * 1000n,
  monotonicNs: () => process.hrtime.bigint(),
  sleep: () => Promise.reject(new Error('nothing sleeps here')),
  every: () => () => undefined,
};

export const realRandom: Random = { bytes: (count) => randomBytes(count), integer: (below) => randomInt(below) };

export function recordingLog(): Log & { readonly errors: unknown[] } {
  const errors: unknown[] = [];
  return {
    errors,
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (message, fields) => errors.push([message, fields]),
  };
}
