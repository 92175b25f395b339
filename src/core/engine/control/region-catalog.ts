// The catalog of one Region with the system tables over it, whose ARNs are the control plane's own.

import type { Clock } from '../../ports/clock.js';
import { Catalog } from '../catalog/catalog.js';
import { type SystemFacts, systemTables } from '../catalog/system-tables.js';
import type { Kv } from '../kv/kv.js';
import type { Compat } from '../limits.js';
import type { ZoneNode } from '../zones.js';
import { keyspaceArn, streamArn, tableArn } from './arn.js';

export interface RegionCatalogOptions {
  readonly kv: Kv;
  readonly clock: Clock;
  readonly accountId: string;
  readonly hostId: string;
  /** The addresses that stand for a Region's zones. */
  readonly nodes: (region: string) => readonly ZoneNode[];
  readonly compat: Compat;
  readonly preparedStatements: NonNullable<SystemFacts['preparedStatements']>;
}

export function openRegionCatalog(options: RegionCatalogOptions, region: string): Catalog {
  const { kv, clock, accountId, hostId, nodes, compat, preparedStatements } = options;
  const owner = { region, accountId };
  const facts: SystemFacts = {
    region,
    clock,
    hostId,
    nodes: () => nodes(region),
    peersListSelf: compat.peersListSelf,
    cassandraTables: compat.cassandraStatements,
    arns: {
      keyspace: (keyspace) => keyspaceArn(owner, keyspace),
      table: (keyspace, table) => tableArn(owner, keyspace, table),
      stream: (keyspace, table, label) => streamArn(owner, keyspace, table, label),
    },
    preparedStatements,
  };
  const cassandraKeyspaces = compat.cassandraStatements;
  return new Catalog({ kv, clock, region, cassandraKeyspaces, virtualTables: (view) => systemTables(view, facts) });
}
