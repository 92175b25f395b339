// The system tables over a catalog of a few records: the columns that drivers need, in the values of data-plane facts 3.

import { describe, expect, it } from 'vitest';
import type {
  CatalogView,
  KeyspaceRecord,
  TableRecord,
  TypeRecord,
} from '../../../../src/core/engine/catalog/records.js';
import { systemKeyspaceRecord } from '../../../../src/core/engine/catalog/reserved-keyspaces.js';
import { type SystemFacts, systemKeyspaces, systemTables } from '../../../../src/core/engine/catalog/system-tables.js';
import { cqlTypeText } from '../../../../src/core/engine/types/format-type.js';
import { valueToPlain } from '../../../../src/core/engine/types/text.js';
import { nodesOf } from '../../../../src/core/engine/zones.js';

const region = 'eu-west-1';
const nowMs = Date.parse('2026-03-01T00:00:00Z');
const createdAtMs = nowMs - 60_000;

const keyspace: KeyspaceRecord = {
  kind: 'keyspace',
  name: 'shop',
  status: { state: 'ACTIVE' },
  createdAtMs,
  createdBy: 'arn:aws:iam::111122223333:user/sam',
  replicationStrategy: 'SINGLE_REGION',
  regions: [region],
  replication: { class: 'SingleRegionStrategy' },
  durableWrites: true,
  tags: { team: 'blue' },
  isSystem: false,
};

const table: TableRecord = {
  kind: 'table',
  keyspace: 'shop',
  name: 'orders',
  id: '0f6b2a52-15a1-4c39-8f0a-5f1a3f7d2e11',
  number: 7,
  status: { state: 'ACTIVE' },
  createdAtMs,
  createdBy: keyspace.createdBy,
  columns: [
    { name: 'id', type: 'int', kind: 'partition_key', position: 0, order: 'asc', id: 0 },
    { name: 'at', type: 'timestamp', kind: 'clustering', position: 0, order: 'desc', id: 1 },
    { name: 'lines', type: 'list<frozen<line>>', kind: 'regular', position: 0, order: 'asc', id: 2 },
    { name: 'shape', type: 'tuple<int, text>', kind: 'regular', position: 1, order: 'asc', id: 3 },
  ],
  nextColumnId: 4,
  comment: 'orders of all',
  capacity: { mode: 'PAY_PER_REQUEST' },
  history: { payPerRequestAtMs: createdAtMs, capacityDecreasesAtMs: [], encryptionChangesAtMs: [] },
  encryption: { type: 'AWS_OWNED_KMS_KEY' },
  pitr: { enabledAtMs: nowMs - 40 * 24 * 3600 * 1000 },
  ttlEnabled: true,
  defaultTimeToLive: 3600,
  clientSideTimestamps: false,
  tags: {},
  replicas: [],
  cdc: {
    status: { state: 'ENABLING', untilMs: nowMs - 1, next: 'ENABLED' },
    viewType: 'NEW_IMAGE',
    streamLabel: '2026-02-28T23:59:00.000',
    propagateTags: 'NONE',
    tags: {},
  },
  warmThroughput: { readUnitsPerSecond: 12_000, writeUnitsPerSecond: 4_000 },
};

const type: TypeRecord = {
  kind: 'type',
  keyspace: 'shop',
  name: 'line',
  status: { state: 'ACTIVE' },
  fields: [
    { name: 'sku', type: 'text' },
    { name: 'count', type: 'int' },
  ],
  createdAtMs,
  modifiedAtMs: createdAtMs,
};

function viewOf(tables: readonly TableRecord[], keyspaces: readonly KeyspaceRecord[] = [keyspace]): CatalogView {
  return {
    keyspaces: () => [...systemKeyspaces.map((name) => systemKeyspaceRecord(name, region)), ...keyspaces],
    tables: (home) => tables.filter((record) => home === undefined || record.keyspace === home),
    userTypes: (home) => (home === undefined || home === 'shop' ? [type] : []),
    droppedTables: () => [],
    tableEvents: () => [],
    schemaVersion: '00000000-0000-4000-8000-000000000001',
  };
}

const facts = {
  region,
  hostId: '2b0c2d5e-38f6-4b6c-9c43-6a20cf0d8a55',
  clock: {
    wallMs: () => nowMs,
    wallMicros: () => BigInt(nowMs) * 1000n,
    monotonicNs: () => 0n,
    sleep: async () => undefined,
    every: () => () => undefined,
  },
  arns: {
    keyspace: (name: string) => `arn:${name}`,
    table: (home: string, name: string) => `arn:${home}/${name}`,
    stream: (home: string, name: string, label: string) => `arn:${home}/${name}/${label}`,
  },
};

