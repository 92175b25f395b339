import { describe, expect, it } from 'vitest';
import { completeLine } from '../../../src/ui/cli/cql-keywords.js';
import { firstCommand, parseShellCommand, usesShellCommands } from '../../../src/ui/cli/shell-commands.js';

describe('the shell’s own commands', () => {
  it.each([
    ['DESCRIBE KEYSPACES;', { kind: 'describe', what: 'keyspaces' }],
    ['desc table shop.orders', { kind: 'describe', what: 'table', name: 'shop.orders' }],
    ['DESCRIBE KEYSPACE', { kind: 'describe', what: 'keyspace' }],
    ['describe shop', { kind: 'describe', what: 'any', name: 'shop' }],
    ['describe constructor', { kind: 'describe', what: 'any', name: 'constructor' }],
    ['consistency', { kind: 'consistency', serial: false }],
    ['CONSISTENCY local_one;', { kind: 'consistency', serial: false, level: 'LOCAL_ONE' }],
    ['SERIAL CONSISTENCY LOCAL_SERIAL', { kind: 'consistency', serial: true, level: 'LOCAL_SERIAL' }],
    ["SOURCE '/tmp/my file.cql'", { kind: 'source', path: '/tmp/my file.cql' }],
    ['capture off', { kind: 'capture', off: true }],
    ['EXPAND ON', { kind: 'expand', on: true }],
    ['PAGING 20', { kind: 'paging', on: true, size: 20 }],
    ['quit', { kind: 'exit' }],
  ])('%s', (line, command) => expect(parseShellCommand(line)).toEqual(command));

  it('leaves CQL to the server', () => {
    expect(parseShellCommand('SELECT * FROM describe;')).toBeUndefined();
    expect(parseShellCommand('USE shop;')).toBeUndefined();
  });

  it.each(['CONSISTENCY MOST', 'EXPAND MAYBE', 'SHOW ME', 'SOURCE'])('refuses %s', (line) => {
    expect(() => parseShellCommand(line)).toThrow();
  });
});

describe('completion in the shell', () => {
  it('keeps the case that is typed and knows names', () => {
    expect(completeLine('SEL', [])).toEqual([['SELECT'], 'SEL']);
    expect(completeLine('select * fr', [])).toEqual([['from'], 'fr']);
    expect(completeLine('SELECT * FROM shop.o', ['shop.orders', 'shop.offers'])).toEqual([
      ['shop.offers', 'shop.orders'],
      'shop.o',
    ]);
    expect(completeLine('SELECT ', ['a'])).toEqual([[], '']);
  });
});

describe('commands among statements', () => {
  it('end at a semicolon or at the end of their line', () => {
    expect(firstCommand('EXPAND ON; SELECT 1;')).toEqual({ command: { kind: 'expand', on: true }, rest: ' SELECT 1;' });
    expect(firstCommand("-- note\nSOURCE 'a;b.cql'\nSELECT 1;")).toEqual({
      command: { kind: 'source', path: 'a;b.cql' },
      rest: 'SELECT 1;',
    });
    expect(firstCommand('SELECT 1;').command).toBeUndefined();
  });

  it('are not words inside a statement', () => {
    expect(usesShellCommands('SELECT * FROM t WHERE a = 1 ORDER BY b\nDESC;')).toBe(false);
    expect(usesShellCommands('SELECT 1;\n-- then\nEXPAND ON')).toBe(true);
  });
});
