// What the system tables tell beside the catalog: who and where this engine is.

import type { Clock } from '../../ports/clock.js';
import type { ZoneNode } from '../zones.js';

/** ARNs of resources of this account and Region. */
export interface ResourceArns {
  keyspace(keyspace: string): string;
  table(keyspace: string, table: string): string;
  stream(keyspace: string, table: string, label: string): string;
}

export interface SystemFacts {
  readonly region: string;
  readonly clock: Clock;
  readonly arns: ResourceArns;
  /** A text uuid that stays with the data directory. */
  readonly hostId: string;
  /** Every address that a client may dial; none or left out: only the one that it has dialled. */
  readonly nodes?: () => readonly ZoneNode[];
  /** Whether system.peers lists the node that is asked, too, as Amazon Keyspaces does and Cassandra does not. */
  readonly peersListSelf?: boolean;
  /** Also what only Cassandra has: its other system keyspaces, the column `cdc` of system_schema.tables. */
  readonly cassandraTables?: boolean;
  /** For system.prepared_statements. */
  readonly preparedStatements?: () => Iterable<{
    readonly id: Uint8Array;
    readonly keyspace?: string;
    readonly text: string;
  }>;
}
