// Two servers' answers to one case, compared by everything a client can see. Values that depend on the moment of
// execution are compared as far as they can be: remaining TTLs within seconds, write times by their kind.

import { CqlError } from '../../src/core/engine/cql-error.js';
import type { Result } from '../../src/core/engine/protocol/messages/result.js';
import type { ColumnSpec } from '../../src/core/engine/session/api.js';
import type { CqlType } from '../../src/core/engine/types/cql-type.js';
import { valueToCqlText } from '../../src/core/engine/types/text.js';
import type { Seen } from './play.js';

export interface Difference {
  readonly step: string;
  /** What differs, in words that do not hold names or values. */
  readonly shape: string;
  readonly oracle: string;
  readonly engine: string;
  readonly context: Context;
}

/** What is known of the tables beside the statement and its answers. */
export interface Context {
  /** Names of DESC columns. */
  readonly descending: ReadonlySet<string>;
  /** `keyspace.table` where counters were deleted, or rows that hold them. */
  readonly deletedCounters: ReadonlySet<string>;
  /** Key columns that were renamed: each new name with the old. */
  readonly renamed: ReadonlyMap<string, string>;
  /** `keyspace.table` with such columns. */
  readonly descendingCollectionTables: ReadonlySet<string>;
  /** DESC columns of frozen collections. */
  readonly descendingCollections: ReadonlySet<string>;
}

const typeText = (type: CqlType): string => {
  switch (type.kind) {
    case 'native':
      return type.name;
    case 'list':
    case 'set':
      return `${type.kind}<${typeText(type.element)}>`;
    case 'map':
      return `map<${typeText(type.key)}, ${typeText(type.value)}>`;
    case 'tuple':
      return `tuple<${type.elements.map(typeText).join(', ')}>`;
    case 'udt':
      return `${type.keyspace}.${type.name}{${type.fieldNames.map((n, i) => `${n} ${typeText(type.fieldTypes[i]!)}`).join(', ')}}`;
    case 'custom':
      return `'${type.className}'`;
  }
};
const specText = (c: ColumnSpec): string => `${c.keyspace}.${c.table}.${c.name} ${typeText(c.type)}`;
const specsText = (specs: readonly ColumnSpec[] | undefined): string =>
  (specs ?? []).map(specText).join('; ') || '(none)';

/** Names, numbers and values of a text made alike. */
export const alike = (text: string): string =>
  text
    .replace(/'(?:[^']|'')*'/g, 'S')
    .replace(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/gi, 'U')
    .replace(/0x[0-9a-f]*/gi, 'X')
    .replace(/\bd\d+_\d+\b/g, 'KS')
    .replace(/\b(?:nosuch|ut\d|Ut2|t\d|[pcsrPCSRxyz]\d)\b/g, 'n')
    .replace(/-?\b\d[\d.eE+-]*\b/g, 'N')
    .replace(/(\b(?:frozen|list|set|map|tuple)<[^ ]*>+)/g, 'T')
    .replace(
      /\b(?:ascii|bigint|blob|boolean|date|decimal|double|float|inet|int|smallint|text|time|timestamp|timeuuid|tinyint|uuid|varint)\b/g,
      'T',
    )
    .slice(0, 260);

const hex4 = (code: number): string => `0x${code.toString(16).padStart(4, '0')}`;

function describe(outcome: Result | CqlError): string {
  if (outcome instanceof CqlError) {
    const { preparedId: _, ...details } = outcome.details;
    const extra = Object.keys(details).length > 0 ? ` ${JSON.stringify(details)}` : '';
    return `${hex4(outcome.code)} ${outcome.message}${extra}`;
  }
  switch (outcome.kind) {
    case 'rows':
      return `${outcome.rows.length} rows of ${specsText(outcome.metadata.columns)}`;
    case 'prepared':
      return `prepared ${specsText(outcome.bind.columns)} key ${outcome.bind.partitionKeyIndexes.join()} -> ${specsText(outcome.resultColumns)}`;
    default:
      return JSON.stringify(outcome);
  }
}

export function compareSeen(
  oracle: readonly Seen[],
  engine: readonly Seen[],
  startMicros: bigint,
): Omit<Difference, 'context'> | undefined {
  for (let i = 0; i < Math.max(oracle.length, engine.length); i++) {
    const a = oracle[i];
    const b = engine[i];
    if (a === undefined || b === undefined) {
      return {
        step: (a ?? b)!.step,
        shape: 'more pages or steps on one side',
        oracle: a ? describe(a.answer.outcome) : '-',
        engine: b ? describe(b.answer.outcome) : '-',
      };
    }
    const refused = [a, b].map((s) => s.answer.outcome instanceof CqlError);
    const warnings = [a, b].map((s) => s.answer.warnings.join(' | '));
    if (refused[0] === refused[1] && warnings[0] !== warnings[1]) {
      return {
        step: a.step,
        shape: `warnings: ${alike(warnings[0]!)} => ${alike(warnings[1]!)}`,
        oracle: warnings[0]!,
        engine: warnings[1]!,
      };
    }
    if (a.answer.body.equals(b.answer.body)) continue;
    const found = compareOutcomes(a.answer.outcome, b.answer.outcome, startMicros, a.columns);
    if (found !== undefined) return { step: a.step, ...found };
  }
  return undefined;
}

type Found = Omit<Difference, 'step' | 'context'>;

