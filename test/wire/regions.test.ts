// Two Regions behind one engine's servers, as their clients see them: the AWS SDK by the Region it signs for, the node
// driver at the port of each Region.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateKeyspaceCommand,
  CreateTableCommand,
  GetKeyspaceCommand,
  GetTableCommand,
  KeyspacesClient,
  UpdateKeyspaceCommand,
} from '@aws-sdk/client-keyspaces';
import cassandra from 'cassandra-driver';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../src/core/adapters/system/clock.js';
import { systemRandom } from '../../src/core/adapters/system/random.js';
import { type Engine, openEngine } from '../../src/core/engine/index.js';
import { recordingLog } from '../core/engine/server/ports.js';

const [east, west, south] = ['us-east-1', 'eu-west-1', 'ap-south-1'] as const;
const log = recordingLog();
const delays = { createKeyspace: 0, updateKeyspace: 0, createTable: 0 };
let dataDir: string;
let engine: Engine;
let endpoint: string;
const clients = new Map<string, cassandra.Client>();

const settings = (region: string) => ({
  endpoint,
  region,
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
});
const keyspaces = (region: string) => new KeyspacesClient(settings(region));
const cql = (region: string, text: string, values: unknown[] = []) =>
  clients.get(region)!.execute(text, values, { prepare: values.length > 0 });

/** Until `look` says so; the engine needs no more than a few turns of its own timers. */
async function until(look: () => Promise<boolean>): Promise<void> {
  for (;;) {
    if (await look()) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

const rowsOf = async (region: string) => {
  const { rows } = await cql(region, 'SELECT id, v, writetime(v) AS at FROM shop.orders');
  return rows.map((row) => `${row.get('id')} ${row.get('v')} ${row.get('at')}`);
};
const same = async (...regions: string[]) => {
  const all = await Promise.all(regions.map(rowsOf));
  return all.every((rows) => rows.join() === all[0]?.join());
};

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ks-regions-'));
  const regions = [east, west, south];
  engine = await openEngine({ dataDir, clock: systemClock(), random: systemRandom(), log, regions, delays });
  const listening = await engine.listen({ host: '127.0.0.1', cqlPort: 0, httpPort: 0 });
  endpoint = `http://127.0.0.1:${listening.httpPort}`;
  for (const { region, cqlPort } of listening.regions) {
    const client = new cassandra.Client({
      contactPoints: [`127.0.0.1:${cqlPort}`],
      localDataCenter: region,
      queryOptions: { consistency: cassandra.types.consistencies.localQuorum },
    });
    await client.connect();
    clients.set(region, client);
  }
});

afterAll(async () => {
  for (const client of clients.values()) await client.shutdown();
  await engine?.close();
  await rm(dataDir, { recursive: true, force: true });
  expect(log.errors).toEqual([]);
});

it('each Region is one data center to its driver, and knows no peer in another', async () => {
  for (const region of [east, west]) {
    expect((await cql(region, 'SELECT data_center FROM system.local')).rows[0]?.get('data_center')).toBe(region);
    expect((await cql(region, 'SELECT * FROM system.peers')).rowLength).toBe(0);
  }
});

it('keyspaces and tables made in one Region are there in the other, under ARNs of its own', async () => {
  const replicationSpecification = { replicationStrategy: 'MULTI_REGION' as const, regionList: [east, west] };
  await keyspaces(east).send(new CreateKeyspaceCommand({ keyspaceName: 'shop', replicationSpecification }));
  const schemaDefinition = {
    allColumns: [
      { name: 'id', type: 'int' },
      { name: 'v', type: 'text' },
    ],
    partitionKeys: [{ name: 'id' }],
  };
  await keyspaces(west).send(new CreateTableCommand({ keyspaceName: 'shop', tableName: 'orders', schemaDefinition }));
  const [here, there] = await Promise.all(
    [east, west].map((region) =>
      keyspaces(region).send(new GetTableCommand({ keyspaceName: 'shop', tableName: 'orders' })),
    ),
  );
  expect(there?.resourceArn).toBe(here?.resourceArn?.replace(east, west));
  expect(here?.replicaSpecifications).toMatchObject([
    { region: east, status: 'ACTIVE' },
    { region: west, status: 'ACTIVE' },
  ]);
  expect(here?.clientSideTimestamps?.status).toBe('ENABLED');
  await expect(keyspaces(south).send(new GetKeyspaceCommand({ keyspaceName: 'shop' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

it('rows written in both at once become the same in both, and the metric tells how long that took', async () => {
  const writes = Array.from({ length: 300 }, (_, i) => [
    cql(east, 'INSERT INTO shop.orders (id, v) VALUES (?, ?)', [i % 100, `east ${i}`]),
    cql(west, 'INSERT INTO shop.orders (id, v) VALUES (?, ?)', [i % 100, `west ${i}`]),
  ]).flat();
  await Promise.all(writes);
  await until(() => same(east, west));
  expect(await rowsOf(west)).toHaveLength(100);
  const client = new CloudWatchClient(settings(east));
  const nowMs = engine.clock.wallMs();
  await until(async () => {
    const { Datapoints = [] } = await client.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/Cassandra',
        MetricName: 'ReplicationLatency',
        Dimensions: [
          { Name: 'TableName', Value: 'orders' },
          { Name: 'ReceivingRegion', Value: west },
        ],
        StartTime: new Date(nowMs - 600_000),
        EndTime: new Date(nowMs + 60_000),
        Period: 3600,
        Statistics: ['SampleCount', 'Average'],
      }),
    );
    return Datapoints.reduce((sum, { SampleCount = 0 }) => sum + SampleCount, 0) === 300;
  });
});

it('a Region that is added gets the rows while they are written', async () => {
  const regionList = [east, west, south];
  const replicationSpecification = { replicationStrategy: 'MULTI_REGION' as const, regionList };
  await keyspaces(west).send(new UpdateKeyspaceCommand({ keyspaceName: 'shop', replicationSpecification }));
  for (let i = 100; i < 200; i++) await cql(east, 'INSERT INTO shop.orders (id, v) VALUES (?, ?)', [i, `later ${i}`]);
  await until(async () => {
    const found = await keyspaces(east).send(new GetKeyspaceCommand({ keyspaceName: 'shop' }));
    return found.replicationGroupStatuses?.every(({ keyspaceStatus }) => keyspaceStatus === 'ACTIVE') === true;
  });
  await until(() => same(east, west, south));
  expect(await rowsOf(south)).toHaveLength(200);
  const { rows } = await cql(
    south,
    "SELECT region, status, tables_replication_progress FROM system_multiregion_info.keyspaces WHERE keyspace_name = 'shop'",
  );
  expect(rows.map((row) => [row.get('region'), row.get('status')])).toEqual(
    [...regionList].sort().map((region) => [region, 'Active']),
  );
});
