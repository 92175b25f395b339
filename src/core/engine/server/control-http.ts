// The HTTP front of the control plane: finds the service, operation and wire form of a request, checks its signature
// when keys were given, and answers in the same form.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../ports/clock.js';
import type { Log } from '../../ports/log.js';
import type { Random } from '../../ports/random.js';
import type { Faults } from '../chaos/chaos.js';
import { refuseFailedRegion } from '../chaos/faulty-control.js';
import { ApiError, type Caller } from '../control/api.js';
import { limits } from '../limits.js';
import { type AdminDoors, adminAnswer, isAdminPath } from './admin-http.js';
import type { AccessKey } from './auth.js';
import { cborForm, readCbor } from './wire-cbor.js';
import { checkTypes } from './wire-input.js';
import { jsonForm, readJson } from './wire-json.js';
import { queryForm, readQuery } from './wire-query.js';
import {
  isWireError,
  type WireAnswer,
  type WireCall,
  type WireError,
  type WireForm,
  type WireService,
} from './wire-service.js';
import { readScope, type Scope, verify } from './wire-signature.js';

export interface HttpOptions {
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly services: readonly WireService[];
  readonly accountId: string;
  /** For requests that are not signed. */
  readonly defaultRegion: string;
  readonly clock: Pick<Clock, 'wallMs' | 'sleep'>;
  readonly random: Random;
  /** Without any, requests are taken unsigned or signed by whomever. */
  readonly credentials?: readonly AccessKey[];
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly log?: Log;
  /** Clock and chaos, for callers on this machine; not offered without. */
  readonly admin?: AdminDoors;
  /** No service of a Region that fails answers. */
  readonly chaos?: Pick<Faults, 'regionFails'>;
}

export interface HttpFront {
  readonly port: number;
  /** Stops listening, lets answers under way leave, ends kept connections. */
  close(): Promise<void>;
}

/** Rejects when the port cannot be had. */
export function listenHttp(options: HttpOptions): Promise<HttpFront> {
  const front = { closing: false };
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    void serve(options, front, request, response);
  };
  const server = options.tls === undefined ? createServer(listener) : createTlsServer({ ...options.tls }, listener);
  server.keepAliveTimeout = 65_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.removeListener('error', reject);
      server.on('error', (error) => options.log?.error('http server', { error: String(error) }));
      resolve({ port: (server.address() as AddressInfo).port, close: () => closeServer(server, front, options.clock) });
    });
  });
}

/** How long answers under way may take once the front is closing. */
const closingMs = 2000;

async function closeServer(server: Server, front: { closing: boolean }, clock: Pick<Clock, 'sleep'>): Promise<void> {
  // connections that are answered from now on are not kept
  front.closing = true;
  const closed = new AbortController();
  const ended = new Promise<void>((resolve) => server.close(() => resolve())).then(() => closed.abort());
  server.closeIdleConnections();
  void clock.sleep(closingMs, closed.signal).then(() => server.closeAllConnections());
  await ended;
}

