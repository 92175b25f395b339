// Builds the keys that statements name: serialised partition keys and clustering prefixes, with their limits. Apart
// because point reads, slices and writes build the same keys.

import type { Column, TableSchema } from '../catalog/schema.js';
import type { ClusteringPart, KeyValues, TupleTerm } from '../cql/analysis/plan.js';
import { invalid } from '../cql-error.js';
import { UNSET } from '../session/api.js';
import { readElements, readFields, splitFields } from '../types/collections.js';
import { cqlTypeText } from '../types/format-type.js';
import { normalizeValue } from '../types/normalize.js';
import { compareValues } from '../types/order.js';
import { validateValue } from '../types/validate.js';
import { type Binding, evaluate, keyValue, keyValues, unsetField } from './binding.js';

/** The value itself, or for several columns each as [short] length, bytes, 0x00. */
export function partitionKeyBytes(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  let size = 0;
  for (const part of parts) size += part.length + 3;
  const out = Buffer.allocUnsafe(size);
  let at = 0;
  for (const part of parts) {
    out[at++] = part.length >>> 8;
    out[at++] = part.length;
    out.set(part, at);
    at += part.length;
    out[at++] = 0;
  }
  return out;
}

/** Throws for empty and oversize keys. */
export function checkPartitionKey(key: Uint8Array, { world }: Binding): Uint8Array {
  if (key.length === 0) throw invalid('Key may not be empty');
  if (key.length > world.compat.partitionKeyBytes) {
    throw invalid(`Key length of ${key.length} is longer than maximum of ${world.compat.partitionKeyBytes}`);
  }
  return key;
}

/** A bound tuple that is too short names no row. */
export function checkWhole(table: TableSchema, values: readonly Uint8Array[]): void {
  const missing = table.clustering[values.length];
  if (missing !== undefined) throw invalid(`Invalid null value for column ${missing.name}`);
}

export function checkClustering(values: readonly Uint8Array[], { world }: Binding): void {
  let size = 0;
  for (const value of values) size += value.length;
  if (size > world.compat.clusteringKeyBytes) {
    throw invalid(`Key length of ${size} is longer than maximum of ${world.compat.clusteringKeyBytes}`);
  }
}

/** One key, unchecked, when every component is fixed by `=`: the hot path. */
export function singlePartitionKey(components: readonly KeyValues[], binding: Binding): Uint8Array {
  if (components.length === 1) {
    const only = components[0]!;
    if (only.kind === 'eq') return keyValue(only.term, binding, only.column.name, only.field);
  }
  const parts = components.map((component) => {
    if (component.kind !== 'eq') throw new Error('an IN has no single key');
    return keyValue(component.term, binding, component.column.name, component.field);
  });
  return partitionKeyBytes(parts);
}

/** Every key that the components name, unchecked, doubles dropped: in the order of the values given, or as Cassandra has them in the
 * order of the values themselves (not of their tokens). */
export function partitionKeys(
  components: readonly KeyValues[],
  binding: Binding,
  order: 'given' | 'of-values',
): Uint8Array[] {
  if (components.every(isEq)) return [singlePartitionKey(components, binding)];
  let rows: Uint8Array[][] = [[]];
  for (const component of components) {
    rows = times(
      rows,
      valuesOf(component, binding).map((v) => [v]),
    );
    // behind an IN of nothing no value is looked at [Cassandra 3.11 MultiCBuilder]
    if (rows.length === 0) return [];
  }
  if (order === 'of-values' && rows.length > 1) {
    rows.sort((a, b) => compareParts(components, a, b));
    // of equal values, such as 1.0 and 1, the first is meant
    rows = rows.filter((row, i) => i === 0 || compareParts(components, rows[i - 1]!, row) !== 0);
  }
  return distinct(rows.map((row) => [partitionKeyBytes(row)])).map((row) => row[0]!);
}

const isEq = (component: KeyValues): boolean => component.kind === 'eq';

