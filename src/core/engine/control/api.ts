// The control plane as its callers see it: one call with the API's own JSON (lowerCamelCase members, timestamps in epoch
// seconds), whether it came over HTTP, in process, or from a CQL DDL statement. control.ts implements it.

import type { DdlPlan } from '../cql/analysis/ddl-plan.js';

export interface Caller {
  readonly region: string;
  readonly accountId: string;
  /** ARN of who calls. */
  readonly principal: string;
  readonly userAgent: string;
  readonly sourceAddress: string;
  /** Whose signature the request carried. */
  readonly accessKeyId?: string;
  /** The AWS service that calls on somebody's behalf, such as `application-autoscaling.amazonaws.com`. */
  readonly invokedBy?: string;
  /** The CQL text, when the call is a DDL statement. */
  readonly rawQuery?: string;
}

/** `CreateTable` and so on: the names of control-plane facts 1.7. */
export type OperationName = string;

export interface Control {
  /** Input as parsed JSON, not yet validated. Resolves with the output JSON; rejects with an ApiError. */
  call(operation: OperationName, input: unknown, caller: Caller): Promise<Record<string, unknown>>;
  /** A CQL DDL statement. `unchanged` when its IF [NOT] EXISTS made it one. Rejects with an ApiError, or with a CqlError where Cassandra's own text is known. */
  ddl(plan: DdlPlan, caller: Caller): Promise<'changed' | 'unchanged'>;
}

/** Error names of the Keyspaces API and the front end's common ones (control-plane facts 1.4). */
export class ApiError extends Error {
  readonly type: string;
  readonly httpStatus: number;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(type: string, message: string, httpStatus = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = type;
    this.type = type;
    this.httpStatus = httpStatus;
    this.members = members;
  }
}
