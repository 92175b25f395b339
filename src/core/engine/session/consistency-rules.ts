// Which consistency levels a statement may use [facts 2.17]. Apart because the rule comes after every other check of a
// statement, and is not the same for Amazon Keyspaces and Cassandra.

import { Consistency, consistencyName } from '../consistency.js';
import type { Plan } from '../cql/analysis/plan.js';
import { invalid } from '../cql-error.js';
import type { Compat } from '../limits.js';
import type { StatementOptions } from './api.js';

type Kind = 'read' | 'use' | 'write' | 'counter' | 'batch' | 'conditional';

export function isConditional(plan: Plan): boolean {
  if (plan.kind === 'batch') return plan.statements.some((statement) => statement.condition !== undefined);
  return plan.kind === 'modify' && plan.condition !== undefined;
}

/** What the rules take a statement that writes for. */
export function writeKind(plan: Plan): Kind {
  if (isConditional(plan)) return 'conditional';
  if (plan.kind === 'batch') return 'batch';
  return plan.kind === 'modify' && plan.table.isCounter ? 'counter' : 'write';
}

/** The same for a read, without an object for levels that every mode takes. */
export function checkReadConsistency(compat: Compat, level: Consistency): void {
  if (level === Consistency.localQuorum || level === Consistency.localOne || level === Consistency.one) return;
  checkConsistency(compat, 'read', { consistency: level });
}

/** DDL takes any. */
export function checkConsistency(compat: Compat, kind: Kind, options: StatementOptions, table = ''): void {
  const level = options.consistency;
  if (compat.anyConsistency) {
    checkAsCassandra(kind, options, table);
    return;
  }
  const isRead = kind === 'read' || kind === 'use';
  if (level === Consistency.localQuorum) {
    if (kind === 'conditional') checkSerial(options);
    return;
  }
  if (isRead && (level === Consistency.localOne || level === Consistency.one)) return;
  const supported = isRead ? 'ONE, LOCAL_QUORUM, LOCAL_ONE' : 'LOCAL_QUORUM';
  throw invalid(
    `Consistency level ${consistencyName(level) ?? level} is not supported for this operation. Supported consistency levels are: ${supported}`,
  );
}

const isSerial = (level: Consistency): boolean => level === Consistency.serial || level === Consistency.localSerial;

function checkSerial({ serialConsistency }: StatementOptions): void {
  if (serialConsistency !== undefined && !isSerial(serialConsistency)) {
    throw invalid('Invalid consistency for conditional update. Must be one of SERIAL or LOCAL_SERIAL');
  }
}

/** USE and batches take any [C3 ConsistencyLevel.validateForRead, validateForWrite, validateCounterForWrite, validateForCas,
 * validateForCasCommit; measured on 3.11.19]. */
function checkAsCassandra(kind: Kind, options: StatementOptions, table: string): void {
  const { consistency } = options;
  const name = consistencyName(consistency);
  switch (kind) {
    case 'use':
    case 'batch':
      return;
    case 'counter':
      if (consistency === Consistency.any) {
        throw invalid(`Consistency level ANY is not yet supported for counter table ${table}`);
      }
      if (isSerial(consistency)) throw invalid('Counter operations are inherently non-serializable');
      return;
    case 'read':
      if (consistency === Consistency.any) throw invalid('ANY ConsistencyLevel is only supported for writes');
      return;
    case 'write':
      if (isSerial(consistency)) throw invalid('You must use conditional updates for serializable writes');
      return;
    case 'conditional':
      checkSerial(options);
      if (isSerial(consistency)) {
        throw invalid(
          `${name} is not supported as conditional update commit consistency. Use ANY if you mean "make sure it is accepted but I don't care how many replicas commit it for non-SERIAL reads"`,
        );
      }
  }
}
