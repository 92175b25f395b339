// How much restores have brought back within the last 24 hours: 5 TB a Region at most (control-plane facts 4.3, 6). Kept apart
// from the tables, which may be deleted meanwhile.

import type { KvReader, KvTransaction } from '../kv/kv.js';
import { limits } from '../limits.js';
import { quotaExceeded } from './errors.js';

const dayMs = 24 * 3600 * 1000;
const keyOf = (region: string): Buffer => Buffer.from(`restored-bytes\0${region}`);

interface Restored {
  readonly atMs: number;
  readonly bytes: number;
}

function restoredSince(reader: KvReader, region: string, sinceMs: number): Restored[] {
  const stored = reader.get('meta', keyOf(region));
  const all = stored === undefined ? [] : (JSON.parse(stored.toString('utf8')) as Restored[]);
  return all.filter(({ atMs }) => atMs > sinceMs);
}

/** Counts a restore of `bytes`. Throws a ServiceQuotaExceededException when that is too much for a day. */
export function countRestored(tx: KvTransaction, region: string, { atMs, bytes }: Restored): void {
  const others = restoredSince(tx, region, atMs - dayMs);
  const sum = others.reduce((total, each) => total + each.bytes, bytes);
  if (sum > limits.restoredBytesPerDay)
    throw quotaExceeded('At most 5 TB can be restored with point-in-time recovery within 24 hours');
  // empty tables need no room in the list
  if (bytes > 0) tx.put('meta', keyOf(region), Buffer.from(JSON.stringify([...others, { atMs, bytes }])));
}
