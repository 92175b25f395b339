// Streams as an SDK asks for them over HTTP, the engine's switches for callers on this machine, and connections that are
// closed on purpose.

import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { type Engine, openEngine } from '../../../../src/core/engine/index.js';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import type { Listening } from '../../../../src/core/engine/server/listen.js';
import { FakeClock } from '../../../support/fake-clock.js';
import { realRandom, recordingLog } from './ports.js';

const log = recordingLog();
const machine = new FakeClock(Date.UTC(2026, 0, 1));
let engine: Engine;
let ports: Listening;
let url: string;

beforeAll(async () => {
  engine = await openEngine({ dataDir: '', kv: memoryKv(), clock: machine, random: realRandom, log });
  ports = await engine.listen({ host: '127.0.0.1', cqlPort: 0, httpPort: 0 });
  url = `http://127.0.0.1:${ports.httpPort}`;
  const session = engine.sessions.open({ region: 'us-east-1', user: 'u' });
  for (const text of [
    "CREATE KEYSPACE ks WITH REPLICATION = {'class': 'SingleRegionStrategy'}",
    'CREATE TABLE ks.t (id int PRIMARY KEY, b blob) WITH cdc = true',
    'INSERT INTO ks.t (id, b) VALUES (1, 0x01)',
  ]) {
    await session.query(text, { consistency: 6 });
    machine.advance(60_000);
  }
});

afterAll(async () => {
  await engine.close();
  expect(log.errors).toEqual([]);
});

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly body: Record<string, never>;
}

async function ask(path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(`${url}${path}`, init);
  const body = (await response.json()) as Record<string, never>;
  return { status: response.status, type: response.headers.get('content-type'), body };
}
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(path, { method: 'POST', body: JSON.stringify(body), headers });
const streams = (operation: string, body: unknown) =>
  post('/', body, {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `KeyspacesStreams.${operation}`,
  });

describe('KeyspacesStreams in AWS JSON 1.0', () => {
  it('is read from stream to record', async () => {
    const { body: listed } = await streams('ListStreams', { keyspaceName: 'ks' });
    const [{ streamArn }] = listed.streams as unknown as [{ streamArn: string }];
    const { body: stream } = await streams('GetStream', { streamArn });
    const records: unknown[] = [];
    for (const { shardId } of stream.shards as unknown as { shardId: string }[]) {
      const input = { streamArn, shardId, shardIteratorType: 'TRIM_HORIZON' };
      const { body: got } = await streams('GetShardIterator', input);
      const answer = await streams('GetRecords', { shardIterator: got.shardIterator });
      expect([answer.status, answer.type]).toEqual([200, 'application/x-amz-json-1.0']);
      records.push(...(answer.body.changeRecords as unknown as unknown[]));
    }
    expect(records).toMatchObject([
      {
        eventVersion: '1.0',
        createdAt: expect.any(Number),
        origin: 'USER',
        partitionKeys: { id: { intT: '1' } },
        newImage: { valueCells: { b: { value: { blobT: 'AQ==' } } } },
      },
    ]);
  });

  it('tells what is wrong by type and errorCode', async () => {
    expect(await streams('GetRecords', { shardIterator: 'x' })).toMatchObject({
      status: 400,
      body: { __type: 'com.amazonaws.keyspacesstreams#ValidationException', errorCode: 'InvalidFormat' },
    });
    expect(await streams('DeleteStream', {})).toMatchObject({ status: 404 });
  });
});

describe('/_ks/clock', () => {
  it('shows and moves the clock that the whole engine goes by', async () => {
    const before = (await ask('/_ks/clock', {})).body as unknown as { now: string };
    const moved = await post('/_ks/clock', { kind: 'advance', milliseconds: 86_400_000 });
    expect(moved).toMatchObject({ status: 200, body: { offsetMs: 86_400_000, stopped: false, factor: 1 } });
    expect(engine.clock.wallMs()).toBe(Date.parse(before.now) + 86_400_000);
    await post('/_ks/clock', { kind: 'set', at: '2027-01-01T00:00:00Z' });
    expect(new Date(engine.clock.wallMs()).getUTCFullYear()).toBe(2027);
    for (const change of [{ kind: 'scale', factor: 2 }, { kind: 'stop' }, { kind: 'resume' }]) {
      expect((await post('/_ks/clock', change)).status).toBe(200);
    }
    expect(await post('/_ks/clock', { kind: 'reset' })).toMatchObject({ body: { offsetMs: 0, factor: 1 } });
  });
});

