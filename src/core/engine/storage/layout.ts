// What reading and writing need of a table, worked out once: column slots and the bytes that say which columns a plain row has.

import type { Column, TableSchema } from '../catalog/schema.js';
import { sizeKey } from './table-size.js';

/** The regular columns of rows, or the static ones of the static row. */
export interface Side {
  readonly columns: readonly Column[];
  readonly clusteringCount: number;
  /** [u16 n][u16 column id] x n, as in a plain row. */
  readonly idBytes: Uint8Array;
}

export interface Layout {
  readonly table: TableSchema;
  readonly row: Side;
  readonly static: Side;
  /** Where the table's size is kept. */
  readonly sizeKey: Uint8Array;
}

function layoutOf(table: TableSchema): Layout {
  return {
    table,
    row: sideOf(table.regulars, table.clustering.length),
    static: sideOf(table.statics, 0),
    sizeKey: sizeKey(table.number),
  };
}

function sideOf(columns: readonly Column[], clusteringCount: number): Side {
  const idBytes = Buffer.alloc(2 + 2 * columns.length);
  idBytes.writeUInt16BE(columns.length);
  for (const [i, column] of columns.entries()) idBytes.writeUInt16BE(column.id, 2 + 2 * i);
  return { columns, clusteringCount, idBytes };
}

/** Remembers the layouts of tables for as long as their schemas live. */
export class Layouts {
  private readonly known = new WeakMap<TableSchema, Layout>();
  private last: Layout | undefined;

  of(table: TableSchema): Layout {
    if (this.last?.table === table) return this.last;
    let layout = this.known.get(table);
    if (layout === undefined) {
      layout = layoutOf(table);
      this.known.set(table, layout);
    }
    this.last = layout;
    return layout;
  }
}
