// Tables whose rows may have a time to live: what sweeping goes through.

import type { Catalog } from './catalog.js';
import type { TableSchema } from './schema.js';

/** `everywhere`: TTL needs no table property. */
export function* expiringTables(catalogs: Iterable<Catalog>, everywhere: boolean): Iterable<TableSchema> {
  for (const catalog of catalogs) {
    for (const { keyspace, name, ttlEnabled, defaultTimeToLive } of catalog.tables()) {
      if (!ttlEnabled && defaultTimeToLive === 0 && !everywhere) continue;
      const found = catalog.table(keyspace, name);
      if (found?.kind === 'stored') yield found.schema;
    }
  }
}
