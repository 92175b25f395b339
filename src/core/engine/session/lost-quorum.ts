// What a statement meets when more zones have failed than its consistency level can do without. The one place of this choice:
// Amazon Keyspaces tells of trouble behind its endpoints in the words of a throttle [data-plane facts 4.8], and only SystemErrors
// shows the difference; Cassandra knows which replicas are down and says so.

import type { Faults } from '../chaos/chaos.js';
import { Consistency, consistencyName } from '../consistency.js';
import { CqlError, ErrorCode } from '../cql-error.js';
import type { Compat } from '../limits.js';
import { quorum, replicas } from '../zones.js';

export interface QuorumQuestion {
  readonly faults: Faults;
  readonly compat: Compat;
  readonly region: string;
  readonly consistency: Consistency;
  /** SIMPLE, BATCH, UNLOGGED_BATCH, COUNTER or CAS of the native protocol; undefined for reads. */
  readonly writeType: string | undefined;
}

/** Undefined while enough zones are there. */
export function lostQuorum(asked: QuorumQuestion): CqlError | undefined {
  const { faults, compat, region, consistency, writeType } = asked;
  const alive = faults.zonesAlive(region);
  const blockFor = zonesNeeded(consistency, writeType);
  if (alive >= blockFor) return undefined;
  const details = { consistency, received: alive, blockFor };
  if (compat.name === 'cassandra')
    return new CqlError(
      ErrorCode.unavailable,
      `Cannot achieve consistency level ${consistencyName(consistency)}`,
      details,
    );
  const text = `Operation timed out - received only ${alive} responses.`;
  return writeType === undefined
    ? new CqlError(ErrorCode.readTimeout, text, { ...details, dataPresent: false })
    : new CqlError(ErrorCode.writeTimeout, text, { ...details, writeType });
}

function zonesNeeded(consistency: Consistency, writeType: string | undefined): number {
  // a condition is agreed upon by a quorum whatever the level of its commit
  if (writeType === 'CAS') return quorum;
  switch (consistency) {
    case Consistency.any:
    case Consistency.one:
    case Consistency.localOne:
      return 1;
    case Consistency.three:
    case Consistency.all:
      return replicas;
    default:
      return quorum;
  }
}
