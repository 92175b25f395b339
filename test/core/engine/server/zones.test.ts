// Three Availability Zones as clients see them: addresses, system tables, events on the wire, and the Node driver that writes on
// while a zone is away.

import { connect, createServer } from 'node:net';
import { Client, policies, types } from 'cassandra-driver';
import { afterEach, describe, expect, it } from 'vitest';
import { type Engine, type EngineOptions, openEngine } from '../../../../src/core/engine/index.js';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import type { ListenOptions } from '../../../../src/core/engine/server/listen.js';
import { FakeClock } from '../../../support/fake-clock.js';
import { realRandom, recordingLog } from './ports.js';

const region = 'us-east-1';
const addresses = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];
const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

interface Stand {
  readonly engine: Engine;
  readonly clock: FakeClock;
  readonly port: number;
}

async function stand(
  options: Partial<ListenOptions> & Pick<EngineOptions, 'compat' | 'regions'> & { zones?: number; nodes?: number } = {},
): Promise<Stand> {
  const { zones = 3, nodes, compat, regions, ...ports } = options;
  const clock = new FakeClock();
  const log = recordingLog();
  const engine = await openEngine({
    dataDir: '',
    kv: memoryKv(),
    clock,
    random: realRandom,
    log,
    ...(compat && { compat }),
    ...(regions && { regions }),
  });
  cleanups.push(async () => {
    await engine.close();
    expect(log.errors).toEqual([]);
  });
  const session = engine.sessions.open({ region, user: 'u' });
  for (const text of [
    "CREATE KEYSPACE k WITH REPLICATION = {'class': 'SingleRegionStrategy'}",
    'CREATE TABLE k.t (id int PRIMARY KEY, v text)',
  ]) {
    await session.query(text, { consistency: 6 });
    clock.advance(60_000);
  }
  const topology = { zones, ...(nodes !== undefined && { nodes }) };
  const { cqlPort } = await engine.listen({ host: '127.0.0.1', cqlPort: 0, httpPort: 0, topology, ...ports });
  return { engine, clock, port: cqlPort };
}

function driver(port: number, contactPoints = addresses.slice(0, 1), { only = false } = {}): Client {
  const { loadBalancing, reconnection, retry } = policies;
  const all = new loadBalancing.RoundRobinPolicy();
  const client = new Client({
    contactPoints,
    localDataCenter: region,
    protocolOptions: { port },
    queryOptions: { consistency: types.consistencies.localQuorum, prepare: true, isIdempotent: true },
    policies: {
      reconnection: new reconnection.ConstantReconnectionPolicy(20),
      ...(only && {
        loadBalancing: new loadBalancing.AllowListPolicy(all, [`${contactPoints[0]}:${port}`]),
        retry: new retry.FallthroughRetryPolicy(),
      }),
    },
    pooling: { heartBeatInterval: 0 },
  });
  cleanups.push(() => client.shutdown());
  return client;
}

const isOpen = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
const openAddresses = async (port: number) => {
  const found: string[] = [];
  for (const host of addresses) if (await isOpen(host, port)) found.push(host);
  return found;
};

