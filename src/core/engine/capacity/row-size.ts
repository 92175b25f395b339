// The bytes that Amazon Keyspaces counts for a row: what its units are computed from, and, with 100 more, its billable
// storage [data-plane facts 4.3 to 4.5]. Computed once per write and kept with the row.

import type { Column, TableSchema } from '../catalog/schema.js';
import type { Cell, Complex, StoredRow } from '../storage/stored-row.js';
import type { CqlType } from '../types/cql-type.js';
import { idBytes, valueBytes } from './value-size.js';

/** Counted for storage only, never for throughput. */
export const storageOverheadBytes = 100;

/** Throughput bytes of a row, or of a partition's static row (no clustering values in a table that has clustering columns). */
export function sizeOfRow(table: TableSchema, partitionKey: Uint8Array, row: StoredRow): number {
  const id = idBytes(table.columns.length);
  const isStatic = table.clustering.length > 0 && row.clustering.length === 0;
  let total = isStatic ? 4 : 0;
  partitionValues(table, partitionKey, (column, value) => {
    const bytes = valueBytes(column.type, value);
    total += isStatic ? bytes + 3 : 2 * bytes + id + 3;
  });
  row.clustering.forEach((value, index) => {
    const bytes = valueBytes(table.clustering[index]!.type, value);
    total += 2 * bytes + Math.ceil(bytes / 5) + id;
  });
  for (const [columnId, stored] of row.columns) {
    const column = table.byId[columnId];
    if (column !== undefined) total += id + columnBytes(table, column.type, stored);
  }
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
const counterExtra = 51;

function columnBytes(table: TableSchema, type: CqlType, stored: Cell | Complex): number {
  if (stored.kind === 'cell') {
    const value = stored.value === null ? 1 : valueBytes(type, stored.value);
    if (type.kind === 'native' && type.name === 'counter')
      return value + (table.options.clientSideTimestamps ? counterExtra : 0);
    return value + scalarExtra[extraOf(table, stored.ttl > 0)];
  }
  const family = type.kind === 'list' || type.kind === 'set' ? type.kind : 'map';
  let total = 3;
  let hasTtl = false;
  for (const element of stored.elements) {
    hasTtl ||= element.ttl > 0;
    total += 1 + elementBytes(type, element.path, element.value);
    total += elementExtra[family][extraOf(table, element.ttl > 0)][0];
  }
  return total + elementExtra[family][extraOf(table, hasTtl)][1];
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
