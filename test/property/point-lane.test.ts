// The short way of prepared reads of one row against the general one: two engines with the same rows, one of which hides the
// short way from its connections, answer whatever is sent to them byte for byte alike, and count it alike.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Engine, openEngine } from '../../src/core/engine/index.js';
import { memoryKv } from '../../src/core/engine/kv/memory.js';
import type { LiveFigures } from '../../src/core/engine/metrics/live.js';
import { MetadataCache } from '../../src/core/engine/protocol/messages/metadata.js';
import { encodeParameters, type Parameters } from '../../src/core/engine/protocol/messages/parameters.js';
import { Opcode } from '../../src/core/engine/protocol/opcodes.js';
import { writeShortBytes } from '../../src/core/engine/protocol/write.js';
import { Connection } from '../../src/core/engine/server/connection.js';
import type { BoundValue, SessionFactory } from '../../src/core/engine/session/api.js';
import { UNSET } from '../../src/core/engine/session/api.js';
import { ByteSink } from '../../src/core/lib/byte-sink.js';
import { countingRandom, FakeClock } from '../support/fake-clock.js';
import { request, startup } from '../wire/harness.js';

const localQuorum = 6;
const statements = [
  'SELECT v FROM k.plain WHERE a = ?',
  'SELECT * FROM k.plain WHERE a = ? LIMIT ?',
  "SELECT a, v FROM k.plain WHERE a = 'one'",
  'SELECT * FROM k.wide WHERE a = ? AND b = ? AND c = ? AND d = ?',
  'SELECT s, c FROM k.wide WHERE a = ? AND b = ? AND c = ? AND d = ?',
  'SELECT m, v FROM k.wide WHERE a = ? AND b = ? AND c = ? AND d = ? LIMIT 1',
  'SELECT * FROM k.wide WHERE a = ? AND b = ?',
  'SELECT token(a) FROM k.plain WHERE a = ?',
  'INSERT INTO k.plain (a, v) VALUES (?, ?)',
];
const int = (n: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(n);
  return bytes;
};

class Place {
  readonly #written: Buffer[] = [];
  readonly ids: Buffer[] = [];
  readonly #clock: FakeClock;
  readonly engine: Engine;
  readonly #sessions: SessionFactory;

  constructor(engine: Engine, clock: FakeClock, sessions: SessionFactory) {
    this.engine = engine;
    this.#clock = clock;
    this.#sessions = sessions;
  }

  static async open(compat: 'keyspaces' | 'cassandra', short: boolean): Promise<Place> {
    const clock = new FakeClock();
    const engine = await openEngine({
      dataDir: '',
      kv: memoryKv(),
      clock,
      random: countingRandom(),
      log: { debug() {}, info() {}, warn() {}, error() {} },
      compat,
    });
    const { sessions } = engine;
    const general: SessionFactory = {
      open: (opening) => {
        const inner = sessions.open(opening);
        return {
          keyspace: undefined,
          prepare: (text) => inner.prepare(text),
          preparedById: (id) => inner.preparedById(id),
          query: (text, options) => inner.query(text, options),
          execute: (prepared, options) => inner.execute(prepared, options),
          batch: (batch, options) => inner.batch(batch, options),
          close: () => inner.close(),
        };
      },
      onSchemaChange: (listener) => sessions.onSchemaChange(listener),
    };
    const place = new Place(engine, clock, short ? sessions : general);
    await place.#fill();
    return place;
  }

  /** A statement, and the hour in which it takes effect. */
  async run(text: string): Promise<void> {
    const session = this.engine.sessions.open({ region: this.engine.regions[0]!, user: 'test' });
    await session.query(text, { consistency: localQuorum });
    this.#clock.advance(3_600_000);
  }

