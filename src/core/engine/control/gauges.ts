// What is true of every table of a Region now, for the metrics that are settings and sizes instead of counts.

import { storageOverheadBytes } from '../capacity/row-size.js';
import type { Catalog } from '../catalog/catalog.js';
import type { TableGauge } from '../metrics/recorder.js';
import type { TableStore } from '../storage/table-store.js';

export function* tableGauges(
  catalog: Pick<Catalog, 'tables' | 'region'> | undefined,
  store: Pick<TableStore, 'tableSize'>,
): Iterable<TableGauge> {
  for (const { keyspace, name, number, capacity, replicas } of catalog?.tables() ?? []) {
    const { rows, bytes } = store.tableSize(number);
    const { mode, writeUnits } = capacity;
    const readUnits = replicas.find(({ region }) => region === catalog?.region)?.readUnits ?? capacity.readUnits;
    yield {
      keyspace,
      table: name,
      sizeBytes: bytes + rows * storageOverheadBytes,
      ...(mode === 'PROVISIONED' && readUnits !== undefined ? { provisionedRead: readUnits } : {}),
      ...(mode === 'PROVISIONED' && writeUnits !== undefined ? { provisionedWrite: writeUnits } : {}),
    };
  }
}
