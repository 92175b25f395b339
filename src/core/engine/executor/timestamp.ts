// Write timestamps: microseconds that never repeat within the process. Apart because every write takes one and the rule
// of which timestamp counts is Amazon Keyspaces' own [facts 2.9].

import type { Clock } from '../../ports/clock.js';
import type { TableSchema } from '../catalog/schema.js';
import type { Term } from '../cql/analysis/term.js';
import { invalid } from '../cql-error.js';
import { type Compat, limits } from '../limits.js';
import { UNSET } from '../session/api.js';
import { type Binding, evaluate } from './binding.js';

export class Timestamps {
  private readonly clock: Clock;
  private last = 0n;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  next(): bigint {
    const now = this.clock.wallMicros();
    this.last = now > this.last ? now : this.last + 1n;
    return this.last;
  }
}

/** The statement's own timestamp; undefined when it has none. */
export function statementTimestamp(term: Term | undefined, binding: Binding, compat: Compat): bigint | undefined {
  if (term === undefined) return undefined;
  const value = evaluate(term, binding);
  if (value === UNSET) return undefined;
  if (value === null || value.length !== 8) throw invalid('Invalid null value of timestamp');
  const micros = Buffer.from(value.buffer, value.byteOffset, 8).readBigInt64BE();
  if (!compat.timestampsEverywhere) checkWindow(micros, binding.nowMs);
  // the least number is what Cassandra calls "no timestamp"
  if (micros === -(2n ** 63n)) {
    throw invalid('Out of bound timestamp, must be in [-9223372036854775807, 9223372036854775807]');
  }
  return micros;
}

/** The protocol's default timestamp counts only where client-side timestamps are on; elsewhere every driver's is ignored. */
export function protocolTimestamp(
  table: TableSchema,
  given: bigint | undefined,
  { compat, nowMs }: { readonly compat: Compat; readonly nowMs: number },
): bigint | undefined {
  if (given === undefined || table.isCounter) return undefined;
  if (compat.timestampsEverywhere) return given;
  if (!table.options.clientSideTimestamps) return undefined;
  checkWindow(given, nowMs);
  return given;
}

function checkWindow(micros: bigint, nowMs: number): void {
  const first = BigInt(nowMs - limits.clientTimestampPastMs) * 1000n;
  const last = BigInt(nowMs + limits.clientTimestampFutureMs) * 1000n;
  if (micros < first || micros > last) {
    throw invalid('The timestamp must be between 2 days in the past and 5 minutes in the future.');
  }
}
