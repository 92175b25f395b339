// Bounds of sections 2.4, 2.6, 2.9 and 2.11 of the data-plane fact sheet, at each and one beyond, and what changes of
// definitions leave behind (2.3, 2.5, 3.4).

import { beforeEach, describe, expect, it } from 'vitest';
import { ScriptEngine } from '../cql/script-engine.js';
import { FactStand, hour } from './stand.js';

let stand: FactStand;
beforeEach(async () => {
  stand = await FactStand.open();
});
const many = (count: number, make: (at: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join();

describe('data-plane 2.4: user types', () => {
  it('nest eight deep', async () => {
    await stand.cql('CREATE TYPE ks.n1 (f int)');
    for (let i = 2; i <= 8; i++) await stand.cql(`CREATE TYPE ks.n${i} (f frozen<n${i - 1}>)`);
    expect(await stand.error('CREATE TYPE ks.n9 (f frozen<n8>)')).toMatch(/^2200 /);
  });

  it('have ten children and ten parents', async () => {
    for (let i = 0; i < 11; i++) await stand.cql(`CREATE TYPE ks.c${i} (f int)`);
    const parent = (name: string, count: number) =>
      stand.error(`CREATE TYPE ks.${name} (${many(count, (i) => `f${i} frozen<c${i}>`)})`);
    expect(await parent('ten', 10)).toBe('none');
    expect(await parent('eleven', 11)).toMatch(/^2200 /);
    for (let i = 0; i < 10; i++) expect(await stand.error(`CREATE TYPE ks.p${i} (f frozen<c10>)`)).toBe('none');
    expect(await stand.error('CREATE TYPE ks.p10 (f frozen<c10>)')).toMatch(/^2200 /);
  });

  it('have a definition of 25 KB, names of 48 and fields of 128 characters', async () => {
    const fields = (count: number) => many(count, (i) => `${'f'.repeat(95)}${String(i).padStart(3, '0')} text`);
    expect(await stand.error(`CREATE TYPE ks.big (${fields(250)})`)).toBe('none');
    expect(await stand.error(`CREATE TYPE ks.bigger (${fields(260)})`)).toMatch(/^2200 /);
    expect(await stand.error(`CREATE TYPE ks.${'n'.repeat(48)} (f int)`)).toBe('none');
    expect(await stand.error(`CREATE TYPE ks.${'m'.repeat(49)} (f int)`)).toMatch(/^2200 /);
    expect(await stand.error(`CREATE TYPE ks.a (${'f'.repeat(128)} int)`)).toBe('none');
    expect(await stand.error(`CREATE TYPE ks.b (${'f'.repeat(129)} int)`)).toMatch(/^2200 /);
  });
});

describe('data-plane 2.9: range deletes', () => {
  it.each([
    [1000, 'none'],
    [1001, '2200 Range delete requests are limited by the amount of items that can be deleted in a single range.'],
  ])('of %d rows', async (count, answer) => {
    await stand.cql('CREATE TABLE ks.t (k int, c int, PRIMARY KEY (k, c))');
    for (let c = 0; c < count; c++) {
      stand.clock.advance(10);
      await stand.cql(`INSERT INTO ks.t (k, c) VALUES (1, ${c})`);
    }
    expect(await stand.error('DELETE FROM ks.t WHERE k = 1')).toBe(answer);
  });
});

describe('data-plane 2.11: the size of a logged batch', () => {
  const kilobyte = 1024;
  beforeEach(() => stand.cql('CREATE TABLE ks.t (k int PRIMARY KEY, v blob)'));
  const literal = (bytes: number) => `0x${'00'.repeat(bytes)}`;
  const batch = async (sizes: readonly number[], condition = '') => {
    // a partition takes 1,000 units a second
    stand.clock.advance(hour);
    const inserts = sizes.map((size, k) => `INSERT INTO ks.t (k, v) VALUES (${k}, ${literal(size)})${condition};`);
    return stand.error(`BEGIN BATCH ${inserts.join(' ')} APPLY BATCH`);
  };
  const quarters = (last: number) => [...Array.from({ length: 7 }, () => 512 * kilobyte), 512 * kilobyte + last];

  it('is at most 4 MB, literals counted too', async () => {
    expect(await batch(quarters(0))).toBe('none');
    expect(await batch(quarters(1))).toMatch(/^2200 /);
  });

  it('counts what each statement writes once, whatever the batch binds', async () => {
    const value = Buffer.alloc(50 * kilobyte);
    const inserts = Array.from({ length: 20 }, (_, k) => `INSERT INTO ks.t (k, v) VALUES (${k}, ?);`).join(' ');
    expect(
      await stand.error(
        `BEGIN BATCH ${inserts} APPLY BATCH`,
        Array.from({ length: 20 }, () => value),
      ),
    ).toBe('none');
  });
});

describe('data-plane 2.3 to 2.5: what a statement cannot set is refused, not passed over', () => {
  it.each([
    ["ALTER TABLE ks.t WITH TAGS = {'a': 'b'}", "2000 Unknown property 'tags'"],
    [
      "CREATE KEYSPACE k WITH REPLICATION = {'class': 'SingleRegionStrategy'} AND CLIENT_SIDE_TIMESTAMPS = {'status': 'ENABLED'}",
      "2000 Unknown property 'client_side_timestamps'",
    ],
    [
      "RESTORE TABLE ks.r FROM TABLE ks.t WITH CUSTOM_PROPERTIES = {'ttl': {'status': 'enabled'}}",
      "2200 Custom property 'ttl' cannot be set by RESTORE TABLE",
    ],
    [
      "ALTER TABLE ks.t WITH AUTOSCALING_SETTINGS = {'provisioned_read_capacity_autoscaling_update': {'autoscaling_disabled': 'maybe'}}",
      "2200 Invalid boolean value maybe for 'autoscaling_disabled'",
    ],
  ])('%s', async (statement, answer) => {
    await stand.table('t', { pointInTimeRecovery: { status: 'ENABLED' } });
    expect(await stand.error(statement)).toBe(answer);
  });

  it('both maps may tell of other Regions: their capacity and how it scales', async () => {
    const strategy = "{'class': 'NetworkTopologyStrategy', 'us-east-1': '3', 'eu-west-1': '3'}";
    await stand.cql(`CREATE KEYSPACE two WITH REPLICATION = ${strategy}`);
    const policy =
      "{'minimum_units': 2, 'maximum_units': 9, 'scaling_policy': {'target_tracking_scaling_policy_configuration': {'target_value': 50}}}";
    await stand.cql(
      "CREATE TABLE two.t (k int PRIMARY KEY) WITH CUSTOM_PROPERTIES = {'capacity_mode': {'throughput_mode': 'PROVISIONED', " +
        "'read_capacity_units': 5, 'write_capacity_units': 5}, 'replica_updates': {'eu-west-1': {'read_capacity_units': 7}}} AND " +
        `AUTOSCALING_SETTINGS = {'provisioned_write_capacity_autoscaling_update': ${policy}, 'replica_updates': ` +
        `{'eu-west-1': {'provisioned_read_capacity_autoscaling_update': ${policy}}}}`,
    );
    const { replicaSpecifications } = await stand.call('GetTable', { keyspaceName: 'two', tableName: 't' });
    expect(replicaSpecifications).toContainEqual(
      expect.objectContaining({
        region: 'eu-west-1',
        capacitySpecification: expect.objectContaining({ readCapacityUnits: 7 }),
      }),
    );
    const scaling = await stand.call('GetTableAutoScalingSettings', { keyspaceName: 'two', tableName: 't' });
    expect(JSON.stringify(scaling.replicaSpecifications)).toContain('"maximumUnits":9');
  });
});

describe('data-plane 2.3: ALTER KEYSPACE', () => {
  it('reads back as the same replication does after CREATE KEYSPACE', async () => {
    const strategy = "{'class': 'NetworkTopologyStrategy', 'us-east-1': '3', 'eu-west-1': '3'}";
    await stand.cql(`CREATE KEYSPACE made WITH REPLICATION = ${strategy}`);
    await stand.cql("CREATE KEYSPACE changed WITH REPLICATION = {'class': 'SingleRegionStrategy'}");
    await stand.cql(
      `ALTER KEYSPACE changed WITH REPLICATION = ${strategy} AND CLIENT_SIDE_TIMESTAMPS = {'status': 'ENABLED'}`,
    );
    const replication = async (name: string): Promise<string> => {
      const text = `SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = '${name}'`;
      return Buffer.from((await stand.rows(text)).body).toString('latin1');
    };
    expect(await replication('changed')).toEqual(await replication('made'));
  });
});

describe('data-plane 3.4, 7 no. 20: tables_history', () => {
  it('has a row for each change of the table, with its settings then, for good', async () => {
    const engine = await ScriptEngine.open();
    for (const statement of [
      "CREATE KEYSPACE ks WITH REPLICATION = {'class': 'SingleRegionStrategy'}",
      'CREATE TABLE ks.t (k int PRIMARY KEY)',
      'ALTER TABLE ks.t ADD v int',
      "ALTER TABLE ks.t WITH CUSTOM_PROPERTIES = {'ttl': {'status': 'enabled'}}",
      'DROP TABLE ks.t',
      '@advance 8640000',
      'CREATE TABLE ks.t (k int PRIMARY KEY)',
    ])
      expect(await engine.line(statement)).not.toMatch(/^!/);
    const shown = await engine.line(
      "SELECT event, custom_properties FROM system_schema_mcs.tables_history WHERE keyspace_name = 'ks' AND table_name = 't'",
    );
    const told = shown.split('\n').slice(1);
    expect(told.map((row) => [row.split("'")[1], row.includes("'ttl'")])).toEqual([
      ['CREATED', false],
      ['UPDATED', false],
      ['UPDATED', true],
      ['DELETED', true],
      ['CREATED', false],
    ]);
  });
});
