// The tables of keyspace `system`: what drivers learn about the node they are connected to (data-plane facts 3.2).

import { invalid } from '../cql-error.js';
import { zonesOf } from '../zones.js';
import type { CatalogView } from './records.js';
import type { VirtualReadContext, VirtualTable } from './schema.js';
import type { SystemFacts } from './system-facts.js';
import { nameUuid, systemTable } from './system-table.js';

const keyspace = 'system';
const partitionerClass = 'org.apache.cassandra.dht.Murmur3Partitioner';
const releaseVersion = '3.11.2';
/** A client in the same process dials no address. */
const noAddress = '127.0.0.1';
// the value does not matter to any driver, but it must not change while the node is up
const gossipGeneration = 1;

export function nodeTables(view: CatalogView, facts: SystemFacts): VirtualTable[] {
  return [localTable(view, facts), preparedStatementsTable(facts), peersTable(view, facts), sizeEstimatesTable()];
}

function localTable(view: CatalogView, facts: SystemFacts): VirtualTable {
  return systemTable({
    keyspace,
    name: 'local',
    comment: 'information about the local node',
    partitionKey: { key: 'text' },
    regular: {
      bootstrapped: 'text',
      broadcast_address: 'inet',
      cluster_name: 'text',
      cql_version: 'text',
      data_center: 'text',
      gossip_generation: 'int',
      host_id: 'uuid',
      listen_address: 'inet',
      native_protocol_version: 'text',
      partitioner: 'text',
      rack: 'text',
      release_version: 'text',
      rpc_address: 'inet',
      schema_version: 'uuid',
      thrift_version: 'text',
      tokens: 'set<text>',
      truncated_at: 'map<uuid, blob>',
    },
    rows: (context) => [localRow(view, facts, context)],
    update(assignments) {
      for (const [column, value] of assignments) {
        if (column !== 'partitioner') throw invalid(`${column} of system.local cannot be changed`);
        const wanted = value === null ? 'null' : Buffer.from(value).toString('utf8');
        if (wanted !== partitionerClass) {
          throw invalid(`This engine keeps rows in the order of ${partitionerClass} only, not of ${wanted}`);
        }
      }
    },
  });
}

function localRow(view: CatalogView, facts: SystemFacts, context: VirtualReadContext) {
  const address = context.localAddress ?? noAddress;
  const nodes = facts.nodes?.() ?? [];
  // in process, and where a socket listens on every address, the first node answers
  const index = Math.max(
    0,
    nodes.findIndex((node) => node.address === address),
  );
  return {
    key: 'local',
    bootstrapped: 'COMPLETED',
    broadcast_address: address,
    cluster_name: 'Amazon Keyspaces',
    cql_version: '3.4.4',
    data_center: facts.region,
    gossip_generation: gossipGeneration,
    host_id: hostIdAt(index, facts),
    listen_address: address,
    native_protocol_version: '4',
    partitioner: partitionerClass,
    rack: nodes[index]?.zone ?? zonesOf(facts.region)[0],
    release_version: releaseVersion,
    rpc_address: address,
    schema_version: view.schemaVersion,
    thrift_version: '20.1.0',
    tokens: [tokenOf(index, Math.max(1, nodes.length))],
  };
}

function peersTable(view: CatalogView, facts: SystemFacts): VirtualTable {
  return systemTable({
    keyspace,
    name: 'peers',
    comment: 'information about known peers in the cluster',
    partitionKey: { peer: 'inet' },
    regular: {
      data_center: 'text',
      host_id: 'uuid',
      preferred_ip: 'inet',
      rack: 'text',
      release_version: 'text',
      rpc_address: 'inet',
      schema_version: 'uuid',
      tokens: 'set<text>',
    },
    rows: function* (context) {
      const nodes = facts.nodes?.() ?? [];
      for (const [index, { address, zone }] of nodes.entries()) {
        if (address === context.localAddress && facts.peersListSelf !== true) continue;
        yield {
          peer: address,
          data_center: facts.region,
          host_id: hostIdAt(index, facts),
          rack: zone,
          release_version: releaseVersion,
          rpc_address: address,
          schema_version: view.schemaVersion,
          tokens: [tokenOf(index, nodes.length)],
        };
      }
    },
  });
}

/** The first node's id stays with the data; the others' follow from it. */
const hostIdAt = (index: number, { hostId }: SystemFacts): string =>
  index === 0 ? hostId : nameUuid(`${hostId}/${index}`);

/** The middle of a node's even share of the ring. */
const tokenOf = (index: number, nodes: number): string =>
  String(-(2n ** 63n) + ((2n * BigInt(index) + 1n) * 2n ** 63n) / BigInt(nodes));

/** Estimates are for jobs that split a ring of many nodes; one node gives none, as an idle Cassandra does. */
function sizeEstimatesTable(): VirtualTable {
  return systemTable({
    keyspace,
    name: 'size_estimates',
    comment: 'per-table primary range size estimates',
    partitionKey: { keyspace_name: 'text' },
    clustering: { table_name: 'text', range_start: 'text', range_end: 'text' },
    regular: { mean_partition_size: 'bigint', partitions_count: 'bigint' },
    rows: () => [],
  });
}

function preparedStatementsTable(facts: SystemFacts): VirtualTable {
  return systemTable({
    keyspace,
    name: 'prepared_statements',
    comment: 'prepared statements',
    partitionKey: { prepared_id: 'blob' },
    regular: { logged_keyspace: 'text', query_string: 'text' },
    rows: function* () {
      for (const { id, keyspace: logged, text } of facts.preparedStatements?.() ?? []) {
        yield { prepared_id: id, logged_keyspace: logged, query_string: text };
      }
    },
  });
}
