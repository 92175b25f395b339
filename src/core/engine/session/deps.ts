// What sessions are made of: the engine's parts, injected. Apart so that region.ts and session.ts share the types
// without knowing each other.

import type { Clock } from '../../ports/clock.js';
import type { Random } from '../../ports/random.js';
import type { Capacity, TableCapacity } from '../capacity/api.js';
import type { CatalogView } from '../catalog/records.js';
import type { CatalogReader, TableSchema } from '../catalog/schema.js';
import type { Faults } from '../chaos/chaos.js';
import type { Control } from '../control/api.js';
import type { Kv } from '../kv/kv.js';
import type { Compat } from '../limits.js';
import type { MetricsRecorder } from '../metrics/api.js';
import type { TableStore } from '../storage/table-store.js';

/** Statements ask for compiled schema, schema events for the records behind it. */
export type SessionCatalog = CatalogReader & Partial<Pick<CatalogView, 'keyspaces' | 'tables' | 'userTypes'>>;

export interface SessionDeps {
  readonly kv: Kv;
  readonly store: TableStore;
  /** Undefined: a Region that the engine does not serve. */
  readonly catalogs: (region: string) => SessionCatalog | undefined;
  readonly control: Pick<Control, 'ddl'>;
  readonly capacity: Capacity;
  /** Undefined: not metered. */
  readonly tableCapacity: (schema: TableSchema) => TableCapacity | undefined;
  readonly metrics: MetricsRecorder;
  /** Where each Region has figures of its own; `metrics` for all otherwise. */
  readonly metricsOf?: (region: string) => MetricsRecorder;
  readonly clock: Clock;
  readonly random: Random;
  readonly compat: Compat;
  readonly accountId: string;
  /** Faults on purpose; none when left out. */
  readonly chaos?: Faults;
}
