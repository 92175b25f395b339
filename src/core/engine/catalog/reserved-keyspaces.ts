// The four system keyspaces: their names in the order in which ListKeyspaces gives them (control-plane facts 15.1), and
// the record that each would have.

import type { KeyspaceRecord } from './records.js';

export const systemKeyspaceNames: readonly string[] = [
  'system_schema',
  'system_schema_mcs',
  'system',
  'system_multiregion_info',
];

/** Those of Cassandra that Amazon Keyspaces has not; the lenient mode shows them. */
export const cassandraKeyspaceNames: readonly string[] = ['system_auth', 'system_distributed', 'system_traces'];

/** How the guide shows the replication of every keyspace of one Region, whatever it was made with (getting-started.keyspaces).
 * Drivers compute replicas from it, and cqlsh's COPY fails where they cannot. */
export const singleRegionReplication: Readonly<Record<string, string>> = {
  class: 'org.apache.cassandra.locator.SimpleStrategy',
  replication_factor: '3',
};

export const isSystemKeyspace = (name: string): boolean => systemKeyspaceNames.includes(name);

export function systemKeyspaceRecord(name: string, region: string): KeyspaceRecord {
  return {
    kind: 'keyspace',
    name,
    status: { state: 'ACTIVE' },
    createdAtMs: 0,
    createdBy: '',
    replicationStrategy: 'SINGLE_REGION',
    regions: [region],
    replication: singleRegionReplication,
    durableWrites: true,
    tags: {},
    isSystem: true,
  };
}
