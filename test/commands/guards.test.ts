// The guards of targets and the words of failures, as somebody meets them at the command line.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KsHome, ksHome } from '../support/run-ks.js';

describe('guards and words', () => {
  let ks: KsHome;
  beforeAll(async () => {
    ks = await ksHome();
    const data = ['--kind', 'local', '--data-dir', join(ks.folder, 'data')];
    await ks.json('targets', 'add', 'prod', ...data, '--protected');
    await ks.json('keyspaces', 'create', 'shop');
  });
  afterAll(() => ks.dispose());

  it('makes keyspace, type and table of one file, each waited for, and names the statement that fails', async () => {
    const schema = join(ks.folder, 'schema.cql');
    const lines = ['CREATE KEYSPACE app WITH REPLICATION = {', "'class': 'SingleRegionStrategy'};"];
    lines.push('CREATE TYPE app.address (street text);', 'CREATE TABLE app.people (id int PRIMARY KEY,');
    lines.push('home frozen<address>);', 'CREATE TABLE app.people (id int PRIMARY KEY);');
    await writeFile(schema, lines.join('\n'));
    const { code, stderr } = await ks.run(['tables', 'create', '--file', schema]);
    expect(code).toBe(1);
    expect(stderr).toContain('why:   statement 4 of 4: CREATE TABLE app.people (id int PRIMARY KEY)');
    expect(await ks.json('tables', 'describe', 'app.people')).toMatchObject({ status: 'ACTIVE' });
  });

  it('CQL is no way around a protected target', async () => {
    const drop = ['cql', '--target', 'prod', '-e', 'DROP TABLE app.people'];
    expect(await ks.run(drop)).toMatchObject({ code: 4, stdout: '' });
    expect((await ks.run([...drop, '--confirm', 'app.people'])).code).toBe(0);
  });

  it.each([
    [['tables', 'describe', 'shop.nope'], 1, 'error: There is no table shop.nope.\nnext:  ks tables list shop\n'],
    [['table', 'list'], 2, 'error: There is no command "ks table list".\nnext:  ks tables list\n'],
    [['metrics', 'show', 'shop.nope'], 1, 'error: There is no table shop.nope.\nnext:  ks tables list shop\n'],
    [['tables', 'create', '--file', 'x', '--pitr'], 2, 'error: --file says the whole table: --pitr cannot be given'],
    [['wait', 'nope', '--timeout', '0s'], 5, 'for nope to become ACTIVE; there is none.\nnext:  ks wait nope'],
  ])('ks %j', async (args, code, words) => {
    const ran = await ks.run(args);
    expect(ran).toMatchObject({ code, stdout: '' });
    expect(ran.stderr).toContain(words);
  });

  it('takes help for a command, as a word too', async () => {
    expect((await ks.run(['help', 'tables', 'list'])).stdout).toContain('$ ks tables list');
  });
});