type Plain = Readonly<Record<string, unknown>>;

function select(name: string, view = viewOf([table]), localAddress?: string, asked: SystemFacts = facts): Plain[] {
  const found = systemTables(view, asked).find(({ schema }) => `${schema.keyspace}.${schema.name}` === name);
  if (found === undefined) throw new Error(`no table ${name}`);
  const context = localAddress === undefined ? {} : { localAddress };
  return [...found.rows(context)].map((values) =>
    Object.fromEntries(found.schema.columns.map((column, at) => [column.name, valueToPlain(column.type, values[at]!)])),
  );
}

const where = (rows: readonly Plain[], match: Plain): Plain[] =>
  rows.filter((row) => Object.entries(match).every(([name, value]) => row[name] === value));

describe('which tables there are', () => {
  const names = systemTables(viewOf([]), facts).map(({ schema }) => `${schema.keyspace}.${schema.name}`);

  it('has what python asks for when it connects, and no peers_v2', () => {
    for (const name of 'keyspaces tables columns types functions aggregates triggers indexes views'.split(' ')) {
      expect(names).toContain(`system_schema.${name}`);
    }
    expect(names).not.toContain('system.peers_v2');
  });

  it('lists the tables of system_schema_mcs and system_multiregion_info', () => {
    const mcs = names.filter((name) => name.startsWith('system_schema_mcs.')).map((name) => name.slice(18));
    expect(mcs.sort()).toEqual(
      'aggregates autoscaling columns functions indexes keyspaces tables tables_history tags triggers types views'.split(
        ' ',
      ),
    );
    expect(names.filter((name) => name.startsWith('system_multiregion_info.'))).toHaveLength(4);
  });

  it('every table has an id of its own', () => {
    expect(new Set(systemTables(viewOf([]), facts).map(({ schema }) => schema.id)).size).toBe(names.length);
  });
});

describe('system', () => {
  it('local tells the node as Amazon Keyspaces', () => {
    expect(select('system.local', viewOf([]), '127.0.0.3')).toEqual([
      {
        key: 'local',
        bootstrapped: 'COMPLETED',
        broadcast_address: '127.0.0.3',
        cluster_name: 'Amazon Keyspaces',
        cql_version: '3.4.4',
        data_center: region,
        gossip_generation: 1,
        host_id: facts.hostId,
        listen_address: '127.0.0.3',
        native_protocol_version: '4',
        partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
        rack: 'eu-west-1a',
        release_version: '3.11.2',
        rpc_address: '127.0.0.3',
        schema_version: '00000000-0000-4000-8000-000000000001',
        thrift_version: '20.1.0',
        tokens: ['0'],
        truncated_at: null,
      },
    ]);
  });

  const nodes = nodesOf(region, '127.0.0.1', { zones: 3 });
  const rowsOf = (name: string, localAddress: string, peersListSelf: boolean) => {
    const asked = { ...facts, nodes: () => nodes, peersListSelf };
    return select(`system.${name}`, viewOf([]), localAddress, asked).map((row) => {
      const { rpc_address: at, rack, host_id: host, tokens } = row;
      return { at, rack, host, tokens };
    });
  };

  it('every node is the same from each of them: address, zone, id and share of the ring', () => {
    const peers = rowsOf('peers', '127.0.0.2', true);
    expect(peers.map(({ at, rack }) => `${at} ${rack}`)).toEqual([
      '127.0.0.1 eu-west-1a',
      '127.0.0.2 eu-west-1b',
      '127.0.0.3 eu-west-1c',
    ]);
    expect(peers.map(({ tokens }) => tokens)).toEqual([['-6148914691236517206'], ['0'], ['6148914691236517205']]);
    expect(new Set(peers.map(({ host }) => host)).size).toBe(3);
    for (const [index, { address }] of nodes.entries()) expect(rowsOf('local', address, true)).toEqual([peers[index]]);
  });

  it('peers list the node that is asked as Amazon Keyspaces does, and leave it out as Cassandra does', () => {
    expect(rowsOf('peers', '127.0.0.2', true)).toHaveLength(3);
    expect(rowsOf('peers', '127.0.0.2', false).map(({ at }) => at)).toEqual(['127.0.0.1', '127.0.0.3']);
  });

  it('only the partitioner that the engine has can be set', () => {
    const local = systemTables(viewOf([]), facts).find(({ schema }) => schema.name === 'local')!;
    const set = (name: string) => () => local.update!(new Map([['partitioner', Buffer.from(name)]]), {});
    expect(set('org.apache.cassandra.dht.Murmur3Partitioner')).not.toThrow();
    expect(set('org.apache.cassandra.dht.RandomPartitioner')).toThrow(/Murmur3Partitioner only/);
  });
});

