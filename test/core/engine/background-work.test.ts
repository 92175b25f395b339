// What an engine does now and then while it is open: a store that fails under it is told of in the log, and tried again.

import { expect, it } from 'vitest';
import { openEngine } from '../../../src/core/engine/index.js';
import type { Kv } from '../../../src/core/engine/kv/kv.js';
import { memoryKv } from '../../../src/core/engine/kv/memory.js';
import { StoreError } from '../../../src/core/engine/kv/store-error.js';
import { countingRandom, FakeClock } from '../../support/fake-clock.js';

it('outlives a store that cannot be read for a while', async () => {
  let fails = false;
  const kv: Kv = new Proxy(memoryKv(), {
    get(store, name) {
      if (fails && name === 'epoch')
        return () => {
          throw new StoreError('unknown', 'a page cannot be read');
        };
      const member: unknown = Reflect.get(store, name);
      return typeof member === 'function' ? member.bind(store) : member;
    },
  });
  const clock = new FakeClock();
  const errors: unknown[] = [];
  const log = { debug() {}, info() {}, warn() {}, error: (_: string, fields?: unknown) => errors.push(fields) };
  const engine = await openEngine({ dataDir: '', kv, clock, random: countingRandom(), log });
  clock.advance(60_000);
  expect(errors).toEqual([]);
  fails = true;
  clock.advance(60_000);
  await Promise.resolve();
  expect(errors).toContainEqual({ error: expect.stringContaining('a page cannot be read') });
  fails = false;
  await engine.close();
});
