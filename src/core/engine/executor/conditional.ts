// Lightweight transactions: IF NOT EXISTS, IF EXISTS and IF conditions are tried on the row inside the write's own
// transaction, so nothing comes between. Apart from write.ts because of their results and their price [facts 2.10, 4.1].

import { assertNever } from '../../lib/assert.js';
import { ByteSink } from '../../lib/byte-sink.js';
import type { Column, TableSchema } from '../catalog/schema.js';
import type { ColumnCondition } from '../cql/analysis/plan.js';
import { invalid } from '../cql-error.js';
import type { KvTransaction } from '../kv/kv.js';
import { type ColumnSpec, UNSET } from '../session/api.js';
import type { ReadClock, RowView } from '../storage/table-store.js';
import { readElements, readFields, readPairs } from '../types/collections.js';
import { type CqlType, isMultiCell, native } from '../types/cql-type.js';
import { compareValues } from '../types/order.js';
import { type Binding, evaluate, setValue } from './binding.js';
import type { BoundModification } from './mutations.js';
import type { ReadOutcome, Runtime } from './runtime.js';

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
  const found: { row?: ExaminedRow } = {};
  const take = (row: RowView): boolean => {
    const values = new Map<Column, Uint8Array | null>();
    for (const column of table.columns) {
      const value = row.value(column);
      values.set(column, value === null ? null : Buffer.from(value));
    }
    const hasStatic = table.statics.some((column) => values.get(column) !== null);
    for (const column of table.columns) if (!reads.values(column)) values.set(column, null);
    // nothing of what is read is there: to Cassandra the partition is empty
    if (!row.hasRow && !(reads.statics && hasStatic)) values.clear();
    const exists = target === 'static' ? hasStatic : row.hasRow;
    const billedBytes = target === 'static' ? row.staticBilledBytes : row.hasRow ? row.billedBytes : 0;
    found.row = { exists, billedBytes, values };
    return false;
  };
  const reader = runtime.store.within(tx);
  const withStatic = table.statics.length > 0;
  if (target === 'static' || reads.anyRow) reader.readSlice(table, partition, { withStatic: true }, clock, take);
  else reader.readRow(table, partition, bound.clusterings[0]!, clock, withStatic, take);
  return found.row ?? { exists: false, billedBytes: 0, values: new Map() };
}

/** Does the statement's condition hold? */
export function holds(bound: BoundModification, row: ExaminedRow): boolean {
  const { condition } = bound.plan;
  switch (condition?.kind) {
    case undefined:
      return true;
    case 'not-exists':
      return !row.exists;
    case 'exists':
      return row.exists;
    case 'columns':
      return condition.tests.every((test) => passes(test, row, bound.binding));
  }
}

function passes(test: ColumnCondition, row: ExaminedRow, binding: Binding): boolean {
  const { column, operator } = test;
  const { current, type } = currentValue(test, row, binding);
  const operands = conditionValues(test, binding);
  if (test.part === undefined && isMultiCell(column.type) && column.type.kind !== 'udt') {
    return passesCollection(test, current, operands);
  }
  if (operator === 'IN') return operands.some((operand) => equal(type, current, operand));
  const operand = operands[0] ?? null;
  if (operator === '=') return equal(type, current, operand);
  if (operator === '!=') return !equal(type, current, operand);
  if (operand === null) throw invalid(`Invalid comparison with null for operator "${operator}"`);
  if (current === null) return false;
  return accepts(operator, compareValues(type, current, operand));
}

function accepts(operator: Exclude<ColumnCondition['operator'], 'IN'>, order: number): boolean {
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return assertNever(operator);
  }
}

/** A collection without elements is compared as one; only the operand may be null [C3 ColumnCondition]. */
function passesCollection(
  { operator, column }: ColumnCondition,
  current: Uint8Array | null,
  operands: readonly (Uint8Array | null)[],
): boolean {
  const compare = (operand: Uint8Array): number => compareValues(column.type, current ?? noElements, operand);
  if (operator === 'IN') return operands.some((o) => (o === null ? current === null : compare(o) === 0));
  const operand = operands[0] ?? null;
  if (operand === null) {
    if (operator === '=') return current === null;
    if (operator === '!=') return current !== null;
    throw invalid(`Invalid comparison with null for operator "${operator}"`);
  }
  return accepts(operator, compare(operand));
}

