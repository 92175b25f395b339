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
  if (raw.using.ttl !== undefined) throw invalid('Global TTL on the BATCH statement is not supported.');
  const statements = raw.statements.map((child) => {
    const plan = prepareModification(context, child, markers);
    if (plan.kind !== 'modify') throw invalid('system keyspace is not user-modifiable.');
    return plan;
  });
  const hasTimestamp = raw.using.timestamp !== undefined;
  checkBatch(context.compat, raw.type, statements, hasTimestamp);
  if (raw.using.timestamp === undefined) return { kind: 'batch', type: raw.type, statements };
  for (const plan of statements) refuseTimestamp(context.compat, plan.table);
  const place = statements[0]?.table;
  const timestamp = prepareTerm({ context, keyspace: place?.keyspace ?? '', markers }, raw.using.timestamp, {
    keyspace: place?.keyspace ?? '',
    table: place?.name ?? '',
    name: '[timestamp]',
    type: native('bigint'),
  });
  return { kind: 'batch', type: raw.type, statements, timestamp };
}

export function checkBatch(
  compat: Compat,
  type: BatchPlan['type'],
  statements: readonly ModifyPlan[],
  hasTimestamp: boolean,
): void {
  checkCounters(type, statements, hasTimestamp);
  const conditional = statements.filter((s) => s.condition !== undefined);
  if (hasTimestamp && conditional.length > 0) {
    throw invalid('Cannot provide custom timestamp for conditional BATCH');
  }
  if (hasTimestamp && statements.some((s) => s.timestamp !== undefined)) {
    throw invalid('Timestamp must be set either on BATCH or individual statements');
  }
  if (conditional.length > 0) {
    if (statements.some((s) => s.table !== statements[0]!.table)) {
      throw invalid('Batch with conditions cannot span multiple tables');
    }
    if (statements.some((s) => s.target === 'range')) {
      throw invalid('Range deletions cannot be used in a batch with conditions');
    }
  }
  if (compat.anyBatch) return;
  checkSize(type, statements);
  if (type !== 'logged' && conditional.length > 0) {
    throw invalid('Conditional statements are not supported in UNLOGGED batches.');
  }
  if (type === 'logged' && statements.some((s) => s.target === 'range')) {
    throw invalid('Range deletes are not supported in LOGGED batches.');
  }
}

function checkCounters(type: BatchPlan['type'], statements: readonly ModifyPlan[], hasTimestamp: boolean): void {
  const counters = statements.some((s) => s.table.isCounter);
  const others = statements.some((s) => !s.table.isCounter);
  if (type === 'counter' && others) throw invalid('Cannot include non-counter statement in a counter batch');
  if (type === 'logged' && counters) throw invalid('Cannot include a counter statement in a logged batch');
  if (hasTimestamp && counters) throw invalid('Cannot provide custom timestamp for counter BATCH');
  if (counters && others) throw invalid('Counter and non-counter mutations cannot exist in the same batch');
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
