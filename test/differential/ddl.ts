// Random DDL within the run's own keyspace, much of it refused, and statements broken token by token.

import type { Dice } from './dice.js';
import { anyType, type Schema, typeText } from './schemas.js';
import { nameText } from './values.js';

const anyTypeText = (dice: Dice, schema: Schema): string =>
  dice.chance(0.15)
    ? dice.pick([
        'counter',
        'list<counter>',
        'set<list<int>>',
        'frozen<int>',
        'nosuchtype',
        'map<int>',
        'duration',
        "'org.apache.cassandra.db.marshal.Int32Type'",
        'map<duration, int>',
        'set<duration>',
        'tuple<counter>',
        'frozen<ut9>',
        'other.ut0',
        'list<tuple<int, text>>',
        'list<ut0>',
        'varchar',
        'INT',
        'frozen<list<frozen<set<int>>>>',
      ])
    : typeText(anyType(dice, schema.types, dice.chance(0.5)));

function properties(dice: Dice): string {
  const options = [
    "comment = 'c'",
    'comment = 1',
    'gc_grace_seconds = 10',
    'gc_grace_seconds = -1',
    'default_time_to_live = 1000000',
    'default_time_to_live = -5',
    'bloom_filter_fp_chance = 0.1',
    'bloom_filter_fp_chance = 2',
    "caching = {'keys': 'ALL', 'rows_per_partition': 'NONE'}",
    "caching = {'keys': 'x'}",
    "compaction = {'class': 'SizeTieredCompactionStrategy'}",
    "compaction = {'class': 'Nope'}",
    "compression = {'sstable_compression': 'LZ4Compressor'}",
    'nosuch = 1',
    'crc_check_chance = 0.5',
    'crc_check_chance = 5',
    "speculative_retry = '99PERCENTILE'",
    "speculative_retry = 'x'",
    'memtable_flush_period_in_ms = 0',
    'min_index_interval = 128',
    'max_index_interval = 1',
    'read_repair_chance = 0.1',
    'dclocal_read_repair_chance = 2',
    'CLUSTERING ORDER BY (c0 DESC)',
    'COMPACT STORAGE',
    'comment = null',
    "comment = {'a': 'b'}",
  ]; // prettier-ignore
  return dice.chance(0.6) ? '' : ` WITH ${dice.times(dice.between(1, 2), () => dice.pick(options)).join(' AND ')}`;
}

export function ddl(dice: Dice, schema: Schema): string {
  const ks = schema.keyspace;
  const table = dice.chance(0.9) ? dice.pick(schema.tables).name : 'nosuch';
  const columns = schema.tables.find((t) => t.name === table)?.columns ?? [];
  const column =
    dice.chance(0.7) && columns.length > 0 ? nameText(dice.pick(columns).name) : dice.pick(['z0', 'z1', 'nosuch']);
  const type = dice.chance(0.9) ? nameText(dice.pick(schema.types).name) : 'nosuch';
  const t = () => anyTypeText(dice, schema);
  const made: (() => string)[] = [
    () =>
      `CREATE TABLE ${dice.chance(0.3) ? 'IF NOT EXISTS ' : ''}${ks}.${dice.pick(['x0', 'x1', 't0'])} (a ${t()}, b ${t()}, c ${t()}${dice.pick(['', ' static'])}, PRIMARY KEY (${dice.pick(['a', 'a, b', '(a, b)', '(a, b), c', 'a, nosuch', 'b, a', 'a, a', '()'])}))${properties(dice)}`,
    () =>
      `CREATE TABLE ${ks}.x2 (a int PRIMARY KEY, b ${t()}${dice.pick(['', ' PRIMARY KEY', ' STATIC'])}, ${dice.pick(['c', 'a', 'b'])} counter)`,
    () =>
      `CREATE TABLE ${ks}.x3 (a int, b ${t()}, ${dice.pick(['PRIMARY KEY (a, b)', 'PRIMARY KEY (a)', 'c text'])})${dice.pick([' WITH CLUSTERING ORDER BY (b DESC)', ' WITH CLUSTERING ORDER BY (a ASC)', ' WITH CLUSTERING ORDER BY (b DESC, a ASC)', ''])}`,
    () => `DROP TABLE ${dice.chance(0.5) ? 'IF EXISTS ' : ''}${ks}.${dice.pick(['x0', 'x1', 'x2', 'x3', 'nosuch'])}`,
    () =>
      `ALTER TABLE ${ks}.${table} ADD ${dice.pick(['z0', 'z1', column])} ${dice.chance(0.7) ? dice.pick(['int', 'text', 'list<int>']) : t()}${dice.pick(['', '', ' static'])}`,
    () => `ALTER TABLE ${ks}.${table} DROP ${dice.pick(['z0', 'z1', 'p0', 'nosuch', 'c0'])}`,
    () =>
      `ALTER TABLE ${ks}.${table} RENAME ${dice.pick(['nosuch TO a', 'r0 TO q', 'p0 TO p0', 'c0 TO r0', 'p0 TO c0'])}`,
    () => `ALTER TABLE ${ks}.${table} ALTER ${column} TYPE ${t()}`,
    () => `ALTER TABLE ${ks}.${table}${properties(dice) || " WITH comment = 'x'"}`,
    () =>
      `CREATE TYPE ${dice.chance(0.3) ? 'IF NOT EXISTS ' : ''}${ks}.${dice.pick(['y0', 'y1', type])} (a ${t()}, ${dice.pick(['b', 'a'])} ${t()})`,
    () => `DROP TYPE ${dice.chance(0.5) ? 'IF EXISTS ' : ''}${ks}.${dice.pick(['y0', 'y1', type, 'nosuch'])}`,
    () => `ALTER TYPE ${ks}.${dice.pick(['y0', 'nosuch'])} ADD ${dice.pick(['n', 'a'])} ${t()}`,
    () =>
      `ALTER TYPE ${ks}.${dice.pick(['y0', 'y1', 'nosuch'])} RENAME ${dice.pick(['a TO n', 'nosuch TO n', 'a TO b'])}`,
    () =>
      `CREATE KEYSPACE ${dice.chance(0.3) ? 'IF NOT EXISTS ' : ''}${ks} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
    () =>
      `CREATE KEYSPACE ${ks}z${dice.pick(['', ' WITH nosuch = 1', " WITH replication = {'class': 'Nope'}", " WITH replication = {'replication_factor': 1}", " WITH durable_writes = 'x'", " WITH replication = {'class': 'SimpleStrategy'}", " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 'x'}"])}`,
    () => `DROP KEYSPACE ${dice.chance(0.5) ? 'IF EXISTS ' : ''}${ks}z`,
    () => `USE ${dice.pick([ks, 'nosuch', '"NoSuch"'])}`,
    () => `TRUNCATE ${dice.chance(0.5) ? 'TABLE ' : ''}${ks}.${dice.pick([table, 'nosuch'])}`,
  ];
  return dice.pick(made)();
}

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