const noElements = new Uint8Array(4);

/** Of IN (...) unset operands do not count [Cassandra 3.11.19]. */
function conditionValues({ values, operator }: ColumnCondition, binding: Binding): (Uint8Array | null)[] {
  if (values.kind === 'marker') {
    const value = evaluate(values.marker, binding);
    if (value === UNSET) throw invalid(unsetOperand);
    if (value === null) throw invalid('Invalid null list in IN condition');
    return readElements(value);
  }
  const operands = values.terms.map((term) => evaluate(term, binding));
  return operands.filter((value) => {
    if (value === UNSET && operator !== 'IN') throw invalid(unsetOperand);
    return value !== UNSET;
  });
}

const unsetOperand = "Invalid 'unset' value in condition";

const equal = (type: CqlType, a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a === null || b === null ? a === b : compareValues(type, a, b) === 0;

function currentValue(
  test: ColumnCondition,
  row: ExaminedRow,
  binding: Binding,
): { readonly current: Uint8Array | null; readonly type: CqlType } {
  const { column, part } = test;
  const whole = row.values.get(column) ?? null;
  const { type } = column;
  if (part === undefined) return { current: whole, type };
  if (part.kind === 'field') {
    if (type.kind !== 'udt') throw new Error('only a user type has fields');
    const fields = whole === null ? [] : readFields(whole, type.fieldNames.length);
    return { current: fields[part.index] ?? null, type: type.fieldTypes[part.index]! };
  }
  if (part.kind === 'key') {
    if (type.kind !== 'map') throw new Error('only a map has keys');
    const key = evaluate(part.term, binding);
    // no map has it [Cassandra 3.11.19]
    if (key === UNSET) return { current: null, type: type.value };
    if (key === null) throw invalid('Invalid null value for map element access');
    const pair = whole === null ? undefined : readPairs(whole).find((p) => compareValues(type.key, p[0], key) === 0);
    return { current: pair?.[1] ?? null, type: type.value };
  }
  if (type.kind !== 'list') throw new Error('only a list has indexes');
  const key = setValue(part.term, binding, column.name);
  if (key === null || key.length !== 4) throw invalid('Invalid null value for list element access');
  const index = (key[0]! << 24) | (key[1]! << 16) | (key[2]! << 8) | key[3]!;
  if (index < 0) throw invalid(`Invalid negative list index ${index}`);
  const elements = whole === null ? [] : readElements(whole);
  return { current: elements[index] ?? null, type: type.element };
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
  /** For existence the columns of the kind that is written, else those that are tested. */
  readonly values: (column: Column) => boolean;
  /** Static content alone makes a partition that can be shown. */
  readonly statics: boolean;
  /** Only statics are tested: any row shows that the partition is there. */
  readonly anyRow: boolean;
}

export function conditionRead(bounds: readonly BoundModification[]): ConditionRead {
  const conditional = bounds.filter(({ plan }) => plan.condition !== undefined);
  const writesStatics = conditional.some(({ statics }) => statics.length > 0);
  if (conditional.some(({ plan }) => plan.condition?.kind !== 'columns')) {
    const regulars = bounds.some(({ plan }) => plan.target !== 'static');
    const values = ({ kind }: Column): boolean =>
      kind === 'static' ? writesStatics : kind === 'regular' ? regulars : true;
    return { values, statics: writesStatics, anyRow: false };
  }
  const tests = conditional.flatMap(({ plan }) => (plan.condition?.kind === 'columns' ? plan.condition.tests : []));
  const tested = new Set(tests.map((test) => test.column));
  const ofStatics = tests.filter((test) => test.column.kind === 'static').length;
  return {
    values: (column) => column.kind === 'partition_key' || column.kind === 'clustering' || tested.has(column),
    statics: writesStatics || ofStatics > 0,
    anyRow: ofStatics === tests.length,
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
