// Random DDL within the run's own keyspace, much of it refused.

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

const compactions = [
  'SizeTieredCompactionStrategy',
  'LeveledCompactionStrategy',
  'TimeWindowCompactionStrategy',
  'DateTieredCompactionStrategy',
  'org.apache.cassandra.db.compaction.LeveledCompactionStrategy',
  'Nope',
]; // prettier-ignore
const compactionParts = [
  "'min_threshold': 2",
  "'min_threshold': 1",
  "'max_threshold': '1'",
  "'max_threshold': 'x'",
  "'enabled': false",
  "'enabled': 'x'",
  "'tombstone_threshold': 0.3",
  "'tombstone_threshold': -1",
  "'tombstone_compaction_interval': 'x'",
  "'unchecked_tombstone_compaction': 'maybe'",
  "'sstable_size_in_mb': 160",
  "'sstable_size_in_mb': 0",
  "'fanout_size': 'x'",
  "'bucket_low': 2",
  "'min_sstable_size': -1",
  "'compaction_window_size': 1",
  "'compaction_window_size': 0",
  "'compaction_window_unit': 'DAYS'",
  "'compaction_window_unit': 'YEARS'",
  "'timestamp_resolution': 'MICROSECONDS'",
  "'timestamp_resolution': 'DAYS'",
  "'base_time_seconds': 60",
  "'max_sstable_age_days': -1",
  "'expired_sstable_check_frequency_seconds': -1",
  "'provide_overlapping_tombstones': 'cell'",
  "'provide_overlapping_tombstones': 'x'",
  "'nope': 1",
]; // prettier-ignore
const compressionParts = [
  "'class': 'LZ4Compressor'",
  "'class': 'SnappyCompressor'",
  "'class': ''",
  "'class': 'Nope'",
  "'sstable_compression': 'DeflateCompressor'",
  "'sstable_compression': ''",
  "'chunk_length_in_kb': 32",
  "'chunk_length_in_kb': 3",
  "'chunk_length_in_kb': 0",
  "'chunk_length_kb': 64",
  "'chunk_length_kb': 'x'",
  "'enabled': false",
  "'enabled': true",
  "'crc_check_chance': 0.5",
  "'lz4_compressor_type': 'fast'",
  "'nope': 1",
]; // prettier-ignore

const parts = (dice: Dice, of: readonly string[]): string => dice.times(dice.below(3), () => dice.pick(of)).join(', ');

function mapOption(dice: Dice): string {
  const made = [
    () => {
      const named = dice.chance(0.95) ? [`'class': '${dice.pick(compactions)}'`] : [];
      return `compaction = {${[...named, parts(dice, compactionParts)].filter((part) => part !== '').join(', ')}}`;
    },
    () => `compression = {${parts(dice, compressionParts)}}`,
    () =>
      `caching = {${parts(dice, ["'keys': 'ALL'", "'keys': 'none'", "'keys': 'x'", "'rows_per_partition': 'ALL'", "'rows_per_partition': 10", "'rows_per_partition': 'x'", "'nope': 'ALL'"])}}`,
  ];
  return dice.pick(made)();
}

function properties(dice: Dice): string {
  const options = [
    "comment = 'c'",
    'comment = 1',
    'gc_grace_seconds = 10',
    'gc_grace_seconds = -1',
    'gc_grace_seconds = 1.5',
    "gc_grace_seconds = 'x'",
    'gc_grace_seconds = 99999999999',
    "gc_grace_seconds = {'a': 1}",
    'default_time_to_live = 1000000',
    'default_time_to_live = -5',
    'default_time_to_live = 630720001',
    'bloom_filter_fp_chance = 0.1',
    'bloom_filter_fp_chance = 2',
    'bloom_filter_fp_chance = 0',
    "bloom_filter_fp_chance = 'x'",
    'bloom_filter_fp_chance = NaN',
    'caching = 1',
    "compaction = 'x'",
    "compression = 'x'",
    'nosuch = 1',
    "Comment = 'C'",
    'crc_check_chance = 0.5',
    'crc_check_chance = 5',
    "speculative_retry = '99PERCENTILE'",
    "speculative_retry = '99.5percentile'",
    "speculative_retry = '101PERCENTILE'",
    "speculative_retry = '10ms'",
    "speculative_retry = 'always'",
    "speculative_retry = 'x'",
    'memtable_flush_period_in_ms = 0',
    'memtable_flush_period_in_ms = -1',
    'min_index_interval = 128',
    'min_index_interval = 0',
    'max_index_interval = 1',
    'max_index_interval = 4096',
    'read_repair_chance = 0.1',
    'read_repair_chance = 0',
    'dclocal_read_repair_chance = 2',
    'dclocal_read_repair_chance = 0.0',
    'CLUSTERING ORDER BY (c0 DESC)',
    'CLUSTERING ORDER BY (b DESC)',
    'CLUSTERING ORDER BY (c ASC, b DESC)',
    'comment = null',
    "comment = {'a': 'b'}",
  ]; // prettier-ignore
  const option = (): string => (dice.chance(0.35) ? mapOption(dice) : dice.pick(options));
  return dice.chance(0.5) ? '' : ` WITH ${dice.times(dice.between(1, 2), option).join(' AND ')}`;
}

