// Sections 2.8 to 2.12, 2.16 and 2.19 of the data-plane fact sheet: what statements do, as Amazon Keyspaces documents it.

import { beforeEach, describe, expect, it } from 'vitest';
import { CqlError } from '../../src/core/engine/cql-error.js';
import { ScriptEngine } from '../cql/script-engine.js';

let engine: ScriptEngine;
const line = (text: string): Promise<string> => engine.line(text);
const rows = async (text: string): Promise<string[]> => (await line(text)).split('\n').slice(1);
const all = async (...statements: string[]): Promise<void> => {
  for (const statement of statements) expect(await line(statement)).not.toMatch(/^!/);
};

beforeEach(async () => {
  engine = await ScriptEngine.open();
  await all(
    "CREATE KEYSPACE ks WITH REPLICATION = {'class': 'SingleRegionStrategy'}",
    'USE ks',
    'CREATE TABLE t (p int, c int, s text STATIC, b text, a text, PRIMARY KEY (p, c))',
    "CREATE TABLE w (p int, c int, v int, PRIMARY KEY (p, c)) WITH CUSTOM_PROPERTIES = {'ttl': {'status': 'enabled'}, " +
      "'client_side_timestamps': {'status': 'enabled'}}",
  );
});

describe('data-plane 2.8: SELECT', () => {
  it('results of IN come in the order of the values given, then in clustering order', async () => {
    for (const p of [1, 2, 3])
      await all(`INSERT INTO t (p, c) VALUES (${p}, 1)`, `INSERT INTO t (p, c) VALUES (${p}, 2)`);
    expect(await rows('SELECT p, c FROM t WHERE p IN (3, 1, 2) AND c IN (2, 1)')).toEqual([
      '3 | 2',
      '3 | 1',
      '1 | 2',
      '1 | 1',
      '2 | 2',
      '2 | 1',
    ]);
    expect(await rows('SELECT p, c FROM t WHERE p IN (2, 1) AND c <= 2')).toEqual(['2 | 1', '2 | 2', '1 | 1', '1 | 2']);
  });

  it('at most 100 subqueries, counted as the Cartesian product', async () => {
    const list = (count: number) => Array.from({ length: count }, (_, i) => i).join();
    expect(await line(`SELECT p FROM t WHERE p IN (${list(10)}) AND c IN (${list(10)})`)).toMatch(/^p\b/);
    expect(await line(`SELECT p FROM t WHERE p IN (${list(10)}) AND c IN (${list(11)})`)).toMatch(/^! 2200 /);
  });

  it('a page ends after every 10th subquery', async () => {
    for (let p = 0; p < 12; p++) await all(`INSERT INTO t (p, c) VALUES (${p}, 1)`);
    const page = await rows('SELECT p FROM t WHERE p IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)');
    expect(page).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '(more)']);
    expect(await rows('@next')).toEqual(['10', '11']);
  });

  it('IN not with TOKEN; CONTAINS only with ALLOW FILTERING', async () => {
    await all('CREATE TABLE m (p int PRIMARY KEY, l list<int>)', 'INSERT INTO m (p, l) VALUES (1, [1, 2])');
    expect(await line('SELECT * FROM m WHERE token(p) IN (1, 2)')).toMatch(/^! 2[02]00 /);
    expect(await line('SELECT p FROM m WHERE l CONTAINS 2')).toMatch(/ALLOW FILTERING$/);
    expect(await rows('SELECT p FROM m WHERE l CONTAINS 2 ALLOW FILTERING')).toEqual(['1']);
  });

  it('columns of *: partition key, clustering, static and regular in the order of their names', async () => {
    expect(await line('SELECT * FROM t')).toBe('p | c | s | a | b');
  });

  it('static data stand on each row; a partition with static data alone is one row of nulls', async () => {
    await all("INSERT INTO t (p, s) VALUES (1, 'x')");
    expect(await rows('SELECT * FROM t')).toEqual(["1 | null | 'x' | null | null"]);
    await all('INSERT INTO t (p, c) VALUES (1, 1)', 'INSERT INTO t (p, c) VALUES (1, 2)');
    expect(await rows('SELECT c, s FROM t')).toEqual(["1 | 'x'", "2 | 'x'"]);
  });

  it('TTL is null without one; neither TTL nor WRITETIME of multi-cell columns', async () => {
    await all('INSERT INTO w (p, c, v) VALUES (1, 1, 1)', 'INSERT INTO w (p, c, v) VALUES (1, 2, 1) USING TTL 50');
    expect(await rows('SELECT ttl(v) FROM w')).toEqual(['null', '50']);
    await all('CREATE TABLE mc (p int PRIMARY KEY, l list<int>)');
    expect(await line('SELECT ttl(l) FROM mc')).toMatch(
      /^! 2200 Cannot use selection function ttl on (non-frozen collection l|collections)$/,
    );
  });

  it('names of result columns', async () => {
    await all('INSERT INTO w (p, c, v) VALUES (1, 1, 1)');
    expect(
      (await line('SELECT v AS x, ttl(v), writetime(v), token(p), cast(v as text), intAsBlob(v) FROM w')).split(
        '\n',
      )[0],
    ).toBe('x | ttl(v) | writetime(v) | system.token(p) | cast(v as text) | system.intasblob(v)');
    expect((await line('SELECT JSON v FROM w')).split('\n')[0]).toBe('[json]');
  });
});

