// What becomes of the cells of a column that is dropped: each row that has some gets a tombstone, so that the column can be
// added again and shows nothing older. Apart because it goes through rows, which no other change of a table does.

import type { Clock } from '../../ports/clock.js';
import type { Column, TableSchema } from '../catalog/schema.js';
import type { Kv } from '../kv/kv.js';
import { limits } from '../limits.js';
import type { RowView, TableStore } from '../storage/table-store.js';

export interface Rows {
  readonly kv: Kv;
  readonly store: Pick<TableStore, 'scan' | 'apply'>;
  readonly clock: Clock;
}

interface Found {
  readonly partitionKey: Uint8Array;
  /** Undefined: the row has none of the regular columns. */
  readonly clustering: readonly Uint8Array[] | undefined;
  readonly hasStatics: boolean;
}

const everywhere = { start: -(2n ** 63n), end: 2n ** 63n - 1n };

/** Deletes the columns' cells with write times up to `timestamp` (microseconds), in pieces of a bounded size. */
export async function eraseColumns(
  rows: Rows,
  table: TableSchema,
  columns: readonly Column[],
  timestamp: bigint,
): Promise<void> {
  const statics = columns.filter((column) => column.kind === 'static');
  const regulars = columns.filter((column) => column.kind !== 'static');
  const has = (row: RowView, some: readonly Column[]): boolean => some.some((column) => row.value(column) !== null);
  let after: Uint8Array | undefined;
  for (;;) {
    const clock = { nowSeconds: Math.floor(rows.clock.wallMs() / 1000) };
    const found: Found[] = [];
    const visit = (row: RowView): boolean => {
      after = Buffer.from(row.position);
      found.push({
        partitionKey: Buffer.from(row.partitionKey),
        clustering:
          row.hasRow && has(row, regulars) ? table.clustering.map((c) => Buffer.from(row.value(c)!)) : undefined,
        hasStatics: has(row, statics),
      });
      return found.length < limits.maintenanceRows;
    };
    rows.store.scan(table, everywhere, clock, statics.length > 0, visit, after);
    if (found.length === 0) return;
    const erased = (some: readonly Column[]) => some.map((column) => ({ column, kind: 'delete' as const }));
    await rows.kv.write((tx) => {
      for (const { partitionKey, clustering, hasStatics } of found) {
        const row = { kind: 'row' as const, table, partitionKey, timestamp };
        if (hasStatics) rows.store.apply(tx, { ...row, clustering: null, cells: erased(statics) }, clock);
        if (clustering !== undefined) rows.store.apply(tx, { ...row, clustering, cells: erased(regulars) }, clock);
      }
    });
  }
}
