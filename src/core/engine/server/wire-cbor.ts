// Smithy RPC v2 CBOR: the operation in the path, a CBOR map each way, times as tag 1 [smithy.io, rpcv2-cbor].

import { Encoder } from 'cbor-x';
import { ApiError } from '../control/api.js';
import { errorType, queryErrorHeader, type WireForm, type WireService } from './wire-service.js';

const codec = new Encoder({ useRecords: false, mapsAsObjects: true, variableMapSize: true });
const headers = { 'Content-Type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };

/** Throws a SerializationException. Times become epoch seconds, as in JSON. An empty body is an empty object. */
export function readCbor(body: Buffer): unknown {
  if (body.length === 0) return {};
  let decoded: unknown;
  try {
    decoded = plain(codec.decode(body));
  } catch {
    throw new ApiError('SerializationException', 'The request body is not valid CBOR');
  }
  if (typeof decoded !== 'object' || decoded === null || Array.isArray(decoded))
    throw new ApiError('SerializationException', 'The request body must be a CBOR map');
  return decoded;
}

export const cborForm: WireForm = {
  output: ({ service }, output) => ({ status: 200, headers, body: codec.encode(withDates(output, service)) }),
  error: (error, service) => ({
    status: error.httpStatus,
    headers: { ...headers, ...queryErrorHeader(error, service) },
    body: codec.encode({ ...error.members, __type: errorType(error, service), message: error.message }),
  }),
};

/** What CBOR has and JSON has not, in JSON's terms. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}

/** Epoch seconds in the service's timestamp members as Dates, which the codec writes as tag 1. */
function withDates(value: unknown, service: WireService, isTime = false): unknown {
  if (Array.isArray(value)) return value.map((item) => withDates(item, service, isTime));
  if (typeof value === 'number') return isTime ? new Date(value * 1000) : value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    entries.map(([name, member]) => [name, withDates(member, service, service.timestamps.has(name))]),
  );
}
