// What is true of every table now, for the metrics that are settings and sizes instead of counts.

import { storageOverheadBytes } from '../capacity/row-size.js';
import type { Catalog } from '../catalog/catalog.js';
import type { TableGauge } from '../metrics/recorder.js';
import type { TableStore } from '../storage/table-store.js';

export function* tableGauges(
  catalogs: Iterable<Pick<Catalog, 'tables'>>,
  store: Pick<TableStore, 'tableSize'>,
): Iterable<TableGauge> {
  for (const catalog of catalogs) {
    for (const { keyspace, name, number, capacity } of catalog.tables()) {
      const { rows, bytes } = store.tableSize(number);
      const { mode, readUnits, writeUnits } = capacity;
      yield {
        keyspace,
        table: name,
        sizeBytes: bytes + rows * storageOverheadBytes,
        ...(mode === 'PROVISIONED' && readUnits !== undefined ? { provisionedRead: readUnits } : {}),
        ...(mode === 'PROVISIONED' && writeUnits !== undefined ? { provisionedWrite: writeUnits } : {}),
      };
    }
  }
}
