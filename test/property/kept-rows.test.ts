// Rows that the store on disk keeps in memory after a read, against a store that keeps none: the same statements under the same
// clock, and every row read twice after each, give the same answers.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Engine, openEngine } from '../../src/core/engine/index.js';
import type { Kv } from '../../src/core/engine/kv/kv.js';
import { openLmdb } from '../../src/core/engine/kv/lmdb.js';
import { memoryKv } from '../../src/core/engine/kv/memory.js';
import { limits } from '../../src/core/engine/limits.js';
import type { Outcome, Session } from '../../src/core/engine/session/api.js';
import { countingRandom, FakeClock } from '../support/fake-clock.js';

const folder = mkdtempSync(join(tmpdir(), 'ks-kept-'));
const create = 'CREATE TABLE k.t (a int, c int, v text, s text static, PRIMARY KEY (a, c))';

interface Place {
  readonly clock: FakeClock;
  readonly engine: Engine;
  readonly session: Session;
}

async function open(kv: Kv): Promise<Place> {
  const clock = new FakeClock();
  const engine = await openEngine({
    dataDir: '',
    kv,
    clock,
    random: countingRandom(),
    log: { debug() {}, info() {}, warn() {}, error() {} },
    compat: 'cassandra',
  });
  const session = engine.sessions.open({ region: engine.regions[0]!, user: 'test' });
  const options = { consistency: 6 } as const;
  await session.query(
    "CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
    options,
  );
  await session.query(create, options);
  return { clock, engine, session };
}

let places: readonly Place[];
beforeAll(async () => {
  places = [await open(openLmdb({ directory: folder })), await open(memoryKv())];
});
afterAll(async () => {
  for (const { engine } of places) await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const part = fc.nat(2);
const statement: fc.Arbitrary<string | number> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(part, part, fc.nat(99), fc.constantFrom('', ' USING TTL 3', ' USING TTL 30'))
      .map(([a, c, v, ttl]) => `INSERT INTO k.t (a, c, v) VALUES (${a}, ${c}, '${v}')${ttl}`),
  },
  { weight: 2, arbitrary: fc.tuple(part, part).map(([a, c]) => `UPDATE k.t SET v = null WHERE a = ${a} AND c = ${c}`) },
  { weight: 2, arbitrary: fc.tuple(part, fc.nat(9)).map(([a, s]) => `UPDATE k.t SET s = '${s}' WHERE a = ${a}`) },
  { weight: 2, arbitrary: fc.tuple(part, part).map(([a, c]) => `DELETE FROM k.t WHERE a = ${a} AND c = ${c}`) },
  { weight: 1, arbitrary: fc.tuple(part, part).map(([a, c]) => `DELETE FROM k.t WHERE a = ${a} AND c > ${c}`) },
  { weight: 1, arbitrary: part.map((a) => `DELETE FROM k.t WHERE a = ${a}`) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(part, part, part)
      .map(
        ([a, b, c]) =>
          `BEGIN BATCH INSERT INTO k.t (a, c, v) VALUES (${a}, ${c}, 'x'); DELETE FROM k.t WHERE a = ${b} AND c = ${c}; APPLY BATCH`,
      ),
  },
  { weight: 1, arbitrary: fc.constantFrom('TRUNCATE k.t', `DROP TABLE k.t;${create}`) },
  // seconds that pass
  { weight: 3, arbitrary: fc.constantFrom(1, 2, 5, 40) },
);

const shown = (outcome: Outcome): string =>
  outcome.kind === 'rows' ? `${outcome.rowCount} ${Buffer.from(outcome.body).toString('hex')}` : outcome.kind;

async function run({ clock, session }: Place, each: string | number): Promise<void> {
  if (typeof each === 'number') clock.advance(each * 1000);
  else for (const text of each.split(/;(?=CREATE)/)) await session.query(text, { consistency: 6 });
}

/** Every row twice, at once, before the event loop turns. */
function read({ session }: Place): string[] {
  const rows: string[] = [];
  for (let i = 0; i < 18; i++) {
    const text = `SELECT a, c, v, s FROM k.t WHERE a = ${i % 3} AND c = ${Math.floor(i / 3) % 3}`;
    rows.push(shown(session.query(text, { consistency: 6 }) as Outcome));
  }
  return rows;
}

it('a store that keeps rows answers as one that does not', async () => {
  expect(limits.rowCacheBytes).toBeGreaterThan(0);
  await fc.assert(
    fc.asyncProperty(fc.array(statement, { minLength: 5, maxLength: 40 }), async (statements) => {
      for (const each of statements) {
        const answers: string[][] = [];
        for (const place of places) {
          const running = run(place, each);
          read(place);
          await running;
          answers.push(read(place));
        }
        expect(answers[0]).toEqual(answers[1]);
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);