  async #fill(): Promise<void> {
    const session = this.engine.sessions.open({ region: this.engine.regions[0]!, user: 'test' });
    const run = (text: string) => this.run(text);
    await run("CREATE KEYSPACE k WITH replication = {'class': 'SingleRegionStrategy'}");
    await run('CREATE TABLE k.plain (a text PRIMARY KEY, v text, w set<int>)');
    await run(
      'CREATE TABLE k.wide (a int, b text, c int, d timestamp, s text static, v text, m map<text, int>, ' +
        "PRIMARY KEY ((a, b), c, d)) WITH CLUSTERING ORDER BY (c DESC, d ASC) AND CUSTOM_PROPERTIES = {'ttl': {'status': 'enabled'}}",
    );
    await run("INSERT INTO k.plain (a, v, w) VALUES ('one', 'first', {3, 1})");
    await run("INSERT INTO k.plain (a) VALUES ('two')");
    await run("INSERT INTO k.wide (a, b, c, d, s, v, m) VALUES (1, 'x', 1, 0, 'static', 'v', {'k': 1})");
    await run("INSERT INTO k.wide (a, b, c, d, v) VALUES (1, 'x', 2, 0, 'long ago') USING TTL 60");
    await run("INSERT INTO k.wide (a, b, s) VALUES (2, 'y', 'alone')");
    for (const text of statements) this.ids.push(session.prepare(text).id);
  }

  connect(version: number, compression: string | undefined): Connection {
    const connection = new Connection({
      sessions: this.#sessions,
      origin: { region: this.engine.regions[0]! },
      auth: { kind: 'none' },
      clock: this.#clock,
      random: countingRandom(),
      log: { debug() {}, info() {}, warn() {}, error() {} },
      metadata: new MetadataCache(),
      schedule: (task) => setImmediate(task),
      isFirstPiece: () => true,
      transport: {
        write: (bytes) => this.#written.push(Buffer.from(bytes)) > 0,
        backlogBytes: () => 0,
        pause: () => undefined,
        resume: () => undefined,
        end: () => undefined,
      },
    });
    connection.receive(
      startup({ CQL_VERSION: '3.0.0', ...(compression === undefined ? {} : { COMPRESSION: compression }) }, version),
    );
    return connection;
  }

  taken(): string {
    return Buffer.concat(this.#written.splice(0)).toString('hex');
  }

  /** What was counted, after everything was written away. */
  async counted(): Promise<LiveFigures['tables']> {
    this.#clock.advance(1000);
    await new Promise((resolve) => setImmediate(resolve));
    return this.engine.live(this.engine.regions[0]!, 3600).tables;
  }
}

const value: fc.Arbitrary<BoundValue> = fc.oneof(
  fc.constantFrom<BoundValue>(null, UNSET),
  fc.constantFrom(
    ...['one', 'two', 'x', 'y', 'none', ''].map((text) => Buffer.from(text)),
    ...[0, 1, 2, -1].map(int),
    Buffer.alloc(8),
    Buffer.alloc(300, 'k'),
  ),
  fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes)),
);
const good = [
  [Buffer.from('one')],
  [Buffer.from('one'), int(3)],
  [],
  ...[0, 1, 2].map(() => [int(1), Buffer.from('x'), int(1), Buffer.alloc(8)]),
  [int(1), Buffer.from('x')],
  [Buffer.from('one')],
  [Buffer.from('new'), Buffer.from('value')],
];
const parametersOf = (values: fc.Arbitrary<readonly BoundValue[]>): fc.Arbitrary<Parameters> =>
  fc.record(
    {
      consistency: fc.constantFrom(...([6, 6, 6, 10, 1, 0, 8, 4] as const)),
      skipMetadata: fc.boolean(),
      values,
      pageSize: fc.constantFrom(1, 2, 5000, 0, -1),
      serialConsistency: fc.constantFrom(8, 9),
      timestamp: fc.constantFrom(1n, -1n, -(2n ** 63n), -(2n ** 63n) + 1n),
      pagingState: fc.constant(Buffer.from('00', 'hex')),
    },
    { requiredKeys: ['consistency', 'skipMetadata', 'values'] },
  ) as fc.Arbitrary<Parameters>;
const sent = fc.nat(statements.length - 1).chain((which) =>
  fc.record({
    which: fc.constant(which),
    parameters: parametersOf(
      fc.oneof(
        { weight: 2, arbitrary: fc.constant(good[which]!) },
        { weight: 1, arbitrary: fc.array(value, { maxLength: 10 }) },
      ),
    ),
    cut: fc.option(fc.nat(40), { freq: 8, nil: undefined }),
    noise: fc.option(fc.tuple(fc.nat(60), fc.nat(255)), { freq: 8, nil: undefined }),
    stream: fc.integer({ min: 0, max: 32_767 }),
  }),
);