/** A connection in protocol v4 that has asked for events, and what it is sent. */
async function listener(host: string, port: number) {
  const socket = connect(port, host);
  cleanups.push(async () => socket.destroy());
  let bytes = Buffer.alloc(0);
  let wake: () => void = () => undefined;
  let isClosed = false;
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    wake();
  });
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) =>
    socket.once('close', () => {
      isClosed = true;
      wake();
      resolve();
    }),
  );
  /** Opcode and body of the next frame. */
  const frame = async () => {
    while (bytes.length < 9 || bytes.length < 9 + bytes.readInt32BE(5)) {
      if (isClosed) throw new Error('closed');
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const end = 9 + bytes.readInt32BE(5);
    const found = { opcode: bytes[4], stream: bytes.readInt16BE(2), body: bytes.subarray(9, end) };
    bytes = bytes.subarray(end);
    return found;
  };
  const string = (text: string) => Buffer.concat([Buffer.from([0, text.length]), Buffer.from(text)]);
  const send = (opcode: number, body: Buffer) => {
    const header = Buffer.from([4, 0, 0, 1, opcode, 0, 0, 0, body.length]);
    socket.write(Buffer.concat([header, body]));
  };
  send(1, Buffer.concat([Buffer.from([0, 1]), string('CQL_VERSION'), string('3.0.0')]));
  expect((await frame()).opcode).toBe(2);
  send(11, Buffer.concat([Buffer.from([0, 2]), string('TOPOLOGY_CHANGE'), string('STATUS_CHANGE')]));
  expect((await frame()).opcode).toBe(2);
  return {
    closed,
    async event() {
      const { opcode, stream, body } = await frame();
      expect([opcode, stream]).toEqual([12, -1]);
      const kindEnd = 2 + body.readUInt16BE(0);
      const changeEnd = kindEnd + 2 + body.readUInt16BE(kindEnd);
      const kind = body.toString('latin1', 2, kindEnd);
      const change = body.toString('latin1', kindEnd + 2, changeEnd);
      expect(body[changeEnd]).toBe(4);
      return [
        kind,
        change,
        [...body.subarray(changeEnd + 1, changeEnd + 5)].join('.'),
        body.readInt32BE(changeEnd + 5),
      ];
    },
  };
}

