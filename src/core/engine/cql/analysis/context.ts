// What analysis is given: the catalog, the keyspace in use and the mode. Apart so that every
// analysis file shares one small parameter.

import type { CatalogReader } from '../../catalog/schema.js';
import type { Compat } from '../../limits.js';

export interface AnalysisContext {
  readonly catalog: CatalogReader;
  /** The session's keyspace. */
  readonly keyspace: string | undefined;
  readonly compat: Compat;
}
