// Every key the dashboard knows, as records: the key line, the help screen and the documents are made from these, so none of
// them can promise a key that does nothing. A key means the same in every view.

import { currentView, type State, type View } from './state.js';

export type Command =
  | 'open'
  | 'back'
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'first'
  | 'last'
  | 'filter'
  | 'prompt'
  | 'sort-next'
  | 'sort-previous'
  | 'sort-reverse'
  | 'sort-trouble'
  | 'mark'
  | 'describe'
  | 'raw'
  | 'events'
  | 'tab-throughput'
  | 'tab-latency'
  | 'tab-partitions'
  | 'tab-schema'
  | 'tab-settings'
  | 'tab-events'
  | 'tab-next'
  | 'tab-previous'
  | 'pause'
  | 'save'
  | 'interval'
  | 'help'
  | 'suspend'
  | 'quit';

export interface Binding {
  readonly keys: readonly string[];
  readonly command: Command;
  /** Two words at most, for the key line; undefined keeps it off that line. */
  readonly label?: string;
  readonly help: string;
  readonly where: readonly View['kind'][] | 'everywhere';
  /** Why the key does nothing at present. */
  readonly disabled?: (state: State) => string | undefined;
}

const TABLE_AT_HAND: readonly View['kind'][] = ['fleet', 'table'];
const ALL_SCROLLING: readonly View['kind'][] = ['fleet', 'table', 'describe', 'raw', 'events', 'help'];

const noTables = (state: State) => ((state.sample?.tables.length ?? 0) === 0 ? 'there is no table yet' : undefined);

export const BINDINGS: readonly Binding[] = [
  {
    keys: ['enter'],
    command: 'open',
    label: 'open',
    help: 'open the selected table',
    where: ['fleet'],
    disabled: noTables,
  },
  { keys: ['esc'], command: 'back', help: 'go back one step; never quits', where: 'everywhere' },
  { keys: ['up', 'k'], command: 'up', help: 'one row up', where: ALL_SCROLLING },
  { keys: ['down', 'j'], command: 'down', help: 'one row down', where: ALL_SCROLLING },
  { keys: ['pageup', 'ctrl-b'], command: 'page-up', help: 'one page up', where: ALL_SCROLLING },
  { keys: ['pagedown', 'ctrl-f'], command: 'page-down', help: 'one page down', where: ALL_SCROLLING },
  { keys: ['home', 'g'], command: 'first', help: 'to the first row', where: ALL_SCROLLING },
  { keys: ['end', 'G'], command: 'last', help: 'to the last row', where: ALL_SCROLLING },
  {
    keys: ['/'],
    command: 'filter',
    label: 'filter',
    help: 'filter: a regular expression, column:value, ! for the inverse',
    where: ['fleet'],
  },
  {
    keys: [':'],
    command: 'prompt',
    label: 'command',
    help: 'type a command: quit, sort, filter, table, events, pause, help',
    where: 'everywhere',
  },
  { keys: ['s'], command: 'sort-next', label: 'sort', help: 'sort by the next column', where: ['fleet'] },
  { keys: ['S'], command: 'sort-previous', help: 'sort by the column before', where: ['fleet'] },
  {
    keys: ['r'],
    command: 'sort-reverse',
    help: 'reverse the order',
    where: ['fleet'],
    disabled: (state) =>
      state.sort === undefined ? 'the list is ordered by trouble; sort by a column first' : undefined,
  },
  { keys: ['t'], command: 'sort-trouble', help: 'order by trouble again', where: ['fleet'] },
  {
    keys: ['space'],
    command: 'mark',
    label: 'mark',
    help: 'mark the table (filter with mark:yes)',
    where: TABLE_AT_HAND,
    disabled: noTables,
  },
  {
    keys: ['1'],
    command: 'tab-throughput',
    help: 'units against limits, and why it is throttled',
    where: ['table'],
  },
  { keys: ['2'], command: 'tab-latency', help: 'percentiles', where: ['table'] },
  {
    keys: ['3'],
    command: 'tab-partitions',
    help: 'what is known of hot partitions',
    where: ['table'],
  },
  { keys: ['4'], command: 'tab-schema', help: 'the CQL that creates the table', where: ['table'] },
  {
    keys: ['5'],
    command: 'tab-settings',
    help: 'capacity, PITR, TTL, encryption, tags',
    where: ['table'],
  },
  { keys: ['9'], command: 'tab-events', help: 'what happened to this table', where: ['table'] },
  { keys: ['right', 'l', 'tab'], command: 'tab-next', help: 'the next tab', where: ['table'] },
  { keys: ['left', 'h'], command: 'tab-previous', help: 'the tab before', where: ['table'] },
  {
    keys: ['d'],
    command: 'describe',
    label: 'describe',
    help: 'settings, tags and schema of the table',
    where: TABLE_AT_HAND,
    disabled: noTables,
  },
  { keys: ['y'], command: 'raw', label: 'raw', help: 'the figures as JSON', where: TABLE_AT_HAND, disabled: noTables },
  { keys: ['e'], command: 'events', label: 'events', help: 'all events', where: ['fleet'] },
  { keys: ['p'], command: 'pause', label: 'pause', help: 'hold the screen, or let it go', where: 'everywhere' },
  { keys: ['ctrl-s'], command: 'save', help: 'save this screen as text', where: 'everywhere' },
  { keys: ['+', '-'], command: 'interval', help: 'say how often figures arrive', where: 'everywhere' },
  { keys: ['?'], command: 'help', label: 'help', help: 'this list', where: 'everywhere' },
  { keys: ['ctrl-z'], command: 'suspend', help: 'back to the shell; fg returns here', where: 'everywhere' },
  { keys: ['q', 'ctrl-c'], command: 'quit', label: 'quit', help: 'leave', where: 'everywhere' },
];

function worksIn(binding: Binding, view: View['kind']): boolean {
  return binding.where === 'everywhere' || binding.where.includes(view);
}

/** The binding of a key in the view on the screen, whether or not it is disabled. */
export function bindingOf(state: State, keyName: string): Binding | undefined {
  const view = currentView(state).kind;
  return BINDINGS.find((binding) => binding.keys.includes(keyName) && worksIn(binding, view));
}

export function bindingsIn(view: View['kind']): readonly Binding[] {
  return BINDINGS.filter((binding) => worksIn(binding, view));
}

/** How a key is written for people. */
export function keyCap(keyName: string): string {
  return keyName === 'enter' ? '↵' : keyName;
}
