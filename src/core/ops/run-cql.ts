// CQL text against a place: statements one after another, pages on demand, what each cost. The shell, `-e` and `-f` share it.

import { isKsError, KsError } from '../model/errors.js';
import { splitStatements, stripComments } from '../model/split-statements.js';
import type { CqlOptions, CqlResult, CqlSession } from '../ports/cql-session.js';
import type { Fleet } from '../ports/fleet.js';
import { type ConfirmName, guardStatement } from './guard-statement.js';
import { onePlace } from './one-place.js';

export interface StatementResult extends CqlResult {
  readonly statement: string;
  readonly elapsedMs: number;
}

export const openCql = (fleet: Fleet): Promise<CqlSession> => onePlace(fleet).openSession();

/** One page of one statement, if the target's guards let it pass. */
export async function runStatement(
  fleet: Fleet,
  session: CqlSession,
  statement: string,
  options: CqlOptions = {},
  confirm?: ConfirmName,
): Promise<StatementResult> {
  await guardStatement(fleet, statement, session.keyspace, confirm);
  const startNs = fleet.clock.monotonicNs();
  const result = await session.execute(statement, options);
  return { ...result, statement, elapsedMs: Number(fleet.clock.monotonicNs() - startNs) / 1e6 };
}

/** All statements of a text, each with all its pages joined, as they finish. An unfinished last one runs too. */
export async function* runCql(
  fleet: Fleet,
  session: CqlSession,
  text: string,
  options: CqlOptions = {},
  confirm?: ConfirmName,
): AsyncIterable<StatementResult> {
  const { statements, rest } = splitStatements(text);
  const all = rest.trim() === '' ? statements : [...statements, rest.trim()];
  for (const [index, statement] of all.entries()) {
    if (fleet.signal.aborted) throw interrupted(index, all.length);
    try {
      yield await wholeResult(fleet, session, statement, options, confirm);
    } catch (error) {
      throw all.length === 1 ? error : inStatement(error, { statement, number: index + 1, count: all.length });
    }
  }
}

const interrupted = (done: number, count: number): KsError =>
  new KsError({
    code: 'INTERRUPTED',
    kind: 'interrupted',
    message: `Stopped after ${done} of ${count} statements.`,
  });

const shownChars = 70;

/** The same error, saying which statement of a script it was; those before it have run. */
export function inStatement(
  error: unknown,
  at: { readonly statement: string; readonly number: number; readonly count?: number },
): unknown {
  if (!isKsError(error)) return error;
  const line = stripComments(at.statement).replace(/\s+/g, ' ').trim();
  const shown = line.length > shownChars ? `${line.slice(0, shownChars - 1)}…` : line;
  const of = at.count === undefined ? '' : ` of ${at.count}`;
  const place = `statement ${at.number}${of}: ${shown}`;
  return new KsError({
    code: error.code,
    kind: error.kind,
    message: error.message,
    why: error.why === undefined ? place : `${error.why}\n${place}`,
    next: error.next,
    cause: error,
  });
}

async function wholeResult(
  fleet: Fleet,
  session: CqlSession,
  statement: string,
  options: CqlOptions,
  confirm: ConfirmName | undefined,
): Promise<StatementResult> {
  let page = await runStatement(fleet, session, statement, options, confirm);
  if (page.pagingState === undefined) return page;
  const rows = [...page.rows];
  let { elapsedMs } = page;
  let readUnits = page.consumed?.readUnits ?? 0;
  while (page.pagingState !== undefined && !fleet.signal.aborted) {
    page = await runStatement(fleet, session, statement, { ...options, pagingState: page.pagingState });
    rows.push(...page.rows);
    elapsedMs += page.elapsedMs;
    readUnits += page.consumed?.readUnits ?? 0;
  }
  const { consumed, pagingState: _last, ...rest } = page;
  return {
    ...rest,
    rows,
    elapsedMs,
    ...(consumed !== undefined && { consumed: { readUnits, writeUnits: consumed.writeUnits } }),
  };
}
