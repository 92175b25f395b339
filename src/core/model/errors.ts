// The one error type that people meet: what happened, why, and what to type next. Apart so that every layer can raise
// it and only `ui/cli` turns it into words and an exit code.

/** Who or what stands in the way; `ui/cli/exit-codes.ts` gives each its exit code. */
export type ErrorKind =
  | 'usage'
  | 'failed'
  | 'partial'
  | 'refused'
  | 'timeout'
  | 'unauthorized'
  | 'throttled'
  | 'drift'
  | 'interrupted'
  | 'unreachable'
  | 'not-found'
  | 'conflict'
  | 'corrupt'
  | 'bug';

export interface KsErrorInit {
  /** Stable, for scripts: `TABLE_NOT_FOUND`. */
  readonly code: string;
  readonly kind: ErrorKind;
  /** What happened, one sentence. */
  readonly message: string;
  readonly why?: string;
  /** Commands or steps to try, best first. */
  readonly next?: readonly string[];
  readonly cause?: unknown;
}

/** Bundles hold their own copy of this file: an error is recognised by this mark, never by its class. */
const mark = Symbol.for('ks.error');

export class KsError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly why: string | undefined;
  readonly next: readonly string[];

  constructor(init: KsErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.name = 'KsError';
    this.code = init.code;
    this.kind = init.kind;
    this.why = init.why;
    this.next = init.next ?? [];
    Object.defineProperty(this, mark, { value: true });
  }
}

export function isKsError(error: unknown): error is KsError {
  return typeof error === 'object' && error !== null && mark in error;
}

/** The user's input cannot be used as it is. */
export const usage = (message: string, ...next: string[]): KsError =>
  new KsError({ code: 'USAGE', kind: 'usage', message, next });