describe('system_schema', () => {
  it('a table shows the constants of Amazon Keyspaces and the flag that node needs', () => {
    expect(where(select('system_schema.tables'), { keyspace_name: 'shop' })).toEqual([
      {
        keyspace_name: 'shop',
        table_name: 'orders',
        bloom_filter_fp_chance: 0.01,
        caching: { class: 'com.amazonaws.cassandra.DefaultCaching' },
        comment: 'orders of all',
        compaction: { class: 'com.amazonaws.cassandra.DefaultCompaction' },
        compression: { class: 'com.amazonaws.cassandra.DefaultCompression' },
        crc_check_chance: 1,
        dclocal_read_repair_chance: 0,
        default_time_to_live: 3600,
        extensions: {},
        flags: ['compound'],
        gc_grace_seconds: 7_776_000,
        id: table.id,
        max_index_interval: 2048,
        memtable_flush_period_in_ms: 3_600_000,
        min_index_interval: 128,
        read_repair_chance: 0,
        speculative_retry: '99PERCENTILE',
      },
    ]);
  });

  it('columns have position -1 outside the key, and types with every frozen', () => {
    const rows = where(select('system_schema.columns'), { table_name: 'orders' });
    expect(rows.map((row) => [row.column_name, row.kind, row.position, row.clustering_order, row.type])).toEqual([
      ['id', 'partition_key', 0, 'none', 'int'],
      ['at', 'clustering', 0, 'desc', 'timestamp'],
      ['lines', 'regular', -1, 'none', 'list<frozen<line>>'],
      ['shape', 'regular', -1, 'none', 'frozen<tuple<int, text>>'],
    ]);
  });

  it('the system tables describe themselves', () => {
    expect(where(select('system_schema.tables'), { keyspace_name: 'system_schema', table_name: 'views' })).toHaveLength(
      1,
    );
    expect(where(select('system_schema.columns'), { table_name: 'local', column_name: 'tokens' })[0]).toMatchObject({
      keyspace_name: 'system',
      kind: 'regular',
      type: 'set<text>',
    });
  });

  it('what is not ready is not there, but system_schema_mcs shows it', () => {
    const view = viewOf([{ ...table, status: { state: 'CREATING' } }]);
    expect(where(select('system_schema.tables', view), { keyspace_name: 'shop' })).toEqual([]);
    expect(where(select('system_schema.columns', view), { keyspace_name: 'shop' })).toEqual([]);
    expect(where(select('system_schema_mcs.tables', view), { keyspace_name: 'shop' })[0]!.status).toBe('CREATING');
  });

  it('a counter table has the counter flag', () => {
    const counting = { ...table, columns: [...table.columns, { ...table.columns[2]!, type: 'counter' }] };
    expect(where(select('system_schema.tables', viewOf([counting])), { keyspace_name: 'shop' })[0]!.flags).toEqual([
      'compound',
      'counter',
    ]);
  });
});

