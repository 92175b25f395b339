// The shell, the questions and the dashboard of the built program, at a real terminal.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { noTerminal, type RealTerminal, realTerminal } from '../support/pseudo-terminal.js';
import { type KsHome, ksHome } from '../support/run-ks.js';

describe.skipIf(noTerminal !== undefined)(`at a terminal (${noTerminal ?? 'real'})`, () => {
  let ks: KsHome;
  let terminal: RealTerminal | undefined;
  beforeAll(async () => {
    ks = await ksHome();
    await ks.json('keyspaces', 'create', 'shop');
    await ks.json('tables', 'create', 'shop.orders', '--partition-key', 'id:int', '--column', 'note:text');
    const guard = ['--kind', 'local', '--protected', '--data-dir', join(ks.folder, 'data')];
    await ks.json('targets', 'add', 'prod', ...guard);
  });
  afterEach(() => {
    terminal?.end();
    terminal = undefined;
  });
  afterAll(() => ks.dispose());
  const open = (...args: string[]): RealTerminal => {
    terminal = realTerminal(args, ks.env, { columns: 100, rows: 30 });
    return terminal;
  };

  it('the shell completes names, joins lines, throws a line away at ctrl-c and ends at ctrl-d', async () => {
    const shell = open('cql');
    await shell.shows('local>');
    shell.type('select * from shop.ord\t');
    await shell.shows('local> select * from shop.orders');
    shell.type('\u0003');
    await shell.shows(/shop\.orders\^C\nlocal>$/m);
    shell.type('INSERT INTO shop.orders (id, note)\r');
    await shell.shows('  ...>');
    shell.type("VALUES (1, 'first');\r");
    await shell.shows('1 WCU');
    shell.type('EXPAND ON; SELECT note FROM shop.orders;\r');
    await shell.shows(' note | first');
    shell.type('\u0004');
    expect(await shell.exitCode).toBe(0);
    expect(await readFile(join(ks.folder, 'state', 'ks', 'cql-history'), 'utf8')).toContain('EXPAND ON; SELECT note');
  });

  it('the shell asks before each further page, and ctrl-c at the question stops there', async () => {
    const shell = open('cql');
    await shell.shows('local>');
    shell.type('PAGING 1\r');
    await shell.shows('PAGING is ON, 1 rows.');
    shell.type('SELECT keyspace_name FROM system_schema.keyspaces;\r');
    await shell.shows('-- more (enter), q to stop --');
    shell.type('\r');
    await shell.shows(/-- more[\s\S]*-- more/);
    shell.type('\u0003');
    await shell.shows(/\^C\nlocal>$/m);
    shell.type('EXIT\r');
    expect(await shell.exitCode).toBe(0);
  });

  it('a protected target has the name typed; ctrl-c at the question changes nothing', async () => {
    const first = open('tables', 'delete', 'shop.orders', '--target', 'prod');
    await first.shows('prod is protected. Type shop.orders to destroy it:');
    first.type('\u0003');
    expect(await first.exitCode).toBe(130);
    expect(first.text()).toContain('error: Nothing was changed.');
    const shell = open('cql', '--target', 'prod');
    await shell.shows('prod>');
    shell.type('DROP TABLE shop.orders;\r');
    await shell.shows('prod is protected. Type shop.orders to destroy it:');
    shell.type('orders\r');
    await shell.shows('The confirmation "orders" is not the name shop.orders.');
    shell.type('EXIT\r');
    expect(await shell.exitCode).toBe(0);
    expect(await ks.json('tables', 'describe', 'shop.orders')).toMatchObject({ status: 'ACTIVE' });
  });

  it.each([
    ['q', (top: RealTerminal) => top.type('q')],
    ['SIGTERM', (top: RealTerminal) => top.signal('SIGTERM')],
    ['SIGHUP', (top: RealTerminal) => top.signal('SIGHUP')],
  ])('ks top shows the fleet and gives the terminal back on %s', async (_, leave) => {
    const top = open('top');
    await top.shows('shop.orders');
    expect(top.raw()).toContain('\u001b[?1049h');
    leave(top);
    await top.exitCode;
    expect(top.raw().lastIndexOf('\u001b[?1049l')).toBeGreaterThan(top.raw().lastIndexOf('\u001b[?1049h'));
    expect(top.raw().lastIndexOf('\u001b[?25h')).toBeGreaterThan(top.raw().lastIndexOf('\u001b[?25l'));
  });
});
