// Plays one case against one server: prepares where the case says so, follows pages, and gives back everything that a
// client could see.

import { CqlError } from '../../src/core/engine/cql-error.js';
import type { Parameters } from '../../src/core/engine/protocol/messages/parameters.js';
import type { Result } from '../../src/core/engine/protocol/messages/result.js';
import type { ColumnSpec } from '../../src/core/engine/session/api.js';
import type { Case } from './case.js';
import type { Answer, WireClient } from './wire-client.js';

/** Answers in the order in which they were asked for, each with what it answered. */
export interface Seen {
  readonly step: string;
  readonly answer: Answer;
  /** What PREPARE told of the columns. */
  readonly columns?: readonly ColumnSpec[];
}

const pagesMost = 12;
const localQuorum = 6;
const localSerial = 9;

type Prepared = Extract<Result, { kind: 'prepared' }>;
const preparedOf = (answer: Answer): Prepared | undefined =>
  !(answer.outcome instanceof CqlError) && answer.outcome.kind === 'prepared' ? answer.outcome : undefined;

export async function play(client: WireClient, one: Case, timestamp: bigint): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  if (one.kind === 'batch') return playBatch(client, one, timestamp);
  const parameters: Parameters = {
    consistency: localQuorum,
    serialConsistency: localSerial,
    skipMetadata: one.skipMetadata === true,
    ...(one.values.length > 0 ? { values: one.values } : {}),
    ...(one.names === undefined ? {} : { names: one.names }),
    ...(one.pageSize === undefined ? {} : { pageSize: one.pageSize }),
    ...(one.stamped ? { timestamp } : {}),
  };
  let columns: readonly ColumnSpec[] | undefined;
  let ask = (p: Parameters) => client.query(one.text, p);
  if (one.prepared) {
    const answer = await client.prepare(one.text);
    seen.push({ step: 'prepare', answer });
    const prepared = preparedOf(answer);
    if (prepared === undefined) return seen;
    columns = prepared.resultColumns;
    ask = (p) => client.execute(prepared.id, p);
  }
  let pagingState: Buffer | undefined;
  for (let page = 1; page <= pagesMost; page++) {
    const answer = await ask({ ...parameters, ...(pagingState === undefined ? {} : { pagingState }) });
    seen.push({ step: page === 1 ? 'execute' : `page ${page}`, answer, ...(columns && { columns }) });
    const { outcome } = answer;
    if (outcome instanceof CqlError || outcome.kind !== 'rows' || outcome.metadata.pagingState === undefined) break;
    pagingState = Buffer.from(outcome.metadata.pagingState);
  }
  return seen;
}

async function playBatch(
  client: WireClient,
  one: Case & { kind: 'batch' },
  timestamp: bigint,
): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  const children: { statement: string | Buffer; values: (typeof one.children)[number]['values'] }[] = [];
  for (const { text, prepared, values } of one.children) {
    if (!prepared) {
      children.push({ statement: text, values });
      continue;
    }
    const answer = await client.prepare(text);
    seen.push({ step: 'prepare', answer });
    const made = preparedOf(answer);
    if (made === undefined) return seen;
    children.push({ statement: Buffer.from(made.id), values });
  }
  const options = { consistency: localQuorum, serialConsistency: localSerial, timestamp } as const;
  seen.push({ step: 'batch', answer: await client.batch({ type: one.type, children, options }) });
  return seen;
}
