// Sessions: from text and bound values to an outcome. Parses and plans once a text, checks consistency, runs, and
// reports to metrics. Apart from the executor because here statements meet keyspaces in use, control plane and capacity.

import { CqlError, ErrorCode } from '../cql-error.js';
import type { Session, SessionFactory, SessionRequest } from './api.js';
import { ClientSession } from './client-session.js';
import type { SessionDeps } from './deps.js';
import { Region } from './region.js';
import { SchemaEvents } from './schema-events.js';

export type { SessionDeps } from './deps.js';

export interface EngineSessions extends SessionFactory {
  /** Tells listeners of schema changes that took effect since the last call, other processes' too. */
  poll(): void;
  /** For system.prepared_statements. */
  preparedStatements(): Iterable<{ readonly id: Buffer; readonly keyspace?: string; readonly text: string }>;
}

export function createSessions(deps: SessionDeps): EngineSessions {
  const regions = new Map<string, Region>();
  const events = new SchemaEvents();
  const regionOf = (name: string): Region => {
    const known = regions.get(name);
    if (known !== undefined) return known;
    const catalog = deps.catalogs(name);
    if (catalog === undefined) throw new CqlError(ErrorCode.invalid, `Region ${name} is not served by this engine`);
    const made = new Region(name, catalog, deps);
    events.watch(catalog);
    regions.set(name, made);
    return made;
  };
  return {
    open: (request: SessionRequest): Session => new ClientSession(regionOf(request.region), request, events),
    onSchemaChange: (listener) => events.subscribe(listener),
    poll: () => events.poll(),
    *preparedStatements() {
      for (const region of regions.values()) {
        for (const { id, keyspace, text } of region.preparedStatements()) {
          yield keyspace === undefined ? { id, text } : { id, keyspace, text };
        }
      }
    },
  };
}
