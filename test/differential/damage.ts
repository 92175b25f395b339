// Statements broken token by token, and statements of every kind of Cassandra 3.11's grammar to be broken: what its parser
// says of malformed text depends on the statement around the mistake.

import type { Dice } from './dice.js';

export const wholeStatements: readonly string[] = [
  'USE ks',
  'SELECT * FROM ks.t WHERE k = 1 AND c > 2 ORDER BY c DESC, d LIMIT 10 ALLOW FILTERING',
  'SELECT a, b AS c, ttl(d), writetime(e), count(*), cast(a AS text), f(x, g(y)), ks.f(a), u.x.y FROM t',
  "SELECT JSON a, (int) 1, {a: 1}, [1, 2], (1, 'x'), null, ?, :m, -NaN FROM t WHERE token(a, b) > token(1, 2)",
  'SELECT DISTINCT k FROM t PER PARTITION LIMIT ? LIMIT :l',
  "SELECT a FROM t WHERE (c, d) IN ((1, 2), (3, 4)) AND (c, d) > (1, 2) AND k IN (1, 2, 3) AND x CONTAINS KEY 'a'",
  'SELECT a FROM t WHERE (c, d) IN ? AND (c, d) IN (?, :x) AND k IN :ks AND (c) = ? AND (k = 3) AND m[1] = 2',
  "SELECT a FROM t WHERE n LIKE '%a' AND s IS NOT NULL AND b = 0xAF AND u = 50554d6e-29bb-11e5-b345-feff819cdc9f GROUP BY a, b",
  "INSERT INTO ks.t (a, b, c) VALUES (1, 'x', {1: 'a', 2: 'b'}) IF NOT EXISTS USING TTL 10 AND TIMESTAMP 5",
  "INSERT INTO t JSON '{}' DEFAULT UNSET IF NOT EXISTS USING TIMESTAMP ?",
  'INSERT INTO t (a, b) VALUES ({1, 2}, [1.5, true, 12h])',
  'INSERT INTO t JSON :j DEFAULT NULL',
  "UPDATE ks.t USING TTL 5 SET a = 1, b = b + 2, c = [1] + c, d[1] = 'x', e.f = 3, g += {1}, h -= ?, i = i - 1 WHERE k = 1 IF EXISTS",
  'UPDATE t SET a = a -1 WHERE k = 1 AND c IN (1, 2) IF a = 1 AND b[1] > 2 AND c.d != 3 AND e IN (1, 2) AND f IN ?',
  "DELETE a, b[1], c.d FROM ks.t USING TIMESTAMP 1 WHERE k = 1 AND c = 'a' IF b = 2",
  'DELETE FROM t WHERE k = 1 AND c >= 1 AND c < 5 IF EXISTS',
  'BEGIN UNLOGGED BATCH USING TIMESTAMP 1 INSERT INTO t (a) VALUES (1); UPDATE t SET b = 1 WHERE k = 1 DELETE FROM t WHERE k = 2; APPLY BATCH',
  'BEGIN COUNTER BATCH UPDATE t SET c = c + 1 WHERE k = 1; APPLY BATCH',
  "CREATE KEYSPACE IF NOT EXISTS ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1} AND durable_writes = true",
  "ALTER KEYSPACE ks WITH replication = {'class': 'SingleRegionStrategy'}",
  'DROP KEYSPACE IF EXISTS ks',
  "CREATE TABLE IF NOT EXISTS ks.t (a int, b text STATIC, c frozen<list<int>>, d map<int, frozen<tuple<text, ks.u>>>, PRIMARY KEY ((a, b), c, d)) WITH CLUSTERING ORDER BY (c DESC, d ASC) AND comment = 'x' AND compaction = {'class': 'x'}",
  'CREATE TABLE t (k uuid PRIMARY KEY, v set<text>) WITH COMPACT STORAGE',
  'CREATE COLUMNFAMILY t (a int, b int, PRIMARY KEY (a, b))',
  'ALTER TABLE ks.t ADD a int STATIC',
  'ALTER TABLE t ADD (a int, b frozen<u>)',
  'ALTER TABLE t DROP (a, b) USING TIMESTAMP 5',
  'ALTER TABLE t DROP a',
  'ALTER TABLE t DROP COMPACT STORAGE',
  'ALTER TABLE t ALTER a TYPE text',
  'ALTER TABLE t RENAME a TO b AND c TO d',
  "ALTER TABLE t WITH comment = 'x' AND gc_grace_seconds = 1 AND caching = {'keys': 'ALL'}",
  'DROP TABLE IF EXISTS ks.t',
  'TRUNCATE TABLE ks.t',
  'TRUNCATE t',
  'CREATE TYPE IF NOT EXISTS ks.u (a int, b frozen<set<text>>)',
  'ALTER TYPE u ADD c int',
  'ALTER TYPE u RENAME a TO b AND c TO d',
  'ALTER TYPE u ALTER a TYPE text',
  'DROP TYPE IF EXISTS ks.u',
  "CREATE CUSTOM INDEX IF NOT EXISTS i ON ks.t (KEYS(m)) USING 'x' WITH OPTIONS = {'a': 'b'}",
  'CREATE INDEX ON t (a)',
  'DROP INDEX IF EXISTS ks.i',
  "CREATE MATERIALIZED VIEW IF NOT EXISTS ks.v AS SELECT a, b FROM ks.t WHERE a IS NOT NULL AND b > 1 PRIMARY KEY ((a, c), b) WITH comment = 'x'",
  "ALTER MATERIALIZED VIEW v WITH comment = 'x'",
  'DROP MATERIALIZED VIEW IF EXISTS v',
  "CREATE OR REPLACE FUNCTION IF NOT EXISTS ks.f (a int, b text) RETURNS NULL ON NULL INPUT RETURNS int LANGUAGE java AS 'return 1;'",
  'CREATE FUNCTION f () CALLED ON NULL INPUT RETURNS text LANGUAGE java AS $$return null;$$',
  'DROP FUNCTION IF EXISTS ks.f (int, text)',
  'CREATE AGGREGATE ks.a (int) SFUNC f STYPE int FINALFUNC g INITCOND 0',
  'DROP AGGREGATE IF EXISTS a',
  "CREATE TRIGGER IF NOT EXISTS tr ON ks.t USING 'x'",
  'DROP TRIGGER IF EXISTS tr ON t',
  "CREATE ROLE IF NOT EXISTS r WITH PASSWORD = 'x' AND LOGIN = true AND SUPERUSER = false AND OPTIONS = {'a': 1}",
  "ALTER ROLE r WITH PASSWORD = 'y'",
  'DROP ROLE IF EXISTS r',
  'LIST ROLES OF r NORECURSIVE',
  "CREATE USER IF NOT EXISTS u WITH PASSWORD 'x' SUPERUSER",
  'ALTER USER u NOSUPERUSER',
  'DROP USER IF EXISTS u',
  'LIST USERS',
  'GRANT ALL PERMISSIONS ON ALL KEYSPACES TO r',
  'GRANT SELECT PERMISSION ON TABLE ks.t TO r',
  'GRANT EXECUTE ON FUNCTION ks.f (int) TO r',
  'REVOKE MODIFY ON KEYSPACE ks FROM r',
  'REVOKE a FROM b',
  'GRANT a TO b',
  'LIST ALL PERMISSIONS ON ALL ROLES OF r',
  'LIST SELECT ON ALL FUNCTIONS IN KEYSPACE ks NORECURSIVE',
];

