// The records of one Region as read from a snapshot or a write transaction, in maps by name. Shared by the catalog
// (which reads) and its edits (which also write).

import type { KvReader } from '../kv/kv.js';
import { limits } from '../limits.js';
import { decodeJson, kindRange } from './keys.js';
import type { CatalogRecord, KeyspaceRecord, TableRecord, TypeRecord } from './records.js';

/** A table that is gone, and whether its rows and its history are too. */
export interface DroppedRecord {
  readonly table: TableRecord;
  readonly rowsGone: boolean;
  readonly historyGone?: boolean;
}

/** Whether rows or history of a dropped table are to be removed now: not while it can be restored, nor while its stream can be read. */
export function owesRemoval(entry: DroppedRecord, nowMs: number): boolean {
  const { restorableUntilMs, cdc, deletedAtMs } = entry.table;
  if (restorableUntilMs !== undefined && nowMs < restorableUntilMs) return false;
  if (!entry.rowsGone) return true;
  const streamKept = cdc !== undefined && deletedAtMs !== undefined && nowMs - deletedAtMs < limits.streamKeptMs;
  return entry.historyGone !== true && !streamKept;
}

/** Numbers of the tables that restores under way read from. */
export function restoreSources(tables: Iterable<TableRecord>): Set<number> {
  const numbers = new Set<number>();
  for (const { restore } of tables)
    if (restore !== undefined && restore.copiedAtMs === undefined) numbers.add(restore.sourceNumber);
  return numbers;
}

export interface RecordSet {
  readonly keyspaces: Map<string, KeyspaceRecord>;
  /** By qualifiedName. */
  readonly tables: Map<string, TableRecord>;
  readonly types: Map<string, TypeRecord>;
  readonly dropped: Map<number, DroppedRecord>;
}

/** One string for two names; neither can contain a zero character. */
export const qualifiedName = (keyspace: string, name: string): string => `${keyspace}\0${name}`;

export function readRecords(reader: KvReader, region: string): RecordSet {
  const set: RecordSet = { keyspaces: new Map(), tables: new Map(), types: new Map(), dropped: new Map() };
  const each = (kind: 'k' | 't' | 'y' | 'd', take: (value: unknown) => void) => {
    reader.visit('catalog', kindRange(region, kind), (_key, value) => {
      take(decodeJson(value));
      return true;
    });
  };
  each('k', (value) => {
    const record = value as KeyspaceRecord;
    set.keyspaces.set(record.name, record);
  });
  each('t', (value) => {
    const record = value as TableRecord;
    set.tables.set(qualifiedName(record.keyspace, record.name), record);
  });
  each('y', (value) => {
    const record = value as TypeRecord;
    set.types.set(qualifiedName(record.keyspace, record.name), record);
  });
  each('d', (value) => {
    const record = value as DroppedRecord;
    set.dropped.set(record.table.number, record);
  });
  return set;
}

/** The first instant after `nowMs` at which a record becomes something else; Infinity when none will. */
export function nextChangeMs(records: Iterable<CatalogRecord>, nowMs: number): number {
  let next = Number.POSITIVE_INFINITY;
  const consider = (atMs: number | undefined) => {
    if (atMs !== undefined && atMs > nowMs && atMs < next) next = atMs;
  };
  for (const record of records) {
    consider(record.status.untilMs);
    if (record.kind !== 'table') continue;
    consider(record.pending?.atMs);
    consider(record.warmThroughput.updatingUntilMs);
    consider(record.cdc?.status.untilMs);
  }
  return next;
}
