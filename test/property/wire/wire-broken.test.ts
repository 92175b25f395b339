// Requests that are broken as a whole: bodies that are no JSON, CBOR or form, far too long or too deep, headers and methods
// that make no sense, signatures with a flaw. Each gets its error, the next request is answered as ever.

import { request } from 'node:http';
import { encode } from 'cbor-x';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../../src/core/engine/limits.js';
import { ScriptEngine } from '../../cql/script-engine.js';

let script: ScriptEngine;
let port: number;
beforeAll(async () => {
  script = await ScriptEngine.open();
  port = (await script.engine.listen({ host: '127.0.0.1', cqlPort: 0, httpPort: 0 })).httpPort;
});
afterAll(() => script.engine.close());

interface Answer {
  readonly status: number;
  readonly text: string;
}

function send(method: string, path: string, headers: Record<string, string>, body: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, method, path, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString('latin1') }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const target = { 'X-Amz-Target': 'KeyspacesService.ListKeyspaces', 'Content-Type': 'application/x-amz-json-1.0' };
const json = (body: string | Buffer, headers: Record<string, string> = {}) =>
  send('POST', '/', { ...target, ...headers }, body);
const cbor = (body: Buffer, path = '/service/KeyspacesService/operation/ListKeyspaces') =>
  send('POST', path, { 'smithy-protocol': 'rpc-v2-cbor', 'Content-Type': 'application/cbor' }, body);
const query = (body: string | Buffer) =>
  send('POST', '/', { 'Content-Type': 'application/x-www-form-urlencoded' }, body);

/** Whatever came before, the server answers. */
afterEach(async () => {
  expect(await json('{}')).toMatchObject({ status: 200, text: expect.stringContaining('system_schema_mcs') });
});

const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

describe('JSON', () => {
  it.each([
    ['half an object', '{"maxResults":'],
    ['a list', '[]'],
    ['a text', '"x"'],
    ['null', 'null'],
    ['a number', '7'],
    ['two objects', '{}{}'],
    ['single quotes', "{'a':1}"],
    ['a trailing comma', '{"maxResults":1,}'],
    ['not a number', '{"maxResults":NaN}'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31])],
    ['UTF-16', Buffer.from('{"maxResults":1}', 'utf16le')],
    ['a byte of nothing', Buffer.from([0])],
    ['half a deep list', '['.repeat(100_000)],
    ['CBOR', Buffer.from(encode({ maxResults: 1 }))],
  ])('%s is a SerializationException', async (_, body) => {
    expect(await json(body)).toMatchObject({ status: 400, text: expect.stringContaining('#SerializationException') });
  });

  it('a deep list where a number belongs is one, too, and where nothing belongs is passed over', async () => {
    const deep = nested('[', ']', 5_000);
    expect((await json(`{"maxResults":${deep}}`)).text).toContain('#SerializationException');
    expect((await json(`{"noSuchMember":${deep}}`)).status).toBe(200);
  });

  it('of a member that comes twice the last counts', async () => {
    expect((await json('{"maxResults":0,"maxResults":1}')).status).toBe(200);
    expect((await json('{"maxResults":1,"maxResults":0}')).text).toContain("Value '0' at 'maxResults'");
  });

  it('names of every object are no members', async () => {
    const body = '{"__proto__":{"maxResults":0},"constructor":{"prototype":{"maxResults":0}},"toString":1}';
    expect((await json(body)).status).toBe(200);
    expect((await json('{}', { 'X-Amz-Target': 'KeyspacesService.constructor' })).text).toContain('UnknownOperation');
    expect((await json('{}', { 'X-Amz-Target': 'GraniteServiceVersion20100801.toString' })).text).toContain(
      'UnknownOp',
    );
  });

  it('megabytes are taken up to the limit and refused above it', async () => {
    const long = (bytes: number) => `{"nextToken":"${'x'.repeat(bytes)}"}`;
    expect((await json(long(limits.controlRequestBytes - 100))).text).toContain('#ValidationException');
    expect((await json(long(limits.controlRequestBytes + 1))).status).toBe(413);
  });
});

describe('CBOR', () => {
  it.each([
    ['half a map', Buffer.from([0xbf, 0x61])],
    ['a list', Buffer.from(encode([]))],
    ['a number', Buffer.from([0x07])],
    ['a reserved byte', Buffer.from([0x1c])],
    ['a break without a beginning', Buffer.from([0xff])],
    ['a length of terabytes', Buffer.from([0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])],
    ['a list of four billion', Buffer.from([0xa1, 0x61, 0x61, 0x9a, 0xff, 0xff, 0xff, 0xff])],
    ['JSON', Buffer.from('{"maxResults":1}')],
    ['lists in lists in lists', Buffer.alloc(100_000, 0x81)],
    ['tags on tags on tags', Buffer.alloc(100_000, 0xc6)],
  ])('%s is a SerializationException', async (_, body) => {
    expect(await cbor(body)).toMatchObject({ status: 400, text: expect.stringContaining('SerializationException') });
  });

  it.each([
    ['a date', { maxResults: new Date(0) }],
    ['bytes', { nextToken: Buffer.from('x') }],
    ['a map of maps', { maxResults: { a: { b: 1 } } }],
    ['undefined', { maxResults: undefined }],
    ['a big number', { maxResults: 2n ** 70n }],
  ])('%s is judged as its JSON twin is', async (_, input) => {
    const answer = await cbor(Buffer.from(encode(input)));
    expect([200, 400]).toContain(answer.status);
    if (answer.status === 400) expect(answer.text).toMatch(/SerializationException|ValidationException/);
  });

  it('an unknown service or operation is told in CBOR', async () => {
    for (const path of ['/service/Nobody/operation/X', '/service/KeyspacesService/operation/NoSuchThing'])
      expect(await cbor(Buffer.from(encode({})), path)).toMatchObject({
        status: expect.toSatisfy((status: number) => status >= 400 && status < 500),
        text: expect.stringContaining('UnknownOperationException'),
      });
  });
});