const tokenPattern =
  /\s+|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$\$[^$]*\$\$|[A-Za-z_][A-Za-z0-9_]*|-?\d[\w.+-]*|<=|>=|!=|\+=|-=|./gs;
const intruders = [
  'SELECT',
  'FROM',
  'WHERE',
  'AND',
  'IN',
  'NULL',
  'TOKEN',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  ';',
  '.',
  '=',
  '<',
  '>',
  '!=',
  '*',
  '?',
  ':x',
  "'x'",
  '"Q"',
  '1',
  '-',
  '+',
  '1.5',
  '0x',
  '0xABC',
  'true',
  'JSON',
  'DISTINCT',
  'AS',
  'LIMIT',
  'ORDER',
  'BY',
  'IF',
  'NOT',
  'EXISTS',
  'TTL',
  'USING',
  'TIMESTAMP',
  'CONTAINS',
  'KEY',
  'VALUES',
  'SET',
  'INTO',
  'ALLOW',
  'FILTERING',
  'CAST',
  'count',
  '@',
  '#',
  '%',
  '$',
  '&',
  '|',
  '~',
  "'",
  '"',
  '$$',
  '--',
  '/*',
  '//',
  'é',
  '\u0000',
  'NaN',
  'infinity',
  '1e',
  '12h',
  '-5',
  'a-b',
  '\\',
  '^',
  '!',
  ':',
  '::',
  '..',
  'PRIMARY',
  'TABLE',
  'list',
  'frozen',
  'tuple',
  'BEGIN',
  'BATCH',
  'APPLY',
  'DELETE',
  'INSERT',
  'UPDATE',
  'writetime',
  'PER',
  'PARTITION',
  'LIKE',
  'IS',
]; // prettier-ignore

