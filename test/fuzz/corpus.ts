// What the fuzz begins with: a schema, statements that mostly work on it, and the statements of the golden scripts.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const schema: readonly string[] = [
  "CREATE KEYSPACE fz WITH REPLICATION = {'class': 'SingleRegionStrategy'}",
  'CREATE TYPE fz.address (street text, number int, tags frozen<set<text>>)',
  'CREATE TABLE fz.t (p int, c int, v text, n bigint, d decimal, s text static, l list<int>, st set<text>, m map<text, int>, ' +
    'u frozen<address>, tu frozen<tuple<int, text>>, ts timestamp, da date, ti time, uu uuid, tm timeuuid, i inet, ' +
    'b blob, bo boolean, f float, db double, si smallint, ty tinyint, va varint, a ascii, ' +
    "PRIMARY KEY (p, c)) WITH CLUSTERING ORDER BY (c DESC) AND CUSTOM_PROPERTIES = {'ttl': {'status': 'enabled'}, 'client_side_timestamps': {'status': 'enabled'}}",
  'CREATE TABLE fz.k (a text, b int, c timeuuid, d text, PRIMARY KEY ((a, b), c, d))',
  'CREATE TABLE fz.cnt (p int PRIMARY KEY, n counter, o counter)',
];

/** Rows to find from the start. */
export const rows: readonly string[] = Array.from({ length: 24 }, (_, n) => [
  `INSERT INTO fz.t (p, c, v, n, s, l, st, m) VALUES (${n % 4}, ${n}, 'v${n}', ${n}, 's', [${n}, 1], {'a', '${n}'}, {'k': ${n}})`,
  `INSERT INTO fz.k (a, b, c, d) VALUES ('x', ${n % 3}, now(), 'd${n}')`,
  `UPDATE fz.cnt SET n = n + ${n} WHERE p = ${n}`,
]).flat();

/** Read page by page, with paging states that were given for them or for others, whole and damaged. */
export const paged: readonly string[] = [
  'SELECT * FROM fz.t',
  'SELECT p, c FROM fz.t WHERE p = 1',
  'SELECT p, c FROM fz.t WHERE p = 1 ORDER BY c ASC LIMIT 5',
  'SELECT p, c FROM fz.t WHERE p IN (0, 1, 2, 3) LIMIT 11',
  'SELECT DISTINCT p FROM fz.t',
  'SELECT p FROM fz.t WHERE token(p) > -9000000000000000000',
  "SELECT * FROM fz.k WHERE a = 'x' AND b IN (0, 1, 2)",
  'SELECT p, v FROM fz.t WHERE n > 3 ALLOW FILTERING',
  'SELECT p, count(*) FROM fz.t GROUP BY p',
  'SELECT * FROM system_schema.columns',
];

/** Prepared for EXECUTE and BATCH, and mutated like all others. */
export const withMarkers: readonly string[] = [
  'INSERT INTO fz.t (p, c, v, n, d, l, st, m, u, tu) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  'INSERT INTO fz.t (p, c, ts, da, ti, uu, tm, i, b, bo) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TTL ? AND TIMESTAMP ?',
  'INSERT INTO fz.t (p, c, f, db, si, ty, va, a) VALUES (?, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS',
  'INSERT INTO fz.t JSON ?',
  'SELECT * FROM fz.t WHERE p = ? AND c > ? LIMIT ?',
  'SELECT * FROM fz.t WHERE p IN ? AND c = ?',
  'SELECT p, c, token(p), ttl(v), writetime(v) FROM fz.t WHERE token(p) > ?',
  'SELECT * FROM fz.t WHERE p = ? AND (c) IN ?',
  'SELECT * FROM fz.k WHERE a = ? AND b = ? AND (c, d) > (?, ?)',
  'UPDATE fz.t SET v = ?, l = l + ?, m[?] = ?, st = st - ? WHERE p = ? AND c = ?',
  'UPDATE fz.t SET l[?] = ? WHERE p = ? AND c = ? IF v = ? AND n IN ?',
  'UPDATE fz.cnt SET n = n + ? WHERE p = ?',
  'DELETE v, l[?], m[?] FROM fz.t WHERE p = ? AND c = ? IF EXISTS',
  'DELETE FROM fz.t WHERE p = ? AND c >= ? AND c < ?',
  'SELECT v FROM fz.t WHERE m CONTAINS KEY ? ALLOW FILTERING',
];

