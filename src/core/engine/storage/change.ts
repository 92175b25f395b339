// A change of a table as it goes to another Region: what is merged there, whatever is there already. Merging is commutative
// and idempotent (merge.ts), so changes may come in any order and more than once.
//
// row    [u8 0][u16 length][key without its table number][row bytes as in row.ts]
// range  [u8 1][u16 length][partition key][u16 length][first suffix][u16 length][suffix behind the last]
//        [u8 1 = static data goes too][i64 timestamp][u32 seconds]; suffixes as in partition-header.ts

import type { ByteSink } from '../../lib/byte-sink.js';
import type { KvTransaction } from '../kv/kv.js';
import { decodeRow, encodeGeneral } from './row.js';
import type { Deletion, StoredRow } from './stored-row.js';

export interface RowChange {
  readonly kind: 'row';
  /** Key of the row in space `rows`; its first four bytes, the table's number, are the source's and count for nothing. */
  readonly key: Uint8Array;
  readonly delta: StoredRow;
}
/** Rows between two suffixes of keys of one partition. */
export interface RangeChange {
  readonly kind: 'range';
  readonly partitionKey: Uint8Array;
  readonly start: Uint8Array;
  readonly end: Uint8Array;
  /** The whole partition, static data included. */
  readonly whole: boolean;
  readonly deletion: Deletion;
}
export type Change = RowChange | RangeChange;

/** Where changes go that other Regions must hear of. */
export interface ChangeSink {
  /** Whether the changes of this table go anywhere. Asked with each write. */
  wants(tx: KvTransaction, tableNumber: number): boolean;
  /** Keeps nothing of the change: its bytes are views. */
  take(tx: KvTransaction, tableNumber: number, change: Change): void;
}

const rowTag = 0;
const rangeTag = 1;
const numberBytes = 4;

export function encodeChange(sink: ByteSink, change: Change): void {
  const part = (bytes: Uint8Array): void => {
    sink.u16(bytes.length);
    sink.bytes(bytes);
  };
  if (change.kind === 'row') {
    sink.u8(rowTag);
    part(change.key.subarray(numberBytes));
    encodeGeneral(sink, change.delta, 0);
    return;
  }
  const { partitionKey, start, end, whole, deletion } = change;
  sink.u8(rangeTag);
  for (const bytes of [partitionKey, start, end]) part(bytes);
  sink.u8(whole ? 1 : 0);
  sink.i64(deletion.timestamp);
  sink.i32(deletion.seconds);
}

export function decodeChange(view: Uint8Array): Change {
  const bytes = Buffer.from(view);
  let at = 1;
  const part = (): Buffer => {
    const length = bytes.readUInt16BE(at);
    at += 2 + length;
    return bytes.subarray(at - length, at);
  };
  if (bytes[0] === rowTag) {
    const key = Buffer.concat([Buffer.alloc(numberBytes), part()]);
    return { kind: 'row', key, delta: decodeRow(bytes.subarray(at), 0) };
  }
  const [partitionKey, start, end] = [part(), part(), part()];
  const whole = bytes[at] === 1;
  const deletion = { timestamp: bytes.readBigInt64BE(at + 1), seconds: bytes.readUInt32BE(at + 9) };
  return { kind: 'range', partitionKey, start, end, whole, deletion };
}
