// What the lenient mode says of batches and of consistency levels, with Cassandra 3.11's words and figures.

import { beforeAll, describe, expect, it } from 'vitest';
import { Consistency } from '../../../../src/core/engine/consistency.js';
import { ScriptEngine } from '../../../cql/script-engine.js';

let engine: ScriptEngine;

beforeAll(async () => {
  engine = await ScriptEngine.open({ compat: 'cassandra' });
  await engine.run("CREATE KEYSPACE ks WITH REPLICATION = {'class': 'SimpleStrategy', 'replication_factor': 1}");
  await engine.run('CREATE TABLE ks.t (p int, c int, v text, PRIMARY KEY (p, c))');
  await engine.run('CREATE TABLE ks.n (p int PRIMARY KEY, c counter)');
});

const batch = (kind: string, partitions: number, size: number): string =>
  `BEGIN ${kind} BATCH ${Array.from(
    { length: partitions },
    (_, p) => `INSERT INTO ks.t (p, c, v) VALUES (${p}, 1, '${'a'.repeat(size)}')`,
  ).join('; ')}; APPLY BATCH`;

describe('batch warnings', () => {
  it('are given beyond 5 KiB in several partitions', async () => {
    expect((await engine.run(batch('', 2, 3000))).warnings).toEqual([
      'Batch for [ks.t] is of size 6040, exceeding specified threshold of 5120 by 920.',
    ]);
    expect((await engine.run(batch('', 2, 2500))).warnings).toBeUndefined();
  });

  it('are not given for one partition', async () => {
    expect((await engine.run(batch('', 1, 6000))).warnings).toBeUndefined();
  });

  it('count the partitions of unlogged batches', async () => {
    expect((await engine.run(batch('UNLOGGED', 11, 1))).warnings).toEqual([
      'Unlogged batch covering 11 partitions detected against table [ks.t]. You should use a logged batch for atomicity, or asynchronous writes for performance.',
    ]);
    expect((await engine.run(batch('', 11, 1))).warnings).toBeUndefined();
  });
});

describe('consistency', () => {
  const under = async (consistency: Consistency, text: string, serialConsistency?: Consistency): Promise<string> => {
    try {
      await engine.session.query(text, {
        consistency,
        ...(serialConsistency !== undefined && { serialConsistency }),
      });
      return 'ok';
    } catch (error) {
      return (error as Error).message;
    }
  };
  const insert = 'INSERT INTO ks.t (p, c) VALUES (1, 2)';

  it('is what Cassandra takes for reads and writes', async () => {
    expect(await under(Consistency.any, 'SELECT * FROM ks.t WHERE p = 1')).toBe(
      'ANY ConsistencyLevel is only supported for writes',
    );
    expect(await under(Consistency.serial, 'SELECT * FROM ks.t WHERE p = 1')).toBe('ok');
    expect(await under(Consistency.any, insert)).toBe('ok');
    expect(await under(Consistency.serial, insert)).toBe('You must use conditional updates for serializable writes');
  });

  it('is what Cassandra takes for USE, counters and batches', async () => {
    expect(await under(Consistency.any, 'USE ks')).toBe('ok');
    expect(await under(Consistency.any, 'UPDATE ks.n SET c = c + 1 WHERE p = 1')).toBe(
      'Consistency level ANY is not yet supported for counter table n',
    );
    expect(await under(Consistency.serial, 'UPDATE ks.n SET c = c + 1 WHERE p = 1')).toBe(
      'Counter operations are inherently non-serializable',
    );
    expect(await under(Consistency.serial, `BEGIN BATCH ${insert}; APPLY BATCH`)).toBe('ok');
  });

  it('is what Cassandra takes for conditions', async () => {
    expect(await under(Consistency.quorum, `${insert} IF NOT EXISTS`, Consistency.one)).toBe(
      'Invalid consistency for conditional update. Must be one of SERIAL or LOCAL_SERIAL',
    );
    expect(await under(Consistency.quorum, `${insert} IF NOT EXISTS`, Consistency.localSerial)).toBe('ok');
    expect(await under(Consistency.localSerial, `${insert} IF NOT EXISTS`)).toContain(
      'LOCAL_SERIAL is not supported as conditional update commit consistency',
    );
  });
});
