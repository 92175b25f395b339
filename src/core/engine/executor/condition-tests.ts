// The tests of IF clauses on the rows that were read: operands are bound before any test, and tests are tried in the order
// of Cassandra 3.11. Apart from conditional.ts, which reads those rows and tells of them.

import { assertNever } from '../../lib/assert.js';
import type { ColumnCondition } from '../cql/analysis/plan.js';
import { invalid } from '../cql-error.js';
import { type BoundValue, UNSET } from '../session/api.js';
import { readElements, readFields, readPairs } from '../types/collections.js';
import { type CqlType, isMultiCell } from '../types/cql-type.js';
import { compareValues } from '../types/order.js';
import { type Binding, evaluate, markedValues } from './binding.js';
import type { ExaminedRow } from './conditional.js';
import type { BoundModification } from './mutations.js';
import { accepts, readInt } from './values.js';

/** A condition with its values bound; what may not be compared is refused when it is tried. */
interface BoundTest {
  readonly test: ColumnCondition;
  /** Of `c[x]`. */
  readonly element: BoundValue | undefined;
  readonly operands: readonly BoundValue[];
}

export type BoundCondition =
  | { readonly kind: 'exists' | 'not-exists' }
  | { readonly kind: 'columns'; readonly statics: readonly BoundTest[]; readonly others: readonly BoundTest[] };

/** Undefined for a statement without condition. */
export function bindCondition({ plan, binding }: BoundModification): BoundCondition | undefined {
  const { condition } = plan;
  if (condition?.kind !== 'columns') return condition;
  const bind = (tests: readonly ColumnCondition[]): BoundTest[] => tests.map((test) => bindTest(test, binding));
  const isStatic = (test: ColumnCondition): boolean => test.column.kind === 'static';
  const others = bind(condition.tests.filter((test) => !isStatic(test)));
  return { kind: 'columns', statics: bind(condition.tests.filter(isStatic)), others };
}

/** Does a condition hold? Those of statics are tried first. */
export function holds(condition: BoundCondition | undefined, row: ExaminedRow): boolean {
  switch (condition?.kind) {
    case undefined:
      return true;
    case 'not-exists':
      return !row.exists;
    case 'exists':
      return row.exists;
    case 'columns':
      return [...asTried(condition.statics), ...asTried(condition.others)].every((test) => passes(test, row));
    default:
      return assertNever(condition);
  }
}

function bindTest(test: ColumnCondition, binding: Binding): BoundTest {
  const { part, values, operator } = test;
  const element = part !== undefined && part.kind !== 'field' ? evaluate(part.term, binding) : undefined;
  if (values.kind === 'marker') {
    const operands = markedValues(values, binding, { null: 'Invalid null list in IN condition', unset: unsetOperand });
    return { test, element, operands };
  }
  const operands = values.terms.map((term) => evaluate(term, binding));
  // of IN (...) unset operands do not count
  return { test, element, operands: operator === 'IN' ? operands.filter((value) => value !== UNSET) : operands };
}

const unsetOperand = "Invalid 'unset' value in condition";

/** Cassandra keeps conditions in a hash table by column name and element: which is met first decides whether one that fails
 * or one that is refused is seen. Those of one column and element have no order there. */
function asTried(tests: readonly BoundTest[]): readonly BoundTest[] {
  if (tests.length < 2) return tests;
  let buckets = 16;
  while (tests.length > buckets * 0.75) buckets *= 2;
  const place = new Map(
    tests.map((bound) => {
      const { element } = bound;
      const key = javaHash(Buffer.from(bound.test.column.name));
      const part = element === undefined || element === null || element === UNSET ? 0 : javaHash(element);
      const hash = (Math.imul(31, (31 + key) | 0) + part) | 0;
      return [bound, (hash ^ (hash >>> 16)) & (buckets - 1)];
    }),
  );
  return [...tests].sort((a, b) => place.get(a)! - place.get(b)!);
}