function compareOutcomes(
  a: Result | CqlError,
  b: Result | CqlError,
  startMicros: bigint,
  prepared: readonly ColumnSpec[] | undefined,
): Found | undefined {
  const texts = { oracle: describe(a), engine: describe(b) };
  if (a instanceof CqlError || b instanceof CqlError) {
    if (texts.oracle === texts.engine) return undefined;
    const name = (x: Result | CqlError, text: string) => (x instanceof CqlError ? alike(text) : x.kind);
    return { shape: `${name(a, texts.oracle)}  =>  ${name(b, texts.engine)}`, ...texts };
  }
  if (a.kind === 'rows' && b.kind === 'rows') {
    const isBare = a.metadata.columns === undefined && b.metadata.columns === undefined && prepared !== undefined;
    const full = (rows: Rows): Rows => (isBare ? { ...rows, metadata: { ...rows.metadata, columns: prepared } } : rows);
    return compareRows(full(a), full(b), startMicros);
  }
  if (a.kind === 'prepared' && b.kind === 'prepared') {
    if (specsText(a.bind.columns) !== specsText(b.bind.columns))
      return { shape: `bind columns: ${firstApart(a.bind.columns, b.bind.columns)}`, ...texts };
    if (a.bind.partitionKeyIndexes.join() !== b.bind.partitionKeyIndexes.join())
      return { shape: 'partition key indexes', ...texts };
    if (specsText(a.resultColumns) !== specsText(b.resultColumns))
      return {
        shape: `result columns of PREPARE: ${firstApart(a.resultColumns ?? [], b.resultColumns ?? [])}`,
        ...texts,
      };
    if (!a.id.equals(b.id)) return { shape: 'prepared id', oracle: a.id.toString('hex'), engine: b.id.toString('hex') };
    return undefined;
  }
  return texts.oracle === texts.engine ? undefined : { shape: `${a.kind} => ${b.kind}`, ...texts };
}

function firstApart(a: readonly ColumnSpec[], b: readonly ColumnSpec[]): string {
  if (a.length !== b.length) return `${a.length} => ${b.length}`;
  const at = a.findIndex((column, i) => specText(column) !== specText(b[i]!));
  return at < 0 ? '' : alike(`${specText(a[at]!)} => ${specText(b[at]!)}`);
}

type Rows = Extract<Result, { kind: 'rows' }>;

function compareRows(a: Rows, b: Rows, startMicros: bigint): Found | undefined {
  const columns = a.metadata.columns ?? [];
  const others = b.metadata.columns ?? [];
  const texts = { oracle: rowsText(a), engine: rowsText(b) };
  if (specsText(columns) !== specsText(others)) {
    return { shape: `columns: ${firstApart(columns, others)}`, oracle: specsText(columns), engine: specsText(others) };
  }
  if (a.rows.length !== b.rows.length) return { shape: 'number of rows', ...texts };
  if ((a.metadata.pagingState === undefined) !== (b.metadata.pagingState === undefined))
    return { shape: 'more pages', ...texts };
  for (const [r, row] of a.rows.entries()) {
    for (const [c, value] of row.entries()) {
      const other = b.rows[r]![c] ?? null;
      if (value === other || (value !== null && other !== null && value.equals(other))) continue;
      if (isSameMoment(columns[c]!, value, other, startMicros)) continue;
      const call = /^[\w.]+\(/.exec(columns[c]!.name)?.[0] ?? '';
      return {
        shape: `values: ${call} ${alike(typeText(columns[c]!.type))} ${sortOf(value)} => ${sortOf(other)}`,
        ...texts,
      };
    }
  }
  return undefined;
}

const sortOf = (value: Buffer | null): string => (value === null ? 'null' : value.length === 0 ? 'empty' : 'value');

/** Remaining TTLs a few seconds apart; write times that the servers took from their own clocks; now() and uuid(). Aliases
 * and JSON hide what a column is, so that any number in those ranges counts. */
function isSameMoment(column: ColumnSpec, value: Buffer | null, other: Buffer | null, startMicros: bigint): boolean {
  if (value === null || other === null) return false;
  if (/(?:ttl|writetime)\(.*\).*\)/i.test(column.name)) return true;
  if (column.type.kind === 'native' && column.type.name === 'text') {
    const ofServer = (micros: bigint): boolean => micros > startMicros && micros < startMicros + 7_200_000_000n;
    const moments = (text: Buffer): string =>
      text
        .toString()
        .replace(/(ttl|writetime)\([^)]*\)": \d+/g, '$1')
        .replace(/((?:now|uuid)\(\)": )"[^"]*"/g, '$1')
        .replace(/(?<=": )\d{16}(?=[,}])/g, (digits) => (ofServer(BigInt(digits)) ? 'a write time' : digits));
    return column.name === '[json]' && moments(value) === moments(other);
  }
  if (value.length !== other.length) return false;
  if (value.length === 4) {
    const [a, b] = [value.readInt32BE(), other.readInt32BE()];
    return a > 90_000 && a <= 500_000 && Math.abs(a - b) <= 5;
  }
  if (value.length === 8) {
    const [a, b] = [value.readBigInt64BE(), other.readBigInt64BE()];
    if (a > startMicros && b > startMicros && a < startMicros + 7_200_000_000n && b < startMicros + 7_200_000_000n) {
      return true;
    }
  }
  return /now|uuid|current/i.test(column.name);
}

function rowsText(rows: Rows): string {
  const columns = rows.metadata.columns ?? [];
  const cell = (column: ColumnSpec, value: Buffer | null): string => {
    try {
      return valueToCqlText(column.type, value);
    } catch {
      return value === null ? 'null' : `0x${value.toString('hex')}`;
    }
  };
  const lines = rows.rows.map((row) => `(${row.map((value, i) => cell(columns[i]!, value)).join(' | ')})`);
  const names = columns.map((c) => `${c.name} ${typeText(c.type)}`).join(' | ');
  return `${rows.rows.length} rows${rows.metadata.pagingState ? '+' : ''} [${names}] ${lines.join(' ')}`;
}
