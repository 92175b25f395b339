// Errors of the control plane as a CQL client sees them. Apart because the two error worlds meet only where DDL passes
// from one to the other.

import { ApiError } from '../control/api.js';
import { CqlError, ErrorCode } from '../cql-error.js';

/** Keyspaces answers refused DDL with 0x2200 [facts 6.2]; what is no answer to the user is a server error. */
export function cqlErrorOf(error: unknown): CqlError {
  if (error instanceof CqlError) return error;
  if (error instanceof ApiError) return new CqlError(codeOf(error), error.message);
  const failure = new CqlError(ErrorCode.server, error instanceof Error ? error.message : String(error));
  // whoever answers the client writes the cause into the log
  failure.cause = error;
  return failure;
}

function codeOf(error: ApiError): ErrorCode {
  if (error.type === 'AccessDeniedException') return ErrorCode.unauthorized;
  return error.httpStatus >= 500 ? ErrorCode.server : ErrorCode.invalid;
}
