// Sections 2.1 to 2.6 and 2.13 to 2.15 of the data-plane fact sheet: the words, definitions, types, functions and JSON
// that Amazon Keyspaces takes, as statements and what comes of them.

import { beforeAll, describe, expect, it } from 'vitest';
import { ScriptEngine } from '../cql/script-engine.js';

let engine: ScriptEngine;
const line = (text: string): Promise<string> => engine.line(text);
const value = async (text: string): Promise<string | undefined> => (await line(text)).split('\n')[1];

beforeAll(async () => {
  engine = await ScriptEngine.open();
  await line("CREATE KEYSPACE ks WITH REPLICATION = {'class': 'SingleRegionStrategy'}");
  await line('USE ks');
});

describe('data-plane 2.1: lexical rules', () => {
  it('unquoted identifiers fold, quoted ones keep their case, an inner quote is doubled', async () => {
    await line('CREATE TABLE Folded (Id int PRIMARY KEY, "Kept" int, "a""b" int)');
    expect(await line('SELECT ID, "Kept", "a""b" FROM FOLDED')).toBe('id | Kept | a"b');
    expect(await line('SELECT Kept FROM folded')).toBe('! 2200 Undefined column name kept');
  });

  it("strings '…' with a doubled quote and $$…$$; comments --, //, /* */; trailing semicolons", async () => {
    await line('CREATE TABLE words (k int PRIMARY KEY, v text)');
    await line("INSERT INTO words (k, v) VALUES (1, 'it''s') -- one\n");
    await line("INSERT INTO words (k, v) VALUES (2, $$it's$$); // two\n");
    expect(await value('SELECT /* three */ v FROM words WHERE k = 1;;')).toBe("'it''s'");
    expect(await value('SELECT v FROM words WHERE k = 2;')).toBe("'it''s'");
  });

  it('floats with exponent, NAN, INFINITY; uuids bare; blobs 0x', async () => {
    await line('CREATE TABLE literals (k int PRIMARY KEY, d double, u uuid, b blob, t boolean)');
    await line(
      'INSERT INTO literals (k, d, u, b, t) VALUES (1, -1.5E2, 123E4567-e89b-12d3-a456-426614174000, 0xCAFE, TRUE)',
    );
    expect(await value('SELECT d, u, b, t FROM literals')).toBe(
      '-150.0 | 123e4567-e89b-12d3-a456-426614174000 | 0xcafe | true',
    );
    for (const [literal, shown] of [
      ['NaN', 'NaN'],
      ['INFINITY', 'Infinity'],
      ['-Infinity', '-Infinity'],
    ]) {
      await line(`INSERT INTO literals (k, d) VALUES (2, ${literal})`);
      expect(await value('SELECT d FROM literals WHERE k = 2')).toBe(shown);
    }
  });

  const reserved =
    'ADD ALLOW ALTER AND APPLY ASC AUTHORIZE BATCH BEGIN BY COLUMNFAMILY CREATE DEFAULT DELETE DESC DESCRIBE DROP ENTRIES ' +
    'EXECUTE FROM FULL GRANT IF IN INDEX INFINITY INSERT INTO IS KEYSPACE LIMIT MATERIALIZED MBEAN MBEANS MODIFY NAN ' +
    'NORECURSIVE NOT NULL OF ON OR ORDER PRIMARY RENAME REPLACE REVOKE SCHEMA SELECT SET TABLE TO TOKEN TRUNCATE UNLOGGED ' +
    'UNSET UPDATE USE USING VIEW WHERE WITH';
  it.each(reserved.split(' '))('%s is reserved in 3.11', async (word) => {
    expect(await line(`CREATE TABLE r (${word} int PRIMARY KEY)`)).toMatch(/^! 2000 /);
  });

  it.each(['custom_properties', 'tags', 'restore', 'autoscaling_settings', 'key', 'ttl', 'writetime', 'json', 'type'])(
    '%s is unreserved: usable as identifier',
    async (word) => {
      await line(`CREATE TABLE u_${word} (${word} int PRIMARY KEY)`);
      expect(await line(`SELECT ${word} FROM u_${word}`)).toBe(word);
    },
  );

  it('type hints (int)1', async () => {
    expect(await line('INSERT INTO words (k, v) VALUES ((int)5, (text)?)')).toMatch(/^! 2200 Invalid amount of bind/);
    expect(await line("INSERT INTO words (k, v) VALUES ((int)5, (text)'x')")).toBe('ok');
  });
});

