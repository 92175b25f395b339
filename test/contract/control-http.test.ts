// The control plane over HTTP as real clients see it: the Keyspaces client of the AWS SDK, and bodies that no client
// would send.

import {
  CreateKeyspaceCommand,
  CreateTableCommand,
  DeleteTableCommand,
  GetTableCommand,
  KeyspacesClient,
  ListTablesCommand,
  ListTagsForResourceCommand,
  paginateListKeyspaces,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-keyspaces';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { decode, encode } from 'cbor-x';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/adapters/system/clock.js';
import { type HttpFront, type HttpOptions, listenHttp } from '../../src/core/engine/server/control-http.js';
import { cloudWatchService, keyspacesService, stsService } from '../../src/core/engine/server/wire-services.js';
import { accountId, openStand, type Stand, simpleSchema } from '../core/engine/control/stand.js';

const fronts: HttpFront[] = [];
afterEach(async () => {
  await Promise.all(fronts.splice(0).map((front) => front.close()));
});

const fixedIdentity = { requestHandler: { requestTimeout: 5000 }, maxAttempts: 1 };
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };

async function open(
  more: Partial<HttpOptions> = {},
): Promise<{ stand: Stand; endpoint: string; client: KeyspacesClient }> {
  const stand = openStand({ delays: { createTable: 0, createKeyspace: 0, updateTable: 0, deleteTable: 0 } });
  let seed = 0;
  const metrics = {
    call: async (operation: string, input: unknown) => {
      const echo = {
        Label: JSON.stringify(input),
        Datapoints: [{ Timestamp: 1_700_000_000, Sum: 1.5, Unit: 'Count' }],
      };
      if (operation === 'GetMetricStatistics') return echo;
      throw Object.assign(new Error('nope <&>'), { type: 'InvalidParameterValue', httpStatus: 400 });
    },
  };
  const front = await listenHttp({
    host: '127.0.0.1',
    port: 0,
    services: [keyspacesService(stand.control), cloudWatchService(metrics), stsService],
    accountId,
    defaultRegion: 'us-east-1',
    clock: stand.clock,
    random: { bytes: (count) => Buffer.alloc(count, ++seed), integer: () => 0 },
    ...more,
  });
  fronts.push(front);
  const endpoint = `http://127.0.0.1:${front.port}`;
  const client = new KeyspacesClient({ endpoint, region: 'us-east-1', credentials, ...fixedIdentity });
  return { stand, endpoint, client };
}