async function serve(
  options: HttpOptions,
  front: { readonly closing: boolean },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = uuidText(options.random);
  try {
    const body = await readBody(request);
    const answer =
      body === undefined ? tooLarge(request, requestId) : await answerTo(options, request, body, requestId);
    send(request, response, answer, requestId, body === undefined || front.closing);
  } catch (error) {
    // the client went away in the middle of its request
    options.log?.debug('http request ended early', { error: String(error) });
    response.destroy();
  }
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: WireAnswer,
  requestId: string,
  closes: boolean,
): void {
  response.writeHead(answer.status, {
    ...answer.headers,
    'Content-Length': answer.body.length,
    'x-amzn-RequestId': requestId,
    ...(closes ? { Connection: 'close' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : answer.body);
}

/** Undefined when it is longer than the limit; the rest of it is then not read. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > limits.controlRequestBytes) return undefined;
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > limits.controlRequestBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The form of a request, and how to get at its call once the form is known. */
interface Reading {
  readonly form: WireForm;
  readonly service: WireService | undefined;
  readonly call: () => WireCall;
}

async function answerTo(
  options: HttpOptions,
  request: IncomingMessage,
  body: Buffer,
  requestId: string,
): Promise<WireAnswer> {
  const url = request.url ?? '/';
  const scope = readScope(request.headers.authorization);
  const reading = readRequest(options, request, url, body, scope);
  if (reading === undefined) {
    const { admin } = options;
    if (admin !== undefined && isAdminPath(url.split('?', 1)[0]!)) return adminAnswer(admin, request, body);
    return health(options, request, url);
  }
  try {
    const caller = identify(options, request, url, body, scope);
    if (options.chaos !== undefined) refuseFailedRegion(options.chaos, caller.region);
    const call = reading.call();
    return reading.form.output(call, await call.service.call(call.operation, call.input, caller), requestId);
  } catch (error) {
    return reading.form.error(wireError(options, error, requestId), reading.service, requestId);
  }
}

function wireError(options: HttpOptions, error: unknown, requestId: string): WireError {
  if (isWireError(error)) return error;
  options.log?.error('a control plane request failed', { requestId, error: String(error) });
  return new ApiError(
    'InternalServerException',
    'An internal error occurred; the log has more about this request',
    500,
  );
}

/** Undefined for requests to no service: health, and what is not there. */
function readRequest(
  options: HttpOptions,
  request: IncomingMessage,
  url: string,
  body: Buffer,
  scope: Scope | undefined,
): Reading | undefined {
  const [path = '/', search = ''] = url.split('?', 2);
  const rpc = /^\/service\/([^/]+)\/operation\/([^/]+)$/.exec(path);
  if (rpc !== null && request.method === 'POST') {
    const [, name = '', operation = ''] = rpc;
    const service = options.services.find((each) => each.target === name.split('.').at(-1));
    return {
      form: cborForm,
      service,
      call: () => callOf(service, operation, () => readCbor(body)),
    };
  }
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    const dot = target.lastIndexOf('.');
    const name = target.slice(0, Math.max(dot, 0));
    const service = options.services.find((each) => name === each.target || name.endsWith(`.${each.target}`));
    const contentType = request.headers['content-type']?.split(';')[0] ?? 'application/x-amz-json-1.0';
    const operation = target.slice(dot + 1);
    return {
      form: jsonForm(contentType),
      service,
      call: () => callOf(service, operation, () => readJson(body)),
    };
  }
  const form = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  const parameters = new URLSearchParams(form ? body.toString('utf8') : search);
  const action = parameters.get('Action');
  if (action === null) return undefined;
  const speaking = options.services.filter((each) => each.query !== undefined);
  const service =
    speaking.find((each) => each.query?.version === parameters.get('Version')) ??
    speaking.find((each) => each.signingName === scope?.service);
  const query = service?.query;
  const input = () => (query === undefined ? {} : readQuery(parameters, query));
  return {
    form: queryForm,
    service,
    call: () => callOf(service, action, input, 'query'),
  };
}

function callOf(
  service: WireService | undefined,
  operation: string,
  read: () => unknown,
  form: 'typed' | 'query' = 'typed',
): WireCall {
  if (service === undefined || operation === '')
    throw new ApiError('UnknownOperationException', 'The service or operation of this request is not known', 404);
  const input = read();
  const { inputTypes } = service;
  // not a name that every object has
  if (inputTypes !== undefined && Object.hasOwn(inputTypes, operation)) checkTypes(inputTypes[operation]!, input, form);
  return { service, operation, input };
}

function identify(
  options: HttpOptions,
  request: IncomingMessage,
  url: string,
  body: Buffer,
  scope: Scope | undefined,
): Caller {
  const keys = options.credentials ?? [];
  const signed = { method: request.method ?? 'POST', url, headers: request.headers, body };
  const key = keys.length === 0 ? undefined : verify(signed, scope, keys, options.clock.wallMs());
  const user = key?.user ?? key?.id ?? scope?.accessKeyId;
  const principal = user?.startsWith('arn:')
    ? user
    : `arn:aws:iam::${options.accountId}:${user === undefined ? 'root' : `user/${user}`}`;
  return {
    region: scope?.region ?? hostRegion(request.headers.host) ?? options.defaultRegion,
    accountId: options.accountId,
    principal,
    userAgent: request.headers['user-agent'] ?? '',
    sourceAddress: request.socket.remoteAddress ?? '',
    ...(scope === undefined ? {} : { accessKeyId: scope.accessKeyId }),
  };
}

/** A request without a signature may name its Region as AWS's hosts do: `cassandra.eu-west-1.localhost`. */
const hostRegion = (host: string | undefined): string | undefined =>
  /(?:^|\.)([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(host ?? '')?.[1];

const plainJson = (status: number, value: unknown): WireAnswer => ({
  status,
  headers: { 'Content-Type': 'application/json' },
  body: Buffer.from(JSON.stringify(value), 'utf8'),
});

function health(options: HttpOptions, request: IncomingMessage, url: string): WireAnswer {
  const path = url.split('?', 1)[0];
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (reads && (path === '/' || path === '/_ks/health'))
    return plainJson(200, { status: 'ok', services: options.services.map((service) => service.name) });
  return plainJson(404, { __type: 'UnknownOperationException', message: 'This request names no operation' });
}

function tooLarge(request: IncomingMessage, requestId: string): WireAnswer {
  const error = new ApiError(
    'RequestEntityTooLargeException',
    `A request body can have at most ${limits.controlRequestBytes} bytes`,
    413,
  );
  const form = request.url?.startsWith('/service/') ? cborForm : jsonForm('application/x-amz-json-1.0');
  return form.error(error, undefined, requestId);
}

function uuidText(random: Random): string {
  const hex = random.bytes(16).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