/** java.nio.ByteBuffer.hashCode. */
function javaHash(bytes: Uint8Array): number {
  let hash = 1;
  for (let i = bytes.length - 1; i >= 0; i--) hash = (Math.imul(31, hash) + ((bytes[i]! << 24) >> 24)) | 0;
  return hash;
}

function passes(bound: BoundTest, row: ExaminedRow): boolean {
  const { column, operator, part } = bound.test;
  const whole = row.values.get(column) ?? null;
  const isCollection = column.type.kind !== 'udt' && (isMultiCell(column.type) || isFrozenCollection(column.type));
  if (part === undefined && isCollection) return passesCollection(bound, whole);
  const { current, type } = part === undefined ? { current: whole, type: column.type } : partOf(bound, part, whole);
  if (operator === 'IN') return bound.operands.some((operand) => equal(type, current, given(operand)));
  const operand = given(bound.operands[0]);
  if (operator === '=') return equal(type, current, operand);
  if (operator === '!=') return !equal(type, current, operand);
  if (operand === null) throw invalid(`Invalid comparison with null for operator "${operator}"`);
  if (current === null) return false;
  return accepts(operator, compareValues(type, current, operand));
}

const isFrozenCollection = ({ kind }: CqlType): boolean => kind === 'list' || kind === 'set' || kind === 'map';

function given(operand: BoundValue | undefined): Uint8Array | null {
  if (operand === UNSET) throw invalid(unsetOperand);
  return operand ?? null;
}

/** A collection kept by its elements is compared as an empty one when there is none; a frozen one that is not there
 * compares with nothing, not even as unequal [C3 ColumnCondition]. */
function passesCollection({ test, operands }: BoundTest, current: Uint8Array | null): boolean {
  const { operator, column } = test;
  const missing = isMultiCell(column.type) ? noElements : null;
  const value = current ?? missing;
  const compare = (operand: Uint8Array): number | undefined =>
    value === null ? undefined : compareValues(column.type, value, operand);
  if (operator === 'IN') return operands.map(given).some((o) => (o === null ? current === null : compare(o) === 0));
  if (operands[0] === UNSET && value === null) return false;
  const operand = given(operands[0]);
  if (operand === null) {
    if (operator === '=') return current === null;
    if (operator === '!=') return current !== null;
    throw invalid(`Invalid comparison with null for operator "${operator}"`);
  }
  const order = compare(operand);
  return order !== undefined && accepts(operator, order);
}

const noElements = new Uint8Array(4);

const equal = (type: CqlType, a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a === null || b === null ? a === b : compareValues(type, a, b) === 0;

/** The element or field that is tested, as the row has it. */
function partOf(
  { test, element }: BoundTest,
  part: NonNullable<ColumnCondition['part']>,
  whole: Uint8Array | null,
): { readonly current: Uint8Array | null; readonly type: CqlType } {
  const { type } = test.column;
  if (part.kind === 'field') {
    if (type.kind !== 'udt') throw new Error('only a user type has fields');
    const fields = whole === null ? [] : readFields(whole, type.fieldNames.length);
    return { current: fields[part.index] ?? null, type: type.fieldTypes[part.index]! };
  }
  if (part.kind === 'key') {
    if (type.kind !== 'map') throw new Error('only a map has keys');
    // no map has it [Cassandra 3.11.19]
    if (element === UNSET) return { current: null, type: type.value };
    if (element === null || element === undefined) throw invalid('Invalid null value for map element access');
    const pair = whole && readPairs(whole).find((p) => compareValues(type.key, p[0], element) === 0);
    return { current: pair?.[1] ?? null, type: type.value };
  }
  if (type.kind !== 'list') throw new Error('only a list has indexes');
  if (element === UNSET) throw invalid(`Invalid unset value for column ${test.column.name}`);
  if (element?.length !== 4) throw invalid('Invalid null value for list element access');
  const index = readInt(element);
  if (index < 0) throw invalid(`Invalid negative list index ${index}`);
  const elements = whole === null ? [] : readElements(whole);
  return { current: elements[index] ?? null, type: type.element };
}
