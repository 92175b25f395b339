// ALLOW FILTERING: restrictions that are tried on each row read, bound once per execution. Apart because stored and
// virtual rows are filtered alike.

import type { Column } from '../catalog/schema.js';
import type { Filter } from '../cql/analysis/plan.js';
import type { Term } from '../cql/analysis/term.js';
import { invalid } from '../cql-error.js';
import { UNSET } from '../session/api.js';
import type { RowView } from '../storage/table-store.js';
import { readElements, readPairs } from '../types/collections.js';
import type { CqlType } from '../types/cql-type.js';
import { compareValues } from '../types/order.js';
import { type Binding, evaluate } from './binding.js';
import { accepts } from './values.js';

/** True when the row passes. */
export type RowTest = (row: RowView) => boolean;

/** `late`: what the statement is refused with behind its first filters. */
export function bindFilters(filters: readonly Filter[], binding: Binding, late?: string): RowTest | undefined {
  if (late !== undefined) throw invalid(late);
  if (filters.length === 0) return undefined;
  const tests = filters.map((filter) => bindFilter(filter, binding));
  return (row) => {
    for (const test of tests) if (!test(row)) return false;
    return true;
  };
}

function bindFilter(filter: Filter, binding: Binding): RowTest {
  const { column } = filter;
  const what = filter.key === undefined ? 'value' : 'map value';
  const key = filter.key && filterValue(filter.key, binding, 'map key', column);
  const operand = filterValue(filter.value, binding, what, column);
  if (key !== undefined) return entryTest(column, key, operand);
  const { operator } = filter;
  if (operator === 'CONTAINS' || operator === 'CONTAINS KEY') return containsTest(column, operator, operand);
  return (row) => {
    const value = row.value(column);
    return value !== null && accepts(operator, compareValues(column.type, value, operand));
  };
}

function filterValue(term: Term, binding: Binding, what: string, column: Column): Uint8Array {
  const value = evaluate(term, binding);
  if (value === null) throw invalid(`Unsupported null ${what} for column ${column.name}`);
  if (value === UNSET) throw invalid(`Unsupported unset ${what} for column ${column.name}`);
  return value;
}

function containsTest(column: Column, operator: 'CONTAINS' | 'CONTAINS KEY', operand: Uint8Array): RowTest {
  const { type } = column;
  const has = (values: readonly Uint8Array[], inner: CqlType): boolean =>
    values.some((value) => compareValues(inner, value, operand) === 0);
  return (row) => {
    const value = row.value(column);
    if (value === null) return false;
    switch (type.kind) {
      case 'list':
      case 'set':
        return has(readElements(value), type.element);
      case 'map': {
        const pairs = readPairs(value);
        return operator === 'CONTAINS'
          ? has(
              pairs.map((p) => p[1]),
              type.value,
            )
          : has(
              pairs.map((p) => p[0]),
              type.key,
            );
      }
      default:
        return false;
    }
  };
}

function entryTest(column: Column, key: Uint8Array, operand: Uint8Array): RowTest {
  const { type } = column;
  return (row) => {
    const value = row.value(column);
    if (value === null || type.kind !== 'map') return false;
    return readPairs(value).some(
      (pair) => compareValues(type.key, pair[0], key) === 0 && compareValues(type.value, pair[1], operand) === 0,
    );
  };
}
