// The bytes that Amazon Keyspaces counts for a row: what its units are computed from, and, with 100 more, its billable
// storage [data-plane facts 4.3 to 4.5]. Computed once per write and kept with the row.

import type { Column, TableSchema } from '../catalog/schema.js';
import type { RowContents } from '../storage/table-store.js';
import type { CqlType } from '../types/cql-type.js';
import { idBytes, valueBytes } from './value-size.js';

/** Counted for storage only, never for throughput. */
export const storageOverheadBytes = 100;

/** Throughput bytes of a row, or of a partition's static row. */
export function sizeOfRow(table: TableSchema, row: RowContents): number {
  const id = idBytes(table.columns.length);
  const isStatic = row.clustering === null;
  let total = isStatic ? 4 : 0;
  partitionValues(table, row.partitionKey, (column, value) => {
    const bytes = valueBytes(column.type, value);
    total += isStatic ? bytes + 3 : 2 * bytes + id + 3;
  });
  row.clustering?.forEach((value, index) => {
    const bytes = valueBytes(table.clustering[index]!.type, value);
    total += 2 * bytes + Math.ceil(bytes / 5) + id;
  });
  let collections: Map<Column, boolean> | undefined;
  row.forEachCell((column, path, value, expires) => {
    if (path === undefined) {
      total += id + cellBytes(table, column.type, value, expires);
      return;
    }
    collections ??= new Map();
    collections.set(column, (collections.get(column) ?? false) || expires);
    const [perElement] = elementExtra[familyOf(column.type)][extraOf(table, expires)];
    total += 1 + elementBytes(column.type, path, value) + perElement;
  });
  for (const [column, expires] of collections ?? [])
    total += id + 3 + elementExtra[familyOf(column.type)][extraOf(table, expires)][1];
  return total;
}

/** Which of the two features puts extra bytes on a cell. */
type Extra = 'none' | 'timestamps' | 'ttl' | 'both';

function extraOf(table: TableSchema, hasTtl: boolean): Extra {
  if (table.options.clientSideTimestamps) return hasTtl ? 'both' : 'timestamps';
  return hasTtl ? 'ttl' : 'none';
}

/** Per column; for collections per element and once (data-plane facts 4.5). */
const scalarExtra: Record<Extra, number> = { none: 0, timestamps: 18, ttl: 16, both: 27 };
const elementExtra: Record<'list' | 'set' | 'map', Record<Extra, readonly [number, number]>> = {
  list: { none: [0, 0], timestamps: [30, 19], ttl: [15, 0], both: [39, 19] },
  set: { none: [0, 0], timestamps: [14, 26], ttl: [12, 7], both: [23, 26] },
  map: { none: [0, 0], timestamps: [17, 26], ttl: [15, 7], both: [26, 26] },
};
/** In one Region 51, in several 25 and 26 a Region. */
const counterExtra = (regions: number): number => 25 + 26 * regions;

const familyOf = (type: CqlType) => (type.kind === 'list' || type.kind === 'set' ? type.kind : 'map');

/** A tombstone counts as a null: one byte. */
function cellBytes(table: TableSchema, type: CqlType, value: Uint8Array | null, expires: boolean): number {
  const bytes = value === null ? 1 : valueBytes(type, value);
  if (type.kind === 'native' && type.name === 'counter')
    return bytes + (table.options.clientSideTimestamps ? counterExtra(table.options.multiRegion?.regions ?? 1) : 0);
  return bytes + scalarExtra[extraOf(table, expires)];
}

function elementBytes(type: CqlType, path: Uint8Array, value: Uint8Array | null): number {
  switch (type.kind) {
    case 'set':
      return valueBytes(type.element, path);
    case 'map':
      return valueBytes(type.key, path) + (value === null ? 1 : valueBytes(type.value, value));
    case 'list':
      return value === null ? 1 : valueBytes(type.element, value);
    case 'udt': {
      const field = type.fieldTypes[((path[0] ?? 0) << 8) | (path[1] ?? 0)];
      return idBytes(type.fieldTypes.length) + (value === null || field === undefined ? 1 : valueBytes(field, value));
    }
    default:
      return value?.length ?? 1;
  }
}

/** A serialised partition key is the value itself, or for several columns [short] length, bytes, 0x00 each. */
function partitionValues(
  table: TableSchema,
  key: Uint8Array,
  visit: (column: Column, value: Uint8Array) => void,
): void {
  if (table.partitionKey.length === 1) {
    visit(table.partitionKey[0]!, key);
    return;
  }
  let at = 0;
  for (const column of table.partitionKey) {
    const length = ((key[at] ?? 0) << 8) | (key[at + 1] ?? 0);
    visit(column, key.subarray(at + 2, at + 2 + length));
    at += length + 3;
  }
}
