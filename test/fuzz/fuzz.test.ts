// A small sample of the fuzz, the same on every machine; the long one is `node scripts/fuzz.mjs`.

import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { fuzz } from './run.js';

it('damaged frames and statements get an error or a closed connection, and the engine lives', async () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const result = await fuzz({ root, seed: 1, frames: 3000, statements: 3000, epoch: 1500, store: 'memory' });
  expect(result.findings).toEqual([]);
  // the sample reaches something: most requests are refused, many are not, and some end their connection
  expect(result.errors).toBeGreaterThan(1000);
  expect(result.answers - result.errors).toBeGreaterThan(300);
  expect(result.closed).toBeGreaterThan(50);
}, 120_000);