function frameOf(place: Place, version: number, each: typeof sent extends fc.Arbitrary<infer T> ? T : never): Buffer {
  const sink = new ByteSink(64);
  writeShortBytes(sink, place.ids[each.which]!);
  encodeParameters(sink, each.parameters);
  let body = sink.copy();
  if (each.noise !== undefined && each.noise[0] < body.length) body[each.noise[0]] = each.noise[1];
  if (each.cut !== undefined) body = body.subarray(0, Math.max(0, body.length - each.cut));
  return request(Opcode.execute, body, { version, stream: each.stream });
}

describe.each(['cassandra', 'keyspaces'] as const)('in %s mode', (compat) => {
  it('both ways answer and count alike', async () => {
    const [short, general] = [await Place.open(compat, true), await Place.open(compat, false)];
    expect(short.ids).toEqual(general.ids);
    // a fault that meets nothing: with any, every statement goes the general way, in process too
    await general.engine.chaos.add({ kind: 'latency', keyspace: 'nowhere', milliseconds: 1 });
    let rows = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(sent, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(3, 4),
        fc.constantFrom(undefined, 'lz4'),
        async (requests, version, compression) => {
          const answers: string[] = [];
          for (const place of [short, general]) {
            const connection = place.connect(version, compression);
            connection.receive(Buffer.concat(requests.map((each) => frameOf(place, version, each))));
            await new Promise((resolve) => setImmediate(resolve));
            await new Promise((resolve) => setImmediate(resolve));
            connection.closed();
            answers.push(place.taken());
          }
          expect(answers[0]).toBe(answers[1]);
          if (answers[0]!.includes('00000002')) rows += 1;
        },
      ),
      { numRuns: 400 },
    );
    expect(rows).toBeGreaterThan(100);
    const counted = await short.counted();
    expect(counted).toEqual(await general.counted());
    expect(counted.find(({ table }) => table === 'plain')!.reads).toBeGreaterThan(0);
    await short.engine.close();
    await general.engine.close();
  });

  it('both ways follow changed schemas and faults', async () => {
    const [short, general] = [await Place.open(compat, true), await Place.open(compat, false)];
    const seen: string[] = [];
    const bothRead = async (): Promise<void> => {
      const answers: string[] = [];
      for (const place of [short, general]) {
        const connection = place.connect(4, undefined);
        const frames = [0, 1, 3].map((which) =>
          frameOf(place, 4, {
            which,
            parameters: { consistency: localQuorum, skipMetadata: false, values: good[which]! },
            cut: undefined,
            noise: undefined,
            stream: which,
          }),
        );
        connection.receive(Buffer.concat(frames));
        for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
        connection.closed();
        answers.push(place.taken());
      }
      expect(answers[0]).toBe(answers[1]);
      seen.push(answers[0]!);
    };
    const both = async (change: (place: Place) => Promise<unknown>): Promise<void> => {
      for (const place of [short, general]) await change(place);
      await bothRead();
    };
    await bothRead();
    await both((place) => place.run('ALTER TABLE k.plain ADD x int'));
    await both((place) => place.run("UPDATE k.plain SET v = 'other', x = 5 WHERE a = 'one'"));
    await both((place) => place.engine.chaos.add({ kind: 'throttle', keyspace: 'k', table: 'plain', share: 1 }));
    await both((place) => place.engine.chaos.clear());
    await both((place) => place.engine.chaos.add({ kind: 'latency', keyspace: 'k', milliseconds: 5 }));
    await both((place) => place.engine.chaos.clear());
    await both((place) => place.run('DROP TABLE k.plain'));
    await both((place) => place.run('CREATE TABLE k.plain (a text, c int, v text, PRIMARY KEY (a, c))'));
    const [first, altered, updated, throttled, calm, late, cleared, dropped, otherKey] = seen;
    expect(new Set([first, altered, updated, throttled, dropped, otherKey]).size).toBe(6);
    expect(late).toHaveLength(updated!.length);
    expect([calm, cleared]).toEqual([updated, updated]);
    expect(await short.counted()).toEqual(await general.counted());
    await short.engine.close();
    await general.engine.close();
  });
});
