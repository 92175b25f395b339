// A whole engine under a clock that is moved: states, expiry and metrics follow, and two runs under one seed are the same.

import { expect, it } from 'vitest';
import { openEngine } from '../../../../src/core/engine/index.js';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import { seededRandom } from '../../../../src/core/lib/seeded-random.js';
import { FakeClock } from '../../../support/fake-clock.js';

const caller = { region: 'us-east-1', accountId: '1', principal: 'arn:x', userAgent: '', sourceAddress: '' };
const options = { consistency: 6 as const };
const minute = 60_000;

async function openWithTable(seed = 1) {
  const machine = new FakeClock(Date.UTC(2026, 0, 1));
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const engine = await openEngine({ dataDir: '', kv: memoryKv(), clock: machine, random: seededRandom(seed), log });
  const session = engine.sessions.open({ region: 'us-east-1', user: 'u' });
  const ddl = async (text: string) => {
    await session.query(text, options);
    await engine.clock.change({ kind: 'advance', milliseconds: minute });
  };
  await ddl("CREATE KEYSPACE ks WITH REPLICATION = {'class': 'SingleRegionStrategy'}");
  const properties = "CUSTOM_PROPERTIES = {'ttl': {'status': 'enabled'}} AND cdc = true";
  await ddl(`CREATE TABLE ks.t (id int PRIMARY KEY, v text) WITH ${properties}`);
  return { engine, session, machine };
}

it('a day passes at once: tables become ACTIVE, rows expire, figures lie in their minutes', async () => {
  const { engine, session, machine } = await openWithTable();
  const table = await engine.control.call('GetTable', { keyspaceName: 'ks', tableName: 't' }, caller);
  expect(table.status).toBe('ACTIVE');
  const write = (id: number) => session.query(`INSERT INTO ks.t (id, v) VALUES (${id}, 'x') USING TTL 3600`, options);
  const count = async () => {
    const outcome = await session.query('SELECT id FROM ks.t', options);
    return outcome.kind === 'rows' ? outcome.rowCount : -1;
  };
  const from = engine.clock.wallMs();
  for (let id = 0; id < 24; id++) {
    await write(id);
    expect(await count()).toBe(1);
    // half a second of the machine's, in which the figures are written down
    machine.advance(500);
    await engine.clock.change({ kind: 'advance', milliseconds: 3600_000 });
  }
  const answer = await engine.cloudWatch.call('GetMetricStatistics', {
    Namespace: 'AWS/Cassandra',
    MetricName: 'ConsumedWriteCapacityUnits',
    Dimensions: [
      { Name: 'Keyspace', Value: 'ks' },
      { Name: 'TableName', Value: 't' },
    ],
    StartTime: Math.floor(from / 3600_000) * 3600,
    EndTime: engine.clock.wallMs() / 1000,
    Period: 3600,
    Statistics: ['Sum'],
  });
  await engine.close();
  expect(sums(answer)).toEqual(Array.from({ length: 24 }, () => 1));
});

const sums = (answer: Record<string, unknown>) => (answer.Datapoints as { Sum: number }[]).map(({ Sum }) => Sum);

it('two runs under one seed are the same to the byte, a third under another is not', async () => {
  const run = async (seed: number) => {
    const { engine, session } = await openWithTable(seed);
    await engine.clock.change({ kind: 'stop' });
    await engine.chaos.setSeed(seed);
    await engine.chaos.add({ kind: 'throttle', direction: 'write', share: 0.5 });
    const seen: unknown[] = [];
    for (let id = 0; id < 20; id++) {
      const text = `INSERT INTO ks.t (id, v) VALUES (${id}, 'x') USING TTL 60`;
      try {
        await session.query(text, options);
        seen.push('written');
      } catch (error) {
        seen.push(String(error));
      }
      await engine.clock.change({ kind: 'advance', milliseconds: 1000 });
    }
    const { streams } = await engine.streams.call('ListStreams', {}, caller);
    const { streamArn } = (streams as { streamArn: string }[])[0]!;
    const { shards } = await engine.streams.call('GetStream', { streamArn }, caller);
    for (const { shardId } of shards as { shardId: string }[]) {
      const input = { streamArn, shardId, shardIteratorType: 'TRIM_HORIZON' };
      const { shardIterator } = await engine.streams.call('GetShardIterator', input, caller);
      seen.push(await engine.streams.call('GetRecords', { shardIterator }, caller));
    }
    const table = await engine.control.call('GetTable', { keyspaceName: 'ks', tableName: 't' }, caller);
    await engine.close();
    return JSON.stringify([seen, table]);
  };
  expect(await run(5)).toBe(await run(5));
  expect(await run(6)).not.toBe(await run(5));
});
