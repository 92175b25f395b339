// Statements of the control-plane fact sheet on the wire (1.1, 15.16), each by its section, over HTTP.

import { decode, encode } from 'cbor-x';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FactStand, type Json } from './stand.js';

let stand: FactStand;
let endpoint: string;
beforeEach(async () => {
  stand = await FactStand.open();
  const { httpPort } = await stand.engine.listen({ host: '127.0.0.1', cqlPort: 0, httpPort: 0 });
  endpoint = `http://127.0.0.1:${httpPort}`;
});
afterEach(() => stand.engine.close());

async function send(target: string, input: Json, contentType = 'application/x-amz-json-1.0') {
  const headers = { 'X-Amz-Target': target, 'Content-Type': contentType };
  const response = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(input) });
  return { response, body: (await response.json()) as Json };
}
const cbor = async (service: string, operation: string, input: Json) => {
  const response = await fetch(`${endpoint}/service/${service}/operation/${operation}`, {
    method: 'POST',
    headers: { 'smithy-protocol': 'rpc-v2-cbor', 'Content-Type': 'application/cbor' },
    body: encode(input),
  });
  return { response, body: decode(Buffer.from(await response.arrayBuffer())) as Json };
};

describe('control-plane 1.1', () => {
  it('AWS JSON 1.0 on POST /, by X-Amz-Target; the request id is a header', async () => {
    const { response, body } = await send('KeyspacesService.GetKeyspace', { keyspaceName: 'ks' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.0');
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(Object.keys(body).every((name) => /^[a-z]/.test(name))).toBe(true);
  });

  it('timestamps are numbers, epoch seconds; empty outputs are {}', async () => {
    await stand.table('t');
    const { body } = await send('KeyspacesService.GetTable', { keyspaceName: 'ks', tableName: 't' });
    expect(body.creationTimestamp).toBeTypeOf('number');
    expect(Math.abs((body.creationTimestamp as number) * 1000 - stand.clock.wallMs())).toBeLessThan(7_200_000);
    const resourceArn = body.resourceArn;
    const tags = [{ key: 'a', value: 'b' }];
    for (const operation of ['TagResource', 'UntagResource'])
      expect((await send(`KeyspacesService.${operation}`, { resourceArn, tags })).body).toEqual({});
    expect((await send('KeyspacesService.DeleteTable', { keyspaceName: 'ks', tableName: 't' })).body).toEqual({});
    stand.clock.advance(3_600_000);
    expect((await send('KeyspacesService.DeleteKeyspace', { keyspaceName: 'ks' })).body).toEqual({});
  });

  it('an error names its namespaced type, by which clients go', async () => {
    const { response, body } = await send('KeyspacesService.GetTable', { keyspaceName: 'ks', tableName: 'x' });
    expect(response.status).toBe(400);
    expect(body).toEqual({
      __type: 'com.amazonaws.keyspaces#ResourceNotFoundException',
      message: 'unconfigured table x',
    });
  });

  it.each([
    ['KeyspacesStreams.ListStreams', 'application/x-amz-json-1.0', {}, 'streams'],
    ['GraniteServiceVersion20100801.ListMetrics', 'application/x-amz-json-1.0', {}, 'Metrics'],
    ['CloudTrail_20131101.LookupEvents', 'application/x-amz-json-1.1', {}, 'Events'],
    ['com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents', 'application/x-amz-json-1.1', {}, 'Events'],
    [
      'AnyScaleFrontendService.DescribeScalableTargets',
      'application/x-amz-json-1.1',
      { ServiceNamespace: 'cassandra' },
      'ScalableTargets',
    ],
    ['ServiceQuotasV20190624.ListServiceQuotas', 'application/x-amz-json-1.1', { ServiceCode: 'cassandra' }, 'Quotas'],
  ])('the neighbour %s is answered in its protocol', async (target, contentType, input, member) => {
    const { response, body } = await send(target, input, contentType);
    expect(response.headers.get('content-type')).toBe(contentType);
    expect(body[member]).toBeInstanceOf(Array);
  });
});

describe('control-plane 15.16', () => {
  it('Keyspaces speaks Smithy RPC v2 CBOR, with times as tag 1', async () => {
    await stand.table('t');
    const { response, body } = await cbor('KeyspacesService', 'GetTable', { keyspaceName: 'ks', tableName: 't' });
    expect(response.headers.get('smithy-protocol')).toBe('rpc-v2-cbor');
    expect(body.creationTimestamp).toBeInstanceOf(Date);
    const refused = await cbor('KeyspacesService', 'GetKeyspace', { keyspaceName: 'nowhere' });
    expect(refused.body).toMatchObject({
      __type: 'com.amazonaws.keyspaces#ResourceNotFoundException',
      message: 'Keyspace nowhere does not exist',
    });
  });

  it('CloudWatch speaks CBOR, JSON and Query, and tells old clients their error codes', async () => {
    const wrong = { Namespace: '' };
    for (const answer of [
      await cbor('GraniteServiceVersion20100801', 'ListMetrics', wrong),
      await send('GraniteServiceVersion20100801.ListMetrics', wrong),
    ]) {
      expect(answer.body.__type).toBe('com.amazonaws.cloudwatch#InvalidParameterValueException');
      expect(answer.response.headers.get('x-amzn-query-error')).toBe('InvalidParameterValue;Sender');
    }
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'Action=ListMetrics&Version=2010-08-01&Namespace=',
    });
    expect(await response.text()).toContain('<Code>InvalidParameterValue</Code>');
  });
});