describe('system_schema_mcs', () => {
  it('custom properties are maps of texts', () => {
    const [row] = where(select('system_schema_mcs.tables'), { keyspace_name: 'shop' });
    expect(row!.custom_properties).toEqual({
      capacity_mode: {
        throughput_mode: 'PAY_PER_REQUEST',
        last_update_to_pay_per_request_timestamp: String(createdAtMs),
      },
      cdc_specification: {
        latest_stream_arn: 'arn:shop/orders/2026-02-28T23:59:00.000',
        status: 'ENABLED',
        view_type: 'NEW_IMAGE',
      },
      encryption_specification: { encryption_type: 'AWS_OWNED_KMS_KEY' },
      // the window of point-in-time recovery is 35 days long
      point_in_time_recovery: {
        status: 'enabled',
        earliest_restorable_timestamp: String(nowMs - 35 * 24 * 3600 * 1000),
      },
      ttl: { status: 'enabled' },
      warm_throughput: { read_units_per_second: '12000', write_units_per_second: '4000', status: 'AVAILABLE' },
    });
    expect(row!.cdc).toBe(true);
    expect(row!.latest_stream_arn).toBe('arn:shop/orders/2026-02-28T23:59:00.000');
  });

  it('tags name keyspace, table and stream; what has none is left out', () => {
    expect(select('system_schema_mcs.tags')).toEqual([
      {
        keyspace_name: 'shop',
        resource_name: 'shop',
        resource_type: 'keyspace',
        resource_id: 'arn:shop',
        tags: { team: 'blue' },
      },
    ]);
  });

  it('types tell who refers to them', () => {
    expect(select('system_schema_mcs.types')[0]).toMatchObject({
      field_names: ['sku', 'count'],
      field_types: ['text', 'int'],
      direct_referring_tables: ['orders'],
      direct_parent_types: [],
      max_nesting_depth: 1,
      status: 'ACTIVE',
    });
  });

  it('auto scaling prints as cqlsh shows it', () => {
    const scaled = {
      ...table,
      autoScaling: {
        read: {
          disabled: false,
          minimumUnits: 5,
          maximumUnits: 10,
          targetValue: 50,
          scaleInCooldown: 60,
          scaleOutCooldown: 60,
        },
      },
    };
    expect(select('system_schema_mcs.autoscaling', viewOf([scaled]))).toEqual([
      {
        keyspace_name: 'shop',
        table_name: 'orders',
        provisioned_read_capacity_autoscaling_update:
          "{'minimum_units': 5, 'maximum_units': 10, 'scaling_policy': {'target_tracking_scaling_policy_configuration': " +
          "{'scale_out_cooldown': 60, 'disable_scale_in': false, 'target_value': 50, 'scale_in_cooldown': 60}}}",
        provisioned_write_capacity_autoscaling_update: null,
      },
    ]);
  });
});

describe('system_multiregion_info', () => {
  const wideKeyspace: KeyspaceRecord = {
    ...keyspace,
    replicationStrategy: 'MULTI_REGION',
    regions: [region, 'us-east-1'],
  };

  it('tables have a row a replica, with its own read units and state', () => {
    const replicated: TableRecord = {
      ...table,
      capacity: { mode: 'PROVISIONED', readUnits: 5, writeUnits: 7 },
      replicas: [
        { region, status: { state: 'ACTIVE' } },
        { region: 'us-east-1', readUnits: 9, status: { state: 'CREATING', untilMs: nowMs, next: 'ACTIVE' } },
      ],
    };
    const rows = select('system_multiregion_info.tables', viewOf([replicated], [wideKeyspace]));
    expect(
      rows.map((row) => [row.region, row.status, (row.custom_properties as Record<string, unknown>).capacity_mode]),
    ).toEqual([
      [region, 'ACTIVE', { throughput_mode: 'PROVISIONED', read_capacity_units: '5', write_capacity_units: '7' }],
      ['us-east-1', 'ACTIVE', { throughput_mode: 'PROVISIONED', read_capacity_units: '9', write_capacity_units: '7' }],
    ]);
  });

  it('types have a row a Region of a keyspace in several', () => {
    expect(select('system_multiregion_info.types')).toEqual([]);
    const rows = select('system_multiregion_info.types', viewOf([], [wideKeyspace]));
    expect(rows.map((row) => [row.type_name, row.region])).toEqual([
      ['line', region],
      ['line', 'us-east-1'],
    ]);
  });

  it('has a row a Region', () => {
    const wide: KeyspaceRecord = {
      ...keyspace,
      replicationStrategy: 'MULTI_REGION',
      regions: [region, 'us-east-1'],
      groupStatuses: [
        { region, status: { state: 'UPDATING' }, added: false },
        { region: 'us-east-1', status: { state: 'CREATING', untilMs: nowMs + 1, next: 'ACTIVE' }, added: true },
      ],
    };
    expect(select('system_multiregion_info.keyspaces', viewOf([], [wide]))).toEqual([
      { keyspace_name: 'shop', region, status: 'Updating', tables_replication_progress: null },
      { keyspace_name: 'shop', region: 'us-east-1', status: 'Creating', tables_replication_progress: '0%' },
    ]);
  });
});

it('column types print as they were written', () => {
  const local = systemTables(viewOf([]), facts).find(({ schema }) => schema.name === 'local')!.schema;
  expect(cqlTypeText(local.byName.get('truncated_at')!.type)).toBe('map<uuid, blob>');
  expect(local.columns.map(({ name }) => name)).toEqual(['key', ...local.regulars.map(({ name }) => name).sort()]);
});
