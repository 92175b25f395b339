import { describe, expect, it } from 'vitest';
import { readScope, type SignedRequest, verify } from '../../../../src/core/engine/server/wire-signature.js';

const key = { id: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const nowMs = Date.UTC(2015, 7, 30, 12, 36);
const authorization = (signature: string) =>
  `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`;
const request = (url: string, signature: string): SignedRequest => ({
  method: 'GET',
  url,
  headers: { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z', authorization: authorization(signature) },
  body: Buffer.alloc(0),
});
const check = (signed: SignedRequest, atMs = nowMs) =>
  verify(signed, readScope(String(signed.headers.authorization)), [key], atMs);

describe('request signatures', () => {
  // get-vanilla and get-vanilla-query-order-key-case of AWS's Signature Version 4 test suite
  it.each([
    ['/', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    ['/?Param2=value2&Param1=value1', 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500'],
  ])('of AWS’s own suite hold: %s', (url, signature) => {
    expect(check(request(url, signature))).toBe(key);
    expect(() => check(request(`${url}x`, signature))).toThrow('does not match');
    expect(() => check(request(url, signature), nowMs + 901_000)).toThrow('Signature expired');
  });

  it('need their parts', () => {
    const { authorization: _gone, ...headers } = request('/', 'a').headers;
    expect(() => check({ ...request('/', 'a'), headers })).toThrow('Missing Authentication Token');
    expect(readScope('Basic abc')).toBeUndefined();
    expect(readScope(authorization('00'))).toMatchObject({ region: 'us-east-1', service: 'service' });
  });
});
