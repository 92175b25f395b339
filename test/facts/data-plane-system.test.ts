// Sections 1.13, 1.14 and 3 of the data-plane fact sheet: system tables as drivers and users of Amazon Keyspaces read them.

import { beforeAll, describe, expect, it } from 'vitest';
import { ScriptEngine } from '../cql/script-engine.js';

let engine: ScriptEngine;
const line = (text: string): Promise<string> => engine.line(text);
const rows = async (text: string): Promise<string[]> => (await line(text)).split('\n').slice(1);
const columns = async (table: string): Promise<string> => (await line(`SELECT * FROM ${table}`)).split('\n')[0]!;

beforeAll(async () => {
  engine = await ScriptEngine.open();
  await line("CREATE KEYSPACE ks WITH REPLICATION = {'class': 'SingleRegionStrategy'} AND TAGS = {'a': 'b'}");
  await line(
    "CREATE TABLE ks.t (p int, q text, c int, d frozen<list<text>>, s int STATIC, v map<text, int>, PRIMARY KEY ((p, q), c, d)) WITH CLUSTERING ORDER BY (c DESC, d ASC) AND comment = 'hi' AND default_time_to_live = 60",
  );
  await line('CREATE TABLE ks.n (p int PRIMARY KEY, c counter)');
  await line('CREATE TYPE ks.u (a int, b frozen<list<text>>)');
});

describe('data-plane 1.13: what drivers ask when they connect', () => {
  it.each(['peers_v2', 'nothing'])('system.%s fails with 0x2200', async (table) => {
    expect(await line(`SELECT * FROM system.${table}`)).toMatch(/^! 2200 unconfigured table /);
  });

  it.each(['functions', 'aggregates', 'triggers', 'indexes', 'views', 'dropped_columns'])(
    'system_schema.%s is there, and empty',
    async (table) => {
      expect(await rows(`SELECT * FROM system_schema.${table}`)).toEqual([]);
      expect(await rows(`SELECT * FROM system_schema.${table} WHERE keyspace_name = 'ks'`)).toEqual([]);
    },
  );

  it.each(['system_virtual_schema.keyspaces', 'system_auth.roles', 'system_traces.sessions', 'system_distributed.x'])(
    '%s is not',
    async (table) => {
      expect(await line(`SELECT * FROM ${table}`)).toMatch(/^! 2200 unconfigured /);
    },
  );

  it('columns: kind, position, clustering order, type text', async () => {
    expect(
      await rows(
        "SELECT column_name, kind, position, clustering_order, type FROM system_schema.columns WHERE keyspace_name = 'ks' AND table_name = 't'",
      ),
    ).toEqual([
      "'c' | 'clustering' | 0 | 'desc' | 'int'",
      "'d' | 'clustering' | 1 | 'asc' | 'frozen<list<text>>'",
      "'p' | 'partition_key' | 0 | 'none' | 'int'",
      "'q' | 'partition_key' | 1 | 'none' | 'text'",
      "'s' | 'static' | -1 | 'none' | 'int'",
      "'v' | 'regular' | -1 | 'none' | 'map<text, int>'",
    ]);
  });

  it('flags hold compound, and counter for counters', async () => {
    expect(await rows("SELECT table_name, flags FROM system_schema.tables WHERE keyspace_name = 'ks'")).toEqual([
      "'n' | {'compound', 'counter'}",
      "'t' | {'compound'}",
    ]);
  });

  it('nothing that a driver needs of local is null', async () => {
    const [row] = await rows(
      'SELECT cluster_name, data_center, rack, host_id, release_version, cql_version, partitioner, tokens, schema_version, ' +
        "broadcast_address, listen_address FROM system.local WHERE key = 'local'",
    );
    expect(row).not.toContain('null');
  });
});

describe('data-plane 1.14: schema agreement', () => {
  it('one version for all nodes, another after each change of the schema', async () => {
    const [before] = await rows('SELECT schema_version FROM system.local');
    expect(new Set(await rows('SELECT schema_version FROM system.peers')).size).toBeLessThanOrEqual(1);
    await line('CREATE TABLE ks.later (p int PRIMARY KEY)');
    expect(await rows('SELECT schema_version FROM system.local')).not.toEqual([before]);
    await line('DROP TABLE ks.later');
  });

  it.each([
    ['1', '-4069959284402364209'],
    ['0', '-3485513579396041028'],
    ['-1', '7297452126230313552'],
  ])('token(%s) is %s, a bigint', async (key, token) => {
    await line('CREATE TABLE IF NOT EXISTS ks.tokens (p int PRIMARY KEY)');
    await line(`INSERT INTO ks.tokens (p) VALUES (${key})`);
    expect(await rows(`SELECT token(p) FROM ks.tokens WHERE p = ${key}`)).toEqual([token]);
    expect(
      await rows(`SELECT p FROM ks.tokens WHERE token(p) > ${BigInt(token) - 1n} AND token(p) <= ${token}`),
    ).toEqual([key]);
  });
});

describe('data-plane 3.1: which keyspaces exist', () => {
  it('four of the system', async () => {
    expect((await rows('SELECT keyspace_name FROM system_schema.keyspaces')).sort()).toEqual([
      "'ks'",
      "'system'",
      "'system_multiregion_info'",
      "'system_schema'",
      "'system_schema_mcs'",
    ]);
  });

  it('ONE, LOCAL_ONE and LOCAL_QUORUM read them', async () => {
    for (const level of ['one', 'localOne', 'localQuorum']) {
      await line(`@cl ${level}`);
      expect(await line('SELECT key FROM system.local')).toBe("key\n'local'");
    }
  });

  it('they are read-only', async () => {
    expect(await line("INSERT INTO system.local (key) VALUES ('x')")).toMatch(/^! 2100 /);
    expect(await line("DELETE FROM system_schema.tables WHERE keyspace_name = 'ks'")).toMatch(/^! 2100 /);
  });
});

