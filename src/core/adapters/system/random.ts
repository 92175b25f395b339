// Real randomness, from the operating system.

import { randomBytes, randomInt } from 'node:crypto';
import type { Random } from '../../ports/random.js';

export function systemRandom(): Random {
  return { bytes: (count) => randomBytes(count), integer: (below) => randomInt(below) };
}
