// Which consistency levels a statement may use [facts 2.17]. Apart because the rule comes after every other check of a
// statement, and is not the same for Amazon Keyspaces and Cassandra.

import { Consistency, consistencyName } from '../consistency.js';
import type { Plan } from '../cql/analysis/plan.js';
import { invalid } from '../cql-error.js';
import type { Compat } from '../limits.js';
import type { StatementOptions } from './api.js';

type Kind = 'read' | 'write' | 'conditional';

export function isConditional(plan: Plan): boolean {
  if (plan.kind === 'batch') return plan.statements.some((statement) => statement.condition !== undefined);
  return plan.kind === 'modify' && plan.condition !== undefined;
}

/** The same for a read, without an object for levels that every mode takes. */
export function checkReadConsistency(compat: Compat, level: Consistency): void {
  if (level === Consistency.localQuorum || level === Consistency.localOne || level === Consistency.one) return;
  checkConsistency(compat, 'read', { consistency: level });
}

/** DDL takes any. */
export function checkConsistency(compat: Compat, kind: Kind, options: StatementOptions): void {
  const level = options.consistency;
  if (compat.anyConsistency) {
    checkAsCassandra(kind, options);
    return;
  }
  if (level === Consistency.localQuorum) return;
  if (kind === 'read' && (level === Consistency.localOne || level === Consistency.one)) return;
  const supported = kind === 'read' ? 'ONE, LOCAL_QUORUM, LOCAL_ONE' : 'LOCAL_QUORUM';
  throw invalid(
    `Consistency level ${consistencyName(level) ?? level} is not supported for this operation. Supported consistency levels are: ${supported}`,
  );
}

const isSerial = (level: Consistency): boolean => level === Consistency.serial || level === Consistency.localSerial;

/** [C3 ConsistencyLevel.validateForRead, validateForWrite, validateForCas, validateForCasCommit] */
function checkAsCassandra(kind: Kind, { consistency, serialConsistency }: StatementOptions): void {
  const name = consistencyName(consistency);
  switch (kind) {
    case 'read':
      if (consistency === Consistency.any) throw invalid('ANY ConsistencyLevel is only supported for writes');
      return;
    case 'write':
      if (isSerial(consistency)) throw invalid('You must use conditional updates for serializable writes');
      return;
    case 'conditional':
      if (serialConsistency !== undefined && !isSerial(serialConsistency)) {
        throw invalid('Invalid consistency for conditional update. Must be one of SERIAL or LOCAL_SERIAL');
      }
      if (isSerial(consistency)) {
        throw invalid(
          `${name} is not supported as conditional update commit consistency. Use ANY if you mean "make sure it is accepted but I don't care how many replicas commit it for non-SERIAL reads"`,
        );
      }
  }
}
