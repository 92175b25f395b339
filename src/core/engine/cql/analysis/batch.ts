// BATCH: its children prepared, and the checks that need only their plans [facts 2.11, 6.3]. Apart because both BATCH
// statements and BATCH messages of the protocol are checked by it.

import { invalid } from '../../cql-error.js';
import { type Compat, limits } from '../../limits.js';
import { native } from '../../types/cql-type.js';
import type { Batch } from '../syntax/ast/statement.js';
import type { AnalysisContext } from './context.js';
import type { Markers } from './markers.js';
import { prepareModification } from './modify.js';
import type { BatchPlan, ModifyPlan } from './plan.js';
import { refuseTimestamp } from './refuse.js';
import { prepareTerm } from './terms.js';

export function prepareBatch(context: AnalysisContext, raw: Batch, markers: Markers): BatchPlan {
  const statements = raw.statements.map((child) => {
    const plan = prepareModification(context, child, markers);
    if (plan.kind !== 'modify') throw invalid('system keyspace is not user-modifiable.');
    return plan;
  });
  const at = { context, keyspace: '[batch]', markers };
  const place = { keyspace: '[batch]', table: '[batch]' };
  const timestamp =
    raw.using.timestamp &&
    prepareTerm(at, raw.using.timestamp, { ...place, name: '[timestamp]', type: native('bigint') });
  if (raw.using.ttl !== undefined) {
    prepareTerm(at, raw.using.ttl, { ...place, name: '[ttl]', type: native('int') });
    throw invalid('Global TTL on the BATCH statement is not supported.');
  }
  checkBatch(context.compat, raw.type, statements, timestamp !== undefined);
  if (timestamp === undefined) return { kind: 'batch', type: raw.type, statements };
  for (const plan of statements) refuseTimestamp(context.compat, plan.table);
  return { kind: 'batch', type: raw.type, statements, timestamp };
}

export function checkBatch(
  compat: Compat,
  type: BatchPlan['type'],
  statements: readonly ModifyPlan[],
  hasTimestamp: boolean,
): void {
  const conditional = statements.filter((s) => s.condition !== undefined);
  if (hasTimestamp) {
    if (conditional.length > 0) throw invalid('Cannot provide custom timestamp for conditional BATCH');
    if (type === 'counter') throw invalid('Cannot provide custom timestamp for counter BATCH');
  }
  for (const statement of statements) checkChild(type, statement, hasTimestamp);
  if (statements.some((s) => s.table.isCounter) && statements.some((s) => !s.table.isCounter)) {
    throw invalid('Counter and non-counter mutations cannot exist in the same batch');
  }
  if (conditional.length > 0 && statements.some((s) => s.table !== statements[0]!.table)) {
    throw invalid('Batch with conditions cannot span multiple tables');
  }
  if (compat.anyBatch) return;
  if (conditional.length > 0 && statements.some((s) => s.target === 'range')) {
    throw invalid('Range deletions cannot be used in a batch with conditions');
  }
  checkSize(type, statements);
  if (type !== 'logged' && conditional.length > 0) {
    throw invalid('Conditional statements are not supported in UNLOGGED batches.');
  }
  if (type === 'logged' && statements.some((s) => s.target === 'range')) {
    throw invalid('Range deletes are not supported in LOGGED batches.');
  }
}

function checkChild(type: BatchPlan['type'], { table, timestamp }: ModifyPlan, hasTimestamp: boolean): void {
  if (hasTimestamp && table.isCounter) {
    throw invalid('Cannot provide custom timestamp for a BATCH containing counters');
  }
  if (hasTimestamp && timestamp !== undefined) {
    throw invalid('Timestamp must be set either on BATCH or individual statements');
  }
  if (type === 'counter' && !table.isCounter) throw invalid('Cannot include non-counter statement in a counter batch');
  if (type === 'logged' && table.isCounter) throw invalid('Cannot include a counter statement in a logged batch');
}

function checkSize(type: BatchPlan['type'], statements: readonly ModifyPlan[]): void {
  const statics = statements.some((s) => s.assignments.some((a) => a.column.kind === 'static'));
  const most =
    type !== 'logged'
      ? limits.unloggedBatchStatements
      : statics
        ? limits.loggedBatchStatementsWithStatics
        : limits.loggedBatchStatements;
  if (statements.length <= most) return;
  throw invalid(`Batches with more than ${most} statements are not supported.`);
}
