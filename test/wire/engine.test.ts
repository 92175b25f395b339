// The whole engine behind its server, through the node driver: schema, prepared statements, types, paging, events.

import cassandra from 'cassandra-driver';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../src/core/adapters/system/clock.js';
import { systemRandom } from '../../src/core/adapters/system/random.js';
import { type Engine, openEngine } from '../../src/core/engine/index.js';
import { memoryKv } from '../../src/core/engine/kv/memory.js';
import { recordingLog } from '../core/engine/server/ports.js';

const log = recordingLog();
let engine: Engine;
let client: cassandra.Client;

beforeAll(async () => {
  engine = await openEngine({
    dataDir: '',
    kv: memoryKv(),
    clock: systemClock(),
    random: systemRandom(),
    log,
    compat: 'cassandra',
  });
  const { cqlPort } = await engine.listen({ host: '127.0.0.1', cqlPort: 0, httpPort: 0 });
  client = new cassandra.Client({
    contactPoints: [`127.0.0.1:${cqlPort}`],
    localDataCenter: 'us-east-1',
    queryOptions: { consistency: cassandra.types.consistencies.localQuorum, prepare: true },
  });
  await client.connect();
  const ddl = (text: string) => client.execute(text, [], { prepare: false });
  await ddl("CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
  await ddl('CREATE TYPE shop.line (sku text, n int)');
  await ddl(
    'CREATE TABLE shop.orders (id int, at timestamp, lines list<frozen<line>>, d date, t time, si smallint, ' +
      'ti tinyint, m map<text, int>, PRIMARY KEY (id, at)) WITH CLUSTERING ORDER BY (at DESC)',
  );
});

afterAll(async () => {
  await client?.shutdown();
  await engine?.close();
  expect(log.errors).toEqual([]);
});

it('values of many types come back as they went', async () => {
  const values = {
    id: 1,
    at: new Date(0),
    lines: [{ sku: 'a', n: 2 }],
    d: cassandra.types.LocalDate.fromString('2020-01-02'),
    t: cassandra.types.LocalTime.fromString('10:11:12'),
    si: 3,
    ti: -4,
    m: { k: 5 },
  };
  const names = Object.keys(values);
  await client.execute(
    `INSERT INTO shop.orders (${names.join(', ')}) VALUES (${names.map((name) => `:${name}`).join(', ')})`,
    values,
  );
  const { rows } = await client.execute('SELECT * FROM shop.orders WHERE id = ?', [1]);
  expect({ ...rows[0] }).toEqual(values);
});

it('the driver reads table and type from the system tables', async () => {
  const table = await client.metadata.getTable('shop', 'orders');
  expect(table!.partitionKeys.map(({ name }) => name)).toEqual(['id']);
  expect(table!.clusteringKeys.map(({ name }) => name)).toEqual(['at']);
  expect(table!.clusteringOrder).toEqual(['DESC']);
  expect(table!.columns).toHaveLength(8);
  const type = await client.metadata.getUdt('shop', 'line');
  expect(type.fields.map(({ name }) => name)).toEqual(['sku', 'n']);
});

it('pages through what was written at once', async () => {
  const ids = Array.from({ length: 500 }, (_, id) => 1000 + id);
  await Promise.all(
    ids.map((id) => client.execute('INSERT INTO shop.orders (id, at) VALUES (?, ?)', [id, new Date(5)])),
  );
  const seen: number[] = [];
  let pageState: string | undefined;
  do {
    const page = await client.execute('SELECT id FROM shop.orders', [], {
      fetchSize: 70,
      ...(pageState === undefined ? {} : { pageState }),
    });
    for (const row of page.rows) if (row.id >= 1000) seen.push(row.id);
    pageState = page.pageState ?? undefined;
  } while (pageState !== undefined);
  expect(seen.sort((a, b) => a - b)).toEqual(ids);
});

it('a conditional update answers with the row, a batch with its promise', async () => {
  await client.execute('INSERT INTO shop.orders (id, at, si) VALUES (7, 0, 3)');
  const refused = await client.execute('UPDATE shop.orders SET si = ? WHERE id = 7 AND at = 0 IF si = ?', [9, 4]);
  expect(refused.wasApplied()).toBe(false);
  expect(refused.rows[0]!.si).toBe(3);
  await client.batch([{ query: 'DELETE FROM shop.orders WHERE id = ? AND at = ?', params: [7, new Date(0)] }]);
  expect((await client.execute('SELECT * FROM shop.orders WHERE id = 7')).rowLength).toBe(0);
});