describe('/_ks/chaos', () => {
  it('adds, lists and clears rules', async () => {
    const rule = { kind: 'throttle', keyspace: 'ks', share: 0.5 };
    const { body: added } = await post('/_ks/chaos', rule);
    expect(added).toMatchObject(rule);
    expect((await ask('/_ks/chaos', {})).body).toEqual({ rules: [added] });
    expect((await post('/_ks/chaos', { kind: 'seed', seed: 3 })).body).toMatchObject({ seed: 3 });
    expect((await ask(`/_ks/chaos?id=${added.id}`, { method: 'DELETE' })).body).toEqual({ rules: [], seed: 3 });
  });

  it('adds rules that end, and takes back what failed', async () => {
    const { body: added } = await post('/_ks/chaos', { kind: 'fail-zone', zone: 'B', durationMs: 60_000 });
    const endsAt = new Date(engine.clock.wallMs() + 60_000).toISOString();
    expect(added).toMatchObject({ kind: 'fail-zone', zone: 'us-east-1b', endsAt });
    const recovered = await post('/_ks/chaos', { kind: 'recover', what: 'zone', zone: 'b' });
    expect(recovered).toMatchObject({ status: 200, body: { rules: [] } });
  });

  it('lets no service of a Region answer while it fails, but these switches', async () => {
    await post('/_ks/chaos', { kind: 'fail-region', region: 'us-east-1' });
    const ask = (target: string, body: unknown) =>
      post('/', body, { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target });
    for (const target of [
      'KeyspacesService.ListKeyspaces',
      'KeyspacesStreams.ListStreams',
      'GraniteServiceVersion20100801.ListMetrics',
      'CloudTrail_20131101.LookupEvents',
      'AnyScaleFrontendService.DescribeScalableTargets',
    ])
      expect([target, (await ask(target, {})).status]).toEqual([target, 503]);
    await post('/_ks/chaos', { kind: 'recover', what: 'region', region: 'us-east-1' });
    expect((await ask('KeyspacesService.ListKeyspaces', {})).status).toBe(200);
  });

  const options = Buffer.from('040000010500000000', 'hex');
  const client = async (): Promise<{ socket: Socket; closed: Promise<void>; answered: Promise<void> }> => {
    const socket = connect(ports.cqlPort, '127.0.0.1');
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const answered = new Promise<void>((resolve) => socket.once('data', () => resolve()));
    socket.on('error', () => undefined);
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
    socket.write(options);
    return { socket, closed, answered };
  };

  it('closes connections now, and new ones are taken', async () => {
    const { closed, answered } = await client();
    await answered;
    await post('/_ks/chaos', { kind: 'drop-now' });
    await closed;
    const next = await client();
    await next.answered;
    next.socket.destroy();
  });

  it('closes a connection instead of answering, as long as the rule stands', async () => {
    await post('/_ks/chaos', { kind: 'drop' });
    const { closed, answered } = await client();
    await expect(Promise.race([closed.then(() => 'closed'), answered.then(() => 'answered')])).resolves.toBe('closed');
    await ask('/_ks/chaos', { method: 'DELETE' });
    const next = await client();
    await next.answered;
    next.socket.destroy();
  });
});

test.each<[string, string, unknown, Record<string, string>, number]>([
  ['POST', '/_ks/clock', { kind: 'fly' }, {}, 400],
  ['POST', '/_ks/clock', { kind: 'advance' }, {}, 400],
  ['POST', '/_ks/clock', { kind: 'advance', milliseconds: -1 }, {}, 400],
  ['POST', '/_ks/clock', { kind: 'set', at: 'noon' }, {}, 400],
  ['POST', '/_ks/clock', { kind: 'scale', factor: '2' }, {}, 400],
  ['POST', '/_ks/clock', [], {}, 400],
  ['PUT', '/_ks/clock', {}, {}, 405],
  ['PUT', '/_ks/chaos', {}, {}, 405],
  ['POST', '/_ks/chaos', { kind: 'fail-zone' }, {}, 400],
  ['POST', '/_ks/chaos', { kind: 'fail-zone', zone: 'a', durationMs: -1 }, {}, 400],
  ['POST', '/_ks/chaos', { kind: 'recover' }, {}, 400],
  ['POST', '/_ks/chaos', { kind: 'recover', what: 'zone', zone: 'a' }, {}, 400],
  ['POST', '/_ks/chaos', { kind: 'recover', what: 'throttle' }, {}, 400],
  ['POST', '/_ks/chaos', { kind: 'seed' }, {}, 400],
  ['POST', '/_ks/chaos', { kind: 'drop-now', share: 3 }, {}, 400],
  ['POST', '/_ks/clock', { kind: 'stop' }, { origin: 'https://example.com' }, 403],
  ['POST', '/_ks/chaos', { kind: 'drop' }, { origin: 'http://localhost' }, 403],
])('%s %s of %j with %j is answered with %i and changes nothing', async (method, path, body, headers, status) => {
  const before = [engine.clock.show().stopped, engine.chaos.list().rules];
  const answer = await ask(path, { method, body: JSON.stringify(body), headers });
  expect([answer.status, typeof answer.body.message]).toEqual([status, 'string']);
  expect([engine.clock.show().stopped, engine.chaos.list().rules]).toEqual(before);
});
