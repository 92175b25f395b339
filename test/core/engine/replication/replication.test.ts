// Rows of tables in several Regions: they come to the other Regions late, and in the end all Regions are the same.

import { afterEach, describe, expect, it } from 'vitest';
import { RegionsStand } from './regions-stand.js';

const regions = ['us-east-1', 'eu-west-1'];
const [east, west] = regions as [string, string];
let stand: RegionsStand;
afterEach(() => stand.engine.close());

async function withTable(definition = 'id int PRIMARY KEY, v text', more = '') {
  stand = await RegionsStand.open({ regions });
  await stand.createKeyspace('shop', regions);
  await stand.ddl(`CREATE TABLE shop.orders (${definition}) ${more}`);
}

describe('a write', () => {
  it('is read at once in its own Region and after a moment in the other', async () => {
    await withTable();
    await stand.query(east, "INSERT INTO shop.orders (id, v) VALUES (1, 'a')");
    expect([await stand.count(east, 'shop.orders'), await stand.count(west, 'shop.orders')]).toEqual([1, 0]);
    await stand.pass(200);
    expect(await stand.count(west, 'shop.orders')).toBe(1);
    expect(await stand.rows(west, 'SELECT v, writetime(v) FROM shop.orders')).toBe(
      await stand.rows(east, 'SELECT v, writetime(v) FROM shop.orders'),
    );
  });

  it('comes at the next look whatever its size', async () => {
    await withTable('id int PRIMARY KEY, v blob');
    // more than a piece, and within the units of a second
    const blob = `0x${'00'.repeat(10_000)}`;
    for (let id = 0; id < 300; id++) await stand.query(east, `INSERT INTO shop.orders (id, v) VALUES (${id}, ${blob})`);
    await stand.pass(100);
    expect(stand.engine.replication().find(({ to }) => to === west)).toMatchObject({ changes: 0 });
  });

  it('comes so much later as the Region lags, and tells it in ReplicationLatency of the Region that was written', async () => {
    await withTable();
    await stand.engine.chaos.add({ kind: 'lag', region: west, milliseconds: 5000 });
    await stand.query(east, "INSERT INTO shop.orders (id, v) VALUES (1, 'a')");
    await stand.query(west, "INSERT INTO shop.orders (id, v) VALUES (2, 'b')");
    await stand.pass(4000);
    expect([await stand.count(east, 'shop.orders'), await stand.count(west, 'shop.orders')]).toEqual([2, 1]);
    const [way] = stand.engine.replication().filter(({ to }) => to === west);
    expect(way).toMatchObject({ from: east, changes: 1, lagMs: 5000 });
    expect(way?.oldestMs).toBeGreaterThanOrEqual(4000);
    await stand.pass(1500);
    expect(await stand.count(west, 'shop.orders')).toBe(2);
    await stand.pass(2000);
    const latency = async (region: string, ReceivingRegion: string) => {
      const answer = await stand.engine.cloudWatch.call(
        'GetMetricStatistics',
        {
          Namespace: 'AWS/Cassandra',
          MetricName: 'ReplicationLatency',
          Dimensions: Object.entries({ TableName: 'orders', ReceivingRegion }).map(([Name, Value]) => ({
            Name,
            Value,
          })),
          StartTime: stand.clock.wallMs() / 1000 - 600,
          EndTime: stand.clock.wallMs() / 1000 + 60,
          Period: 3600,
          Statistics: ['Maximum', 'SampleCount'],
        },
        region,
      );
      return answer.Datapoints as { Maximum: number; SampleCount: number }[];
    };
    const [toWest] = await latency(east, west);
    expect(toWest?.SampleCount).toBe(1);
    expect(toWest?.Maximum).toBeGreaterThanOrEqual(5000);
    expect(toWest?.Maximum).toBeLessThan(5500);
    const [toEast] = await latency(west, east);
    expect(toEast?.Maximum).toBeLessThan(500);
    expect(await latency(west, west)).toEqual([]);
  });

  it('waits while its Region fails or hears nothing, survives a restart, and comes after', async () => {
    await withTable();
    for (const [id, kind] of ['fail-region', 'fail-replication'].entries()) {
      const rule = await stand.engine.chaos.add({ kind, region: west });
      await stand.query(east, `INSERT INTO shop.orders (id, v) VALUES (${id}, 'a')`);
      await stand.pass(60_000);
      await stand.restart();
      await stand.pass(1000);
      expect(stand.engine.replication().find(({ to }) => to === west)).toMatchObject({ changes: 1 });
      expect(stand.engine.replication().find(({ to }) => to === west)?.lagMs).toBeUndefined();
      await stand.engine.chaos.clear(rule.id);
      await stand.pass(500);
      expect(await stand.count(west, 'shop.orders')).toBe(id + 1);
    }
  });

  it('is not sent anywhere from a table in one Region', async () => {
    await withTable();
    await stand.query(east, "CREATE KEYSPACE alone WITH REPLICATION = {'class': 'SingleRegionStrategy'}");
    await stand.pass(3000);
    await stand.ddl('CREATE TABLE alone.t (id int PRIMARY KEY)');
    await stand.query(east, 'INSERT INTO alone.t (id) VALUES (1)');
    expect(stand.engine.replication().map(({ keyspace }) => keyspace)).toEqual(['shop', 'shop']);
    expect(stand.engine.replication().every(({ changes }) => changes === 0)).toBe(true);
  });

  it('is dropped with its table', async () => {
    await withTable();
    await stand.engine.chaos.add({ kind: 'fail-replication', region: west });
    await stand.query(east, "INSERT INTO shop.orders (id, v) VALUES (1, 'a')");
    await stand.ddl('DROP TABLE shop.orders');
    await stand.engine.chaos.clear();
    await stand.ddl('CREATE TABLE shop.orders (id int PRIMARY KEY, v text)');
    await stand.pass(1000);
    expect(await stand.count(west, 'shop.orders')).toBe(0);
    expect(stand.engine.replication().map(({ changes }) => changes)).toEqual([0, 0]);
  });
});