/** What the schema's own tables tell; not the identifiers that are drawn at random. */
export function schemaRead(dice: Dice, schema: Schema): string {
  const columns =
    'table_name, bloom_filter_fp_chance, caching, comment, compaction, compression, crc_check_chance, dclocal_read_repair_chance, default_time_to_live, extensions, flags, gc_grace_seconds, max_index_interval, memtable_flush_period_in_ms, min_index_interval, read_repair_chance, speculative_retry';
  return dice.pick([
    `SELECT ${columns} FROM system_schema.tables WHERE keyspace_name = '${schema.keyspace}'`,
    `SELECT * FROM system_schema.columns WHERE keyspace_name = '${schema.keyspace}'`,
    `SELECT * FROM system_schema.types WHERE keyspace_name = '${schema.keyspace}'`,
    `SELECT keyspace_name, table_name, column_name, type FROM system_schema.dropped_columns WHERE keyspace_name = '${schema.keyspace}'`,
    `SELECT * FROM system_schema.keyspaces WHERE keyspace_name = '${schema.keyspace}'`,
  ]);
}

function keyspaceOptions(dice: Dice): string {
  const strategies = [
    'SimpleStrategy',
    'SimpleStrategy',
    'NetworkTopologyStrategy',
    'org.apache.cassandra.locator.SimpleStrategy',
    'LocalStrategy',
    'EverywhereStrategy',
    'Nope',
    '',
  ]; // prettier-ignore
  const factors = [
    "'replication_factor': 1",
    "'replication_factor': '2'",
    "'replication_factor': 'x'",
    "'replication_factor': -1",
    "'replication_factor': 1.5",
    "'us-east-1': 1",
    "'us-east-1': 'x'",
    "'dc2': 3",
    "'nope': 1",
  ]; // prettier-ignore
  const replication = (): string => {
    const named = dice.chance(0.93) ? [`'class': '${dice.pick(strategies)}'`] : [];
    return `replication = {${[...named, parts(dice, factors)].filter((part) => part !== '').join(', ')}}`;
  };
  const others = [
    'durable_writes = true',
    'durable_writes = false',
    "durable_writes = 'x'",
    "durable_writes = {'a': 'b'}",
    "replication = 'x'",
    'nosuch = 1',
  ]; // prettier-ignore
  const option = (): string => (dice.chance(0.7) ? replication() : dice.pick(others));
  return dice.chance(0.05) ? '' : ` WITH ${dice.times(dice.between(1, 2), option).join(' AND ')}`;
}

export function ddl(dice: Dice, schema: Schema): string {
  const ks = schema.keyspace;
  const table = dice.chance(0.9) ? dice.pick(schema.tables).name : 'nosuch';
  const columns = schema.tables.find((t) => t.name === table)?.columns ?? [];
  const column =
    dice.chance(0.7) && columns.length > 0 ? nameText(dice.pick(columns).name) : dice.pick(['z0', 'z1', 'nosuch']);
  const type = schema.types.length > 0 && dice.chance(0.9) ? nameText(dice.pick(schema.types).name) : 'nosuch';
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
    () => `CREATE KEYSPACE ${dice.chance(0.3) ? 'IF NOT EXISTS ' : ''}${ks}z${keyspaceOptions(dice)}`,
    () => `ALTER KEYSPACE ${dice.pick([`${ks}z`, `${ks}z`, 'nosuch', 'system'])}${keyspaceOptions(dice)}`,
    () =>
      `ALTER TABLE ${ks}.${table} ADD (${dice.times(dice.between(1, 3), () => `${dice.pick(['z0', 'z1', 'z2', column])} ${t()}${dice.pick(['', '', ' static'])}`).join(', ')})`,
    () =>
      `ALTER TABLE ${ks}.${table} DROP (${dice.times(dice.between(1, 2), () => dice.pick(['z0', 'z1', 'z2', 'nosuch', column])).join(', ')})${dice.pick(['', ' USING TIMESTAMP 5'])}`,
    () =>
      `ALTER TYPE ${ks}.${dice.pick(['y0', 'y1', type])} RENAME ${dice.pick(['a TO n AND b TO m', 'a TO b AND b TO a', 'n TO a', 'a TO a'])}`,
    () => `ALTER TYPE ${ks}.${dice.pick(['y0', 'y1', type])} ADD ${dice.pick(['n', 'm', 'o'])} ${t()}`,
    () => `DROP ${dice.pick(['TABLE', 'TYPE', 'KEYSPACE'])} ${dice.chance(0.5) ? 'IF EXISTS ' : ''}nosuch.x`,
    () => `CREATE TABLE nosuch.x (a int PRIMARY KEY, b ${t()})${properties(dice)}`,
    () => `CREATE TYPE nosuch.x (a ${t()})`,
    () => `DROP KEYSPACE ${dice.chance(0.5) ? 'IF EXISTS ' : ''}${ks}z`,
    () => `USE ${dice.pick([ks, 'nosuch', '"NoSuch"'])}`,
    () => `TRUNCATE ${dice.chance(0.5) ? 'TABLE ' : ''}${ks}.${dice.pick([table, 'nosuch'])}`,
  ];
  return dice.pick(made)();
}
