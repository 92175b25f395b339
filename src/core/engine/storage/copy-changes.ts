// What stands in the store of a table, as changes that make the same elsewhere: how a table comes to a Region that is
// added. Merged like any change, so writes that were quicker are not harmed and a piece may be done twice.

import type { KvReader } from '../kv/kv.js';
import type { Change } from './change.js';
import { flag, flagOf, inTable, nextKey, partitionKeyOf, tableRange } from './keys.js';
import { decodeHeader } from './partition-header.js';
import { decodeRow } from './row.js';
import type { StoredRow } from './stored-row.js';

export interface CopyBound {
  readonly entries: number;
  readonly bytes: number;
}

export interface CopiedChanges {
  readonly changes: readonly Change[];
  /** Rows among them, static rows and deletions left out. */
  readonly rows: number;
  /** Where to go on behind; undefined at the end of the table. */
  readonly upTo: Buffer | undefined;
}

/** `after`: a key of the table, or empty at its beginning. */
export function changesBehind(
  kv: KvReader,
  table: { readonly number: number; readonly clusteringCount: number },
  after: Uint8Array,
  bound: CopyBound,
): CopiedChanges {
  const whole = tableRange(table.number);
  const start = after.length === 0 ? whole.start : nextKey(inTable(after, table.number));
  const changes: Change[] = [];
  let upTo: Buffer | undefined;
  let entries = 0;
  let bytes = 0;
  let rows = 0;
  let more = false;
  kv.visit('rows', { start, end: whole.end }, (keyView, value) => {
    if (entries >= bound.entries || bytes >= bound.bytes) {
      more = true;
      return false;
    }
    const key = Buffer.from(keyView);
    upTo = key;
    entries++;
    bytes += key.length + value.length;
    const kind = flagOf(key);
    if (kind === flag.header) changes.push(...deletionsOf(key, value));
    else changes.push({ kind: 'row', key, delta: rowOf(kind, value, table.clusteringCount) });
    if (kind === flag.row) rows++;
    return true;
  });
  return { changes, rows, upTo: more ? upTo : undefined };
}

const rowOf = (kind: number, value: Uint8Array, clusteringCount: number): StoredRow =>
  decodeRow(Buffer.from(value), kind === flag.static ? 0 : clusteringCount);

function deletionsOf(key: Buffer, value: Uint8Array): Change[] {
  const { partition, ranges } = decodeHeader(value);
  const partitionKey = partitionKeyOf(key);
  const range = (start: Uint8Array, end: Uint8Array) => ({ kind: 'range' as const, partitionKey, start, end });
  // behind every suffix of a row: the encoding of a clustering column never begins with ff
  const all = range(new Uint8Array(0), Uint8Array.of(0xff));
  return [
    ...(partition === undefined ? [] : [{ ...all, whole: true, deletion: partition }]),
    ...ranges.map(({ start, end, timestamp, seconds }) => ({
      ...range(start, end),
      whole: false,
      deletion: { timestamp, seconds },
    })),
  ];
}
