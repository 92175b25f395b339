// The engine's errors → KsError, in one table. They are told apart by their fields: CqlError has a number for a code,
// ApiError a type.

import { cqlErrorKinds } from '../../model/cql-error-kinds.js';
import { type ErrorKind, isKsError, KsError } from '../../model/errors.js';

/** Error names of the Keyspaces API [facts/control-plane 1.4]. */
const apiKinds: Readonly<Record<string, readonly [ErrorKind, string]>> = {
  ValidationException: ['usage', 'VALIDATION'],
  ServiceQuotaExceededException: ['refused', 'QUOTA'],
  AccessDeniedException: ['unauthorized', 'ACCESS_DENIED'],
  ResourceNotFoundException: ['not-found', 'NOT_FOUND'],
  ConflictException: ['conflict', 'CONFLICT'],
  ThrottlingException: ['throttled', 'THROTTLED'],
  InternalServerException: ['bug', 'INTERNAL'],
  // CloudWatch and Application Auto Scaling
  ValidationError: ['usage', 'VALIDATION'],
  InvalidParameterValue: ['usage', 'VALIDATION'],
  MissingParameter: ['usage', 'VALIDATION'],
  ResourceNotFound: ['not-found', 'NOT_FOUND'],
  LimitExceeded: ['refused', 'QUOTA'],
  ObjectNotFoundException: ['not-found', 'NOT_FOUND'],
  LimitExceededException: ['refused', 'QUOTA'],
  ConcurrentUpdateException: ['conflict', 'CONFLICT'],
};

/** A server error of our own engine is a defect of ours. */
const cqlKinds: typeof cqlErrorKinds = { ...cqlErrorKinds, 0: ['bug', 'SERVER_ERROR'] };

interface EngineFailure {
  readonly message: string;
  readonly type?: unknown;
  readonly code?: unknown;
}

export function mapEngineError(error: unknown): KsError {
  if (isKsError(error)) return error;
  const { message, type, code } = error as EngineFailure;
  if (typeof type === 'string') {
    const [kind, name] = apiKinds[type] ?? ['failed', type];
    return new KsError({ code: name, kind, message, cause: error });
  }
  if (typeof code === 'number') {
    const [kind, name] = cqlKinds[code] ?? ['failed', `CQL_${code.toString(16)}`];
    return new KsError({ code: name, kind, message, cause: error });
  }
  return new KsError({
    code: 'BUG',
    kind: 'bug',
    message: `The engine failed: ${message}`,
    next: ['run again with --debug and report what it prints'],
    cause: error,
  });
}

/** What the next step is when the store cannot be used. */
const storeSteps: Readonly<Record<string, readonly string[]>> = {
  corrupt: ['ks local reset', 'ks info'],
  permission: ['ks info', 'choose another folder: KS_DATA_DIR=DIR'],
  version: ['ks --version', 'choose another folder: KS_DATA_DIR=DIR'],
  locked: ['ks local status', 'ks local stop'],
  full: ['ks info'],
};

/** The store's own failures, told by name; anything else stays what it is. */
export function mapStoreError(error: unknown): unknown {
  const { name, code, message } = error as { readonly name?: string; readonly code?: string; readonly message: string };
  if (name !== 'StoreError' || code === undefined) return error;
  return new KsError({
    code: `STORE_${code.toUpperCase()}`,
    kind: code === 'corrupt' ? 'corrupt' : 'failed',
    message,
    next: storeSteps[code] ?? ['ks info'],
    cause: error,
  });
}