// 127.0.0.2 is an address of its own accord on Linux only
describe.runIf(process.platform === 'linux')('three zones', () => {
  it('are one address each, on one port; a zone that fails refuses, cuts what is open, and comes back', async () => {
    const { engine, port } = await stand();
    expect(await openAddresses(port)).toEqual(addresses);
    const cut = await listener('127.0.0.2', port);
    await engine.chaos.add({ kind: 'fail-zone', zone: 'B' });
    await cut.closed;
    expect(await openAddresses(port)).toEqual(['127.0.0.1', '127.0.0.3']);
    await engine.chaos.recover({ kind: 'fail-zone', zone: 'us-east-1b' });
    expect(await openAddresses(port)).toEqual(addresses);
  });

  it('tell the clients of the others by STATUS_CHANGE, and nobody of TOPOLOGY_CHANGE', async () => {
    const { engine, port } = await stand();
    const watcher = await listener('127.0.0.1', port);
    const { id } = await engine.chaos.add({ kind: 'fail-zone', zone: 'c' });
    expect(await watcher.event()).toEqual(['STATUS_CHANGE', 'DOWN', '127.0.0.3', port]);
    await engine.chaos.clear(id);
    expect(await watcher.event()).toEqual(['STATUS_CHANGE', 'UP', '127.0.0.3', port]);
  });

  it('nine nodes lie in them by turns, as a public endpoint has them (data-plane 3.2, control-plane 8.6)', async () => {
    const { engine, port } = await stand({ nodes: 9 });
    const client = driver(port);
    const { rows } = await client.execute('SELECT peer, rack FROM system.peers', [], { prepare: false });
    expect(rows.map(({ peer, rack }) => `${peer} ${rack}`).sort()).toEqual(
      Array.from({ length: 9 }, (_, at) => `127.0.0.${at + 1} us-east-1${'abc'[at % 3]}`),
    );
    expect(client.hosts.length).toBe(9);
    await engine.chaos.add({ kind: 'fail-zone', zone: 'a' });
    expect([await isOpen('127.0.0.4', port), await isOpen('127.0.0.5', port)]).toEqual([false, true]);
  });

  it('a zone fails for a while by the clock of the engine, or while the whole Region does', async () => {
    const { engine, clock, port } = await stand();
    const watcher = await listener('127.0.0.3', port);
    await engine.chaos.add({ kind: 'fail-zone', zone: 'a', durationMs: 600_000 });
    expect((await watcher.event()).slice(1, 3)).toEqual(['DOWN', '127.0.0.1']);
    clock.advance(599_000);
    expect(engine.chaos.list().rules).toHaveLength(1);
    clock.advance(2_000);
    expect((await watcher.event()).slice(1, 3)).toEqual(['UP', '127.0.0.1']);
    expect(engine.chaos.list().rules).toEqual([]);
    await engine.chaos.add({ kind: 'fail-region', region });
    await watcher.closed;
    expect(await openAddresses(port)).toEqual([]);
    await engine.chaos.recover({ kind: 'fail-region', region });
    expect(await openAddresses(port)).toEqual(addresses);
  });

  it('whose port another program took come back when it is free again', async () => {
    const { engine, clock, port } = await stand();
    const watcher = await listener('127.0.0.1', port);
    await engine.chaos.add({ kind: 'fail-zone', zone: 'c' });
    expect((await watcher.event())[1]).toBe('DOWN');
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.3', () => resolve()));
    await engine.chaos.clear();
    clock.advance(1000);
    await new Promise((resolve) => other.close(resolve));
    clock.advance(1000);
    expect(await watcher.event()).toEqual(['STATUS_CHANGE', 'UP', '127.0.0.3', port]);
    expect(await openAddresses(port)).toEqual(addresses);
  });

  it("are each Region's own, on its own port", async () => {
    const { engine } = await stand({ zones: 1, regions: [region, 'eu-west-1'] });
    const { regions } = await engine.listen({ host: '127.0.0.1', cqlPort: 0, httpPort: 0, topology: { zones: 3 } });
    const [here, there] = regions.map(({ cqlPort }) => cqlPort);
    expect(regions[1]?.nodes.map(({ zone }) => zone)).toEqual(['eu-west-1a', 'eu-west-1b', 'eu-west-1c']);
    const [watcher, other] = [await listener('127.0.0.1', here!), await listener('127.0.0.1', there!)];
    await engine.chaos.add({ kind: 'fail-zone', zone: 'eu-west-1b' });
    expect(await other.event()).toEqual(['STATUS_CHANGE', 'DOWN', '127.0.0.2', there]);
    expect([await openAddresses(here!), await openAddresses(there!)]).toEqual([addresses, ['127.0.0.1', '127.0.0.3']]);
    await engine.chaos.add({ kind: 'fail-zone', zone: 'c' });
    expect(await watcher.event()).toEqual(['STATUS_CHANGE', 'DOWN', '127.0.0.3', here]);
    await engine.chaos.add({ kind: 'fail-region', region: 'eu-west-1' });
    await other.closed;
    expect([await openAddresses(here!), await openAddresses(there!)]).toEqual([['127.0.0.1', '127.0.0.2'], []]);
  });

  it('one of them may fail before the server starts', async () => {
    const { engine } = await stand({ zones: 1 });
    await engine.chaos.add({ kind: 'fail-zone', zone: 'b' });
    const topology = { zones: 3 };
    const { cqlPort } = await engine.listen({ host: '127.0.0.1', cqlPort: 0, httpPort: 0, topology });
    expect(await openAddresses(cqlPort)).toEqual(['127.0.0.1', '127.0.0.3']);
  });

  it('a Region of one address goes on without two of its zones, and not without three', async () => {
    const { engine, port } = await stand({ zones: 1 });
    await engine.chaos.add({ kind: 'fail-zone', zone: 'a' });
    await engine.chaos.add({ kind: 'fail-zone', zone: 'b' });
    expect(await isOpen('127.0.0.1', port)).toBe(true);
    await engine.chaos.add({ kind: 'fail-zone', zone: 'c' });
    expect(await isOpen('127.0.0.1', port)).toBe(false);
  });
});

