// Lightweight transactions: IF NOT EXISTS, IF EXISTS and IF conditions are tried on the row inside the write's own
// transaction, so nothing comes between. Apart from write.ts because of their results and their price [facts 2.10, 4.1].

import { ByteSink } from '../../lib/byte-sink.js';
import type { Column, TableSchema } from '../catalog/schema.js';
import type { ColumnCondition } from '../cql/analysis/plan.js';
import type { KvTransaction } from '../kv/kv.js';
import type { ColumnSpec } from '../session/api.js';
import type { ReadClock, RowView } from '../storage/table-store.js';
import { type CqlType, native } from '../types/cql-type.js';
import type { BoundModification } from './mutations.js';
import type { ReadOutcome, Runtime } from './runtime.js';
import { copied } from './values.js';

/** The row that a condition was tried on; values are of its own. */
export interface ExaminedRow {
  /** False: there is neither row nor, for statics alone, static data. */
  readonly exists: boolean;
  readonly billedBytes: number;
  readonly values: ReadonlyMap<Column, Uint8Array | null>;
}

/** Reads the columns that the condition and its answer need. */
export function examine(
  runtime: Runtime,
  tx: KvTransaction,
  bound: BoundModification,
  clock: ReadClock,
  reads: ConditionRead,
): ExaminedRow {
  const { table, target } = bound.plan;
  const partition = bound.partitions[0]!;
  // beside conditions of rows, a statement of statics looks at no row
  const staticsAlone = target === 'static' && !reads.anyRow;
  const found: { row?: ExaminedRow } = {};
  const take = (row: RowView): boolean => {
    const values = new Map<Column, Uint8Array | null>();
    for (const column of table.columns) values.set(column, copied(row.value(column)));
    const hasStatic = table.statics.some((column) => reads.values(column) && values.get(column) !== null);
    // a row that was not inserted as one is there for what is read of it
    const seen =
      row.hasRow &&
      !staticsAlone &&
      (row.hasMarker || table.regulars.some((column) => reads.values(column) && values.get(column) !== null));
    for (const column of table.columns) {
      if (!reads.values(column) || (!seen && column.kind !== 'static' && column.kind !== 'partition_key'))
        values.set(column, null);
    }
    // nothing of what is read is there: to Cassandra the partition is empty
    if (!seen && !hasStatic) values.clear();
    const exists = target === 'static' ? hasStatic : seen;
    const billedBytes = target === 'static' ? row.staticBilledBytes : row.hasRow ? row.billedBytes : 0;
    if (seen || found.row === undefined) found.row = { exists, billedBytes, values };
    return !seen && reads.anyRow;
  };
  const reader = runtime.store.within(tx);
  const withStatic = table.statics.length > 0;
  if (target === 'static' || reads.anyRow) reader.readSlice(table, partition, { withStatic: true }, clock, take);
  else reader.readRow(table, partition, bound.clusterings[0]!, clock, withStatic, take);
  return found.row ?? { exists: false, billedBytes: 0, values: new Map() };
}

const spec = (table: TableSchema, name: string, type: CqlType): ColumnSpec => ({
  keyspace: table.keyspace,
  table: table.name,
  name,
  type,
});

/** `[applied]` alone. */
export function appliedResult(table: TableSchema, applied: boolean): Omit<ReadOutcome, 'consumed'> {
  return {
    kind: 'rows',
    columns: [spec(table, '[applied]', native('boolean'))],
    rowCount: 1,
    body: Uint8Array.of(0, 0, 0, 1, applied ? 1 : 0),
  };
}

/** `[applied]` false with the columns of the rows that were examined and exist; without any, `[applied]` alone. */
export function refusedResult(
  table: TableSchema,
  columns: readonly Column[],
  rows: readonly ExaminedRow[],
): Omit<ReadOutcome, 'consumed'> {
  const shown = rows.filter((row) => row.values.size > 0);
  if (shown.length === 0 || columns.length === 0) return appliedResult(table, false);
  const sink = new ByteSink(256);
  for (const row of shown) {
    sink.value(Uint8Array.of(0));
    for (const column of columns) sink.value(row.values.get(column) ?? null);
  }
  return {
    kind: 'rows',
    columns: [spec(table, '[applied]', native('boolean')), ...columns.map((c) => spec(table, c.name, c.type))],
    rowCount: shown.length,
    body: sink.copy(),
  };
}

/** What the conditions of one statement or batch read [C3 CQL3CasRequest]. */
export interface ConditionRead {
  /** All columns of a kind that is written, and those that are tested. */
  readonly values: (column: Column) => boolean;
  /** Only statics are tested: any row shows that the partition is there. */
  readonly anyRow: boolean;
}

export function conditionRead(bounds: readonly BoundModification[]): ConditionRead {
  const writesStatics = bounds.some(({ plan }) => plan.assignments.some(({ column }) => column.kind === 'static'));
  const writesRows = bounds.some(({ plan }) => plan.target !== 'static');
  const conditions = bounds.map(({ plan }) => plan.condition).filter((condition) => condition !== undefined);
  const tests = conditions.flatMap((condition) => (condition.kind === 'columns' ? condition.tests : []));
  const tested = new Set(tests.map((test) => test.column));
  const ofRows = bounds.some(
    ({ plan: { condition, target } }) =>
      condition !== undefined &&
      (condition.kind === 'columns'
        ? condition.tests.some(({ column }) => column.kind !== 'static')
        : target !== 'static'),
  );
  return {
    values: (column) =>
      column.kind === 'static'
        ? writesStatics || tested.has(column)
        : column.kind !== 'regular' || writesRows || tested.has(column),
    anyRow: !ofRows,
  };
}

/** Each once, statics last [C3 ColumnConditions]. */
export function conditionColumns(tests: readonly ColumnCondition[]): readonly Column[] {
  const columns = new Set(tests.map((test) => test.column));
  const statics = [...columns].filter((column) => column.kind === 'static');
  return [...[...columns].filter((column) => column.kind !== 'static'), ...statics];
}

/** The columns that a refused single statement shows [facts 2.10]. */
export function shownColumns(bound: BoundModification): readonly Column[] {
  const { condition, table } = bound.plan;
  if (condition === undefined) return [];
  if (condition.kind !== 'columns') return table.columns;
  return conditionColumns(condition.tests);
}
