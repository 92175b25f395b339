// The error that a CQL client receives: native protocol code, text, and the extra fields of its code. Apart because
// every stage from lexer to storage raises it. Texts follow Cassandra 3.11 and Amazon Keyspaces.

/** Error codes of the native protocol v3 to v5, section 9 of its specification. */
export const ErrorCode = {
  server: 0x0000,
  protocol: 0x000a,
  badCredentials: 0x0100,
  unavailable: 0x1000,
  overloaded: 0x1001,
  truncate: 0x1003,
  writeTimeout: 0x1100,
  readTimeout: 0x1200,
  readFailure: 0x1300,
  functionFailure: 0x1400,
  writeFailure: 0x1500,
  syntax: 0x2000,
  unauthorized: 0x2100,
  invalid: 0x2200,
  config: 0x2300,
  alreadyExists: 0x2400,
  unprepared: 0x2500,
} as const;
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];

/** Body fields after code and text; which are present depends on the code (data-plane facts 1.11). */
export interface CqlErrorDetails {
  readonly keyspace?: string;
  readonly table?: string;
  readonly functionName?: string;
  readonly argumentTypes?: readonly string[];
  readonly consistency?: number;
  readonly received?: number;
  readonly blockFor?: number;
  readonly dataPresent?: boolean;
  readonly writeType?: string;
  readonly preparedId?: Uint8Array;
  /** Not a field of the body: they stand before it, from v4 on. */
  readonly warnings?: readonly string[];
}

export class CqlError extends Error {
  readonly code: ErrorCode;
  readonly details: CqlErrorDetails;

  constructor(code: ErrorCode, message: string, details: CqlErrorDetails = {}) {
    // an ordinary answer, such as a throttled request, is not traced: the stack costs 30 us of the 33 that the error takes
    const depth = Error.stackTraceLimit;
    if (code !== ErrorCode.server) Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = depth;
    this.name = 'CqlError';
    this.code = code;
    this.details = details;
  }
}

/** 0x2200, the code of nearly every refused statement. */
export const invalid = (message: string): CqlError => new CqlError(ErrorCode.invalid, message);

/** Runs `run`; what it throws goes with the warnings there are by then. */
export function withWarnings<T>(warnings: readonly string[] | undefined, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw warned(error, warnings);
  }
}

/** The error with warnings beside it, when there are any. */
export function warned(error: unknown, warnings: readonly string[] | undefined): unknown {
  if (warnings === undefined || warnings.length === 0 || !(error instanceof CqlError)) return error;
  return new CqlError(error.code, error.message, { ...error.details, warnings: [...warnings] });
}
