// Warnings of aggregation in the lenient mode: they stand beside the refusals that come after them.

import { expect, test } from 'vitest';
import { CqlError } from '../../../../src/core/engine/cql-error.js';
import { ScriptEngine } from '../../../cql/script-engine.js';

const open = async (): Promise<ScriptEngine> => {
  const engine = await ScriptEngine.open({ compat: 'cassandra' });
  await engine.run("CREATE KEYSPACE d WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
  await engine.run('CREATE TABLE d.t (p text, c int, PRIMARY KEY (p, c))');
  await engine.run("INSERT INTO d.t (p, c) VALUES ('a', 1)");
  return engine;
};

async function refusalOf(engine: ScriptEngine, text: string): Promise<CqlError> {
  try {
    await engine.run(text);
  } catch (error) {
    if (error instanceof CqlError) return error;
    throw error;
  }
  throw new Error(`not refused: ${text}`);
}

test('of sorted partitions that are asked for in pages', async () => {
  const engine = await open();
  engine.pageSize = 1;
  const error = await refusalOf(engine, "SELECT count(*) FROM d.t WHERE p IN ('a', 'b') ORDER BY c");
  expect(error.message).toMatch(/^Cannot page queries with both ORDER BY and a IN/);
  expect(error.details.warnings).toEqual(['Aggregation query used on multiple partition keys (IN restriction)']);
});

test('of a function that fails on a row', async () => {
  const error = await refusalOf(await open(), 'SELECT blobAsInt(textAsBlob(p)) FROM d.t GROUP BY p');
  expect(error.details.warnings).toEqual(['Aggregation query used without partition key']);
});

test('none where a value cannot be bound', async () => {
  const error = await refusalOf(await open(), "SELECT count(*) FROM d.t WHERE p = ''");
  expect(error.message).toBe('Key may not be empty');
  expect(error.details.warnings).toBeUndefined();
});
