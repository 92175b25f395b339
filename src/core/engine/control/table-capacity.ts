// A table's limits for the capacity model, looked up once per compiled schema: a catalog compiles anew whenever a record
// changes, so the answer for one schema object never does.

import type { TableCapacity } from '../capacity/api.js';
import type { Catalog } from '../catalog/catalog.js';
import type { TableRecord } from '../catalog/records.js';
import type { TableSchema } from '../catalog/schema.js';
import { type Compat, limits } from '../limits.js';

/** Undefined for tables that no catalog has as stored ones: system tables are not metered. */
export type TableCapacityOf = (schema: TableSchema) => TableCapacity | undefined;

export function createTableCapacity(catalogs: ReadonlyMap<string, Catalog>, compat: Compat): TableCapacityOf {
  const known = new WeakMap<TableSchema, TableCapacity>();
  return (schema) => {
    const found = known.get(schema);
    if (found !== undefined) return found;
    for (const catalog of catalogs.values()) {
      const record = catalog.tableRecord(schema.keyspace, schema.name);
      if (record?.number !== schema.number) continue;
      const capacity = capacityOf(record, catalog.region, compat);
      known.set(schema, capacity);
      return capacity;
    }
    return undefined;
  };
}

function capacityOf(record: TableRecord, region: string, compat: Compat): TableCapacity {
  const unlimited = Number.MAX_SAFE_INTEGER;
  const local = record.replicas.find((replica) => replica.region === region);
  const provisioned = record.capacity.mode === 'PROVISIONED' && !compat.unlimited;
  const readCeiling = compat.unlimited ? unlimited : limits.tableReadUnitsPerSecond;
  const writeCeiling = compat.unlimited ? unlimited : limits.tableWriteUnitsPerSecond;
  return {
    tableNumber: record.number,
    mode: record.capacity.mode,
    readUnits: provisioned ? (local?.readUnits ?? record.capacity.readUnits ?? readCeiling) : readCeiling,
    writeUnits: provisioned ? (record.capacity.writeUnits ?? writeCeiling) : writeCeiling,
    warmReadUnits: compat.unlimited ? unlimited : record.warmThroughput.readUnitsPerSecond,
    warmWriteUnits: compat.unlimited ? unlimited : record.warmThroughput.writeUnitsPerSecond,
  };
}