describe('data-plane 2.9: INSERT, UPDATE, DELETE', () => {
  it('IN is not allowed in UPDATE and DELETE', async () => {
    for (const statement of ['UPDATE w SET v = 1 WHERE p IN (1, 2) AND c = 1', 'DELETE FROM w WHERE p IN (1, 2)'])
      expect(await line(statement)).toMatch(/^! 2200 /);
  });

  it('INSERT makes the row, UPDATE only cells: the row goes with the last of them', async () => {
    await all('INSERT INTO w (p, c, v) VALUES (1, 1, 1)', 'UPDATE w SET v = 1 WHERE p = 1 AND c = 2');
    await all('UPDATE w SET v = null WHERE p = 1 AND c = 1', 'UPDATE w SET v = null WHERE p = 1 AND c = 2');
    expect(await rows('SELECT c, v FROM w')).toEqual(['1 | null']);
  });

  it('a TTL of 0 overrides the default TTL with never', async () => {
    await all('CREATE TABLE d (p int PRIMARY KEY, v int) WITH default_time_to_live = 100');
    await all('INSERT INTO d (p, v) VALUES (1, 1)', 'INSERT INTO d (p, v) VALUES (2, 2) USING TTL 0');
    expect(await rows('SELECT p, ttl(v) FROM d')).toEqual(['1 | 100', '2 | null']);
    await line('@advance 101');
    expect(await rows('SELECT p FROM d')).toEqual(['2']);
  });

  it('an older timestamp has no effect; the window is 2 days back to 5 minutes ahead', async () => {
    const now = BigInt(engine.clock.wallMs()) * 1000n;
    const insert = (v: number, micros: bigint) =>
      line(`INSERT INTO w (p, c, v) VALUES (1, 1, ${v}) USING TIMESTAMP ${micros}`);
    expect(await insert(2, now)).toBe('ok');
    expect(await insert(1, now - 1n)).toBe('ok');
    expect(await rows('SELECT v FROM w')).toEqual(['2']);
    const second = 1_000_000n;
    expect(await insert(3, now - 2n * 86_400n * second - 5n * second)).toMatch(/^! 2200 /);
    expect(await insert(3, now + 305n * second)).toMatch(/^! 2200 /);
    expect(await insert(3, now + 295n * second)).toBe('ok');
  });

  it('range deletes: full partition, prefix, one pair of bounds', async () => {
    const put = async () => {
      for (const c of [1, 2, 3, 4]) await all(`INSERT INTO t (p, c) VALUES (1, ${c})`);
    };
    await put();
    await all('DELETE FROM t WHERE p = 1 AND c > 1 AND c <= 3');
    expect(await rows('SELECT c FROM t')).toEqual(['1', '4']);
    await all('DELETE FROM t WHERE p = 1');
    expect(await rows('SELECT c FROM t')).toEqual([]);
  });

  it('empty strings and blobs are values', async () => {
    await all("INSERT INTO t (p, c, a) VALUES (1, 1, '')");
    expect(await rows('SELECT a, b FROM t')).toEqual(["'' | null"]);
  });
});

describe('data-plane 2.10: conditions', () => {
  it('what each kind shows', async () => {
    expect(await line('INSERT INTO t (p, c) VALUES (1, 1) IF NOT EXISTS')).toBe('[applied]\ntrue');
    expect(await line("INSERT INTO t (p, c, a) VALUES (1, 1, 'x') IF NOT EXISTS")).toBe(
      '[applied] | p | c | s | a | b\nfalse | 1 | 1 | null | null | null',
    );
    expect(await line("UPDATE t SET a = 'x' WHERE p = 1 AND c = 1 IF b = 'y' AND a = 'z'")).toMatch(
      /^\[applied\] \| (b \| a|a \| b)\nfalse \| null \| null$/,
    );
    expect(await line("UPDATE t SET a = 'x' WHERE p = 9 AND c = 9 IF EXISTS")).toBe('[applied]\nfalse');
    expect(
      await line(
        'BEGIN BATCH INSERT INTO t (p, c) VALUES (1, 1) IF NOT EXISTS; INSERT INTO t (p, c) VALUES (1, 2); APPLY BATCH',
      ),
    ).toBe('[applied] | p | c | s | a | b\nfalse | 1 | 1 | null | null | null');
    expect(await rows('SELECT c FROM t WHERE p = 1')).toEqual(['1']);
  });

  it('IN on the partition key does not go with conditions; a range DELETE needs all key columns', async () => {
    expect(await line("UPDATE t SET a = 'x' WHERE p IN (1, 2) AND c = 1 IF EXISTS")).toMatch(/^! 2200 /);
    expect(await line('DELETE FROM t WHERE p = 1 IF EXISTS')).toMatch(/^! 2200 /);
  });
});