describe('Query', () => {
  it.each([
    ['no version', 'Action=ListMetrics', 404],
    ['no action', 'Version=2010-08-01', 404],
    ['an unknown action', 'Action=NoSuchThing&Version=2010-08-01', 404],
    ['half an escape', 'Action=ListMetrics&Version=2010-08-01&Namespace=%E0%A4%A', 200],
    ['a member of a text', 'Action=ListMetrics&Version=2010-08-01&Namespace=a&Namespace.member.1=b', 400],
    ['a list of a name', 'Action=ListMetrics&Version=2010-08-01&Dimensions.member.x.Name=a', 400],
    ['a place too high', 'Action=ListMetrics&Version=2010-08-01&Dimensions.member.99999999999.Name=a', 200],
    ['names of every object', 'Action=ListMetrics&Version=2010-08-01&__proto__.x=1&constructor.prototype.y=1', 200],
    ['very deep names', `Action=ListMetrics&Version=2010-08-01&${'a.'.repeat(50_000)}b=1`, 200],
    ['a number that is none', 'Action=DescribeAlarms&Version=2010-08-01&MaxRecords=many', 400],
  ])('%s', async (_, body, status) => {
    const answer = await query(body);
    expect([answer.status, answer.text.slice(0, 300)]).toEqual([status, expect.any(String)]);
  });
});

describe('the request itself', () => {
  it.each([
    ['GET', '/', 200],
    ['GET', '/nowhere', 404],
    ['PUT', '/', 200],
    ['DELETE', '/nowhere', 404],
    ['POST', '/nowhere', 404],
    ['POST', '/service/KeyspacesService', 404],
    ['GET', '/service/KeyspacesService/operation/ListKeyspaces', 404],
    ['POST', '//////', 404],
    ['POST', '/%zz', 404],
    ['POST', `/${'x'.repeat(10_000)}`, 404],
  ])('%s %s', async (method, path, status) => {
    const answer = await send(method, path, {}, '');
    if (status === 404 || method === 'GET') expect(answer.status).toBe(status);
    else expect(answer.status).toBeLessThan(500);
  });

  it.each([
    '',
    '.',
    'KeyspacesService',
    'KeyspacesService.',
    '.ListKeyspaces',
    'Nobody.ListKeyspaces',
    'keyspacesservice.ListKeyspaces',
    'KeyspacesService.listkeyspaces',
    'a'.repeat(5_000),
  ])('with the target %s is an unknown operation', async (name) => {
    const answer = await json('{}', { 'X-Amz-Target': name });
    expect(answer.status).toBeLessThan(500);
    expect(answer.text).toContain('UnknownOperationException');
  });

  it.each(['text/html', 'application/xml', '', 'application/x-amz-json-9.9', ';;;', 'multipart/form-data'])(
    'with the content type %s is read by its target',
    async (type) => {
      const answer = await json('{}', { 'Content-Type': type });
      expect(answer.status).toBeLessThan(500);
    },
  );
});

describe('signatures', () => {
  const flawed = [
    'AWS4-HMAC-SHA256',
    'AWS4-HMAC-SHA256 Credential=, SignedHeaders=, Signature=',
    'AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/cassandra/aws4_request, SignedHeaders=host, Signature=00',
    'AWS4-HMAC-SHA256 Credential=A/1/2/3/4, SignedHeaders=host;x, Signature=zz',
    'Basic dXNlcjpwYXNz',
    `Bearer ${'x'.repeat(8_000)}`,
    '\u0001',
  ].map((text) => text.replace('\u0001', '?'));

  it.each(flawed)('a flaw is refused where keys are known: %s', async (Authorization) => {
    const accessKeys = [{ id: 'AKID', secret: 'secret' }];
    const locked = await ScriptEngine.open();
    const { httpPort } = await locked.engine.listen({ host: '127.0.0.1', cqlPort: 0, httpPort: 0, accessKeys });
    const answer = await fetch(`http://127.0.0.1:${httpPort}`, {
      method: 'POST',
      headers: { ...target, Authorization, 'X-Amz-Date': '20260101T000000Z' },
      body: '{}',
    });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toMatch(/IncompleteSignature|UnrecognizedClientException|InvalidSignatureException/);
    await locked.engine.close();
  });

  it('a flaw is passed over where nobody is known', async () => {
    for (const Authorization of flawed) expect((await json('{}', { Authorization })).status).toBeLessThan(500);
  });
});
