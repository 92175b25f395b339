// Changes on their way to other Regions, in space `replication`: written in the transaction of the change itself, removed
// in the transaction that merges it there. So nothing acknowledged is lost, and whoever has the store open goes on.
//
// key    [u32 number of the table that receives][u32 of the one that was written][u64 milliseconds of the write][u32 process][u32 sequence]
// value  as in storage/change.ts
//
// Beside them in `meta`, a pair of totals for each pair of tables: changes waiting, and their bytes.

import type { KvReader, KvTransaction } from '../kv/kv.js';

const keyBytes = 24;
const sentAt = 8;
const totalsPrefix = Buffer.from('replication\0');

/** From one table to its copy in another Region. */
export interface Way {
  readonly to: number;
  readonly from: number;
}

export function queueKey({ to, from }: Way, sentMs: number, process: number, sequence: number): Buffer {
  const key = Buffer.alloc(keyBytes);
  key.writeUInt32BE(to);
  key.writeUInt32BE(from, 4);
  key.writeBigUInt64BE(BigInt(Math.max(0, Math.floor(sentMs))), sentAt);
  key.writeUInt32BE(process, 16);
  key.writeUInt32BE(sequence, 20);
  return key;
}

const wayOf = (key: Buffer): Way => ({ to: key.readUInt32BE(0), from: key.readUInt32BE(4) });
export const sentMsOf = (key: Buffer): number => Number(key.readBigUInt64BE(sentAt));

function wayRange({ to, from }: Way): { readonly start: Buffer; readonly end: Buffer } {
  const start = Buffer.alloc(8);
  start.writeUInt32BE(to);
  start.writeUInt32BE(from, 4);
  return { start, end: Buffer.concat([start, Buffer.alloc(keyBytes, 0xff)]) };
}

/** Every way on which something waits. One look a way. */
export function waysWaiting(kv: KvReader): Way[] {
  const ways: Way[] = [];
  let start: Buffer = Buffer.from([0]);
  const end = Buffer.alloc(keyBytes, 0xff);
  for (;;) {
    let found: Buffer | undefined;
    kv.visit('replication', { start, end, limit: 1 }, (key) => {
      found = Buffer.from(key);
      return false;
    });
    if (found === undefined) return ways;
    const way = wayOf(found);
    ways.push(way);
    start = wayRange(way).end;
  }
}

/** Keys of the oldest changes on a way, at most `limit`. */
export function oldestKeys(kv: KvReader, way: Way, limit: number): Buffer[] {
  const keys: Buffer[] = [];
  kv.visit('replication', { ...wayRange(way), limit }, (key) => {
    keys.push(Buffer.from(key));
    return true;
  });
  return keys;
}

function totalsKey({ to, from }: Way): Buffer {
  const key = Buffer.alloc(totalsPrefix.length + 8);
  totalsPrefix.copy(key);
  key.writeUInt32BE(to, totalsPrefix.length);
  key.writeUInt32BE(from, totalsPrefix.length + 4);
  return key;
}

export function enqueue(tx: KvTransaction, key: Buffer, change: Uint8Array): void {
  tx.put('replication', key, change);
  tx.add('meta', totalsKey(wayOf(key)), 1, change.length);
}

export function dequeue(tx: KvTransaction, key: Buffer, bytes: number): void {
  tx.remove('replication', key);
  tx.add('meta', totalsKey(wayOf(key)), -1, -bytes);
}

export function waiting(kv: KvReader, way: Way): { readonly changes: number; readonly bytes: number } {
  const value = kv.get('meta', totalsKey(way));
  if (value === undefined) return { changes: 0, bytes: 0 };
  return { changes: value.readDoubleBE(0), bytes: value.readDoubleBE(8) };
}
