// Before and after images of rows in space `history`: read backwards they undo (point-in-time recovery), forwards they are a
// stream of changes. Times of one table never go back, also with several processes, because each record looks at the last.
//
// key    [u32 table number][u64 microseconds of the commit][u32 sequence]
// value  [u16 length][row key] [int length][row before] [int length][row after][u32 seconds by which expiry was judged]
//        and [u8 1] when the change was made in another Region
//        length -1: there was none, there is none

import { ByteSink } from '../../lib/byte-sink.js';
import type { KvReader, KvTransaction } from '../kv/kv.js';

export interface HistoryRecord {
  readonly tableNumber: number;
  readonly micros: bigint;
  readonly sequence: number;
  /** Key of the row in space `rows`. */
  readonly rowKey: Uint8Array;
  /** Row bytes as in row.ts; a partition header's, which is no change of a row, as in partition-header.ts (see flagOf in keys.ts). */
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
  /** Seconds since the epoch by which expiry was judged: write time runs ahead of it once the clock was set back. */
  readonly nowSeconds: number;
  /** The change was made in another Region. */
  readonly replicated: boolean;
}

const keyBytes = 16;

function historyKey(tableNumber: number, micros: bigint, sequence: number): Buffer {
  const key = Buffer.alloc(keyBytes);
  key.writeUInt32BE(tableNumber);
  key.writeBigUInt64BE(micros, 4);
  key.writeUInt32BE(sequence, 12);
  return key;
}

/** Appends a change of one row; `micros` is the time of this write by the caller's clock. */
export function appendHistory(
  tx: KvTransaction,
  tableNumber: number,
  micros: bigint,
  rowKey: Uint8Array,
  before: Uint8Array | null,
  after: Uint8Array | null,
  nowSeconds = Number(micros / 1_000_000n),
  replicated = false,
): void {
  let at = micros;
  let sequence = 0;
  tx.visit(
    'history',
    { start: historyKey(tableNumber, micros, 0), end: historyKey(tableNumber + 1, 0n, 0), reverse: true, limit: 1 },
    (key) => {
      const last = Buffer.from(key);
      at = last.readBigUInt64BE(4);
      sequence = last.readUInt32BE(12) + 1;
      return false;
    },
  );
  const value = new ByteSink(64 + rowKey.length + (before?.length ?? 0) + (after?.length ?? 0));
  value.u16(rowKey.length);
  value.bytes(rowKey);
  value.value(before);
  value.value(after);
  value.i32(nowSeconds);
  if (replicated) value.u8(1);
  tx.put('history', historyKey(tableNumber, at, sequence), value.view());
}

/** A place between two records: in front of the one with these numbers. */
export interface HistoryPlace {
  readonly micros: bigint;
  readonly sequence: number;
}

/** Records with `from` <= time < `to`, oldest first, or newest first with `reverse`. Return false to stop. */
export function visitHistory(
  kv: KvReader,
  tableNumber: number,
  range: {
    readonly from: bigint;
    /** Leaves out records of time `from` with a lower sequence. */
    readonly fromSequence?: number;
    readonly to: bigint;
    readonly reverse?: boolean;
  },
  visit: (record: HistoryRecord) => boolean | undefined,
): void {
  const start = historyKey(tableNumber, range.from, range.fromSequence ?? 0);
  const end = historyKey(tableNumber, range.to, 0);
  kv.visit('history', { start, end, reverse: range.reverse ?? false }, (key, value) => visit(decode(key, value)));
}

function decode(keyView: Uint8Array, valueView: Uint8Array): HistoryRecord {
  const key = Buffer.from(keyView);
  const value = Buffer.from(valueView);
  const rowEnd = 2 + value.readUInt16BE(0);
  const beforeLength = value.readInt32BE(rowEnd);
  const beforeEnd = rowEnd + 4 + Math.max(0, beforeLength);
  const afterLength = value.readInt32BE(beforeEnd);
  const afterEnd = beforeEnd + 4 + Math.max(0, afterLength);
  return {
    tableNumber: key.readUInt32BE(0),
    micros: key.readBigUInt64BE(4),
    sequence: key.readUInt32BE(12),
    rowKey: value.subarray(2, rowEnd),
    before: beforeLength < 0 ? null : value.subarray(rowEnd + 4, beforeEnd),
    after: afterLength < 0 ? null : value.subarray(beforeEnd + 4, afterEnd),
    nowSeconds: value.readUInt32BE(afterEnd),
    replicated: value.length > afterEnd + 4,
  };
}

/** Later than every record. */
export const endOfTime = 2n ** 63n;

/** The place behind the last record. */
export function historyEnd(kv: KvReader, tableNumber: number): HistoryPlace {
  let end: HistoryPlace = { micros: 0n, sequence: 0 };
  visitHistory(kv, tableNumber, { from: 0n, to: endOfTime, reverse: true }, ({ micros, sequence }) => {
    end = { micros, sequence: sequence + 1 };
    return false;
  });
  return end;
}

/** Time of the oldest record; undefined when there is none. */
export function historyBegin(kv: KvReader, tableNumber: number): bigint | undefined {
  let begin: bigint | undefined;
  visitHistory(kv, tableNumber, { from: 0n, to: endOfTime }, ({ micros }) => {
    begin = micros;
    return false;
  });
  return begin;
}

/** Removes up to `recordsMax` records before `micros`; true when none are left. */
export function dropHistory(tx: KvTransaction, tableNumber: number, beforeMicros: bigint, recordsMax: number): boolean {
  const keys: Buffer[] = [];
  const range = { start: historyKey(tableNumber, 0n, 0), end: historyKey(tableNumber, beforeMicros, 0) };
  tx.visit('history', { ...range, limit: recordsMax + 1 }, (key) => {
    keys.push(Buffer.from(key));
    return undefined;
  });
  for (const key of keys.slice(0, recordsMax)) tx.remove('history', key);
  return keys.length <= recordsMax;
}
