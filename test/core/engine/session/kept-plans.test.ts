// Statements prepared before a schema change, in the lenient mode: as Apache Cassandra 3.11.19 answers them.

import { expect, test } from 'vitest';
import type { Prepared } from '../../../../src/core/engine/session/api.js';
import { ScriptEngine } from '../../../cql/script-engine.js';

const open = async (): Promise<ScriptEngine> => {
  const engine = await ScriptEngine.open({ compat: 'cassandra' });
  await engine.run("CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
  await engine.run('CREATE TABLE ks.t (k int, c int, v int, PRIMARY KEY (k, c))');
  await engine.run('INSERT INTO ks.t (k, c, v) VALUES (1, 2, 3)');
  return engine;
};
const int = (value: number): Buffer => Buffer.from([0, 0, 0, value]);
const columnsOf = (prepared: Prepared): readonly string[] => (prepared.resultColumns ?? []).map(({ name }) => name);
const select = 'SELECT * FROM ks.t WHERE k = ? AND c = ?';

test('renaming a key column leaves them under the names they were written with', async () => {
  const engine = await open();
  engine.session.prepare(select);
  await engine.run('ALTER TABLE ks.t RENAME c TO d');
  expect(columnsOf(engine.session.prepare(select))).toEqual(['k', 'c', 'v']);
  const outcome = await engine.execute(select, [int(1), int(2)]);
  expect(outcome.kind === 'rows' && outcome.rowCount).toBe(1);
  await expect(engine.run('SELECT c FROM ks.t')).rejects.toThrow('Undefined column name c');
  await engine.engine.close();
});

test('options that change later count, and keep the names', async () => {
  const engine = await open();
  const insert = 'INSERT INTO ks.t (k, c, v) VALUES (?, ?, ?)';
  engine.session.prepare(insert);
  await engine.run('ALTER TABLE ks.t RENAME c TO d');
  await engine.run('ALTER TABLE ks.t WITH default_time_to_live = 1000');
  await engine.run('TRUNCATE ks.t');
  await engine.execute(insert, [int(1), int(3), int(4)]);
  expect(await engine.line('SELECT d, ttl(v) FROM ks.t WHERE k = 1 AND d = 3')).toContain('3 | 1000');
  await engine.engine.close();
});

test('a column that came and went ends that, too', async () => {
  const engine = await open();
  engine.session.prepare(select);
  await engine.run('ALTER TABLE ks.t RENAME c TO d');
  await engine.run('ALTER TABLE ks.t ADD w int');
  await engine.run('ALTER TABLE ks.t DROP w');
  expect(() => engine.session.prepare(select)).toThrow('Undefined column name c');
  await engine.engine.close();
});

test('another change of the table ends that', async () => {
  const engine = await open();
  engine.session.prepare(select);
  await engine.run('ALTER TABLE ks.t RENAME c TO d');
  await engine.run('ALTER TABLE ks.t ADD w int');
  expect(() => engine.session.prepare(select)).toThrow('Undefined column name c');
  await engine.engine.close();
});

test('CREATE TABLE warns of deprecated options when it is prepared for the first time', async () => {
  const engine = await open();
  const create = 'CREATE TABLE ks.old (k int PRIMARY KEY) WITH read_repair_chance = 0.1';
  const warning = 'read_repair_chance table option has been deprecated and will be removed in version 4.0';
  expect(engine.session.prepare(create).preparing).toEqual([warning, warning]);
  expect(engine.session.prepare(create).preparing).toBeUndefined();
  await engine.engine.close();
});

test('DDL that is prepared looks at the schema when it runs', async () => {
  const engine = await open();
  const drop = 'DROP TABLE ks.later';
  engine.session.prepare(drop);
  await expect(engine.execute(drop, [])).rejects.toThrow('unconfigured table later');
  await engine.run('CREATE TABLE ks.later (k int PRIMARY KEY)');
  expect((await engine.execute(drop, [])).kind).toBe('schema-change');
  expect(() => engine.session.prepare('DROP TABLE later')).toThrow('No keyspace has been specified');
  await engine.engine.close();
});
