// Samples in the store: one record a second and process, kept for minutes, and one a minute and process, kept for days.
// Readers add up the records of all processes. Keys: 's' or 'm', the second or minute (4 bytes), process id (4 bytes).

import type { KvReader, KvTransaction } from '../kv/kv.js';
import { limits } from '../limits.js';
import { type BinRecord, Bins } from './bins.js';

export type Resolution = 'second' | 'minute';

const tags: Record<Resolution, number> = { second: 0x73, minute: 0x6d };
export const secondsOf: Record<Resolution, number> = { second: 1, minute: 60 };

function sampleKey(resolution: Resolution, index: number, processId: number): Buffer {
  const key = Buffer.alloc(9);
  key[0] = tags[resolution];
  key.writeUInt32BE(Math.max(0, index), 1);
  key.writeUInt32BE(processId, 5);
  return key;
}

/** Stores (or replaces) what one process gathered in second or minute number `index` since the epoch. */
export function putSample(
  tx: KvTransaction,
  resolution: Resolution,
  index: number,
  processId: number,
  bins: Bins,
): void {
  tx.put('metrics', sampleKey(resolution, index, processId), Buffer.from(JSON.stringify(bins.toRecord())));
}

/** Calls `visit` for each record from `first` to `last` inclusive, oldest first; several may have one index. */
export function visitSamples(
  kv: KvReader,
  resolution: Resolution,
  range: { readonly first: number; readonly last: number },
  visit: (index: number, record: BinRecord) => void,
): void {
  if (range.last < range.first) return;
  const bounds = { start: sampleKey(resolution, range.first, 0), end: sampleKey(resolution, range.last + 1, 0) };
  const found: [number, string][] = [];
  kv.visit('metrics', bounds, (key, value) => {
    const index = Buffer.from(key.buffer, key.byteOffset, key.length).readUInt32BE(1);
    found.push([index, Buffer.from(value.buffer, value.byteOffset, value.length).toString('utf8')]);
    return true;
  });
  for (const [index, json] of found) visit(index, JSON.parse(json) as BinRecord);
}

/** Everything of `range` added up. */
export function mergedSamples(
  kv: KvReader,
  resolution: Resolution,
  range: { readonly first: number; readonly last: number },
): Bins {
  const bins = new Bins();
  visitSamples(kv, resolution, range, (_, record) => bins.add(record));
  return bins;
}

/** Removes what has outlived its retention, at most `recordsMax` of each resolution. */
export function pruneSamples(tx: KvTransaction, nowSeconds: number, recordsMax = 500): void {
  const oldest: Record<Resolution, number> = {
    second: nowSeconds - limits.metricSecondsKept,
    minute: Math.floor(nowSeconds / 60) - limits.metricMinutesKept,
  };
  for (const resolution of ['second', 'minute'] as const) {
    const keys: Buffer[] = [];
    const bounds = { start: sampleKey(resolution, 0, 0), end: sampleKey(resolution, oldest[resolution], 0) };
    tx.visit('metrics', { ...bounds, limit: recordsMax }, (key) => {
      keys.push(Buffer.from(key));
      return true;
    });
    for (const key of keys) tx.remove('metrics', key);
  }
}