describe.runIf(process.platform === 'linux')('the node driver', () => {
  it('knows every node, its zone and its part of the ring (data-plane 1.14, 3.2)', async () => {
    const { port } = await stand();
    const client = driver(port, ['127.0.0.2']);
    await client.connect();
    const known = client.hosts
      .values()
      .map(({ address, rack, tokens, datacenter }) => [
        address,
        rack,
        datacenter,
        (tokens as unknown as string[]).length,
      ]);
    expect(known.sort()).toEqual(
      addresses.map((address, at) => [`${address}:${port}`, `${region}${'abc'[at]}`, region, 1]),
    );
    expect(client.getState().getConnectedHosts()).toHaveLength(3);
  });

  it('reads and writes at LOCAL_QUORUM through the loss of a zone without an error, and returns to it', async () => {
    const { engine, port } = await stand();
    const client = driver(port);
    await client.connect();
    const acknowledged: number[] = [];
    let next = 0;
    let running = true;
    const worker = async () => {
      while (running) {
        const id = next++;
        await client.execute('INSERT INTO k.t (id, v) VALUES (?, ?)', [id, `value ${id}`]);
        acknowledged.push(id);
        const { rows } = await client.execute('SELECT v FROM k.t WHERE id = ?', [id]);
        if (rows[0]?.v !== `value ${id}`) throw new Error(`${id} is not there`);
      }
    };
    const working = Promise.all(Array.from({ length: 16 }, worker));
    const after = async (count: number) => {
      const goal = acknowledged.length + count;
      while (acknowledged.length < goal) await Promise.race([working, new Promise((resolve) => setImmediate(resolve))]);
    };
    await after(200);
    const down = new Promise<string>((resolve) => client.once('hostDown', ({ address }) => resolve(address)));
    // the zone of the contact point, which has the driver's control connection
    await engine.chaos.add({ kind: 'fail-zone', zone: 'a' });
    expect(await down).toBe(`127.0.0.1:${port}`);
    await after(200);
    const up = new Promise<string>((resolve) => client.once('hostUp', ({ address }) => resolve(address)));
    await engine.chaos.recover({ kind: 'fail-zone', zone: 'a' });
    expect(await up).toBe(`127.0.0.1:${port}`);
    await after(200);
    running = false;
    await working;
    const missing: number[] = [];
    for (const id of acknowledged) {
      const { rows } = await client.execute('SELECT v FROM k.t WHERE id = ?', [id]);
      if (rows[0]?.v !== `value ${id}`) missing.push(id);
    }
    expect(missing).toEqual([]);
    expect(acknowledged.length).toBeGreaterThanOrEqual(600);
  });

  it.each([
    ['keyspaces' as const, 0x1100, 0x1200],
    ['cassandra' as const, 0x1000, 0x1000],
  ])('cannot write or read a quorum without two zones: %s says %i and %i', async (compat, write, read) => {
    const { engine, clock, port } = await stand({ compat });
    await engine.chaos.add({ kind: 'fail-zone', zone: 'b' });
    const client = driver(port, ['127.0.0.1'], { only: true });
    await client.execute('INSERT INTO k.t (id) VALUES (?)', [1]);
    await engine.chaos.add({ kind: 'fail-zone', zone: 'c' });
    const code = (running: Promise<unknown>) =>
      running.then(
        () => 'done',
        (error: { code: number }) => error.code,
      );
    const localOne = { consistency: types.consistencies.localOne };
    expect(await code(client.execute('INSERT INTO k.t (id) VALUES (?)', [2]))).toBe(write);
    expect(await code(client.execute('SELECT * FROM k.t WHERE id = ?', [1]))).toBe(read);
    expect((await client.execute('SELECT * FROM k.t WHERE id = ?', [2], localOne)).rowLength).toBe(0);
    expect((await client.execute('SELECT * FROM k.t WHERE id = ?', [1], localOne)).rowLength).toBe(1);
    clock.advance(1000);
    // behind the writing of the figures
    await engine.chaos.clear();
    const [table] = engine.live(region, 2).tables.filter(({ table }) => table === 't');
    expect([(table?.systemErrors ?? 0) > 0, table?.userErrors, table?.throttledWrites]).toEqual([true, 0, 0]);
  });
});

