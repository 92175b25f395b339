// The work of a restore in pieces, each inside one write transaction, while the source is written to.
//
// A key of the new table is decided once: by the oldest change of it after the instant (the image before that change is
// how the row was), or, when there is none, by the row as it stands. Each piece first takes the history up to its end
// and puts before-images into the new table, then copies the next rows that no image has decided. Nothing can change
// between the two, because write transactions exclude each other: a row that is copied has not changed since the
// instant. Changes that come later meet a decided key: one that is copied, or behind the place that copying has reached.
// A row that was not there at the instant is kept out by a mark of one byte until copying has passed it.
//
// The cost is that of the changes after the instant and of the rows copied; what lies before the instant is not read.

import type { KvTransaction } from '../kv/kv.js';
import { endOfTime, type HistoryPlace, visitHistory } from '../storage/history.js';
import { flag, flagOf, inTable, nextKey, tableRange } from '../storage/keys.js';
import { billedBytesOf, isCountedRow } from '../storage/row.js';
import { sizeKey } from '../storage/table-size.js';
import type { RestoreProgress } from './progress.js';

/** Of one piece. */
export interface PieceBound {
  readonly entries: number;
  readonly bytes: number;
}

export interface Piece {
  readonly progress: RestoreProgress;
  readonly done: boolean;
}

// no row, static row or header is so short
const absent = Buffer.from([0]);

/** Numbers of the two tables, the progress so far; gives it after this piece. */
export function copyPiece(
  tx: KvTransaction,
  source: number,
  target: number,
  before: RestoreProgress,
  bound: PieceBound,
): Piece {
  const history = takeHistory(tx, source, target, before, bound);
  const progress = { ...before, undone: history.place, changes: before.changes + history.records };
  if (!history.atEnd) return { progress, done: false };
  const left = { entries: Math.max(1, bound.entries - history.records), bytes: bound.bytes };
  const copied = copyRows(tx, source, target, before.copied, left);
  if (copied.rows > 0 || copied.bytes > 0) tx.add('meta', sizeKey(target), copied.rows, copied.bytes);
  return {
    progress: {
      ...progress,
      copied: copied.upTo ?? before.copied,
      rows: before.rows + copied.rows,
      bytes: before.bytes + copied.bytes,
    },
    done: copied.upTo === undefined,
  };
}

function takeHistory(
  tx: KvTransaction,
  source: number,
  target: number,
  { undone, copied }: RestoreProgress,
  bound: PieceBound,
): { readonly place: HistoryPlace; readonly records: number; readonly atEnd: boolean } {
  const images = new Map<string, { readonly key: Buffer; readonly image: Uint8Array }>();
  let place = undone;
  let records = 0;
  let bytes = 0;
  let atEnd = true;
  const range = { from: undone.micros, fromSequence: undone.sequence, to: endOfTime };
  visitHistory(tx, source, range, ({ micros, sequence, rowKey, before }) => {
    if (records >= bound.entries || bytes >= bound.bytes) {
      atEnd = false;
      return false;
    }
    records++;
    bytes += rowKey.length + (before?.length ?? 0);
    place = { micros, sequence: sequence + 1 };
    if (copied.length > 0 && Buffer.compare(rowKey, copied) <= 0) return undefined;
    const name = Buffer.from(rowKey).toString('latin1');
    if (!images.has(name)) images.set(name, { key: inTable(rowKey, target), image: before ?? absent });
    return undefined;
  });
  // all looks before all writes: a transaction that reads behind a write has to carry that out first
  const undecided = [...images.values()].filter(({ key }) => tx.view('rows', key) === undefined);
  for (const { key, image } of undecided) tx.put('rows', key, image);
  return { place, records, atEnd };
}

interface Copied {
  /** Key of the source; undefined at its end. */
  readonly upTo: Buffer | undefined;
  readonly rows: number;
  readonly bytes: number;
}

function copyRows(tx: KvTransaction, source: number, target: number, copied: Buffer, bound: PieceBound): Copied {
  const rows = entriesBehind(tx, source, copied, undefined, bound);
  const decided = entriesBehind(tx, target, copied, rows.upTo, bound);
  // whichever list ended first says how far both are complete
  const upTo = decided.upTo ?? rows.upTo;
  const size = { rows: 0, bytes: 0 };
  const keys = new Set<string>();
  for (const { key, value } of decided.entries) {
    keys.add(key.toString('latin1', 4));
    if (value.length > absent.length) measure(key, value, size);
    else tx.remove('rows', key);
  }
  for (const { key, value } of rows.entries) {
    if (upTo !== undefined && Buffer.compare(key, inTable(upTo, source)) > 0) break;
    if (keys.has(key.toString('latin1', 4))) continue;
    measure(key, value, size);
    tx.put('rows', inTable(key, target), value);
  }
  return { upTo: upTo && inTable(upTo, source), ...size };
}

function measure(key: Uint8Array, value: Uint8Array, size: { rows: number; bytes: number }): void {
  const kind = flagOf(key);
  if (kind === flag.header) return;
  size.bytes += billedBytesOf(value);
  if (kind === flag.row && isCountedRow(value)) size.rows++;
}

interface Entries {
  readonly entries: readonly { readonly key: Buffer; readonly value: Buffer }[];
  /** The last key given when there may be more, in whatever table. */
  readonly upTo: Buffer | undefined;
}

/** Entries of a table behind `after` and up to `last` (keys of any table), as many as the bound allows. */
function entriesBehind(
  tx: KvTransaction,
  table: number,
  after: Buffer,
  last: Buffer | undefined,
  bound: PieceBound,
): Entries {
  const whole = tableRange(table);
  const start = after.length === 0 ? whole.start : nextKey(inTable(after, table));
  const end = last === undefined ? whole.end : nextKey(inTable(last, table));
  const entries: { readonly key: Buffer; readonly value: Buffer }[] = [];
  let bytes = 0;
  let more = false;
  tx.visit('rows', { start, end }, (key, value) => {
    if (entries.length >= bound.entries || bytes >= bound.bytes) {
      more = true;
      return false;
    }
    bytes += key.length + value.length;
    entries.push({ key: Buffer.from(key), value: Buffer.from(value) });
    return undefined;
  });
  return { entries, upTo: more ? entries.at(-1)!.key : last };
}