const plain: readonly string[] = [
  "INSERT INTO fz.t (p, c, v, s, l, st, m) VALUES (1, 2, 'x', 'static', [1, 2], {'a', 'b'}, {'k': 1}) USING TTL 100",
  "INSERT INTO fz.t (p, c, u, tu) VALUES (1, 3, {street: 'Main', number: 5, tags: {'x'}}, (1, 'a'))",
  `INSERT INTO fz.t JSON '{"p": 1, "c": 4, "m": {"a": 1}, "l": [1, null], "b": "0xca"}' DEFAULT UNSET`,
  "INSERT INTO fz.t (p, c, ts, da, ti, d, va, i, b) VALUES (2, 1, '2020-01-01T00:00:00Z', '2020-01-01', '10:11:12.123456789', 1.5E10, 123456789012345678901234567890, '::1', 0xff)",
  'SELECT JSON * FROM fz.t WHERE p = 1 ORDER BY c ASC LIMIT 10',
  'SELECT DISTINCT p, s FROM fz.t',
  'SELECT CAST(n AS text), toJson(l), dateOf(tm), blobAsInt(b) FROM fz.t ALLOW FILTERING',
  'SELECT count(*), max(n), min(v) FROM fz.t GROUP BY p',
  "SELECT * FROM fz.k WHERE a = 'x' AND b IN (1, 2, 3) AND (c, d) >= (00000000-0000-1000-8000-000000000000, 'a') PER PARTITION LIMIT 2",
  'SELECT * FROM fz.t WHERE p = -1 AND c IN (1, 2) AND c > 0',
  "UPDATE fz.t SET l = [0] + l, st = st + {'c'}, m = m - {'k'}, n = 5 WHERE p = 1 AND c IN (1, 2)",
  'UPDATE fz.cnt SET n = n - 3, o = o + 1 WHERE p = 7',
  "UPDATE fz.t USING TIMESTAMP 5 SET u.street = 'x' WHERE p = 1 AND c = 3 IF u.number > 3",
  'DELETE s FROM fz.t WHERE p = 1',
  'DELETE FROM fz.t USING TIMESTAMP 99 WHERE p = 1',
  "BEGIN UNLOGGED BATCH INSERT INTO fz.t (p, c, v) VALUES (1, 1, 'a'); UPDATE fz.t SET v = 'b' WHERE p = 1 AND c = 1; DELETE FROM fz.t WHERE p = 1 AND c = 1; APPLY BATCH",
  "BEGIN BATCH USING TIMESTAMP 7 INSERT INTO fz.k (a, b, c, d) VALUES ('x', 1, now(), 'y'); APPLY BATCH",
  "SELECT * FROM system_schema_mcs.tables WHERE keyspace_name = 'fz'",
  "SELECT tokens, peer FROM system.peers WHERE peer = '10.0.0.1' ALLOW FILTERING",
  "SELECT * FROM system_schema.columns WHERE keyspace_name = 'fz' AND table_name = 't' AND column_name > 'c'",
  'USE fz',
  'CREATE TABLE IF NOT EXISTS fz.x (a int, b frozen<map<text, list<frozen<address>>>>, PRIMARY KEY (a)) WITH default_time_to_live = 5',
  'ALTER TABLE fz.x ADD (extra text, other frozen<list<int>>)',
  "ALTER TABLE fz.k WITH CUSTOM_PROPERTIES = {'capacity_mode': {'throughput_mode': 'PROVISIONED', 'read_capacity_units': 10, 'write_capacity_units': 10}}",
  'DROP TABLE IF EXISTS fz.x',
  'CREATE TYPE fz.ty (a int, b frozen<address>)',
  'DROP TYPE IF EXISTS fz.ty',
  'TRUNCATE fz.t',
  'CREATE INDEX ON fz.t (v)',
];

/** The statements of the golden scripts, which stand before a line of dashes. */
export function goldenStatements(root: string): readonly string[] {
  const folders = ['test/cql/syntax', 'test/cql/semantics'].map((path) => join(root, path));
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.cqltest'))
      .flatMap((name) => readFileSync(join(folder, name), 'utf8').split(/\n{2,}/))
      .map((block) => block.split('\n----')[0]!.trim())
      .filter((text) => /^[a-z]/i.test(text)),
  );
}

/** What fits the schema stands in it as often as all the rest. */
export function statements(root: string): readonly string[] {
  const golden = goldenStatements(root);
  const own = [...plain, ...withMarkers];
  const times = Math.ceil(golden.length / own.length);
  return [...golden, ...Array.from({ length: times }, () => own).flat()];
}
