// AWS JSON 1.0 and 1.1: the operation in X-Amz-Target, a JSON object each way (control-plane facts 1.1).

import { ApiError } from '../control/api.js';
import { errorType, queryErrorHeader, type WireForm } from './wire-service.js';

/** Throws a SerializationException. An empty body is an empty object. */
export function readJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    throw new ApiError('SerializationException', 'The request body is not valid JSON');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new ApiError('SerializationException', 'The request body must be a JSON object');
  return parsed;
}

/** `contentType` is the request's own, so that 1.1 is answered as 1.1. */
export function jsonForm(contentType: string): WireForm {
  const json = (value: unknown) => Buffer.from(JSON.stringify(value), 'utf8');
  return {
    output: (_call, output) => ({ status: 200, headers: { 'Content-Type': contentType }, body: json(output) }),
    error: (error, service) => ({
      status: error.httpStatus,
      headers: { 'Content-Type': contentType, ...queryErrorHeader(error, service) },
      body: json({ ...error.members, __type: errorType(error, service), message: error.message }),
    }),
  };
}
