// The SigV4 signature of a CQL login, as the four AWS plugins compute it (data-plane facts 1.7). Pure: texts in, hex out.

import { createHash, createHmac } from 'node:crypto';

export interface LoginToSign {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** 32 characters, as the server sent them. */
  readonly nonce: string;
  /** As the client sent it, such as `2020-06-09T22:41:51.000Z`. */
  readonly amzDate: string;
}

const service = 'cassandra';
const algorithm = 'AWS4-HMAC-SHA256';

const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const hmac = (key: Uint8Array | string, text: string): Buffer =>
  createHmac('sha256', key).update(text, 'utf8').digest();

/** `20200609/us-west-2/cassandra/aws4_request`. */
const scopeOf = (login: LoginToSign): string =>
  `${login.amzDate.slice(0, 10).replaceAll('-', '')}/${login.region}/${service}/aws4_request`;

/** `PUT /authenticate` with the credentials in its query string and the nonce as its body. */
export function canonicalRequest(login: LoginToSign): string {
  const query = [
    `X-Amz-Algorithm=${algorithm}`,
    `X-Amz-Credential=${login.accessKeyId}%2F${encodeURIComponent(scopeOf(login))}`,
    `X-Amz-Date=${encodeURIComponent(login.amzDate)}`,
    'X-Amz-Expires=900',
  ];
  return ['PUT', '/authenticate', query.sort().join('&'), `host:${service}`, '', 'host', sha256Hex(login.nonce)].join(
    '\n',
  );
}

export function signingKey(login: LoginToSign): Buffer {
  const date = hmac(`AWS4${login.secretAccessKey}`, login.amzDate.slice(0, 10).replaceAll('-', ''));
  return hmac(hmac(hmac(date, login.region), service), 'aws4_request');
}

/** 64 hex digits. */
export function loginSignature(login: LoginToSign): string {
  const request = sha256Hex(canonicalRequest(login));
  const toSign = [algorithm, login.amzDate, scopeOf(login), request].join('\n');
  return hmac(signingKey(login), toSign).toString('hex');
}