describe('data-plane 2.2, 2.4: what Keyspaces has of the definitions', () => {
  it.each([
    ['ALTER TABLE words DROP v', 'ALTER TABLE DROP'],
    ['ALTER TABLE words RENAME k TO kk', 'ALTER TABLE RENAME'],
    ['ALTER TABLE words ALTER v TYPE blob', 'Altering of types'],
    ['CREATE TABLE compact (k int PRIMARY KEY, v int) WITH COMPACT STORAGE', 'COMPACT STORAGE'],
    ['CREATE TABLE durations (k int PRIMARY KEY, v duration)', 'duration'],
  ])('no: %s', async (statement, word) => {
    const answer = await line(statement);
    expect(answer).toMatch(/^! 2[02]00 /);
    expect(answer).toContain(word);
  });

  it('storage-engine options in WITH are parsed and ignored', async () => {
    expect(
      await line(
        "CREATE TABLE ignored (k int PRIMARY KEY) WITH compaction = {'class': 'LeveledCompactionStrategy'} AND " +
          "compression = {'sstable_compression': ''} AND caching = {'keys': 'NONE'} AND gc_grace_seconds = 1 AND " +
          'bloom_filter_fp_chance = 0.5 AND read_repair_chance = 1 AND dclocal_read_repair_chance = 1 AND ' +
          'crc_check_chance = 0.5 AND min_index_interval = 1 AND max_index_interval = 2 AND ' +
          "memtable_flush_period_in_ms = 5 AND speculative_retry = 'NONE'",
      ),
    ).toBe('CREATED TABLE ks.ignored');
    expect(
      await value(
        "SELECT gc_grace_seconds, bloom_filter_fp_chance FROM system_schema.tables WHERE keyspace_name = 'ks' AND table_name = 'ignored'",
      ),
    ).toBe('7776000 | 0.01');
  });

  it('ALTER TABLE may change one custom property per statement, and not mix ADD and WITH', async () => {
    expect(
      await line(
        "ALTER TABLE words WITH CUSTOM_PROPERTIES = {'point_in_time_recovery': {'status': 'enabled'}, 'ttl': {'status': 'enabled'}}",
      ),
    ).toMatch(/^! 2200 /);
    expect(await line("ALTER TABLE words ADD w int WITH comment = 'x'")).toMatch(/^! 2000 /);
    expect(await line("ALTER TABLE words WITH custom_properties = {'ttl': {'status': 'enabled'}}")).toBe(
      'UPDATED TABLE ks.words',
    );
    expect(await line("ALTER TABLE words WITH CUSTOM_PROPERTIES = {'ttl': {'status': 'disabled'}}")).toMatch(
      /^! 2200 /,
    );
  });

  it('units are required for PROVISIONED and forbidden otherwise', async () => {
    const create = (mode: string) =>
      line(`CREATE TABLE units (k int PRIMARY KEY) WITH CUSTOM_PROPERTIES = {'capacity_mode': ${mode}}`);
    expect(await create("{'throughput_mode': 'PROVISIONED'}")).toMatch(/^! 2200 /);
    expect(
      await create("{'throughput_mode': 'PAY_PER_REQUEST', 'read_capacity_units': 1, 'write_capacity_units': 1}"),
    ).toMatch(/^! 2200 /);
    expect(
      await create("{'throughput_mode': 'PROVISIONED', 'read_capacity_units': 1, 'write_capacity_units': 1}"),
    ).toBe('CREATED TABLE ks.units');
  });
});

describe('data-plane 2.3: keyspaces', () => {
  it.each([
    ["{'class': 'SingleRegionStrategy'}", true],
    ["{'class': 'SimpleStrategy', 'replication_factor': '3'}", true],
    ["{'class': 'NetworkTopologyStrategy', 'nowhere': '3'}", false],
  ])('REPLICATION = %s', async (replication, taken) => {
    const answer = await line(
      `CREATE KEYSPACE IF NOT EXISTS k${taken ? 'yes' : 'no'} WITH REPLICATION = ${replication}`,
    );
    if (taken) expect(answer).toMatch(/^(CREATED KEYSPACE|ok)/);
    else expect(answer).toMatch(/^! 2[23]00 /);
  });
});

describe('data-plane 2.6: user types', () => {
  it('"MY_UDT" keeps its case, MY_UDT folds; a nested type must be frozen', async () => {
    expect(await line('CREATE TYPE "MY_UDT" (f int)')).toBe('CREATED TYPE ks.MY_UDT');
    expect(await line('CREATE TYPE MY_UDT (f int)')).toBe('CREATED TYPE ks.my_udt');
    expect(await line('CREATE TYPE outer_udt (f my_udt)')).toMatch(
      /^! 2200 A user type cannot contain non-frozen UDTs/,
    );
    expect(await line('CREATE TYPE outer_udt (f frozen<my_udt>)')).toBe('CREATED TYPE ks.outer_udt');
    expect(await line('DROP TYPE my_udt')).toMatch(/^! 2200 Cannot drop user type ks\.my_udt as it is still used by/);
  });
});

