// The tables of keyspace `system` that Amazon Keyspaces lists and nothing ever fills (control-plane facts 15.2): Cassandra's own
// notes on indexes, views, hints and compactions, with the columns of its release 3.11.2. Indexes of the lenient mode are told.

import type { CatalogView } from './records.js';
import type { VirtualTable } from './schema.js';
import { type PlainRow, type SystemTablePlan, systemTable } from './system-table.js';

type Idle = Pick<SystemTablePlan, 'name' | 'comment' | 'partitionKey' | 'clustering' | 'regular'>;

const indexInfo: Idle = {
  name: 'IndexInfo',
  comment: 'built column indexes',
  partitionKey: { table_name: 'text' },
  clustering: { index_name: 'text' },
  regular: {},
};

/** In the order in which they were recorded, behind `IndexInfo`. */
const idle: readonly Idle[] = [
  {
    name: 'batches',
    comment: 'batches awaiting replay',
    partitionKey: { id: 'timeuuid' },
    regular: { mutations: 'list<blob>', version: 'int' },
  },
  {
    name: 'paxos',
    comment: 'in-progress paxos proposals',
    partitionKey: { row_key: 'blob' },
    clustering: { cf_id: 'uuid' },
    regular: {
      in_progress_ballot: 'timeuuid',
      most_recent_commit: 'blob',
      most_recent_commit_at: 'timeuuid',
      most_recent_commit_version: 'int',
      proposal: 'blob',
      proposal_ballot: 'timeuuid',
      proposal_version: 'int',
    },
  },
  {
    name: 'peer_events',
    comment: 'events related to peers',
    partitionKey: { peer: 'inet' },
    regular: { hints_dropped: 'map<uuid, int>' },
  },
  {
    name: 'range_xfers',
    comment: 'ranges requested for transfer',
    partitionKey: { token_bytes: 'blob' },
    regular: { requested_at: 'timestamp' },
  },
  {
    name: 'compaction_history',
    comment: 'week-long compaction history',
    partitionKey: { id: 'uuid' },
    regular: {
      bytes_in: 'bigint',
      bytes_out: 'bigint',
      columnfamily_name: 'text',
      compacted_at: 'timestamp',
      keyspace_name: 'text',
      rows_merged: 'map<int, bigint>',
    },
  },
  {
    name: 'sstable_activity',
    comment: 'historic sstable read rates',
    partitionKey: { keyspace_name: 'text', columnfamily_name: 'text', generation: 'int' },
    regular: { rate_120m: 'double', rate_15m: 'double' },
  },
  {
    name: 'available_ranges',
    comment: 'available keyspace/ranges during bootstrap/replace that are ready to be served',
    partitionKey: { keyspace_name: 'text' },
    regular: { ranges: 'set<blob>' },
  },
  {
    name: 'transferred_ranges',
    comment: 'record of transferred ranges for streaming operation',
    partitionKey: { operation: 'text', keyspace_name: 'text' },
    clustering: { peer: 'inet' },
    regular: { ranges: 'set<blob>' },
  },
  {
    name: 'views_builds_in_progress',
    comment: 'views builds current progress',
    partitionKey: { keyspace_name: 'text' },
    clustering: { view_name: 'text' },
    regular: { generation_number: 'int', last_token: 'text' },
  },
  {
    name: 'built_views',
    comment: 'built views',
    partitionKey: { keyspace_name: 'text' },
    clustering: { view_name: 'text' },
    regular: { status_replicated: 'boolean' },
  },
];

/** An index is built as soon as it is there. `table_name` has the keyspace, as in Cassandra. */
const builtIndexes = (view: CatalogView): PlainRow[] =>
  view
    .tables()
    .flatMap(({ keyspace, indexes = [] }) => indexes.map(({ name }) => ({ table_name: keyspace, index_name: name })))
    .sort((a, b) => (a.index_name < b.index_name ? -1 : 1));

export const idleTables = (view: CatalogView): VirtualTable[] => [
  systemTable({ keyspace: 'system', ...indexInfo, rows: () => builtIndexes(view) }),
  ...idle.map((table) => systemTable({ keyspace: 'system', ...table, rows: () => [] })),
];
