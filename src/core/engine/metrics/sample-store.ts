// Samples in the store: one record a second, process and Region, kept for minutes, and one a minute, kept for days. Readers
// add up the records of all processes in one Region. Keys: 's' or 'm', the second or minute (4 bytes), process id (4 bytes), Region.

import type { KvReader, KvTransaction } from '../kv/kv.js';
import { limits } from '../limits.js';
import { type BinRecord, Bins } from './bins.js';

export type Resolution = 'second' | 'minute';

const tags: Record<Resolution, number> = { second: 0x73, minute: 0x6d };
const regionAt = 9;
export const secondsOf: Record<Resolution, number> = { second: 1, minute: 60 };

function sampleKey(resolution: Resolution, index: number, processId: number, region = ''): Buffer {
  const key = Buffer.alloc(regionAt + region.length);
  key.write(region, regionAt, 'latin1');
  key[0] = tags[resolution];
  key.writeUInt32BE(Math.max(0, index), 1);
  key.writeUInt32BE(processId, 5);
  return key;
}

/** Who gathered samples, and where. */
export interface SampleSource {
  readonly processId: number;
  readonly region: string;
}

/** Stores (or replaces) what one process gathered in second or minute number `index` since the epoch. */
export function putSample(
  tx: KvTransaction,
  resolution: Resolution,
  index: number,
  { processId, region }: SampleSource,
  bins: Bins,
): void {
  tx.put('metrics', sampleKey(resolution, index, processId, region), Buffer.from(JSON.stringify(bins.toRecord())));
}

/** Of one Region. */
export interface SampleRange {
  readonly region: string;
  /** Inclusive, as is `last`. */
  readonly first: number;
  readonly last: number;
}

/** Calls `visit` for each record from `first` to `last`, oldest first; several may have one index. */
export function visitSamples(
  kv: KvReader,
  resolution: Resolution,
  range: SampleRange,
  visit: (index: number, record: BinRecord) => void,
): void {
  if (range.last < range.first) return;
  const bounds = { start: sampleKey(resolution, range.first, 0), end: sampleKey(resolution, range.last + 1, 0) };
  const found: [number, string][] = [];
  kv.visit('metrics', bounds, (view, value) => {
    const key = Buffer.from(view.buffer, view.byteOffset, view.length);
    if (key.toString('latin1', regionAt) !== range.region) return true;
    const index = key.readUInt32BE(1);
    found.push([index, Buffer.from(value.buffer, value.byteOffset, value.length).toString('utf8')]);
    return true;
  });
  for (const [index, json] of found) visit(index, JSON.parse(json) as BinRecord);
}

/** Everything of `range` added up. */
export function mergedSamples(kv: KvReader, resolution: Resolution, range: SampleRange): Bins {
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
