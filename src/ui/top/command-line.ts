// The `:` line: a few words that do what keys do, for those who know the name and not the key. It only reads the words; the
// same code as for keys acts on them.

import { FILTER_COLUMNS } from './filter.js';
import type { Command } from './keys.js';
import { displayName, SORT_COLUMNS, type Sort } from './order.js';
import type { State } from './state.js';

export const COMMAND_LINE_HELP: readonly (readonly [string, string])[] = [
  [':quit', 'leave'],
  [':sort COLUMN [asc|desc]', `by ${SORT_COLUMNS.join(', ')}; without a column, by trouble`],
  [':filter WORDS', `a regular expression, or column:value with ${FILTER_COLUMNS.join(', ')}`],
  [':table NAME', 'open a table'],
  [':events', 'all events'],
  [':pause', 'hold the screen, or let it go'],
  [':save', 'save this screen as text'],
  [':help', 'every key that works now'],
];

export type CommandLine =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'sort'; readonly sort: Sort | undefined }
  | { readonly kind: 'filter'; readonly text: string }
  | { readonly kind: 'table'; readonly key: string }
  | { readonly kind: 'refused'; readonly reason: string };

const PLAIN: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    q: 'quit',
    'q!': 'quit',
    quit: 'quit',
    exit: 'quit',
    events: 'events',
    pause: 'pause',
    save: 'save',
    help: 'help',
    h: 'help',
  }),
);

export function readCommandLine(state: State, line: string): CommandLine {
  const [verb = '', ...words] = line.trim().split(/\s+/);
  const plain = PLAIN.get(verb);
  if (plain !== undefined) return { kind: 'command', command: plain };
  switch (verb) {
    case '':
      return { kind: 'nothing' };
    case 'sort':
      return readSort(words);
    case 'filter':
      return { kind: 'filter', text: words.join(' ') };
    case 'table':
    case 'open':
      return readTable(state, words.join(' '));
    default:
      return refused(`no command ${verb}; there are quit, sort, filter, table, events, pause, save, help`);
  }
}

function refused(reason: string): CommandLine {
  return { kind: 'refused', reason };
}

function readSort(words: readonly string[]): CommandLine {
  const [name, direction] = words;
  if (name === undefined || name === 'trouble') return { kind: 'sort', sort: undefined };
  const column = SORT_COLUMNS.find((known) => known === name.toLowerCase());
  if (column === undefined) return refused(`no column ${name}; there are ${SORT_COLUMNS.join(', ')}`);
  const textual = column === 'name' || column === 'mode';
  return { kind: 'sort', sort: { column, descending: direction === undefined ? !textual : direction !== 'asc' } };
}

/** The whole name wins over a part of it; a part must fit one table only. */
function readTable(state: State, name: string): CommandLine {
  const tables = state.sample?.tables ?? [];
  const exact = tables.find((table) => displayName(table) === name || table.key === name);
  if (exact !== undefined) return { kind: 'table', key: exact.key };
  const partly = name === '' ? [] : tables.filter((table) => displayName(table).includes(name));
  const only = partly[0];
  if (partly.length === 1 && only !== undefined) return { kind: 'table', key: only.key };
  return refused(partly.length === 0 ? `no table ${name}` : `${partly.length} tables have ${name} in their name`);
}