describe.runIf(process.platform === 'linux')('AWS/PrivateLinkEndpoints', () => {
  it('has the traffic of each zone and of all; a zone that failed has no data points', async () => {
    const { engine, clock, port } = await stand();
    clock.advance(60_000 - (clock.wallMs() % 60_000));
    const client = driver(port);
    await client.connect();
    const minute = async () => {
      const start = clock.wallMs();
      for (let query = 0; query < 30; query++) await client.execute('SELECT v FROM k.t WHERE id = ?', [query]);
      for (const ms of [1_000, 59_000]) {
        clock.advance(ms);
        // behind the writing of the figures
        await engine.chaos.setSeed(1);
      }
      return start / 1000;
    };
    const read = async (start: number, MetricName: string, zone: string | undefined) => {
      const dimensions = {
        'Endpoint Type': 'Interface',
        'Service Name': 'com.amazonaws.us-east-1.cassandra',
        ...(zone !== undefined && { 'Subnet Id': `subnet-${zone}` }),
        'VPC Endpoint Id': 'vpce-local',
        'VPC Id': 'vpc-local',
      };
      const { Datapoints } = (await engine.cloudWatch.call('GetMetricStatistics', {
        Namespace: 'AWS/PrivateLinkEndpoints',
        MetricName,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        StartTime: start,
        EndTime: start + 60,
        Period: 60,
        Statistics: ['Maximum', 'Sum'],
      })) as { Datapoints: { Maximum: number; Sum: number; Unit: string }[] };
      return Datapoints[0];
    };
    const first = await minute();
    // one connection each, of which one is the control connection too
    expect(await read(first, 'ActiveConnections', 'us-east-1a')).toMatchObject({ Maximum: 1, Unit: 'Count' });
    expect(await read(first, 'ActiveConnections', 'us-east-1c')).toMatchObject({ Maximum: 1 });
    expect(await read(first, 'ActiveConnections', undefined)).toMatchObject({ Maximum: 3 });
    expect((await read(first, 'NewConnections', 'us-east-1b'))?.Sum).toBeGreaterThanOrEqual(1);
    const bytes = await Promise.all(
      ['us-east-1a', 'us-east-1b', 'us-east-1c', undefined].map((zone) => read(first, 'BytesProcessed', zone)),
    );
    const [a = 0, b = 0, c = 0, all = 0] = bytes.map((point) => point?.Sum);
    expect([a + b + c, bytes[0]?.Unit]).toEqual([all, 'Bytes']);
    await engine.chaos.add({ kind: 'fail-zone', zone: 'c' });
    await minute();
    const later = await minute();
    expect(await read(later, 'ActiveConnections', 'us-east-1c')).toBeUndefined();
    expect(await read(later, 'ActiveConnections', 'us-east-1b')).toMatchObject({ Maximum: 1 });
    const { Metrics } = (await engine.cloudWatch.call('ListMetrics', { Namespace: 'AWS/PrivateLinkEndpoints' })) as {
      Metrics: { MetricName: string; Dimensions: { Name: string; Value: string }[] }[];
    };
    const subnets = Metrics.filter(({ MetricName }) => MetricName === 'ActiveConnections').map(
      ({ Dimensions }) => Dimensions.find(({ Name }) => Name === 'Subnet Id')?.Value,
    );
    expect(subnets).toEqual(expect.arrayContaining(['subnet-us-east-1a', 'subnet-us-east-1c', undefined]));
  });
});

