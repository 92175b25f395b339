// From a schemaDefinition to columns: the rules that Cassandra has for a table's definition, in its words (data-plane
// facts 6.5), and the service's quotas on schemas.

import { compileUserType } from '../catalog/compile.js';
import type { CatalogEdit } from '../catalog/edit.js';
import type { ColumnRecord } from '../catalog/records.js';
import type { ColumnKind } from '../catalog/schema.js';
import { frozenDepth } from '../catalog/type-graph.js';
import { CqlError } from '../cql-error.js';
import type { Compat } from '../limits.js';
import { limits } from '../limits.js';
import { type CqlType, isMultiCell, nestsMultiCell } from '../types/cql-type.js';
import { cqlTypeText } from '../types/format-type.js';
import { parseCqlType, type ResolveUdt } from '../types/parse-type.js';
import { quotaExceeded, validation } from './errors.js';
import type { SchemaInput } from './shared-shapes.js';

/** Finds the user types of `keyspace` that are ready. */
export function udtResolver(edit: CatalogEdit, keyspace: string): ResolveUdt {
  const resolve: ResolveUdt = (name) => {
    if (name.keyspace !== undefined && name.keyspace !== keyspace) return undefined;
    const record = edit.userType(keyspace, name.name);
    return record?.status.state === 'ACTIVE' ? compileUserType(record, resolve) : undefined;
  };
  return resolve;
}

/** Parses a type's text; what is wrong with it is a ValidationException in Cassandra's words. */
export function readType(typeText: string, keyspace: string, resolve: ResolveUdt, compat: Compat): CqlType {
  let type: CqlType;
  try {
    type = parseCqlType(typeText, resolve, keyspace);
  } catch (error) {
    if (error instanceof CqlError) throw validation(error.message);
    throw error;
  }
  if (frozenDepth(type) > limits.frozenNestingDepth)
    throw validation(`Frozen collections can be nested at most ${limits.frozenNestingDepth} levels deep`);
  if (!compat.cassandraStatements) {
    refuseUnsupported(type);
    refuseNested(type);
  }
  return type;
}

/** Cassandra's ALTER TABLE ADD takes what its CREATE TABLE refuses. */
function refuseNested(type: CqlType): void {
  if (nestsMultiCell(type)) throw validation('Non-frozen UDTs with nested non-frozen collections are not supported');
}

/** Types that Cassandra has and Keyspaces has not. */
function refuseUnsupported(type: CqlType): void {
  switch (type.kind) {
    case 'native':
      if (type.name === 'duration') throw validation('duration is not yet supported.');
      return;
    case 'custom':
      throw validation('custom types are not yet supported.');
    case 'list':
    case 'set':
      refuseUnsupported(type.element);
      return;
    case 'map':
      refuseUnsupported(type.key);
      refuseUnsupported(type.value);
      return;
    case 'tuple':
      for (const element of type.elements) refuseUnsupported(element);
      return;
    case 'udt':
      for (const field of type.fieldTypes) refuseUnsupported(field);
      return;
  }
}

interface Draft {
  readonly name: string;
  readonly type: CqlType;
  readonly kind: ColumnKind;
  readonly position: number;
  readonly order: 'asc' | 'desc';
}

/** The columns of a new table in the order in which they are shown, ids counted from 0. */
export function newColumns(schema: SchemaInput, parse: (typeText: string) => CqlType): ColumnRecord[] {
  const types = new Map<string, CqlType>();
  for (const column of schema.allColumns) {
    if (column.name === '') throw validation('A column needs a name');
    if (types.has(column.name)) throw validation(`Multiple definition of identifier ${column.name}`);
    const type = parse(column.type);
    refuseNested(type);
    types.set(column.name, type);
  }
  const drafts: Draft[] = [];
  const key = (name: string, kind: 'partition_key' | 'clustering', position: number, order: 'asc' | 'desc') => {
    const type = types.get(name);
    if (type === undefined) throw validation(`Unknown definition ${name} referenced in PRIMARY KEY`);
    if (drafts.some((draft) => draft.name === name))
      throw validation(`Multiple definition of identifier ${name} in the PRIMARY KEY`);
    checkKeyType(name, type);
    drafts.push({ name, type, kind, position, order });
  };
  for (const [position, { name }] of schema.partitionKeys.entries()) key(name, 'partition_key', position, 'asc');
  for (const [position, { name, orderBy }] of (schema.clusteringKeys ?? []).entries())
    key(name, 'clustering', position, orderBy === 'DESC' ? 'desc' : 'asc');
  const statics = staticNames(schema, types, drafts);
  const rest = [...types.keys()].filter((name) => !drafts.some((draft) => draft.name === name)).sort(byCodeUnits);
  const places = { static: 0, regular: 0 };
  for (const name of rest) {
    const kind = statics.has(name) ? 'static' : 'regular';
    drafts.push({ name, type: types.get(name)!, kind, position: places[kind]++, order: 'asc' });
  }
  checkCounters(drafts);
  checkSchemaSize(drafts);
  return drafts.map((draft, id) => ({ ...draft, type: cqlTypeText(draft.type), id }));
}

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function checkKeyType(name: string, type: CqlType): void {
  if (type.kind === 'native' && (type.name === 'counter' || type.name === 'duration'))
    throw validation(`${type.name} type is not supported for PRIMARY KEY part ${name}`);
  if (!isMultiCell(type)) return;
  const what = type.kind === 'udt' ? 'user-defined type' : 'collection type';
  throw validation(`Invalid non-frozen ${what} for PRIMARY KEY component ${name}`);
}

