// SDK, network and driver errors → KsError, in one table each.

import { cqlErrorKinds } from '../../model/cql-error-kinds.js';
import { type ErrorKind, isKsError, KsError } from '../../model/errors.js';

/** By the error's name [facts/control-plane 1.4]. */
const serviceErrors: Readonly<Record<string, readonly [ErrorKind, string]>> = {
  ValidationException: ['usage', 'VALIDATION'],
  ValidationError: ['usage', 'VALIDATION'],
  ServiceQuotaExceededException: ['refused', 'QUOTA'],
  AccessDeniedException: ['unauthorized', 'ACCESS_DENIED'],
  AccessDenied: ['unauthorized', 'ACCESS_DENIED'],
  ExpiredTokenException: ['unauthorized', 'EXPIRED_TOKEN'],
  ExpiredToken: ['unauthorized', 'EXPIRED_TOKEN'],
  UnrecognizedClientException: ['unauthorized', 'UNKNOWN_CREDENTIALS'],
  InvalidClientTokenId: ['unauthorized', 'UNKNOWN_CREDENTIALS'],
  InvalidSignatureException: ['unauthorized', 'BAD_SIGNATURE'],
  IncompleteSignature: ['unauthorized', 'BAD_SIGNATURE'],
  CredentialsProviderError: ['unauthorized', 'NO_CREDENTIALS'],
  ResourceNotFoundException: ['not-found', 'NOT_FOUND'],
  ConflictException: ['conflict', 'CONFLICT'],
  // CloudWatch and Application Auto Scaling
  InvalidParameterValueException: ['usage', 'VALIDATION'],
  MissingRequiredParameterException: ['usage', 'VALIDATION'],
  ResourceNotFound: ['not-found', 'NOT_FOUND'],
  LimitExceededFault: ['refused', 'QUOTA'],
  ObjectNotFoundException: ['not-found', 'NOT_FOUND'],
  LimitExceededException: ['refused', 'QUOTA'],
  ConcurrentUpdateException: ['conflict', 'CONFLICT'],
  ThrottlingException: ['throttled', 'THROTTLED'],
  Throttling: ['throttled', 'THROTTLED'],
  TooManyRequestsException: ['throttled', 'THROTTLED'],
};
const networkCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNRESET',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
const nextSteps: Readonly<Partial<Record<ErrorKind, readonly string[]>>> = {
  unauthorized: ['aws sts get-caller-identity', 'name a profile: --profile NAME', 'ks info'],
  throttled: ['run it again in a moment'],
  unreachable: ['ks info', 'check network, Region and endpoint of the target: ks targets show'],
};

interface Failure {
  readonly name?: string;
  readonly message?: string;
  readonly code?: unknown;
  readonly errors?: readonly Failure[];
  readonly innerErrors?: Readonly<Record<string, Failure>>;
}

export function mapAwsError(error: unknown, where: string): KsError {
  if (isKsError(error)) return error;
  const failure = error as Failure;
  const known = serviceErrors[failure.name ?? ''];
  if (known !== undefined) {
    const [kind, code] = known;
    return make(kind, code, failure.message ?? String(error), error);
  }
  if (isNetwork(failure)) return unreachable(where, failure);
  return make('failed', failure.name ?? 'FAILED', failure.message ?? String(error), error);
}

/** Errors of cassandra-driver: a response has a numeric code; no host hides each host's own error. */
export function mapDriverError(error: unknown, where: string): KsError {
  if (isKsError(error)) return error;
  const failure = error as Failure;
  if (failure.name === 'NoHostAvailableError') {
    const inner = Object.values(failure.innerErrors ?? {})[0];
    if (inner !== undefined && typeof inner.code === 'number') return mapDriverError(inner, where);
    if (inner?.name === 'AuthenticationError')
      return make('unauthorized', 'BAD_CREDENTIALS', inner.message ?? '', error);
    return unreachable(where, inner ?? failure);
  }
  if (failure.name === 'AuthenticationError')
    return make('unauthorized', 'BAD_CREDENTIALS', failure.message ?? '', error);
  if (failure.name === 'OperationTimedOutError') return make('timeout', 'NO_ANSWER', failure.message ?? '', error);
  if (typeof failure.code === 'number') {
    const [kind, code] = cqlErrorKinds[failure.code] ?? ['failed', `CQL_${failure.code.toString(16)}`];
    return make(kind, code, failure.message ?? String(error), error);
  }
  return mapAwsError(error, where);
}

function isNetwork(failure: Failure): boolean {
  if (failure.name === 'TimeoutError') return true;
  if (typeof failure.code === 'string' && networkCodes.has(failure.code)) return true;
  return failure.errors?.some(isNetwork) ?? false;
}

function unreachable(where: string, failure: Failure): KsError {
  const why = failure.message || failure.errors?.[0]?.message || String(failure.code ?? '');
  return new KsError({
    code: 'UNREACHABLE',
    kind: 'unreachable',
    message: `${where} does not answer.`,
    ...(why !== '' && { why }),
    next: nextSteps.unreachable ?? [],
    cause: failure,
  });
}

function make(kind: ErrorKind, code: string, message: string, cause: unknown): KsError {
  return new KsError({ code, kind, message, next: nextSteps[kind] ?? [], cause });
}