describe('the ceiling of a connection (data-plane 4.7, 5.2)', () => {
  async function asked(options: Parameters<typeof stand>[0], queries: number, statement: string) {
    // half a unit a read: below the ceiling of the row's storage partition
    const consistency = types.consistencies[statement.startsWith('SELECT') ? 'localOne' : 'localQuorum'];
    const { engine, clock, port } = await stand({ zones: 1, ...options });
    const client = driver(port);
    await client.connect();
    const outcomes: unknown[] = [];
    let sent = 0;
    // the driver has at most 2,048 requests in flight on a connection
    const worker = async () => {
      while (sent++ < queries) {
        const asking = client.execute(statement, [], { isIdempotent: false, consistency });
        outcomes.push(
          await asking.then(
            () => 'done',
            (error: { code: number }) => error.code,
          ),
        );
      }
    };
    await Promise.all(Array.from({ length: 64 }, worker));
    const count = (outcome: unknown) => outcomes.filter((each) => each === outcome).length;
    return { engine, clock, client, done: count('done'), writeTimeouts: count(0x1100), readTimeouts: count(0x1200) };
  }
  const read = 'SELECT v FROM k.t WHERE id = 1';

  it('is 3,000 queries in a second; the others are throttled and counted, and the next second begins anew', async () => {
    const { engine, clock, client, ...counts } = await asked({}, 3_010, read);
    expect(counts).toEqual({ done: 3_000, writeTimeouts: 0, readTimeouts: 10 });
    clock.advance(1000);
    await client.execute(read);
    clock.advance(120_000);
    // behind the writing of the figures
    await engine.chaos.clear();
    const sum = async (MetricName: string) => {
      const { Datapoints } = (await engine.cloudWatch.call('GetMetricStatistics', {
        Namespace: 'AWS/Cassandra',
        MetricName,
        Dimensions: [
          { Name: 'Keyspace', Value: 'k' },
          { Name: 'TableName', Value: 't' },
          { Name: 'Operation', Value: 'SELECT' },
        ],
        StartTime: clock.wallMs() / 1000 - 3600,
        EndTime: clock.wallMs() / 1000,
        Period: 3600,
        Statistics: ['Sum'],
      })) as { Datapoints: { Sum: number }[] };
      return Datapoints.reduce((total, { Sum }) => total + Sum, 0);
    };
    expect(await sum('PerConnectionRequestRateExceeded')).toBe(10);
    expect(await sum('ReadThrottleEvents')).toBe(10);
    expect(await sum('SystemErrors')).toBe(0);
  });

  it('can be set; writes count, and each subquery of an IN', async () => {
    const writes = await asked({ requestsPerSecond: 5 }, 8, "INSERT INTO k.t (id, v) VALUES (1, 'a')");
    expect([writes.done, writes.writeTimeouts]).toEqual([5, 3]);
    const subqueries = await asked({ requestsPerSecond: 5 }, 3, 'SELECT v FROM k.t WHERE id IN (1, 2)');
    expect([subqueries.done, subqueries.readTimeouts]).toEqual([2, 1]);
  });

  it('is none where 0 was asked for, in the lenient mode, and in process', async () => {
    expect((await asked({ requestsPerSecond: 0 }, 3_010, read)).done).toBe(3_010);
    expect((await asked({ compat: 'cassandra' }, 3_010, read)).done).toBe(3_010);
    const { engine } = await stand({ zones: 1 });
    const session = engine.sessions.open({ region, user: 'u' });
    for (let query = 0; query < 3_010; query++) await session.query(read, { consistency: 10 });
  });
});

it.each([
  [{ zones: 4 }, '127.0.0.1', /1 to 3 Availability Zones/],
  [{ zones: 0 }, '127.0.0.1', /1 to 3 Availability Zones/],
  [{ zones: 3, nodes: 2 }, '127.0.0.1', /3 to 9 nodes/],
  [{ zones: 3, nodes: 10 }, '127.0.0.1', /3 to 9 nodes/],
  [{ zones: 3 }, '0.0.0.0', /loopback/],
  [{ zones: 3 }, 'localhost', /loopback/],
  [{ zones: 3 }, '127.0.0.254', /loopback/],
])('%j on %s is refused, and nothing listens', async (topology, host, words) => {
  const { engine } = await stand({ zones: 1 });
  await expect(engine.listen({ host, cqlPort: 0, httpPort: 0, topology })).rejects.toThrow(words);
});
