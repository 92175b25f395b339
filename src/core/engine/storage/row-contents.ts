// What a row is made of as reckoning its size sees it: a merged row, or the mutation that makes a new one.

import type { TableSchema } from '../catalog/schema.js';
import { assemble } from './assemble.js';
import { ttlOf } from './new-row.js';
import type { StoredRow } from './stored-row.js';
import type { RowContents, RowMutation } from './table-store.js';

/** Where a row stands while it is written. */
export interface Place {
  readonly table: TableSchema;
  readonly key: Uint8Array;
  readonly isStatic: boolean;
  readonly partitionKey: Uint8Array;
  readonly nowSeconds: number;
  /** The change was made in another Region. */
  readonly replicated?: boolean;
}

export function contentsOf(place: Place, row: StoredRow): RowContents {
  const { table, partitionKey, isStatic } = place;
  return {
    partitionKey,
    clustering: isStatic ? null : row.clustering,
    get expires(): boolean {
      if (row.marker !== undefined && row.marker.ttl > 0) return true;
      let found = false;
      this.forEachCell((_column, _path, _value, expires) => {
        found ||= expires;
      });
      return found;
    },
    forEachCell(visit) {
      for (const [id, stored] of row.columns) {
        const column = table.byId[id];
        if (column === undefined) continue;
        if (stored.kind === 'cell') visit(column, undefined, stored.value, stored.ttl > 0);
        else if (column.type.kind === 'native') visit(column, undefined, assemble(column.type, stored.elements), false);
        else for (const element of stored.elements) visit(column, element.path, element.value, element.ttl > 0);
      }
    },
  };
}

/** For reckoning the size of that row. */
export class NewRowContents implements RowContents {
  private readonly mutation: RowMutation;

  constructor(mutation: RowMutation) {
    this.mutation = mutation;
  }

  get partitionKey(): Uint8Array {
    return this.mutation.partitionKey;
  }
  get clustering(): readonly Uint8Array[] | null {
    return this.mutation.clustering;
  }
  get expires(): boolean {
    return ttlOf(this.mutation) > 0;
  }
  forEachCell(visit: Parameters<RowContents['forEachCell']>[0]): void {
    const expires = ttlOf(this.mutation) > 0;
    for (const { column, value } of this.mutation.cells) visit(column, undefined, value ?? null, expires);
  }
}
