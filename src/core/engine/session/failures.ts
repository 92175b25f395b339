// An error of a statement as the client is told it, counted once on the way. Apart because every way of running a statement ends here.

import { type CqlError, ErrorCode } from '../cql-error.js';
import type { MetricsRecorder } from '../metrics/api.js';
import { cqlErrorOf } from './api-error.js';
import { Throttled } from './region-meter.js';
import type { Statement } from './statement.js';

/** Timeouts that no ceiling explains are the service's own trouble, too [data-plane facts 4.8]. */
const serverFaults: ReadonlySet<ErrorCode> = new Set([
  ErrorCode.server,
  ErrorCode.unavailable,
  ErrorCode.readTimeout,
  ErrorCode.writeTimeout,
]);

/** `operation` names what no statement is known for. */
export function countedFailure(
  metrics: MetricsRecorder,
  error: unknown,
  statement: Statement | undefined,
  operation: string,
): CqlError {
  const known = cqlErrorOf(error);
  if (known instanceof Throttled) return known;
  const dimensions = statement?.dimensions;
  const named = dimensions?.operation ?? operation;
  if (serverFaults.has(known.code)) metrics.systemError(dimensions?.keyspace, dimensions?.table, named);
  else metrics.userError(dimensions?.keyspace, dimensions?.table, named);
  return known;
}
