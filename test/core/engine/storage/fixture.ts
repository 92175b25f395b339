// Tables, values and a store in memory for tests of storage.

import { Buffer } from 'node:buffer';
import type { Column, ColumnKind, TableOptions, TableSchema } from '../../../../src/core/engine/catalog/schema.js';
import type { Kv } from '../../../../src/core/engine/kv/kv.js';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import {
  createTableStore,
  type SweepingTableStore,
  type TableStoreOptions,
} from '../../../../src/core/engine/storage/store.js';
import type { CellWrite, Mutation, RowMutation, RowView } from '../../../../src/core/engine/storage/table-store.js';
import { type CqlType, native } from '../../../../src/core/engine/types/cql-type.js';

export interface ColumnSpec {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly type?: CqlType;
  readonly order?: 'asc' | 'desc';
  readonly id?: number;
}

const defaults: TableOptions = {
  comment: '',
  defaultTimeToLive: 0,
  ttlEnabled: true,
  clientSideTimestamps: true,
  keepsHistory: false,
};

/** Columns in the order given; types are int when left out. */
export function tableOf(columns: readonly ColumnSpec[], options: Partial<TableOptions> = {}, number = 7): TableSchema {
  const counts = new Map<ColumnKind, number>();
  const made = columns.map((spec, i): Column => {
    const position = counts.get(spec.kind) ?? 0;
    counts.set(spec.kind, position + 1);
    const { name, kind, type = native('int'), order = 'asc', id = i } = spec;
    return { name, kind, type, position, id, order };
  });
  const of = (kind: ColumnKind) => made.filter((column) => column.kind === kind);
  const byId: (Column | undefined)[] = [];
  for (const column of made) byId[column.id] = column;
  return {
    keyspace: 'ks',
    name: 't',
    id: '00000000-0000-0000-0000-000000000001',
    number,
    partitionKey: of('partition_key'),
    clustering: of('clustering'),
    statics: of('static'),
    regulars: of('regular'),
    columns: [...of('partition_key'), ...of('clustering'), ...of('static'), ...of('regular')],
    byName: new Map(made.map((column) => [column.name, column])),
    byId,
    isCounter: false,
    holdsNumbers: false,
    options: { ...defaults, ...options },
  };
}

export const int = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
export const text = (value: string): Buffer => Buffer.from(value);
export const asInt = (value: Uint8Array | null): number | null =>
  value === null ? null : Buffer.from(value).readInt32BE();

export interface Row {
  readonly [column: string]: number | null | undefined;
}

/** A store with a clock that a test sets. */
export class Bench {
  readonly kv: Kv;
  readonly store: SweepingTableStore;
  nowSeconds = 1_000_000;
  private micros = 1_000_000_000_000n;

  constructor(options: Partial<TableStoreOptions> = {}) {
    this.kv = options.kv ?? memoryKv();
    const clock = {
      wallMs: () => this.nowSeconds * 1000,
      wallMicros: () => this.micros++,
      monotonicNs: () => 0n,
      sleep: async () => undefined,
      every: () => () => undefined,
    };
    this.store = createTableStore({ clock, ...options, kv: this.kv });
  }

  get clock(): { readonly nowSeconds: number } {
    return { nowSeconds: this.nowSeconds };
  }

  apply(...mutations: Mutation[]): void {
    this.kv.writeNow((tx) => {
      for (const mutation of mutations) this.store.apply(tx, mutation, this.clock);
    });
  }

  /** Rows of a partition as numbers, by `take`. */
  slice<T>(
    table: TableSchema,
    partitionKey: Uint8Array,
    take: (row: RowView) => T,
    slice = {},
    after?: Uint8Array,
  ): T[] {
    const rows: T[] = [];
    this.store.readSlice(
      table,
      partitionKey,
      slice,
      this.clock,
      (row) => {
        rows.push(take(row));
        return undefined;
      },
      after,
    );
    return rows;
  }
}

/** All columns of int type, by name. */
export const ints =
  (table: TableSchema) =>
  (row: RowView): Row =>
    Object.fromEntries(table.columns.map((column) => [column.name, asInt(row.value(column))]));

/** INSERT of int columns; `values` names the regular or static ones. */
export function insert(
  table: TableSchema,
  partitionKey: Uint8Array,
  clustering: readonly Uint8Array[] | null,
  timestamp: number,
  values: Readonly<Record<string, number | null>>,
  options: { readonly ttl?: number; readonly update?: boolean } = {},
): RowMutation {
  const ttl = options.ttl ?? 0;
  const cells = Object.entries(values).map(
    ([name, value]): CellWrite => ({
      column: table.byName.get(name)!,
      kind: 'set',
      value: value === null ? null : int(value),
      ttl,
    }),
  );
  const marker = clustering === null || options.update ? {} : { marker: { ttl } };
  return { kind: 'row', table, partitionKey, clustering, timestamp: BigInt(timestamp), cells, ...marker };
}

export function deleteRow(
  table: TableSchema,
  partitionKey: Uint8Array,
  clustering: readonly Uint8Array[],
  timestamp: number,
): RowMutation {
  return { kind: 'row', table, partitionKey, clustering, timestamp: BigInt(timestamp), deletesRow: true, cells: [] };
}
