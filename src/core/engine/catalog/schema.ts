// The schema as the data plane sees it: compiled, immutable objects that analysis, executor, storage and capacity share.
// Control-plane state (status, capacity, tags, times) is beside it in table-settings.ts.

import type { CqlType } from '../types/cql-type.js';
import type { IndexRecord } from './table-index.js';

export type ColumnKind = 'partition_key' | 'clustering' | 'static' | 'regular';

export interface Column {
  readonly name: string;
  readonly type: CqlType;
  readonly kind: ColumnKind;
  /** Position among the columns of its kind; for key columns the key order. Regular and static columns are alphabetical. */
  readonly position: number;
  /** The number that stored cells carry: given once, never reused within a table. */
  readonly id: number;
  /** Only clustering columns may be `desc`. */
  readonly order: 'asc' | 'desc';
}

/** What a statement must know of a table's settings. */
export interface TableOptions {
  readonly comment: string;
  /** Seconds; 0 = none. */
  readonly defaultTimeToLive: number;
  /** Custom TTL may be used (Keyspaces `ttl` property). */
  readonly ttlEnabled: boolean;
  readonly clientSideTimestamps: boolean;
  /** Mutations append before and after images to the history (PITR or CDC on). */
  readonly keepsHistory: boolean;
  /** Of a table in several Regions: this one, and how many there are. */
  readonly multiRegion?: { readonly region: string; readonly regions: number };
}

export interface TableSchema {
  readonly keyspace: string;
  readonly name: string;
  /** 16 bytes as a text uuid; a re-created table has another. */
  readonly id: string;
  /** Key prefix of its rows in the store: given once, never reused. */
  readonly number: number;
  readonly partitionKey: readonly Column[];
  readonly clustering: readonly Column[];
  readonly statics: readonly Column[];
  readonly regulars: readonly Column[];
  /** `*` order: partition key, clustering, statics, regulars. */
  readonly columns: readonly Column[];
  readonly byName: ReadonlyMap<string, Column>;
  /** By Column.id; holes are undefined. */
  readonly byId: readonly (Column | undefined)[];
  /** Those that were dropped, as they last were, as far as their types are still known. */
  readonly dropped?: readonly Column[];
  /** Only in the lenient mode. */
  readonly indexes?: readonly IndexRecord[];
  readonly isCounter: boolean;
  /** Some column is a varint or decimal, or made of them: only such tables have digits to count. */
  readonly holdsNumbers: boolean;
  readonly options: TableOptions;
  /** Takes restrictions of any columns without ALLOW FILTERING: a computed table that has several ways in. */
  readonly filtersFreely?: true;
  /** A computed table that is only read with one of these sets of columns restricted. */
  readonly askedBy?: readonly (readonly string[])[];
}

export interface UserType {
  readonly keyspace: string;
  readonly name: string;
  readonly fieldNames: readonly string[];
  readonly fieldTypes: readonly CqlType[];
}

export interface KeyspaceSchema {
  readonly name: string;
  /** As written by its creator: class and factors. */
  readonly replication: Readonly<Record<string, string>>;
  readonly durableWrites: boolean;
  readonly isSystem: boolean;
}

/** A table whose rows are computed: system, system_schema, system_schema_mcs, system_multiregion_info. */
export interface VirtualTable {
  readonly schema: TableSchema;
  /** Every row, each with one value a column in `schema.columns` order, in no special order. `context` tells who asks. */
  rows(context: VirtualReadContext): Iterable<readonly (Uint8Array | null)[]>;
  /** Present on the one virtual table that can be written (system.local.partitioner). */
  update?(assignments: ReadonlyMap<string, Uint8Array | null>, context: VirtualReadContext): void;
}

export interface VirtualReadContext {
  /** The address that the client dialled, for system.local.rpc_address; undefined in process. */
  readonly localAddress?: string;
  readonly localPort?: number;
}

export type Resolved =
  | { readonly kind: 'stored'; readonly schema: TableSchema }
  | { readonly kind: 'virtual'; readonly schema: TableSchema; readonly virtual: VirtualTable };

/** What analysis and executor may ask of the catalog. Only objects that are ready for statements are found: a keyspace
 * or table still CREATING (or already DELETING) is as unknown as one that never was (data-plane facts 2.7). */
export interface CatalogReader {
  /** Changes whenever any answer below may change; prepared plans are keyed by it. */
  readonly version: number;
  /** The same, for a caller that has just asked the clock. */
  versionAt(nowMs: number): number;
  keyspace(name: string): KeyspaceSchema | undefined;
  table(keyspace: string, name: string): Resolved | undefined;
  userType(keyspace: string, name: string): UserType | undefined;
  /** Name of the table that has an index of this name. */
  indexedTable(keyspace: string, index: string): string | undefined;
}