describe('two writes at once', () => {
  it('the later one wins in both Regions; of two with one timestamp the greater value', async () => {
    await withTable();
    const now = BigInt(stand.clock.wallMs()) * 1000n;
    await stand.query(east, "INSERT INTO shop.orders (id, v) VALUES (1, 'east')", now + 1n);
    await stand.query(west, "INSERT INTO shop.orders (id, v) VALUES (1, 'west')", now);
    await stand.query(east, "INSERT INTO shop.orders (id, v) VALUES (2, 'east')", now);
    await stand.query(west, "INSERT INTO shop.orders (id, v) VALUES (2, 'west')", now);
    await stand.drained();
    const all = 'SELECT id, v, writetime(v) FROM shop.orders';
    expect(await stand.rows(west, all)).toBe(await stand.rows(east, all));
    const text = Buffer.from((await stand.rows(east, 'SELECT v FROM shop.orders')).slice(2), 'hex').toString('latin1');
    expect(text).toContain('east');
    expect(text).toContain('west');
  });

  it('counters add up what both Regions counted', async () => {
    await withTable('id int PRIMARY KEY, n counter');
    await stand.engine.chaos.add({ kind: 'lag', region: west, milliseconds: 3000 });
    for (let i = 0; i < 5; i++) {
      await stand.query(east, 'UPDATE shop.orders SET n = n + 10 WHERE id = 1');
      await stand.query(west, 'UPDATE shop.orders SET n = n - 1 WHERE id = 1');
    }
    await stand.drained();
    for (const region of regions)
      expect(await stand.rows(region, 'SELECT n FROM shop.orders WHERE id = 1')).toBe('1:00000008000000000000002d');
  });

  it('an older write that comes late does not undo a deletion', async () => {
    await withTable('p int, c int, v text, PRIMARY KEY (p, c)');
    await stand.query(east, "INSERT INTO shop.orders (p, c, v) VALUES (1, 1, 'a')");
    await stand.pass(1000);
    await stand.engine.chaos.add({ kind: 'lag', region: east, milliseconds: 9000 });
    await stand.query(west, "UPDATE shop.orders SET v = 'old' WHERE p = 1 AND c = 1");
    await stand.pass(1000);
    await stand.query(east, 'DELETE FROM shop.orders WHERE p = 1');
    await stand.drained();
    expect([await stand.count(east, 'shop.orders'), await stand.count(west, 'shop.orders')]).toEqual([0, 0]);
  });
});

describe('units', () => {
  it('a replicated write takes write units of the receiving table too, and waits while there are none (facts 4.6)', async () => {
    const provisioned = { throughput_mode: 'PROVISIONED', read_capacity_units: 1000, write_capacity_units: 1 };
    const properties = JSON.stringify({ capacity_mode: provisioned }).replaceAll('"', "'");
    await withTable('id int PRIMARY KEY, v text', `WITH CUSTOM_PROPERTIES = ${properties}`);
    let written = 0;
    // buckets fill from their first use on
    for (const region of regions) await stand.tried(region, 'INSERT INTO shop.orders (id) VALUES (-1)');
    await stand.pass(30_000);
    for (let id = 0; id < 400; id++) {
      if (await stand.tried(east, `INSERT INTO shop.orders (id, v) VALUES (${id}, 'a')`)) written++;
      await stand.tried(west, `INSERT INTO shop.orders (id, v) VALUES (${id + 1000}, 'a')`);
    }
    expect(written).toBeLessThan(400);
    await stand.pass(2000);
    const way = () => stand.engine.replication().find(({ to }) => to === west)?.changes ?? 0;
    // the receiving table has used up its own units
    expect(way()).toBeGreaterThan(written / 2);
    await stand.drained();
    expect(await stand.count(west, 'shop.orders')).toBe(await stand.count(east, 'shop.orders'));
  });
});
