// Scripts of CQL with the shell's own commands in them, from standard input and -e, as cqlsh takes them.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KsHome, ksHome } from '../support/run-ks.js';

describe('ks cql with shell commands in a script', () => {
  let ks: KsHome;
  beforeAll(async () => {
    ks = await ksHome();
    await ks.json('keyspaces', 'create', 'app');
    await ks.json('tables', 'create', 'app.notes', '--partition-key', 'id:int', '--column', 'body:text');
  });
  afterAll(() => ks.dispose());

  it('runs both, over several lines, until EXIT', async () => {
    const input = [
      'DESCRIBE TABLES',
      "INSERT INTO app.notes (id, body)\n  VALUES (1, 'one');",
      'EXPAND ON',
      'SELECT body',
      'FROM app.notes;',
      'EXIT',
      'SELEC;',
    ].join('\n');
    const { code, stdout } = await ks.run(['cql'], { input });
    expect(code).toBe(0);
    expect(stdout.split('\n').map((line) => line.trimEnd())).toEqual(['app.notes', '@ Row 1', ' body | one', '']);
  });

  it('ends with the first error, and its exit code', async () => {
    const { code, stdout, stderr } = await ks.run(['cql'], { input: 'DESCRIBE TABLES\nSELEC;\nDESCRIBE KEYSPACES\n' });
    expect({ code, stdout }).toEqual({ code: 2, stdout: 'app.notes\n' });
    expect(stderr).toContain("no viable alternative at input 'SELEC'");
  });

  it('takes one in -e', async () => {
    const { stdout } = await ks.run(['cql', '-e', 'DESCRIBE TABLE app.notes']);
    expect(stdout).toMatch(/^CREATE TABLE app\.notes \(\n {4}id int,\n {4}body text,\n {4}PRIMARY KEY \(id\)\n\)/);
  });
});
