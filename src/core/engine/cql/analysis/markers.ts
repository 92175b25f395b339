// Gathers the bind variables of a statement: what PREPARE says of each, and which of them are the partition key. Apart
// because every clause adds to it.

import type { Column, TableSchema } from '../../catalog/schema.js';
import { invalid } from '../../cql-error.js';
import type { ColumnSpec } from '../../session/api.js';
import type { CqlType } from '../../types/cql-type.js';
import type { Marker } from '../syntax/ast/term.js';
import type { MarkerTerm } from './term.js';

/** Where a value goes: a column, or a synthetic place such as `[limit]`. */
export interface Receiver {
  readonly keyspace: string;
  readonly table: string;
  readonly name: string;
  readonly type: CqlType;
  /** The column when the place is the column itself, not a part of it. */
  readonly column?: Column;
}

export const receiverOf = (table: TableSchema, column: Column): Receiver => ({
  keyspace: table.keyspace,
  table: table.name,
  name: column.name,
  type: column.type,
  column,
});

/** The same place under another name or type, such as `in(c)` or `value(c)`. */
export const derived = (receiver: Receiver, name: string, type: CqlType): Receiver => {
  const { keyspace, table } = receiver;
  return { keyspace, table, name, type };
};

export class Markers {
  private readonly specs: (ColumnSpec | undefined)[];
  private readonly partitionKey = new Map<Column, number>();

  constructor(markers: readonly Marker[]) {
    this.specs = new Array<ColumnSpec | undefined>(markers.length).fill(undefined);
  }

  add(marker: Marker, receiver: Receiver): MarkerTerm {
    if (receiver.column?.kind === 'partition_key') this.partitionKey.set(receiver.column, marker.index);
    while (this.specs.length <= marker.index) this.specs.push(undefined);
    this.specs[marker.index] = {
      keyspace: receiver.keyspace,
      table: receiver.table,
      name: marker.name ?? receiver.name,
      type: receiver.type,
    };
    return { kind: 'marker', index: marker.index, type: receiver.type, name: receiver.name };
  }

  columns(): readonly ColumnSpec[] {
    return this.specs.map((spec) => {
      if (spec === undefined) throw invalid('Invalid amount of bind variables');
      return spec;
    });
  }

  /** Empty unless every component of the key is a marker of its own; the last one counts, as one of several of an IN does [C3]. */
  partitionKeyIndexes(table: TableSchema): readonly number[] {
    const indexes = table.partitionKey.map((column) => this.partitionKey.get(column));
    return indexes.every((index) => index !== undefined) ? (indexes as number[]) : [];
  }
}
