// History through the store: every change leaves its images, in order of time, and undoing them backwards restores the rows.

import { describe, expect, it } from 'vitest';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import {
  appendHistory,
  dropHistory,
  type HistoryRecord,
  visitHistory,
} from '../../../../src/core/engine/storage/history.js';
import { Bench, deleteRow, insert, int, ints, tableOf } from './fixture.js';

const table = tableOf(
  [
    { name: 'pk', kind: 'partition_key' },
    { name: 'c', kind: 'clustering' },
    { name: 'v', kind: 'regular' },
  ],
  { keepsHistory: true, clientSideTimestamps: false },
);
const pk = int(1);
const all = { from: 0n, to: 2n ** 63n };
const records = (bench: Bench, reverse = false): HistoryRecord[] => {
  const found: HistoryRecord[] = [];
  visitHistory(bench.kv, table.number, { ...all, reverse }, (record) => void found.push(record));
  return found;
};

describe('history', () => {
  it('undone from its end restores what was', () => {
    const bench = new Bench();
    bench.apply(insert(table, pk, [int(1)], 1, { v: 1 }), insert(table, pk, [int(2)], 1, { v: 2 }));
    const before = bench.slice(table, pk, ints(table));
    const past = records(bench).length;
    bench.apply(
      insert(table, pk, [int(1)], 2, { v: 9 }),
      insert(table, pk, [int(3)], 2, { v: 3 }),
      deleteRow(table, pk, [int(2)], 3),
    );
    bench.apply({ kind: 'range', table, partitionKey: pk, timestamp: 4n, withStatic: false });
    expect(bench.slice(table, pk, ints(table))).toEqual([]);
    bench.kv.writeNow((tx) => {
      for (const { rowKey, before: image } of records(bench, true).slice(0, -past)) {
        if (image === null) tx.remove('rows', rowKey);
        else tx.put('rows', rowKey, image);
      }
    });
    expect(bench.slice(table, pk, ints(table))).toEqual(before);
  });

  it('goes forward in time, the after of one change being the before of the next', () => {
    const bench = new Bench();
    for (let i = 0; i < 5; i++) bench.apply(insert(table, pk, [int(1)], i, { v: i }));
    const found = records(bench);
    expect(found).toHaveLength(5);
    expect(found[0]!.before).toBeNull();
    for (let i = 1; i < 5; i++) {
      expect(found[i]!.before).toEqual(found[i - 1]!.after);
      expect(found[i]!.micros > found[i - 1]!.micros || found[i]!.sequence > found[i - 1]!.sequence).toBe(true);
    }
  });

  it('never goes back, even when a clock does', async () => {
    const kv = memoryKv();
    const key = Buffer.from('row');
    for (const micros of [100n, 50n, 100n, 101n]) kv.writeNow((tx) => appendHistory(tx, 3, micros, key, null, key));
    const times: string[] = [];
    visitHistory(kv, 3, all, ({ micros, sequence }) => void times.push(`${micros}/${sequence}`));
    expect(times).toEqual(['100/0', '100/1', '100/2', '101/0']);
    expect(kv.writeNow((tx) => dropHistory(tx, 3, 101n, 2))).toBe(false);
    expect(kv.writeNow((tx) => dropHistory(tx, 3, 101n, 2))).toBe(true);
    times.length = 0;
    visitHistory(kv, 3, all, ({ micros }) => void times.push(String(micros)));
    expect(times).toEqual(['101']);
  });
});
