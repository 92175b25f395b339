// Who uses which user type: children and parents of types, tables that refer to them, nesting depth. Read by GetType,
// DeleteType, the quotas on types, and system_schema_mcs.types.

import type { CqlType } from '../types/cql-type.js';
import { parseRawType, type RawType } from '../types/parse-type.js';
import type { TableRecord, TypeRecord } from './records.js';

/** Names of the user types that a type's text names itself, not those inside them. */
function namedTypes(typeText: string): Set<string> {
  const names = new Set<string>();
  collect(parseRawType(typeText), names);
  return names;
}

function collect(raw: RawType, names: Set<string>): void {
  if (raw.kind === 'udt') names.add(raw.name.name);
  else if (raw.kind === 'frozen') collect(raw.inner, names);
  else if (raw.kind !== 'native' && raw.kind !== 'custom') for (const part of raw.parts) collect(part, names);
}

const namedByAll = (texts: Iterable<{ readonly type: string }>): Set<string> => {
  const names = new Set<string>();
  for (const { type } of texts) for (const name of namedTypes(type)) names.add(name);
  return names;
};

export const childTypes = (type: Pick<TypeRecord, 'fields'>): Set<string> => namedByAll(type.fields);
export const typesOfTable = (table: Pick<TableRecord, 'columns'>): Set<string> => namedByAll(table.columns);

/** Names of the types of the same keyspace that have a field of type `name`, sorted. */
export function parentTypes(name: string, types: readonly TypeRecord[]): string[] {
  return types
    .filter((type) => childTypes(type).has(name))
    .map((type) => type.name)
    .sort();
}

/** Names of the tables of the same keyspace that have a column of type `name`, sorted. */
export function referringTables(name: string, tables: readonly TableRecord[]): string[] {
  return tables
    .filter((table) => typesOfTable(table).has(name))
    .map((table) => table.name)
    .sort();
}

/** Tables whose partition key holds the type, itself or within other types of the keyspace. */
export function partitionKeysWith(
  type: TypeRecord,
  types: readonly TypeRecord[],
  tables: readonly TableRecord[],
): TableRecord[] {
  const holders = new Set([type.name]);
  for (const name of holders) for (const parent of parentTypes(name, types)) holders.add(parent);
  return tables.filter((table) => {
    const keys = table.columns.filter((column) => column.kind === 'partition_key');
    return [...typesOfTable({ columns: keys })].some((name) => holders.has(name));
  });
}

/** Is the user type `name` the type itself, or anywhere within it? */
export function reaches(type: CqlType, name: string): boolean {
  switch (type.kind) {
    case 'list':
    case 'set':
      return reaches(type.element, name);
    case 'map':
      return reaches(type.key, name) || reaches(type.value, name);
    case 'tuple':
      return type.elements.some((element) => reaches(element, name));
    case 'udt':
      return type.name === name || type.fieldTypes.some((field) => reaches(field, name));
    case 'native':
    case 'custom':
      return false;
  }
}

/** 1 for a type without user types in it; the types given are those of its keyspace. */
export function nestingDepth(type: Pick<TypeRecord, 'fields'>, types: readonly TypeRecord[]): number {
  let deepest = 0;
  for (const child of childTypes(type)) {
    const record = types.find((candidate) => candidate.name === child);
    if (record !== undefined) deepest = Math.max(deepest, nestingDepth(record, types));
  }
  return deepest + 1;
}

/** Levels of frozen collections, tuples and user types inside one another. */
export function frozenDepth(type: CqlType): number {
  switch (type.kind) {
    case 'list':
    case 'set':
      return frozenDepth(type.element) + (type.frozen ? 1 : 0);
    case 'map':
      return Math.max(frozenDepth(type.key), frozenDepth(type.value)) + (type.frozen ? 1 : 0);
    case 'tuple':
      return Math.max(0, ...type.elements.map(frozenDepth)) + 1;
    case 'udt':
      return Math.max(0, ...type.fieldTypes.map(frozenDepth)) + (type.frozen ? 1 : 0);
    case 'native':
    case 'custom':
      return 0;
  }
}
