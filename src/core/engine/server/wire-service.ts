// What an AWS-like service must say of itself to be answered over HTTP in every wire form: names by which requests find
// it, and which members need another form in XML and CBOR than in JSON.

import type { Caller } from '../control/api.js';
import type { InputTypes } from './wire-input.js';

export interface WireService {
  /** `Keyspaces`: for the health answer. */
  readonly name: string;
  /** `KeyspacesService`: before the dot of X-Amz-Target, and in the path of Smithy RPC. */
  readonly target: string;
  /** Service name in the credential scope of signatures. */
  readonly signingName: string;
  /** `com.amazonaws.keyspaces`: before the `#` of error types. */
  readonly errorNamespace: string;
  /** Output members that hold epoch seconds: ISO 8601 in XML, tag 1 in CBOR. */
  readonly timestamps: ReadonlySet<string>;
  /** Types of the input members, for services that do not look at them themselves. */
  readonly inputTypes?: InputTypes;
  /** Present when the service also takes Query requests. */
  readonly query?: QueryForm;
  /** Resolves with the output as JSON; rejects with a WireError, anything else is an internal failure. */
  call(operation: string, input: unknown, caller: Caller): Promise<Record<string, unknown>>;
}

export interface QueryForm {
  /** `Version` of its requests. */
  readonly version: string;
  readonly xmlNamespace: string;
  /** Input members that are numbers and truth values; all others stay text. */
  readonly numbers: ReadonlySet<string>;
  readonly flags: ReadonlySet<string>;
  /** The service speaks JSON and CBOR too, and tells old clients its Query error code in a header. */
  readonly compatible: boolean;
  /** Query error codes whose shape has another name, for JSON and CBOR. */
  readonly shapeNames: ReadonlyMap<string, string>;
}

/** What a service rejects with: ApiError and CloudWatchError have these members. */
export interface WireError {
  readonly type: string;
  readonly message: string;
  readonly httpStatus: number;
  readonly members?: Readonly<Record<string, unknown>>;
  /** Name of the error's shape in JSON and CBOR, when it is not that of `type`. */
  readonly shape?: string | undefined;
}

export function isWireError(error: unknown): error is WireError {
  return (
    error instanceof Error &&
    typeof (error as Partial<WireError>).type === 'string' &&
    typeof (error as Partial<WireError>).httpStatus === 'number'
  );
}

/** A request that found its operation, in whichever form it came. */
export interface WireCall {
  readonly service: WireService;
  readonly operation: string;
  readonly input: unknown;
}

/** An answer before it goes out. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** One wire form: reads a request's body, writes outputs and errors. */
export interface WireForm {
  output(call: WireCall, output: Record<string, unknown>, requestId: string): WireAnswer;
  error(error: WireError, service: WireService | undefined, requestId: string): WireAnswer;
}

/** `InvalidParameterValue;Sender` for services that spoke Query once. */
export function queryErrorHeader(error: WireError, service: WireService | undefined): Record<string, string> {
  if (service?.query?.compatible !== true) return {};
  return { 'x-amzn-query-error': `${error.type};${error.httpStatus < 500 ? 'Sender' : 'Receiver'}` };
}

/** The error's name with its namespace, as JSON and CBOR bodies carry it. */
export function errorType(error: WireError, service: WireService | undefined): string {
  const name = error.shape ?? service?.query?.shapeNames.get(error.type) ?? error.type;
  return service === undefined ? name : `${service.errorNamespace}#${name}`;
}