function staticNames(schema: SchemaInput, types: ReadonlyMap<string, CqlType>, keys: readonly Draft[]): Set<string> {
  const names = new Set<string>();
  for (const { name } of schema.staticColumns ?? []) {
    if (!types.has(name)) throw validation(`Unknown definition ${name} referenced in staticColumns`);
    if (keys.some((draft) => draft.name === name))
      throw validation(`Static column ${name} cannot be part of the PRIMARY KEY`);
    names.add(name);
  }
  if (names.size > 0 && (schema.clusteringKeys ?? []).length === 0)
    throw validation(
      'Static columns are only useful (and thus allowed) if the table has at least one clustering column',
    );
  return names;
}

const isCounter = (type: CqlType): boolean => type.kind === 'native' && type.name === 'counter';

/** Counter tables hold nothing but counters beside their keys. */
export function checkCounters(columns: readonly Pick<Draft, 'type' | 'kind'>[]): void {
  const values = columns.filter((column) => column.kind === 'regular' || column.kind === 'static');
  const counters = values.filter((column) => isCounter(column.type)).length;
  if (counters > 0 && counters < values.length)
    throw validation('Cannot mix counter and non counter columns in the same table');
}

export function checkCounterTtl(columns: readonly ColumnRecord[], defaultTimeToLive: number): void {
  if (defaultTimeToLive > 0 && columns.some((column) => column.type === 'counter'))
    throw validation('Cannot set default_time_to_live on a table with counters');
}

/** How AWS counts the 350 KB is not known: names and type texts in UTF-8 here. */
function checkSchemaSize(columns: readonly { readonly name: string; readonly type: CqlType | string }[]): void {
  let bytes = 0;
  for (const { name, type } of columns)
    bytes += Buffer.byteLength(name) + Buffer.byteLength(typeof type === 'string' ? type : cqlTypeText(type));
  if (bytes > limits.schemaBytes) throw quotaExceeded(`The table's schema is larger than ${limits.schemaBytes} bytes`);
}

/** The table's columns with more of them: refused by name when one is there already. New ids go on from `nextId`. */
export function withAddedColumns(
  columns: readonly ColumnRecord[],
  nextId: number,
  added: readonly { readonly name: string; readonly type: CqlType; readonly isStatic: boolean; readonly id?: number }[],
): { readonly columns: ColumnRecord[]; readonly nextColumnId: number } {
  const names = new Map(columns.map((column) => [column.name, column.kind]));
  let id = nextId;
  const more: ColumnRecord[] = [];
  for (const column of added) {
    if (column.name === '') throw validation('A column needs a name');
    const kind = names.get(column.name);
    if (kind === 'partition_key' || kind === 'clustering')
      throw validation(`Invalid column name ${column.name} because it conflicts with a PRIMARY KEY part`);
    if (kind !== undefined)
      throw validation(`Invalid column name ${column.name} because it conflicts with an existing column`);
    if (column.isStatic && ![...columns].some((existing) => existing.kind === 'clustering'))
      throw validation(
        'Static columns are only useful (and thus allowed) if the table has at least one clustering column',
      );
    const newKind = column.isStatic ? 'static' : 'regular';
    names.set(column.name, newKind);
    more.push({
      name: column.name,
      type: cqlTypeText(column.type),
      kind: newKind,
      position: 0,
      order: 'asc',
      id: column.id ?? id++,
    });
  }
  const all = arrange([...columns, ...more]);
  checkCounterMix(all);
  checkSchemaSize(all);
  return { columns: all, nextColumnId: id };
}

function checkCounterMix(columns: readonly ColumnRecord[]): void {
  const values = columns.filter((column) => column.kind === 'regular' || column.kind === 'static');
  const counters = values.filter((column) => column.type === 'counter').length;
  if (counters > 0 && counters < values.length)
    throw validation('Cannot mix counter and non counter columns in the same table');
}

/** Keys, clustering columns, the rest by alphabet, with positions counted anew. */
export function arrange(columns: readonly ColumnRecord[]): ColumnRecord[] {
  const ofKind = (kind: ColumnKind) =>
    columns.filter((column) => column.kind === kind).sort((a, b) => a.position - b.position);
  const rest = columns
    .filter((column) => column.kind === 'static' || column.kind === 'regular')
    .sort((a, b) => byCodeUnits(a.name, b.name));
  const places = { static: 0, regular: 0 };
  return [
    ...ofKind('partition_key'),
    ...ofKind('clustering'),
    ...rest.map((column) => ({ ...column, position: places[column.kind === 'static' ? 'static' : 'regular']++ })),
  ];
}
