// Commands of recovery on the embedded engine: one process copies the rows that another asked for.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KsHome, ksHome } from '../support/run-ks.js';

describe('recovery from the command line', () => {
  let ks: KsHome;
  const ids = async (table: string): Promise<unknown[]> => {
    const rows: { id: number }[] = await ks.json('cql', '-e', `SELECT id FROM ${table}`);
    return rows.map((row) => row.id).sort();
  };
  beforeAll(async () => {
    ks = await ksHome();
    await ks.json('keyspaces', 'create', 'shop');
    await ks.json('tables', 'create', 'shop.orders', '--partition-key', 'id:int', '--pitr');
    const rows = [1, 2, 3].map((id) => `INSERT INTO shop.orders (id) VALUES (${id});`).join('');
    expect(await ks.run(['cql', '-e', rows])).toMatchObject({ code: 0 });
  });
  afterAll(() => ks.dispose());

  it('restores by command and by CQL, whoever copies', async () => {
    const byCql = await ks.run(['cql', '-e', 'RESTORE TABLE shop.other FROM TABLE shop.orders']);
    expect(byCql.code).toBe(0);
    const made = await ks.run(['restore', 'table', 'shop.orders', '--to', 'copy']);
    expect(made).toMatchObject({ code: 0, stdout: 'shop.copy restored from shop.orders at its last state: ACTIVE\n' });
    for (const table of ['shop.copy', 'shop.other']) expect(await ids(table)).toEqual([1, 2, 3]);
  });

  it('brings a deleted table back, and shows that it can', async () => {
    await ks.json('tables', 'delete', 'shop.copy');
    const status: { tables: object[] } = await ks.json('backups', 'status', 'shop.copy');
    expect(status.tables).toMatchObject([{ recovery: 'deleted', restorableUntil: expect.stringMatching(/Z$/) }]);
    await ks.json('restore', 'table', 'shop.copy', '--to', 'copy', '--no-pitr');
    expect(await ids('shop.copy')).toEqual([1, 2, 3]);
    const after = await ks.run(['backups', 'status', 'shop.copy']);
    expect(after.stdout).toBe('TABLE      RECOVERY  FROM  TO  RESTORABLE UNTIL\nshop.copy  off       -     -   -\n');
  });

  it('breaks a restore midway: its waiters hear that it failed', async () => {
    expect(await ks.json('local', 'chaos', 'fail', 'restore', 'midway')).toMatchObject({
      rules: [{ kind: 'fail-restore', at: 'midway', count: 1 }],
    });
    const failed = await ks.run(['restore', 'table', 'shop.other', '--to', 'broken']);
    expect([failed.code, failed.stderr]).toEqual([1, expect.stringContaining('shop.broken was RESTORING and is gone')]);
    expect(await ks.json('local', 'chaos', 'list')).toMatchObject({ rules: [] });
    const where = await ks.run(['local', 'chaos', 'fail', 'restore', 'later']);
    expect([where.code, where.stderr]).toEqual([2, expect.stringContaining('at its call, or midway')]);
  });

  it('turns recovery on and off', async () => {
    const beyond = ['restore', 'table', 'shop.orders', '--at', '2d', '--to', 'never'];
    expect((await ks.run(beyond)).code).toBe(2);
    await ks.json('backups', 'enable', 'shop.copy', '--no-wait');
    await ks.json('backups', 'disable', 'shop.orders');
    const refused = await ks.run(['restore', 'table', 'shop.orders', '--to', 'never']);
    expect(refused.stderr).toContain('point-in-time recovery is off');
    const status: { tables: { recovery: string; tableName: string }[] } = await ks.json('backups', 'status', 'shop');
    expect(status.tables.map(({ tableName, recovery }) => `${tableName} ${recovery}`)).toEqual([
      'copy on',
      'orders off',
      'other on',
    ]);
  });
});
