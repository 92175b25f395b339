// Commands for real on the embedded engine, nothing else started: a table's life, output forms, exit codes.

import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KsHome, ksHome } from '../support/run-ks.js';

describe('a table’s life', () => {
  let ks: KsHome;
  beforeAll(async () => {
    ks = await ksHome();
    const made = await ks.run(['keyspaces', 'create', 'shop']);
    expect(made).toMatchObject({ code: 0, stdout: 'shop created: ACTIVE, SINGLE_REGION\n' });
    const columns = [
      '--partition-key',
      'id:uuid',
      '--clustering-key',
      'at:timestamp:desc',
      '--column',
      'total:decimal',
    ];
    const table = await ks.run([
      'tables',
      'create',
      'shop.orders',
      ...columns,
      '--static',
      'x:int',
      '--tag',
      'k=v',
      '--ttl',
    ]);
    expect(table).toMatchObject({ code: 0, stdout: 'shop.orders created: ACTIVE, on-demand\n' });
  });
  afterAll(() => ks.dispose());

  it('keeps its data where only its owner can read', async () => {
    expect((await stat(join(ks.folder, 'data'))).mode & 0o777).toBe(0o700);
  });

  it('lists in every form', async () => {
    const [table, queried, yaml, csv] = await Promise.all([
      ks.run(['tables', 'list']),
      ks.run(['tables', 'list', '--query', 'tables[].tableName', '--json']),
      ks.run(['keyspaces', 'list', '--output', 'yaml']),
      ks.run(['keyspaces', 'list', '--output', 'csv']),
    ]);
    expect(table.stdout).toMatch(
      /^TABLE {8}STATUS {2}CAPACITY {3}PITR {2}TTL {2}CREATED\nshop\.orders {2}ACTIVE {2}on-demand {2}off {3}on {3}20/,
    );
    expect(queried.stdout).toBe('[\n  "orders"\n]\n');
    expect(yaml.stdout).toMatch(/^keyspaces:\n {2}- keyspaceName: shop\n/);
    expect(csv.stdout).toBe('keyspace,status,replication\r\nshop,ACTIVE,SINGLE_REGION\n');
  });

  it('describes it in the API form and as CQL', async () => {
    const table: { status: string; tags: unknown; cql: string } = await ks.json('tables', 'describe', 'shop.orders');
    expect(table).toMatchObject({ status: 'ACTIVE', tags: [{ key: 'k', value: 'v' }], ttl: { status: 'ENABLED' } });
    expect(table.cql).toContain('PRIMARY KEY (id, at)');
  });

  it('runs CQL and says what it cost on stderr', async () => {
    const insert =
      "INSERT INTO shop.orders (id, at, total) VALUES (5b6962dd-3f90-4c93-8f61-eabfa4a803e2, '2026-01-01', 12.50)";
    const wrote = await ks.run(['cql', '-e', insert]);
    expect(wrote).toMatchObject({ code: 0, stdout: '' });
    expect(wrote.stderr).toMatch(/ms, 1 WCU\n$/);
    const piped = await ks.run(['cql', '--json', '--quiet'], { input: 'SELECT total, x FROM shop.orders;' });
    expect(piped).toEqual({ code: 0, stderr: '', stdout: '[\n  {\n    "total": "12.50",\n    "x": null\n  }\n]\n' });
    expect(await ks.run(['cql', '-e', 'SELEC'])).toMatchObject({ code: 2, stdout: '' });
  });

  it('changes several settings, each in a call of its own', async () => {
    const change = ['tables', 'update', 'shop.orders', '--pitr', '--provisioned', '20/10', '--add-column', 'note:text'];
    const plan: { calls: { input: object }[] } = await ks.json(...change, '--dry-run');
    expect(plan.calls.map((call) => Object.keys(call.input)[2])).toEqual([
      'capacitySpecification',
      'pointInTimeRecovery',
      'addColumns',
    ]);
    const done: { steps: string[]; table: object } = await ks.json(...change);
    expect(done.table).toMatchObject({
      status: 'ACTIVE',
      capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 20, writeCapacityUnits: 10 },
      pointInTimeRecovery: { status: 'ENABLED' },
    });
    expect((await ks.run(['capacity', 'show', 'shop.orders'])).stdout).toContain('capacity                prov 20/10');
  });

  it('takes CQL and the API’s JSON for a table', async () => {
    await writeFile(
      join(ks.folder, 'web.cql'),
      `
      CREATE KEYSPACE web WITH REPLICATION = {'class': 'SingleRegionStrategy'}; -- first;
      CREATE TABLE web.sessions (id text PRIMARY KEY, body blob);`,
    );
    expect(await ks.json('tables', 'create', '--file', 'web.cql')).toEqual({
      changed: true,
      statements: 2,
      created: ['web', 'web.sessions'],
    });
    const request = {
      keyspaceName: 'web',
      tableName: 'hits',
      schemaDefinition: { allColumns: [{ name: 'id', type: 'text' }], partitionKeys: [{ name: 'id' }] },
    };
    await writeFile(join(ks.folder, 'hits.json'), JSON.stringify(request));
    expect(await ks.json('tables', 'create', '--cli-input-json', 'file://hits.json')).toMatchObject({ changed: true });
    const renamed = await ks.run(['tables', 'create', 'web.hits2', '--cli-input-json', JSON.stringify(request)]);
    expect(renamed).toMatchObject({ code: 0, stdout: 'web.hits2 created: ACTIVE, on-demand\n' });
    const again = await ks.run(['tables', 'create', '--cli-input-json', JSON.stringify(request)]);
    expect(again.code).toBe(1);
    expect(
      await ks.json('tables', 'create', '--if-not-exists', '--cli-input-json', JSON.stringify(request)),
    ).toMatchObject({
      changed: false,
    });
  });

  it('sets and unsets tags', async () => {
    expect(await ks.json('tags', 'set', 'shop.orders', 'a=1', 'b=2')).toMatchObject({ changed: true });
    expect(await ks.json('tags', 'set', 'shop.orders', 'a=1')).toMatchObject({ changed: false });
    const left: { tags: { key: string }[] } = await ks.json('tags', 'unset', 'shop.orders', 'a', 'k');
    expect(left.tags.map((tag) => tag.key)).toEqual(['b']);
  });

  it('makes types', async () => {
    await ks.json('types', 'create', 'shop.address', '--field', 'street:text', '--field', 'zip:int');
    expect((await ks.run(['types', 'describe', 'shop.address'])).stdout).toContain('CREATE TYPE shop.address (');
    expect(await ks.json('types', 'delete', 'shop.address')).toEqual({
      changed: true,
      name: 'shop.address',
      done: true,
    });
    expect((await ks.run(['types', 'list', '--query', 'types'])).stdout).toBe('[]\n');
  });

  it('guards protected and read-only targets', async () => {
    const data = ['--kind', 'local', '--data-dir', join(ks.folder, 'data')];
    await ks.json('targets', 'add', 'prod', ...data, '--protected', '--colour', 'red');
    await ks.json('targets', 'add', 'look', ...data, '--read-only');
    const [refused, ofOther, written, listed] = await Promise.all([
      ks.run(['tables', 'delete', 'web.hits', '--target', 'prod']),
      ks.run(['tables', 'delete', 'web.hits'], { env: { KS_TARGET: 'look' } }),
      ks.run(['cql', '--target', 'look', '-e', 'DELETE FROM web.hits WHERE id = 1']),
      ks.run(['tables', 'list', 'web', '--target', 'look']),
    ]);
    expect(refused).toMatchObject({ code: 4, stdout: '' });
    expect(refused.stderr).toContain('next:  add --confirm web.hits');
    expect([ofOther.code, written.code, listed.code]).toEqual([4, 4, 0]);
    const gone = await ks.run(['tables', 'delete', 'web.hits', '--target', 'prod', '--confirm', 'web.hits']);
    expect(gone).toMatchObject({ code: 0, stdout: 'web.hits deleted\n' });
    expect((await readFile(join(ks.folder, 'config', 'config.yaml'), 'utf8')).includes('protected: true')).toBe(true);
  });

  it('says usage errors with exit code 2, missing things with 1, in JSON on request', async () => {
    const wrong = [['tables', 'list', '--bogus'], ['bogus'], ['tables', 'describe', 'orders'], ['tables', 'describe']];
    const codes = await Promise.all(wrong.map(async (args) => ({ args, code: (await ks.run(args)).code })));
    expect(codes).toEqual(wrong.map((args) => ({ args, code: 2 })));
    const [missing, late] = await Promise.all([
      ks.run(['tables', 'describe', 'shop.nothing', '--json']),
      ks.run(['tables', 'wait', 'shop.nothing', '--timeout', '200ms']),
    ]);
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(JSON.parse(missing.stderr)).toMatchObject({ error: { code: 'NOT_FOUND', kind: 'not-found' } });
    expect(late.code).toBe(5);
  });

  it('prints a frame of the dashboard without a terminal', async () => {
    const { code, stdout } = await ks.run(['top', '--once']);
    expect(code).toBe(0);
    expect(stdout).toContain('shop.orders');
  });

  it('tells what it uses', async () => {
    expect(await ks.json('info')).toMatchObject({
      target: { name: 'local' },
      dataDir: join(ks.folder, 'data'),
      places: [{ place: 'us-east-1', reachable: true }],
    });
  });
});
