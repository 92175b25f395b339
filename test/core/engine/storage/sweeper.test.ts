// Sweeping in pieces: what has expired goes, what lives stays, and the work goes on where any process left it.

import { expect, it } from 'vitest';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import { limits } from '../../../../src/core/engine/limits.js';
import { createTableStore } from '../../../../src/core/engine/storage/store.js';
import { Sweeper } from '../../../../src/core/engine/storage/sweeper.js';
import { FakeClock } from '../../../support/fake-clock.js';
import { int, tableOf } from './fixture.js';

// with client-side timestamps what expired would stay for ten days, as tombstones do
const table = tableOf(
  [
    { name: 'pk', kind: 'partition_key' },
    { name: 'v', kind: 'regular' },
  ],
  { clientSideTimestamps: false },
);

function bench(keepsTombstones = false) {
  const kv = memoryKv();
  const clock = new FakeClock();
  const store = createTableStore({ kv, clock });
  const write = (pk: number, ttl: number) =>
    kv.writeNow((tx) =>
      store.apply(
        tx,
        {
          kind: 'row',
          table,
          partitionKey: int(pk),
          clustering: [],
          timestamp: clock.wallMicros(),
          marker: { ttl },
          cells: [{ column: table.regulars[0]!, kind: 'set', value: int(pk), ttl }],
        },
        { nowSeconds: Math.floor(clock.wallMs() / 1000) },
      ),
    );
  const sweeper = () =>
    new Sweeper({ kv, clock, store, tables: () => [table], keepsTombstones: () => keepsTombstones });
  return { clock, store, write, sweeper };
}

it('goes through a table in pieces, by turns in two processes, and rests until the next round', async () => {
  const { clock, store, write, sweeper } = bench();
  const rows = 2 * limits.sweepEntries + 10;
  for (let pk = 0; pk < rows; pk++) write(pk, pk % 2 === 0 ? 60 : 0);
  clock.advance(3600_000);
  const [one, other] = [sweeper(), sweeper()];
  const sizes = [store.tableSize(table.number).rows];
  const worked = [];
  for (const each of [one, other, one, other]) {
    worked.push(await each.piece());
    sizes.push(store.tableSize(table.number).rows);
  }
  expect(worked).toEqual([true, true, true, false]);
  expect(sizes[0]).toBe(rows);
  expect(sizes[1]).toBeLessThan(rows);
  expect(sizes[2]).toBeLessThan(sizes[1]!);
  expect(sizes.slice(-2)).toEqual([rows / 2, rows / 2]);
  clock.advance(limits.sweepEveryMs);
  expect(await other.piece()).toBe(true);
});

it('looks again when the clock was set back', async () => {
  const { clock, write, sweeper } = bench();
  write(1, 60);
  const one = sweeper();
  expect([await one.piece(), await one.piece()]).toEqual([true, false]);
  clock.advance(-3600_000);
  expect(await one.piece()).toBe(true);
});

it('looks seldom where what has expired has to stay', async () => {
  const { clock, sweeper } = bench(true);
  const one = sweeper();
  expect(await one.piece()).toBe(true);
  clock.advance(limits.sweepEveryMs);
  expect(await one.piece()).toBe(false);
  clock.advance(limits.sweepTombstonesEveryMs);
  expect(await one.piece()).toBe(true);
});