describe('data-plane 2.11: batches', () => {
  it.each([
    [
      'conditions in unlogged ones',
      "BEGIN UNLOGGED BATCH UPDATE t SET a = 'x' WHERE p = 1 AND c = 1 IF EXISTS; APPLY BATCH",
    ],
    [
      'the same row twice in logged ones',
      "BEGIN BATCH UPDATE t SET a = 'x' WHERE p = 1 AND c = 1; UPDATE t SET b = 'x' WHERE p = 1 AND c = 1; APPLY BATCH",
    ],
    ['range deletes in logged ones', 'BEGIN BATCH DELETE FROM t WHERE p = 1 AND c > 1; APPLY BATCH'],
    ['a TTL of the batch', "BEGIN BATCH USING TTL 5 UPDATE t SET a = 'x' WHERE p = 1 AND c = 1; APPLY BATCH"],
    [
      'a timestamp without client-side timestamps',
      'BEGIN BATCH USING TIMESTAMP 5 INSERT INTO t (p, c) VALUES (1, 1); APPLY BATCH',
    ],
  ])('not allowed: %s', async (_, statement) => {
    expect(await line(statement)).toMatch(/^! 2[02]00 /);
  });

  it('the same row twice in an unlogged one; several tables in a logged one', async () => {
    await all(
      "BEGIN UNLOGGED BATCH UPDATE t SET a = 'x' WHERE p = 1 AND c = 1; UPDATE t SET b = 'y' WHERE p = 1 AND c = 1; APPLY BATCH",
      'BEGIN BATCH INSERT INTO t (p, c) VALUES (2, 2); INSERT INTO w (p, c, v) VALUES (2, 2, 2); APPLY BATCH',
    );
    expect(await rows('SELECT p, a, b FROM t')).toEqual(["1 | 'x' | 'y'", '2 | null | null']);
    expect(await rows('SELECT v FROM w')).toEqual(['2']);
  });
});

describe('data-plane 2.12, 1.10: counters, collections', () => {
  it('counters count; sets and map keys come sorted, lists as they were put; empty is null', async () => {
    await all(
      'CREATE TABLE n (p int PRIMARY KEY, c counter)',
      'UPDATE n SET c = c + 5 WHERE p = 1',
      'UPDATE n SET c = c - 7 WHERE p = 1',
    );
    expect(await rows('SELECT c FROM n')).toEqual(['-2']);
    await all(
      'CREATE TABLE k (p int PRIMARY KEY, s set<int>, l list<int>, m map<int, int>, e set<int>)',
      'INSERT INTO k (p, s, l, m, e) VALUES (1, {3, 1}, [3, 1], {3: 0, 1: 0}, {})',
    );
    expect(await rows('SELECT s, l, m, e FROM k')).toEqual(['{1, 3} | [3, 1] | {1: 0, 3: 0} | null']);
    await all('UPDATE k SET l[1] = 9, m[3] = 9, s = s + {2} WHERE p = 1', 'DELETE l[0], m[1] FROM k WHERE p = 1');
    expect(await rows('SELECT s, l, m FROM k')).toEqual(['{1, 2, 3} | [9] | {3: 9}']);
    expect(await line('UPDATE k SET l[3] = 1 WHERE p = 1')).toBe('! 2200 List index 3 out of bound, list has size 1');
  });
});

describe('data-plane 2.16: TTL', () => {
  it('UPDATE USING TTL on some columns expires only those; expired data does not count in conditions', async () => {
    await all(
      'INSERT INTO w (p, c, v) VALUES (1, 1, 1)',
      'UPDATE w USING TTL 10 SET v = 2 WHERE p = 1 AND c = 1',
      'INSERT INTO w (p, c, v) VALUES (1, 2, 2) USING TTL 10',
    );
    await line('@advance 11');
    expect(await rows('SELECT c, v FROM w')).toEqual(['1 | null']);
    expect(await line('INSERT INTO w (p, c) VALUES (1, 2) IF NOT EXISTS')).toBe('[applied]\ntrue');
  });
});

describe('data-plane 2.19: prepared statements', () => {
  it('DML only: PREPARE of DDL is refused', () => {
    for (const statement of ['CREATE TABLE z (p int PRIMARY KEY)', 'DROP TABLE t', "ALTER TABLE t WITH comment = 'x'"])
      expect(() => engine.session.prepare(statement)).toThrow(CqlError);
    for (const statement of ['SELECT * FROM t', 'INSERT INTO t (p, c) VALUES (?, ?)', 'DELETE FROM t WHERE p = ?'])
      expect(engine.session.prepare(statement).id).toHaveLength(16);
  });
});