describe('data-plane 2.13: types', () => {
  const types =
    'ascii bigint blob boolean date decimal double float inet int smallint text time timestamp timeuuid tinyint uuid ' +
    'varchar varint list<int> set<text> map<text,int> tuple<int,text> frozen<list<int>>';
  it('all of these', async () => {
    const columns = types.split(' ').map((type, i) => `c${i} ${type}`);
    expect(await line(`CREATE TABLE every (k int PRIMARY KEY, ${columns.join()})`)).toBe('CREATED TABLE ks.every');
    expect(await line('CREATE TABLE counting (k int PRIMARY KEY, c counter)')).toBe('CREATED TABLE ks.counting');
  });

  it('at most 38 significant digits', async () => {
    await line('CREATE TABLE digits (k int PRIMARY KEY, v varint, d decimal, l list<decimal>)');
    const most = '9'.repeat(38);
    expect(await line(`INSERT INTO digits (k, v, d, l) VALUES (1, ${most}, -${most}, [0.${most}])`)).toBe('ok');
    for (const column of [`v) VALUES (1, 1${most}`, `d) VALUES (1, ${most}.1`, `l) VALUES (1, [1${most}]`])
      expect(await line(`INSERT INTO digits (k, ${column})`)).toMatch(/^! 2200 .*38 digits/);
    expect(await line(`INSERT INTO digits JSON '{"k": 1, "v": 1${most}}'`)).toMatch(/^! 2200 .*38 digits/);
  });
});

describe('data-plane 2.14: functions', () => {
  it.each([
    ['intAsBlob(1)', '0x00000001'],
    ['blobAsInt(0x00000002)', '2'],
    ["toTimestamp(minTimeuuid('2020-01-01 00:00:00+0000'))", "'2020-01-01 00:00:00.000+0000'"],
    ["toUnixTimestamp(maxTimeuuid('1970-01-01 00:00:01+0000'))", '1000'],
    ["dateOf(minTimeuuid('2020-01-01 00:00:00+0000'))", "'2020-01-01 00:00:00.000+0000'"],
    ["unixTimestampOf(minTimeuuid('1970-01-01 00:00:01+0000'))", '1000'],
    ["toDate(minTimeuuid('2020-01-01 00:00:00+0000'))", "'2020-01-01'"],
    ['cast(k as text)', "'1'"],
    ['toJson(k)', "'1'"],
  ])('%s', async (call, shown) => {
    await line('CREATE TABLE IF NOT EXISTS calls (k int PRIMARY KEY)');
    await line('INSERT INTO calls (k) VALUES (1)');
    expect(await value(`SELECT ${call} FROM calls`)).toBe(shown);
  });

  it.each(['currentDate', 'currentTime', 'currentTimestamp', 'currentTimeUUID', 'now', 'uuid'])(
    '%s()',
    async (name) => {
      expect(await line(`SELECT ${name}() FROM calls`)).toMatch(/^system\.\w+\(\)\n\S/);
    },
  );
});

describe('data-plane 2.15: JSON', () => {
  it('gives back blobs as 0x text, times as texts, map keys as strings, absent columns as null', async () => {
    await line(
      'CREATE TABLE js (k int PRIMARY KEY, b blob, d date, t time, ts timestamp, m map<int, text>, tp tuple<int, text>, s set<int>)',
    );
    await line(
      'INSERT INTO js JSON \'{"k": "1", "b": "0xcafe", "d": "2020-02-29", "t": "01:02:03.000000004", ' +
        '"ts": "2020-01-01 00:00:00.123Z", "m": {"1": "x"}, "tp": [1, "y"], "s": [2, 1]}\'',
    );
    expect(await value('SELECT JSON * FROM js')).toBe(
      '\'{"k": 1, "b": "0xcafe", "d": "2020-02-29", "m": {"1": "x"}, "s": [1, 2], "t": "01:02:03.000000004", ' +
        '"tp": [1, "y"], "ts": "2020-01-01 00:00:00.123Z"}\'',
    );
    await line('INSERT INTO js JSON \'{"k": 1, "b": "0x00"}\' DEFAULT UNSET');
    expect(await value('SELECT b, d FROM js')).toBe("0x00 | '2020-02-29'");
    await line('INSERT INTO js JSON \'{"k": 1}\'');
    expect(await value('SELECT b, d FROM js')).toBe('null | null');
  });

  it('duplicate keys: the last wins; quoted-case columns in double quotes', async () => {
    await line('CREATE TABLE jq (k int PRIMARY KEY, "Name" text)');
    await line('INSERT INTO jq JSON \'{"k": 1, "\\"Name\\"": "a", "\\"Name\\"": "b"}\'');
    expect(await value('SELECT JSON * FROM jq')).toBe('\'{"k": 1, "\\"Name\\"": "b"}\'');
  });
});
