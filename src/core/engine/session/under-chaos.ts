// Statements under faults that were switched on: late answers, and Regions and zones that do not answer at all. Apart from the session
// so that its own way stays free of them.

import type { Faults } from '../chaos/chaos.js';
import { Consistency } from '../consistency.js';
import type { Plan } from '../cql/analysis/plan.js';
import { CqlError, ErrorCode } from '../cql-error.js';
import { quorum } from '../zones.js';
import type { BatchRequest, Outcome } from './api.js';
import { isConditional } from './consistency-rules.js';
import type { SessionDeps } from './deps.js';
import { lostQuorum, type QuorumQuestion } from './lost-quorum.js';
import { Statement } from './statement.js';

/** What a client sees of a Region whose replicas are gone; undefined when it is there. */
function failedRegion(faults: Faults, region: string): CqlError | undefined {
  if (!faults.regionFails(region)) return undefined;
  return new CqlError(ErrorCode.unavailable, 'Cannot achieve consistency level LOCAL_QUORUM', {
    consistency: Consistency.localQuorum,
    blockFor: quorum,
    received: 0,
  });
}

export function refuseFailedRegion(faults: Faults, region: string): void {
  const gone = failedRegion(faults, region);
  if (gone !== undefined) throw gone;
}

/** What a statement meets of failed Regions and zones; system tables and DDL need no zone. */
export function statementRefusal(
  question: Omit<QuorumQuestion, 'writeType'>,
  { plan, dimensions }: Statement,
): CqlError | undefined {
  const gone = failedRegion(question.faults, question.region);
  if (gone !== undefined || dimensions === undefined) return gone;
  return lostQuorum({ ...question, writeType: writeTypeOf(plan) });
}

export function refuseBatch(question: Omit<QuorumQuestion, 'writeType'>, { type }: Pick<BatchRequest, 'type'>): void {
  refuseFailedRegion(question.faults, question.region);
  const lost = lostQuorum({ ...question, writeType: batchWriteTypes[type] });
  if (lost !== undefined) throw lost;
}

const batchWriteTypes = { logged: 'BATCH', unlogged: 'UNLOGGED_BATCH', counter: 'COUNTER' } as const;

function writeTypeOf(plan: Plan): string | undefined {
  if (plan.kind !== 'modify' && plan.kind !== 'batch') return undefined;
  if (isConditional(plan)) return 'CAS';
  return plan.kind === 'batch' ? batchWriteTypes[plan.type] : 'SIMPLE';
}

export interface StatementPlace {
  readonly keyspace?: string | undefined;
  readonly table?: string | undefined;
  readonly operation: string;
}

/** The tables of a batch's prepared statements; its texts are not looked into. */
export function batchPlaces({ children }: BatchRequest): StatementPlace[] {
  return children.map(({ statement }) => {
    const known = statement instanceof Statement ? statement.dimensions : undefined;
    return { keyspace: known?.keyspace, table: known?.table, operation: 'BATCH' };
  });
}

/** Runs `work` after the latency that rules add to a statement on these tables. */
export function late(
  deps: Pick<SessionDeps, 'clock'> & { readonly chaos: Faults },
  on: readonly (StatementPlace | undefined)[],
  work: () => Outcome | Promise<Outcome>,
): Outcome | Promise<Outcome> {
  const waits = on.map((each) => deps.chaos.latencyMs(each?.keyspace, each?.table, each?.operation ?? ''));
  const longest = Math.max(0, ...waits);
  if (longest === 0) return work();
  return deps.clock.sleep(longest).then(async () => ownBody(await work()));
}

/** Another statement may run before a late answer is written, and rows lie in memory that statements share. */
const ownBody = (outcome: Outcome): Outcome =>
  outcome.kind === 'rows' ? { ...outcome, body: Uint8Array.prototype.slice.call(outcome.body) } : outcome;
