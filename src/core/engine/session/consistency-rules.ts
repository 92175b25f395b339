// Which consistency levels a statement may use [facts 2.17]. Apart because the rule is Amazon Keyspaces' own and comes
// after every other check of a statement.

import { Consistency, consistencyName } from '../consistency.js';
import { invalid } from '../cql-error.js';
import type { Compat } from '../limits.js';

/** DDL takes any. */
export function checkConsistency(compat: Compat, kind: 'read' | 'write', level: Consistency): void {
  if (level === Consistency.localQuorum) return;
  if (kind === 'read' && (level === Consistency.localOne || level === Consistency.one)) return;
  if (compat.anyConsistency) return;
  const supported = kind === 'read' ? 'ONE, LOCAL_QUORUM, LOCAL_ONE' : 'LOCAL_QUORUM';
  throw invalid(
    `Consistency level ${consistencyName(level) ?? level} is not supported for this operation. Supported consistency levels are: ${supported}`,
  );
}
