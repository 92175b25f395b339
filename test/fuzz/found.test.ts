// What the fuzz has found, each as it was and as it must be.

import { afterEach, describe, expect, it } from 'vitest';
import { ScriptEngine } from '../cql/script-engine.js';

const engines: ScriptEngine[] = [];
const open = async (compat: 'keyspaces' | 'cassandra'): Promise<ScriptEngine> => {
  const engine = await ScriptEngine.open({ compat });
  engines.push(engine);
  await engine.run("CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
  await engine.run('CREATE TABLE ks.t (p int PRIMARY KEY, v int)');
  return engine;
};
afterEach(async () => {
  for (const each of engines.splice(0)) await each.engine.close();
});

describe('found by the fuzz', () => {
  it.each(['>', '<='])('a token bound of no bytes: token(p) %s', async (operator) => {
    const engine = await open('keyspaces');
    await expect(
      engine.run(`SELECT * FROM ks.t WHERE token(p) ${operator} ?`, [Buffer.alloc(0)]),
    ).rejects.toMatchObject({
      code: 0x2200,
      message: 'Invalid null value in condition for column partition key token',
    });
  });

  it('provisioned units that no table of AWS may have', async () => {
    const engine = await open('cassandra');
    const mode =
      "{'throughput_mode': 'PROVISIONED', 'read_capacity_units': 9007199254740991, 'write_capacity_units': 9007199254740991}";
    await engine.run(`ALTER TABLE ks.t WITH CUSTOM_PROPERTIES = {'capacity_mode': ${mode}}`);
    await engine.run('INSERT INTO ks.t (p, v) VALUES (1, 2)');
    expect(await engine.run('SELECT v FROM ks.t')).toMatchObject({ kind: 'rows', rowCount: 1 });
  });
});
