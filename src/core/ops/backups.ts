// Point-in-time recovery of a whole fleet: which tables have it and how far back, which have none, and which deleted ones
// can still be restored.

import type { CqlValue } from '../model/cql-value.js';
import { isKsError } from '../model/errors.js';
import { parseResourceName, qualified } from '../model/names.js';
import type { Fleet, Place } from '../ports/fleet.js';
import { listTables } from './list-tables.js';
import { everyPlace, failureOf, type Gathered, type PlaceFailure } from './one-place.js';

/** `on`: restorable to any second from `earliest` on. `off`: a gap. `deleted`: restorable to its end until `restorableUntil`. */
export interface BackupStatus {
  readonly place: string;
  readonly keyspaceName: string;
  readonly tableName: string;
  readonly recovery: 'on' | 'off' | 'deleted';
  /** Of the table; DELETED for one that is gone. */
  readonly status: string;
  readonly earliest?: string;
  readonly deletedAt?: string;
  readonly restorableUntil?: string;
}

/** `name`: a keyspace or a table; everything when left out. */
export async function backupsStatus(
  fleet: Fleet,
  input: { readonly name?: string } = {},
): Promise<Gathered<BackupStatus>> {
  const wanted = input.name === undefined ? undefined : parseResourceName(input.name);
  const isWanted = (row: BackupStatus) =>
    wanted === undefined ||
    (row.keyspaceName === wanted.keyspace && (wanted.table === undefined || row.tableName === wanted.table));
  const living = await listTables(fleet);
  const unknown: PlaceFailure[] = [];
  const deleted = await everyPlace(fleet, async (place) => {
    try {
      return await deletedTables(place, fleet.clock.wallMs());
    } catch (error) {
      // the tables that are there are told all the same
      if (!isKsError(error)) throw error;
      const { code, reason } = failureOf(place.name, error);
      unknown.push({ place: place.name, code, reason: `deleted tables are not known: ${reason}` });
      return [];
    }
  });
  const rows = living.items.flatMap(({ place, keyspaceName, tableName, table }): BackupStatus[] => {
    if (table === undefined) return [];
    const recovery = table.pointInTimeRecovery;
    const on = recovery?.status === 'ENABLED';
    const earliest = recovery?.earliestRestorableTimestamp;
    return [
      {
        place,
        keyspaceName,
        tableName,
        recovery: on ? 'on' : 'off',
        status: table.status,
        ...(on && earliest !== undefined && { earliest }),
      },
    ];
  });
  return { items: [...rows, ...deleted.items].filter(isWanted), failures: [...living.failures, ...unknown] };
}

const history =
  'SELECT keyspace_name, table_name, event, event_time, custom_properties FROM system_schema_mcs.tables_history';

/** No API lists them: only a system table does [facts/control-plane 4.3]. */
async function deletedTables(place: Place, nowMs: number): Promise<readonly BackupStatus[]> {
  const session = await place.openSession();
  try {
    const found = new Map<string, BackupStatus>();
    let pagingState: string | undefined;
    do {
      const page = await session.execute(history, pagingState === undefined ? {} : { pagingState });
      for (const row of page.rows) {
        const table = deletedTable(place.name, row, nowMs);
        if (table !== undefined) found.set(qualified(table.keyspaceName, table.tableName), table);
      }
      pagingState = page.pagingState;
    } while (pagingState !== undefined);
    return [...found.values()];
  } finally {
    await session.close();
  }
}

function deletedTable(place: string, row: readonly CqlValue[], nowMs: number): BackupStatus | undefined {
  const [keyspaceName, tableName, event, eventTime, properties] = row;
  if (typeof keyspaceName !== 'string' || typeof tableName !== 'string' || !(properties instanceof Map))
    return undefined;
  const recovery: unknown = properties.get('point_in_time_recovery');
  const until: unknown = recovery instanceof Map ? recovery.get('restorable_until_time') : undefined;
  if (typeof until !== 'string' || !(Date.parse(until) > nowMs)) return undefined;
  // the events' names are not documented: whatever is no beginning
  if (typeof event === 'string' && /^creat/i.test(event)) return undefined;
  return {
    place,
    keyspaceName,
    tableName,
    recovery: 'deleted',
    status: 'DELETED',
    ...(typeof eventTime === 'string' && { deletedAt: eventTime }),
    restorableUntil: until,
  };
}
