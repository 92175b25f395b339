// Where the catalog keeps its records in the store: one JSON value a keyspace, table and type, a version counter a
// Region, and one counter of table numbers for all Regions (their rows share a space).

import type { CatalogRecord } from './records.js';

const separator = '\0';

const encode = (...parts: readonly string[]): Buffer => Buffer.from(parts.join(separator), 'utf8');

/** `region, k|t|y, names`. */
export function recordKey(region: string, record: CatalogRecord): Buffer {
  switch (record.kind) {
    case 'keyspace':
      return encode(region, 'k', record.name);
    case 'table':
      return encode(region, 't', record.keyspace, record.name);
    case 'type':
      return encode(region, 'y', record.keyspace, record.name);
  }
}

/** A dropped table, kept until its rows and its history are gone. */
export function droppedKey(region: string, tableNumber: number): Buffer {
  return encode(region, 'd', String(tableNumber).padStart(10, '0'));
}

/** An event of tables_history. */
export function eventKey(region: string, keyspace: string, table: string, atMs: number): Buffer {
  return encode(region, 'e', keyspace, table, String(atMs).padStart(15, '0'));
}

/** Every record of a Region of one kind (`k`, `t`, `y`, `d`, `e`). */
export function kindRange(region: string, kind: 'k' | 't' | 'y' | 'd' | 'e'): { start: Buffer; end: Buffer } {
  const prefix = encode(region, kind, '');
  return { start: prefix, end: Buffer.concat([prefix, Buffer.from([0xff])]) };
}

/** In space `meta`. */
export const versionKey = (region: string): Buffer => encode('catalog', 'version', region);
/** In space `meta`: counts changes of tables that are in several Regions. */
export const replicationVersionKey: Buffer = encode('catalog', 'replication-version');
/** In space `meta`. */
export const tableNumberKey: Buffer = encode('catalog', 'table-number');

export const decodeJson = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString('utf8'));
export const encodeJson = (value: unknown): Buffer => Buffer.from(JSON.stringify(value), 'utf8');

/** Counters are eight bytes, big-endian; absent is 0. */
export function readCounter(bytes: Uint8Array | undefined): number {
  if (bytes === undefined) return 0;
  return Number(Buffer.from(bytes).readBigUInt64BE(0));
}
export function counterBytes(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