describe('the Keyspaces client', () => {
  it('creates, lists, describes, updates, tags and deletes', async () => {
    const { client } = await open();
    await client.send(new CreateKeyspaceCommand({ keyspaceName: 'ks' }));
    const names: (string | undefined)[] = [];
    for await (const page of paginateListKeyspaces({ client, pageSize: 2 }, {}))
      for (const keyspace of page.keyspaces ?? []) names.push(keyspace.keyspaceName);
    expect(names).toEqual(['system_schema', 'system_schema_mcs', 'system', 'system_multiregion_info', 'ks']);

    const at = { keyspaceName: 'ks', tableName: 't' };
    const { resourceArn } = await client.send(new CreateTableCommand({ ...at, schemaDefinition: simpleSchema }));
    const table = await client.send(new GetTableCommand(at));
    expect(table.status).toBe('ACTIVE');
    expect(table.creationTimestamp).toEqual(new Date(Date.UTC(2026, 0, 15, 10)));
    expect(table.capacitySpecification?.lastUpdateToPayPerRequestTimestamp).toEqual(table.creationTimestamp);

    await client.send(new UpdateTableCommand({ ...at, addColumns: [{ name: 'x', type: 'set<int>' }] }));
    const after = await client.send(new GetTableCommand(at));
    expect(after.schemaDefinition?.allColumns?.map((column) => column.name)).toEqual(['id', 'date', 'name', 'x']);

    await client.send(new TagResourceCommand({ resourceArn, tags: [{ key: 'team', value: 'blue' }] }));
    expect((await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual([
      { key: 'team', value: 'blue' },
    ]);
    await client.send(new UntagResourceCommand({ resourceArn, tags: [{ key: 'team', value: 'blue' }] }));
    expect((await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual([]);

    await client.send(new DeleteTableCommand(at));
    expect((await client.send(new ListTablesCommand({ keyspaceName: 'ks' }))).tables).toEqual([]);
    await expect(client.send(new GetTableCommand(at))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'unconfigured table t',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('is answered in the Region it signs for', async () => {
    const { endpoint } = await open();
    const client = new KeyspacesClient({ endpoint, region: 'eu-west-1', credentials, ...fixedIdentity });
    await expect(client.send(new GetTableCommand({ keyspaceName: 'ks', tableName: 't' }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Region eu-west-1 is not served by this engine',
    });
  });

  it('is checked against the keys that the engine was given', async () => {
    const keys = [{ id: 'AKIDEXAMPLE', secret: 'secret' }];
    // the client signs by the machine's clock
    const { endpoint, client } = await open({ credentials: keys, clock: systemClock() });
    await expect(client.send(new CreateKeyspaceCommand({ keyspaceName: 'ks' }))).resolves.toBeDefined();
    const sts = new STSClient({ endpoint, region: 'us-east-1', credentials, ...fixedIdentity });
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: accountId,
      Arn: `arn:aws:iam::${accountId}:user/AKIDEXAMPLE`,
    });
    const wrong = { endpoint, region: 'us-east-1', ...fixedIdentity };
    const stranger = new KeyspacesClient({ ...wrong, credentials: { accessKeyId: 'OTHER', secretAccessKey: 'x' } });
    await expect(stranger.send(new GetTableCommand({ keyspaceName: 'a', tableName: 'b' }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    const forger = new KeyspacesClient({ ...wrong, credentials: { ...credentials, secretAccessKey: 'guess' } });
    await expect(forger.send(new GetTableCommand({ keyspaceName: 'a', tableName: 'b' }))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
    const unsigned = await fetch(endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'KeyspacesService.ListKeyspaces' },
      body: '{}',
    });
    expect([unsigned.status, ((await unsigned.json()) as { __type: string }).__type]).toEqual([
      403,
      'com.amazonaws.keyspaces#MissingAuthenticationTokenException',
    ]);
  });
});

describe('bodies that no client would send', () => {
  const json = 'application/x-amz-json-1.0';
  const keyspaces = 'com.amazonaws.keyspaces#';
  it.each<[string, string, string | Buffer, number, string]>([
    ['broken JSON', 'KeyspacesService.GetTable', '{"keyspaceName":', 400, `${keyspaces}SerializationException`],
    ['a JSON list', 'KeyspacesService.GetTable', '[]', 400, `${keyspaces}SerializationException`],
    ['a JSON text', 'KeyspacesService.GetTable', '"x"', 400, `${keyspaces}SerializationException`],
    ['a wrong type', 'KeyspacesService.GetTable', '{"keyspaceName":{}}', 400, `${keyspaces}SerializationException`],
    ['null members', 'KeyspacesService.GetTable', '{"keyspaceName":null}', 400, `${keyspaces}ValidationException`],
    ['no body', 'KeyspacesService.GetTable', '', 400, `${keyspaces}ValidationException`],
    ['an unknown operation', 'KeyspacesService.Fly', '{}', 404, `${keyspaces}UnknownOperationException`],
    ['a name of every object', 'KeyspacesService.constructor', '{}', 404, `${keyspaces}UnknownOperationException`],
    ['an unknown service', 'Other.GetTable', '{}', 404, 'UnknownOperationException'],
    ['no operation', 'KeyspacesService.', '{}', 404, `${keyspaces}UnknownOperationException`],
    ['too much', 'KeyspacesService.GetTable', Buffer.alloc(1024 * 1024 + 1, 32), 413, 'RequestEntityTooLargeException'],
  ])('JSON: %s', async (_what, target, body, status, type) => {
    const { endpoint } = await open();
    const headers = { 'content-type': json, 'x-amz-target': target };
    const answer = await fetch(endpoint, { method: 'POST', headers, body: new Uint8Array(Buffer.from(body)) });
    expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect([answer.status, ((await answer.json()) as { __type: string }).__type]).toEqual([status, type]);
  });

  it.each<[string, string, Buffer, number, string]>([
    [
      'broken CBOR',
      'KeyspacesService/operation/GetTable',
      Buffer.from([0xbf, 0x61]),
      400,
      `${keyspaces}SerializationException`,
    ],
    ['a number', 'KeyspacesService/operation/GetTable', encode(7), 400, `${keyspaces}SerializationException`],
    ['no body', 'KeyspacesService/operation/GetTable', Buffer.alloc(0), 400, `${keyspaces}ValidationException`],
    ['an unknown service', 'Other/operation/GetTable', encode({}), 404, 'UnknownOperationException'],
    [
      'an unknown operation',
      'KeyspacesService/operation/Fly',
      encode({}),
      404,
      `${keyspaces}UnknownOperationException`,
    ],
  ])('CBOR: %s', async (_what, path, body, status, type) => {
    const { endpoint } = await open();
    const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
    const answer = await fetch(`${endpoint}/service/${path}`, { method: 'POST', headers, body: new Uint8Array(body) });
    expect(answer.headers.get('smithy-protocol')).toBe('rpc-v2-cbor');
    const error = decode(Buffer.from(await answer.arrayBuffer())) as { __type: string };
    expect([answer.status, error.__type]).toEqual([status, type]);
  });
});

describe('the other wire forms', () => {
  it('speaks CBOR with times as tag 1', async () => {
    const { endpoint, stand } = await open();
    await stand.call('CreateKeyspace', { keyspaceName: 'ks' });
    await stand.call('CreateTable', { keyspaceName: 'ks', tableName: 't', schemaDefinition: simpleSchema });
    const answer = await fetch(`${endpoint}/service/KeyspacesService/operation/GetTable`, {
      method: 'POST',
      headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
      body: new Uint8Array(encode({ keyspaceName: 'ks', tableName: 't' })),
    });
    expect(decode(Buffer.from(await answer.arrayBuffer()))).toMatchObject({
      tableName: 't',
      creationTimestamp: new Date(Date.UTC(2026, 0, 15, 10)),
    });
  });

  it('speaks Query and XML for CloudWatch', async () => {
    const { endpoint } = await open();
    const post = (parameters: Record<string, string>) =>
      fetch(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: new URLSearchParams({ Version: '2010-08-01', ...parameters }).toString(),
      });
    const answer = await post({
      Action: 'GetMetricStatistics',
      MetricName: '7',
      Period: '60',
      'Dimensions.member.1.Name': 'Keyspace',
      'Dimensions.member.1.Value': '12',
      'Statistics.member.1': 'Sum',
    });
    const text = await answer.text();
    expect(text).toContain('<GetMetricStatisticsResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">');
    const input = { MetricName: '7', Period: 60, Dimensions: [{ Name: 'Keyspace', Value: '12' }], Statistics: ['Sum'] };
    expect(text).toContain(`<Label>${JSON.stringify(input).replaceAll('"', '&quot;')}</Label>`);
    expect(text).toContain('<Datapoints><member><Timestamp>2023-11-14T22:13:20.000Z</Timestamp><Sum>1.5</Sum>');
    const refused = await post({ Action: 'ListMetrics' });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('<Code>InvalidParameterValue</Code><Message>nope &lt;&amp;&gt;</Message>');
  });

  it('tells JSON and CBOR clients of CloudWatch its Query error code', async () => {
    const { endpoint } = await open();
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'GraniteServiceVersion20100801.ListMetrics',
      },
      body: '{}',
    });
    expect(answer.headers.get('x-amzn-query-error')).toBe('InvalidParameterValue;Sender');
    expect(((await answer.json()) as { __type: string }).__type).toBe(
      'com.amazonaws.cloudwatch#InvalidParameterValueException',
    );
  });

  it('tells its health', async () => {
    const { endpoint } = await open();
    const answer = await fetch(`${endpoint}/_ks/health`);
    expect(await answer.json()).toEqual({ status: 'ok', services: ['Keyspaces', 'CloudWatch', 'STS'] });
    expect((await fetch(endpoint, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(`${endpoint}/nowhere`)).status).toBe(404);
  });
});
