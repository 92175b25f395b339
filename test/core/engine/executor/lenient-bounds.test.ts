// Bounds of Amazon Keyspaces that the lenient mode has not, and those of the store that it keeps, on LMDB.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Consistency } from '../../../../src/core/engine/consistency.js';
import { CqlError } from '../../../../src/core/engine/cql-error.js';
import { type Engine, openEngine } from '../../../../src/core/engine/index.js';
import type { Outcome, Session } from '../../../../src/core/engine/session/api.js';
import { countingRandom, FakeClock } from '../../../support/fake-clock.js';

const bytes = (count: number, of = 'x') => of.repeat(count);

class Store {
  readonly folder = mkdtempSync(join(tmpdir(), 'ks-lenient-'));
  readonly clock = new FakeClock();
  engine: Engine | undefined;
  session: Session | undefined;

  async open(compat: 'keyspaces' | 'cassandra'): Promise<void> {
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    this.engine = await openEngine({ dataDir: this.folder, clock: this.clock, random: countingRandom(), log, compat });
    this.session = this.engine.sessions.open({ region: 'us-east-1', user: 'alice' });
  }
  async cql(text: string): Promise<Outcome> {
    return this.session!.query(text, { consistency: Consistency.localQuorum, values: [] });
  }
  async rows(text: string): Promise<number> {
    const outcome = await this.cql(text);
    if (outcome.kind !== 'rows') throw new Error(`${text} gave no rows`);
    return outcome.rowCount;
  }
  async refusal(text: string): Promise<string> {
    return this.cql(text).then(
      () => 'none',
      (error: unknown) => {
        if (!(error instanceof CqlError)) throw error;
        return `${error.code.toString(16)} ${error.message}`;
      },
    );
  }
  async close(): Promise<void> {
    await this.engine?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

let store: Store;
beforeEach(() => {
  store = new Store();
});
afterEach(() => store.close());

describe('the lenient mode', () => {
  beforeEach(async () => {
    await store.open('cassandra');
    await store.cql("CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
  });

  it('keeps numbers of any sensible length', async () => {
    await store.cql('CREATE TABLE k.n (p varint PRIMARY KEY, d decimal, l list<varint>)');
    const long = '9'.repeat(1000);
    await store.cql(`INSERT INTO k.n (p, d, l) VALUES (${long}, 1.${long}, [${long}])`);
    expect(await store.rows(`SELECT * FROM k.n WHERE p = ${long}`)).toBe(1);
    expect(await store.refusal(`INSERT INTO k.n (p) VALUES (${'9'.repeat(100_001)})`)).toMatch(/^2200 .*100000 digits/);
  });

  it('takes keys as long as the store does, and refuses longer ones in writes and reads', async () => {
    await store.cql('CREATE TABLE k.t (p text, c text, d text, v int, PRIMARY KEY (p, c, d))');
    const key = (p: number, c: number, of = 'x') => `p = '${bytes(p)}' AND c = '${bytes(c, of)}' AND d = ''`;
    // table, token, length and flag: 15; each text 3 more than its bytes, and one more for each 00
    for (const [p, c] of [
      [4003, 0],
      [1, 4002],
      [2000, 2003],
    ] as const) {
      await store.cql(`UPDATE k.t SET v = 1 WHERE ${key(p, c)}`);
      expect(await store.rows(`SELECT * FROM k.t WHERE ${key(p, c)}`)).toBe(1);
      expect(await store.rows(`SELECT * FROM k.t WHERE p = '${bytes(p)}' AND c >= '${bytes(c)}'`)).toBe(1);
      expect(await store.rows(`SELECT * FROM k.t WHERE p = '${bytes(p)}' AND c > '${bytes(c)}'`)).toBe(0);
      await store.cql(`DELETE FROM k.t WHERE p = '${bytes(p)}' AND c <= '${bytes(c)}'`);
      expect(await store.rows(`SELECT * FROM k.t WHERE ${key(p, c)}`)).toBe(0);
    }
    const tooLong = /^2200 Key length of 40\d\d is longer than maximum of 40\d\d$/;
    for (const [p, c] of [
      [4010, 0],
      [4004, 0],
      [1, 4003],
      [2000, 2004],
    ] as const) {
      expect(await store.refusal(`UPDATE k.t SET v = 1 WHERE ${key(p, c)}`)).toMatch(tooLong);
      expect(await store.refusal(`SELECT * FROM k.t WHERE ${key(p, c)}`)).toMatch(tooLong);
    }
    expect(await store.refusal(`UPDATE k.t SET v = 1 WHERE ${key(1, 2500, '\0')}`)).toMatch(/^2200 Key length of 50/);
    expect(await store.refusal(`SELECT * FROM k.t WHERE p = 'a' AND c > '${bytes(4006)}'`)).toMatch(tooLong);
    expect(await store.refusal(`DELETE FROM k.t WHERE p = 'a' AND c < '${bytes(4020)}'`)).toMatch(tooLong);
    expect(await store.refusal(`SELECT * FROM k.t WHERE p = '${bytes(70_000)}'`)).toMatch(/^2200 Key length of 70000/);
    expect(await store.rows('SELECT * FROM k.t')).toBe(0);
  });

  it('names may begin with an underscore', async () => {
    await store.cql(`CREATE KEYSPACE "_k" WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`);
    await store.cql('CREATE TABLE "_k"."_t" ("_p" int PRIMARY KEY)');
    await store.cql('INSERT INTO "_k"."_t" ("_p") VALUES (1)');
    expect(await store.rows('SELECT "_p" FROM "_k"."_t"')).toBe(1);
    await store.cql('DROP TABLE "_k"."_t"');
    await store.cql('DROP KEYSPACE "_k"');
  });
});

it('by default, too, keys of many short values are refused where the store would not take them', async () => {
  await store.open('keyspaces');
  const columns = Array.from({ length: 800 }, (_, at) => `c${at}`);
  await store.cql("CREATE KEYSPACE k WITH replication = {'class': 'SingleRegionStrategy'}");
  store.clock.advance(60_000);
  await store.cql(
    `CREATE TABLE k.t (p text, ${columns.map((c) => `${c} text`).join()}, PRIMARY KEY (p, ${columns.join()}))`,
  );
  store.clock.advance(60_000);
  const insert = (p: string, value: string) =>
    store.refusal(`INSERT INTO k.t (p, ${columns.join()}) VALUES ('${p}'${`, '${value}'`.repeat(800)})`);
  expect(await insert('x', 'c')).toBe('none');
  expect(await insert(bytes(2000), 'c')).toMatch(/^2200 Key length of 5\d\d\d is longer than maximum of 4024$/);
  expect(await insert('x', '\0')).toMatch(/^none/);
});
