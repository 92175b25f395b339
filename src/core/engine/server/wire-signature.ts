// Signature Version 4 of HTTP requests: the credential scope (whose Region a request is for), and the check against
// known access keys when the engine was given some.

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { ApiError } from '../control/api.js';
import type { AccessKey } from './auth.js';

export interface SignedRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

export interface Scope {
  readonly accessKeyId: string;
  /** `20260115`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const form =
  /^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request\s*,\s*SignedHeaders=([^,\s]+)\s*,\s*Signature=([0-9a-f]+)\s*$/;
/** AWS takes a request signed within a quarter of an hour. */
const skewMs = 15 * 60 * 1000;

/** What an Authorization header says; undefined without one or when it is no SigV4. */
export function readScope(authorization: string | undefined): Scope | undefined {
  const [, accessKeyId, date, region, service, signedHeaders, signature] = form.exec(authorization ?? '') ?? [];
  if (accessKeyId === undefined || date === undefined || region === undefined || service === undefined)
    return undefined;
  return {
    accessKeyId,
    date,
    region,
    service,
    signedHeaders: (signedHeaders ?? '').split(';'),
    signature: signature ?? '',
  };
}

/** The key that signed the request; throws the front end's errors (facts 1.4) when none of `keys` did. */
export function verify(
  request: SignedRequest,
  scope: Scope | undefined,
  keys: readonly AccessKey[],
  nowMs: number,
): AccessKey {
  const refused = (type: string, message: string) => new ApiError(type, message, 403);
  if (request.headers.authorization === undefined)
    throw refused('MissingAuthenticationTokenException', 'Missing Authentication Token');
  const amzDate = headerText(request.headers['x-amz-date']);
  if (scope === undefined || amzDate === '')
    throw refused('IncompleteSignature', 'The Authorization header is not a complete Signature Version 4');
  const key = keys.find((candidate) => candidate.id === scope.accessKeyId);
  if (key === undefined)
    throw refused('UnrecognizedClientException', 'The security token included in the request is invalid.');
  const signedAtMs = Date.parse(
    amzDate.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
  if (!(Math.abs(signedAtMs - nowMs) <= skewMs))
    throw refused('InvalidSignatureException', `Signature expired or not yet valid: ${amzDate}`);
  const expected = Buffer.from(signatureOf(request, scope, key, amzDate), 'utf8');
  const given = Buffer.from(scope.signature, 'utf8');
  if (expected.length !== given.length || !timingSafeEqual(expected, given))
    throw refused(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
    );
  return key;
}

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const hmac = (key: Uint8Array | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const headerText = (value: string | readonly string[] | undefined): string =>
  typeof value === 'string' ? value : (value ?? []).join(',');

function signatureOf(request: SignedRequest, scope: Scope, key: AccessKey, amzDate: string): string {
  const [path = '/', query = ''] = request.url.split('?', 2);
  const encodedPath = path.split('/').map(encodeStrictly).join('/');
  const pairs = [...new URLSearchParams(query)].map(
    ([name, value]) => `${encodeStrictly(name)}=${encodeStrictly(value)}`,
  );
  const headers = scope.signedHeaders.map(
    (name) => `${name}:${headerText(request.headers[name]).trim().replace(/ +/g, ' ')}\n`,
  );
  const canonical = [
    request.method,
    encodedPath,
    pairs.sort().join('&'),
    headers.join(''),
    scope.signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n');
  const scopeText = `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', amzDate, scopeText, sha256(canonical)].join('\n');
  const date = hmac(`AWS4${key.secret}`, scope.date);
  const signing = hmac(hmac(hmac(date, scope.region), scope.service), 'aws4_request');
  return createHmac('sha256', signing).update(toSign).digest('hex');
}

const encodeStrictly = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