function compareParts(components: readonly KeyValues[], a: readonly Uint8Array[], b: readonly Uint8Array[]): number {
  for (const [i, { column }] of components.entries()) {
    const order = compareValues(column.type, a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return 0;
}

/** Every clustering prefix that the parts name, in the order of the values given, doubles dropped. */
export function clusteringPrefixes(parts: readonly ClusteringPart[], binding: Binding): Uint8Array[][] {
  let rows: Uint8Array[][] = [[]];
  for (const part of parts) {
    if (rows.length === 0) return rows;
    if (part.kind === 'tuples') {
      rows = times(
        rows,
        part.tuples.map((tuple) => tupleValues(tuple, part, binding)),
      );
    } else if (part.kind === 'tuple-marker') {
      rows = times(rows, markerTuples(part, binding));
    } else {
      rows = times(
        rows,
        valuesOf(part, binding).map((v) => [v]),
      );
    }
  }
  return rows.length > 1 ? distinct(rows) : rows;
}

const valuesOf = (component: KeyValues, binding: Binding): Uint8Array[] =>
  component.kind === 'eq'
    ? [keyValue(component.term, binding, component.column.name, component.field)]
    : keyValues(component.values, binding, component.column);

function times(rows: readonly Uint8Array[][], more: readonly Uint8Array[][]): Uint8Array[][] {
  const out: Uint8Array[][] = [];
  for (const row of rows) for (const values of more) out.push([...row, ...values]);
  return out;
}

function distinct(rows: Uint8Array[][]): Uint8Array[][] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const key = row.map((v) => Buffer.from(v.buffer, v.byteOffset, v.length).toString('latin1')).join('\u0000|');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The parts of a tuple that is asked for, without nulls. */
const tupleValues = (
  tuple: TupleTerm,
  { columns, tuples }: ClusteringPart & { kind: 'tuples' },
  binding: Binding,
): Uint8Array[] =>
  tupleParts(tuple, columns, binding).map((part, i) => {
    if (part !== null) return part;
    if (tuples.length === 1) throw invalid(`Invalid null value for column ${columns[i]!.name}`);
    throw nullAmong(columns);
  });

const nullAmong = (columns: readonly Column[]): Error =>
  invalid(`Invalid null value in condition for columns: [${columns.map((c) => c.name).join(', ')}]`);

/** The parts of a tuple, nulls included. */
export function tupleParts(tuple: TupleTerm, columns: readonly Column[], binding: Binding): (Uint8Array | null)[] {
  if (tuple.kind === 'parts') {
    return tuple.parts.map((part, i) => {
      const value = evaluate(part, binding);
      if (value !== UNSET) return value;
      throw invalid(tuple.single ? `Invalid unset value for column ${columns[i]!.name}` : unsetField(i));
    });
  }
  const value = tuple.term.kind === 'marker' ? binding.values[tuple.term.index] : evaluate(tuple.term, binding);
  if (value === undefined) throw invalid('Invalid amount of bind variables');
  if (value === UNSET) throw invalid(`Invalid unset value for tuple ${tuple.name}`);
  if (value === null) {
    throw invalid(`Invalid null value for condition for column (${columns.map((c) => c.name).join(',')})`);
  }
  return wholeTuple(value, columns);
}

/** The fields of a bound tuple: one that is too short asks for the first columns alone [C3 TupleType.split]. */
function wholeTuple(value: Uint8Array, columns: readonly Column[]): (Uint8Array | null)[] {
  const { fields, rest } = splitFields(value, columns.length);
  if (rest > 0) {
    const type = cqlTypeText({ kind: 'tuple', elements: columns.map((c) => c.type) });
    const expected = columns.length === 1 ? '1 value' : `${columns.length} values`;
    throw invalid(`Expected ${expected} for ${type} column, but got more`);
  }
  return fields.map((field, i) => {
    if (field === null) return null;
    const { type } = columns[i]!;
    validateValue(type, field);
    return normalizeValue(type, field);
  });
}

function markerTuples(part: ClusteringPart & { kind: 'tuple-marker' }, binding: Binding): Uint8Array[][] {
  const value = evaluate(part.marker, binding);
  if (value === UNSET) throw invalid(`Invalid unset value for ${part.marker.name}`);
  if (value === null) throw invalid('Invalid null value for IN restriction');
  return readElements(value).map((tuple) =>
    readFields(tuple, part.columns.length).map((field) => {
      if (field === null) throw nullAmong(part.columns);
      return field;
    }),
  );
}
