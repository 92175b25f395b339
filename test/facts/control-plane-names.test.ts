// Statements of the control-plane fact sheet that no other test holds, each by its section, through the engine's own doors: ARNs, names,
// errors, listings.

import { beforeEach, describe, expect, it } from 'vitest';
import { FactStand, intKey, type Json } from './stand.js';

let stand: FactStand;
beforeEach(async () => {
  stand = await FactStand.open();
});
const of = (tableName: string) => ({ keyspaceName: 'ks', tableName });
const ofType = (typeName: string) => ({ keyspaceName: 'ks', typeName });
const field = (name: string, type: string) => ({ name, type });
const many = (count: number, make: (at: number) => Json): Json[] => Array.from({ length: count }, (_, at) => make(at));

describe('control-plane 1.3', () => {
  it('a keyspace ARN ends in a slash, a table ARN does not, a stream ARN ends in its creation time', async () => {
    const { resourceArn } = await stand.table('t', { cdcSpecification: { status: 'ENABLED' } });
    expect(resourceArn).toBe('arn:aws:cassandra:us-east-1:111122223333:/keyspace/ks/table/t');
    expect((await stand.call('GetKeyspace', { keyspaceName: 'ks' })).resourceArn).toBe(
      'arn:aws:cassandra:us-east-1:111122223333:/keyspace/ks/',
    );
    expect((await stand.call('GetTable', of('t'))).latestStreamArn).toMatch(
      /table\/t\/stream\/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/,
    );
  });

  it('keyspace and table names have 1 to 48 characters and begin with a letter or digit', async () => {
    await stand.done('CreateKeyspace', { keyspaceName: 'K' });
    await stand.done('CreateKeyspace', { keyspaceName: `1${'k'.repeat(47)}` });
    await stand.table('9');
    for (const keyspaceName of ['', '_k', 'a-b', 'k'.repeat(49)])
      expect(await stand.type('CreateKeyspace', { keyspaceName })).toBe('ValidationException');
  });

  it('a field name has at most 128 characters', async () => {
    await stand.done('CreateType', { ...ofType('a'), fieldDefinitions: [field('f'.repeat(128), 'int')] });
    const input = { ...ofType('b'), fieldDefinitions: [field('f'.repeat(129), 'int')] };
    expect(await stand.type('CreateType', input)).toBe('ValidationException');
  });

  it('maxResults is 1 to 1000, nextToken at most 2048 characters', async () => {
    for (const input of [{ maxResults: 0 }, { maxResults: 1001 }, { nextToken: '' }, { nextToken: 'x'.repeat(2049) }])
      expect(await stand.type('ListKeyspaces', input)).toBe('ValidationException');
  });
});

describe('control-plane 1.4', () => {
  it('the client errors answer 400, as section 15 and the API reference have it', async () => {
    await stand.table('t');
    const refused = [
      await stand.refusal('CreateTable', {}),
      await stand.refusal('GetTable', of('nowhere')),
      await stand.refusal('CreateTable', { ...of('t'), schemaDefinition: intKey }),
      await stand.refusal('TagResource', {
        resourceArn: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/ks/',
        tags: many(51, (at) => ({ key: `k${at}`, value: 'v' })),
      }),
    ];
    expect(refused.map(({ type }) => type)).toEqual([
      'ValidationException',
      'ResourceNotFoundException',
      'ConflictException',
      'ServiceQuotaExceededException',
    ]);
    expect(refused.map(({ httpStatus }) => httpStatus)).toEqual([400, 400, 400, 400]);
  });

  it('texts recorded of the service: missing keyspace and table, without a resourceArn', async () => {
    const keyspace = await stand.refusal('GetKeyspace', { keyspaceName: 'nowhere' });
    expect(keyspace).toMatchObject({ message: 'Keyspace nowhere does not exist', members: {} });
    expect(await stand.refusal('GetTable', of('t'))).toMatchObject({ message: 'unconfigured table t', members: {} });
  });

  it('the text of PROVISIONED without units', async () => {
    const capacitySpecification = { throughputMode: 'PROVISIONED', readCapacityUnits: 1 };
    const refused = await stand.refusal('CreateTable', { ...of('t'), schemaDefinition: intKey, capacitySpecification });
    expect(refused.message).toBe(
      "'PROVISIONED' throughput mode requires 'read_capacity_units' and 'write_capacity_units' to be set using 'capacity_mode' option",
    );
  });

  it('over CQL an unready table is named with its keyspace', async () => {
    await stand.newTable('t');
    expect(await stand.error('SELECT * FROM ks.t')).toBe('2200 unconfigured table ks.t');
  });
});

describe('control-plane 1.5', () => {
  it('ListKeyspaces has the four system keyspaces, single-Region, with ARNs of the account', async () => {
    const { keyspaces } = (await stand.call('ListKeyspaces', {})) as { keyspaces: Json[] };
    expect(keyspaces).toHaveLength(5);
    for (const each of keyspaces) {
      expect(each.replicationStrategy).toBe('SINGLE_REGION');
      expect(each.resourceArn).toBe(`arn:aws:cassandra:us-east-1:111122223333:/keyspace/${each.keyspaceName}/`);
    }
  });

  it('a token that was not given out is refused', async () => {
    expect(await stand.type('ListTables', { keyspaceName: 'ks', nextToken: 'abc' })).toBe('ValidationException');
  });

  it('TagResource overwrites the value of a key', async () => {
    const { resourceArn } = await stand.table('t', { tags: [{ key: 'a', value: '1' }] });
    await stand.call('TagResource', { resourceArn, tags: [{ key: 'a', value: '2' }] });
    expect((await stand.call('ListTagsForResource', { resourceArn })).tags).toEqual([{ key: 'a', value: '2' }]);
  });
});
