import { describe, expect, it } from 'vitest';
import { prepareStatement } from '../../../../src/core/engine/cql/analysis/prepare.js';
import { parseStatement } from '../../../../src/core/engine/cql/syntax/parser/statement.js';
import { CqlError } from '../../../../src/core/engine/cql-error.js';
import { type Compat, cassandraCompat, keyspacesCompat } from '../../../../src/core/engine/limits.js';
import { caller, openStand, type Stand } from './stand.js';

/** Runs a DDL text as a session would, then lets what it began end. */
async function run(stand: Stand, text: string, compat: Compat = keyspacesCompat): Promise<string> {
  const { plan } = prepareStatement({ catalog: stand.catalog, keyspace: 'ks', compat }, parseStatement(text));
  if (plan.kind !== 'ddl') throw new Error(`${text} is no DDL`);
  const outcome = await stand.control.ddl(plan, { ...caller(), rawQuery: text });
  stand.settle();
  return outcome;
}

describe('DDL texts', () => {
  it('become what GetTable shows', async () => {
    const stand = openStand();
    const texts = [
      "CREATE KEYSPACE ks WITH REPLICATION = {'class': 'SingleRegionStrategy'} AND TAGS = {'team': 'blue'}",
      'CREATE TYPE "Addr" (street text, zip int)',
      `CREATE TABLE t (a int, b timeuuid, s text STATIC, v map<text, frozen<"Addr">>, PRIMARY KEY (a, b))
         WITH CLUSTERING ORDER BY (b DESC) AND comment = 'x' AND default_time_to_live = 60 AND cdc = TRUE
         AND CUSTOM_PROPERTIES = {'capacity_mode': {'throughput_mode': 'PROVISIONED', 'read_capacity_units': 5, 'write_capacity_units': 6},
           'point_in_time_recovery': {'status': 'enabled'}, 'cdc_specification': {'view_type': 'KEYS_ONLY'}}
         AND TAGS = {'k': 'v'}`,
      'ALTER TABLE t ADD (w set<int>, s2 int STATIC)',
      "ALTER TABLE t WITH CUSTOM_PROPERTIES = {'point_in_time_recovery': {'status': 'disabled'}}",
      "ALTER TABLE t WITH gc_grace_seconds = 5 AND comment = 'y'",
      "ALTER TABLE t ADD TAGS {'l': 'w'}",
      "ALTER TABLE t DROP TAGS {'k': 'v'}",
    ];
    for (const text of texts) expect(await run(stand, text)).toBe('changed');
    expect(await run(stand, 'CREATE TABLE IF NOT EXISTS t (a int PRIMARY KEY)')).toBe('unchanged');
    expect(await stand.call('GetTable', { keyspaceName: 'ks', tableName: 't' })).toMatchObject({
      schemaDefinition: {
        allColumns: [
          { name: 'a', type: 'int' },
          { name: 'b', type: 'timeuuid' },
          { name: 's', type: 'text' },
          { name: 's2', type: 'int' },
          { name: 'v', type: 'map<text, frozen<"Addr">>' },
          { name: 'w', type: 'set<int>' },
        ],
        clusteringKeys: [{ name: 'b', orderBy: 'DESC' }],
        staticColumns: [{ name: 's' }, { name: 's2' }],
      },
      capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 5, writeCapacityUnits: 6 },
      pointInTimeRecovery: { status: 'DISABLED' },
      defaultTimeToLive: 60,
      comment: { message: 'y' },
      cdcSpecification: { status: 'ENABLED', viewType: 'KEYS_ONLY' },
    });
    expect(stand.catalog.tableRecord('ks', 't')?.tags).toEqual({ l: 'w' });
    expect(stand.audited.map((record) => record.eventName)).toContain('CreateUdt');
    expect(stand.audited[0]?.rawQuery).toBe(texts[0]);
    expect(await run(stand, 'DROP TABLE t')).toBe('changed');
    expect(await run(stand, 'DROP TYPE "Addr"')).toBe('changed');
    expect(await run(stand, 'DROP KEYSPACE IF EXISTS ks')).toBe('changed');
    expect(await run(stand, 'DROP KEYSPACE IF EXISTS ks')).toBe('unchanged');
  });

  it('reach the lenient operations in the lenient mode', async () => {
    const stand = openStand({ compat: cassandraCompat });
    const texts = [
      "CREATE KEYSPACE ks WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3} AND durable_writes = false",
      "ALTER KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
      'CREATE TYPE u (a int)',
      'CREATE TABLE t (a int PRIMARY KEY, b int, c frozen<u>)',
      'ALTER TYPE u ADD b text',
      'ALTER TYPE u RENAME a TO z',
      'ALTER TABLE t DROP b',
      'ALTER TABLE t RENAME a TO key',
      'TRUNCATE t',
    ];
    for (const text of texts) expect(await run(stand, text, cassandraCompat)).toBe('changed');
    expect(stand.catalog.keyspace('ks')).toMatchObject({
      replication: { class: 'org.apache.cassandra.locator.SimpleStrategy', replication_factor: '1' },
      durableWrites: false,
    });
    const schema = stand.catalog.table('ks', 't')?.schema;
    expect(schema?.columns.map((column) => column.name)).toEqual(['key', 'c']);
    expect(schema?.byName.get('c')?.type).toMatchObject({ fieldNames: ['z', 'b'] });
    await expect(run(stand, 'DROP TABLE nope', cassandraCompat)).rejects.toThrow(CqlError);
  });
});
