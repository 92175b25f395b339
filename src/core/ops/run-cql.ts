// CQL text against a place: statements one after another, pages on demand, what each cost. The shell, `-e` and `-f` share it.

import { KsError } from '../model/errors.js';
import { splitStatements } from '../model/split-statements.js';
import type { CqlOptions, CqlResult, CqlSession } from '../ports/cql-session.js';
import type { Fleet } from '../ports/fleet.js';
import { onePlace } from './one-place.js';

export interface StatementResult extends CqlResult {
  readonly statement: string;
  readonly elapsedMs: number;
}

/** Words that begin a statement which changes nothing. */
const readers = /^\s*(?:select|use|list)\b/i;

export const openCql = (fleet: Fleet): Promise<CqlSession> => onePlace(fleet).openSession();

/** One page of one statement. On a read-only target only reading statements pass. */
export async function runStatement(
  fleet: Fleet,
  session: CqlSession,
  statement: string,
  options: CqlOptions = {},
): Promise<StatementResult> {
  if (fleet.target.readOnly && !readers.test(statement)) {
    throw new KsError({
      code: 'READ_ONLY',
      kind: 'refused',
      message: `The target ${fleet.target.name} is read-only: only SELECT runs there.`,
    });
  }
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
): AsyncIterable<StatementResult> {
  const { statements, rest } = splitStatements(text);
  const all = rest.trim() === '' ? statements : [...statements, rest.trim()];
  for (const statement of all) {
    if (fleet.signal.aborted) return;
    yield await wholeResult(fleet, session, statement, options);
  }
}

async function wholeResult(
  fleet: Fleet,
  session: CqlSession,
  statement: string,
  options: CqlOptions,
): Promise<StatementResult> {
  let page = await runStatement(fleet, session, statement, options);
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