describe('data-plane 3.2: system', () => {
  it.each([
    [
      'local',
      'key bootstrapped broadcast_address cluster_name cql_version data_center gossip_generation host_id listen_address ' +
        'native_protocol_version partitioner rack release_version rpc_address schema_version thrift_version tokens truncated_at',
    ],
    ['peers', 'peer data_center host_id preferred_ip rack release_version rpc_address schema_version tokens'],
    ['size_estimates', 'keyspace_name table_name range_start range_end mean_partition_size partitions_count'],
    ['prepared_statements', 'prepared_id logged_keyspace query_string'],
  ])('columns of %s', async (table, names) => {
    expect(await columns(`system.${table}`)).toBe(names.replaceAll(' ', ' | '));
  });

  it('values of local', async () => {
    expect(
      await rows(
        'SELECT key, bootstrapped, cluster_name, release_version, cql_version, native_protocol_version, data_center, partitioner FROM system.local',
      ),
    ).toEqual([
      "'local' | 'COMPLETED' | 'Amazon Keyspaces' | '3.11.2' | '3.4.4' | '4' | 'us-east-1' | 'org.apache.cassandra.dht.Murmur3Partitioner'",
    ]);
  });
});

describe('data-plane 3.3: system_schema', () => {
  it('option values a new table shows, whatever the client asked for', async () => {
    expect(
      await rows(
        'SELECT bloom_filter_fp_chance, caching, compaction, compression, crc_check_chance, dclocal_read_repair_chance, ' +
          'read_repair_chance, gc_grace_seconds, max_index_interval, min_index_interval, memtable_flush_period_in_ms, ' +
          "speculative_retry, comment, default_time_to_live, extensions FROM system_schema.tables WHERE keyspace_name = 'ks' AND table_name = 't'",
      ),
    ).toEqual([
      "0.01 | {'class': 'com.amazonaws.cassandra.DefaultCaching'} | {'class': 'com.amazonaws.cassandra.DefaultCompaction'} | " +
        "{'class': 'com.amazonaws.cassandra.DefaultCompression'} | 1.0 | 0.0 | 0.0 | 7776000 | 2048 | 128 | 3600000 | " +
        "'99PERCENTILE' | 'hi' | 60 | {}",
    ]);
  });

  it('types', async () => {
    expect(await rows("SELECT * FROM system_schema.types WHERE keyspace_name = 'ks'")).toEqual([
      "'ks' | 'u' | ['a', 'b'] | ['int', 'frozen<list<text>>']",
    ]);
  });
});

describe('data-plane 3.4: system_schema_mcs, system_multiregion_info', () => {
  it('status of a table, as it is made', async () => {
    expect(
      await rows("SELECT status FROM system_schema_mcs.tables WHERE keyspace_name = 'ks' AND table_name = 't'"),
    ).toEqual(["'ACTIVE'"]);
  });

  it('custom properties as maps of text', async () => {
    const [properties] = await rows(
      "SELECT custom_properties FROM system_schema_mcs.tables WHERE keyspace_name = 'ks' AND table_name = 't'",
    );
    expect(properties).toContain("'throughput_mode': 'PAY_PER_REQUEST'");
    expect(properties).toContain("'encryption_specification': {'encryption_type': 'AWS_OWNED_KMS_KEY'}");
    expect(properties).toContain("'point_in_time_recovery': {'status': 'disabled'}");
  });

  it('tags need keyspace and resource, or the resource id', async () => {
    expect(
      await rows("SELECT tags FROM system_schema_mcs.tags WHERE keyspace_name = 'ks' AND resource_name = 'ks'"),
    ).toEqual(["{'a': 'b'}"]);
    for (const where of ['', " WHERE keyspace_name = 'ks'"])
      expect(await line(`SELECT tags FROM system_schema_mcs.tags${where}`)).toMatch(/^! 2200 /);
    expect(
      await rows("SELECT tags FROM system_schema_mcs.tags WHERE keyspace_name = 'ks' AND resource_type = 'keyspace'"),
    ).toEqual(["{'a': 'b'}"]);
  });

  it.each(['system_schema_mcs.autoscaling', 'system_multiregion_info.autoscaling', 'system_multiregion_info.tables'])(
    '%s needs both names',
    async (table) => {
      for (const where of ['', " WHERE keyspace_name = 'ks'"])
        expect(await line(`SELECT * FROM ${table}${where}`)).toMatch(/^! 2200 /);
      expect(await line(`SELECT * FROM ${table} WHERE keyspace_name = 'ks' AND table_name = 't'`)).not.toMatch(/^!/);
    },
  );

  it('types: depth, status, who refers to them', async () => {
    expect(
      await rows(
        "SELECT max_nesting_depth, status, direct_referring_tables, direct_parent_types FROM system_schema_mcs.types WHERE keyspace_name = 'ks' AND type_name = 'u'",
      ),
    ).toEqual([expect.stringMatching(/^\d+ \| 'ACTIVE' \| (null|\[\]|\{\}) \| (null|\[\]|\{\})$/)]);
  });
});

describe('data-plane 3.5: partitioner', () => {
  it('is shown by system.local, and changed by UPDATE to one of the three', async () => {
    expect(await line("UPDATE system.local SET partitioner = 'nonsense' WHERE key = 'local'")).toMatch(/^! 2200 /);
    expect(await rows('SELECT partitioner FROM system.local')).toEqual([
      "'org.apache.cassandra.dht.Murmur3Partitioner'",
    ]);
  });
});
