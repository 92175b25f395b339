// The `/` filter: words that must all hold. `iot` is a regular expression over the name, `mode:auto` asks one column,
// `!` before either turns it round.

import type { TableSample } from '../../core/index.js';

export interface Filter {
  readonly text: string;
  readonly accepts: (table: TableSample, marked: boolean) => boolean;
  /** Said to the user: a word that is no regular expression and so is taken as it stands. */
  readonly note: string | undefined;
}

type Read = (table: TableSample, marked: boolean) => string;

const name: Read = (table) => `${table.keyspace}.${table.table}`;
const COLUMNS: ReadonlyMap<string, Read> = new Map(
  Object.entries<Read>({
    name,
    keyspace: (table) => table.keyspace,
    table: (table) => table.table,
    mode: (table) => table.mode,
    status: (table) => table.status,
    region: (table) => table.region,
    account: (table) => table.account,
    pitr: (table) => (table.pitr.enabled ? 'on' : 'off'),
    ttl: (table) => (table.ttl ? 'on' : 'off'),
    streams: (table) => (table.streams ? 'on' : 'off'),
    throttled: (table) => (table.throttledReads + table.throttledWrites > 0 ? 'yes' : 'no'),
    cause: (table) => Object.keys(table.throttleCauses).join(' '),
    errors: (table) => (table.errors > 0 ? 'yes' : 'no'),
    mark: (_, marked) => (marked ? 'yes' : 'no'),
  }),
);

export const FILTER_COLUMNS: readonly string[] = [...COLUMNS.keys()];

interface Term {
  readonly accepts: Filter['accepts'];
  readonly literal: boolean;
}

function termOf(word: string): Term {
  const inverse = word.startsWith('!');
  const body = inverse ? word.slice(1) : word;
  const colon = body.indexOf(':');
  const column = colon > 0 ? COLUMNS.get(body.slice(0, colon).toLowerCase()) : undefined;
  const sought = column === undefined ? body : body.slice(colon + 1);
  const read = column ?? name;
  let matches: (text: string) => boolean;
  let literal = false;
  try {
    const pattern = new RegExp(sought, 'i');
    matches = (text) => pattern.test(text);
  } catch {
    literal = true;
    matches = (text) => text.toLowerCase().includes(sought.toLowerCase());
  }
  return { literal, accepts: (table, marked) => matches(read(table, marked)) !== inverse };
}

export function parseFilter(text: string): Filter {
  const terms = text
    .split(/\s+/)
    .filter((word) => word !== '' && word !== '!')
    .map(termOf);
  return {
    text: text.trim(),
    accepts: (table, marked) => terms.every((term) => term.accepts(table, marked)),
    note: terms.some((term) => term.literal) ? 'not a regular expression: taken as plain text' : undefined,
  };
}