/** The statement with one to three tokens dropped, doubled, swapped, replaced or pushed in between, or cut short. */
export function broken(dice: Dice, text: string): string {
  let tokens: string[] = [...(text.match(tokenPattern) ?? [])];
  for (
    let change = dice.weighted([
      [6, 1],
      [3, 2],
      [1, 3],
    ] as const);
    change > 0;
    change--
  ) {
    const at = dice.below(tokens.length);
    const other = dice.below(tokens.length);
    switch (dice.below(7)) {
      case 0:
        tokens = [...tokens.slice(0, at), ...tokens.slice(at + 1)];
        break;
      case 1:
        tokens = [...tokens.slice(0, at), tokens[at] ?? '', ' ', ...tokens.slice(at)];
        break;
      case 2:
        tokens = tokens.map((token, i) =>
          i === at ? (tokens[other] ?? '') : i === other ? (tokens[at] ?? '') : token,
        );
        break;
      case 3:
        tokens = tokens.map((token, i) => (i === at ? dice.pick(intruders) : token));
        break;
      case 4:
        tokens = [...tokens.slice(0, at), ' ', dice.pick(intruders), ' ', ...tokens.slice(at)];
        break;
      case 5:
        tokens = tokens.slice(0, Math.max(1, at));
        break;
      default: {
        const token = tokens[at] ?? '';
        const cut = dice.below(token.length + 1);
        tokens = tokens.map((one, i) => (i === at ? token.slice(0, cut) : one));
      }
    }
    if (tokens.length === 0) tokens = [';'];
  }
  return tokens.join('');
}

/** The same statement: words in other letters, comments and line breaks for spaces, semicolons behind. */
export function respelled(dice: Dice, text: string): string {
  const tokens: readonly string[] = text.match(tokenPattern) ?? [];
  const spelled = tokens.map((token) => {
    if (/^\s+$/.test(token))
      return dice.chance(0.2) ? dice.pick(['\n', ' /* x */ ', ' -- x\n', '\t', ' // x\r\n']) : token;
    if (!/^[A-Za-z_]\w*$/.test(token) || token.startsWith('P')) return token;
    return dice.chance(0.3) ? dice.pick([token.toUpperCase(), token.toLowerCase()]) : token;
  });
  return spelled.join('') + dice.pick(['', ';', ';;', ' ; ', ' -- end']);
}
