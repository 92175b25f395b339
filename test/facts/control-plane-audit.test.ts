// Statements of the control-plane fact sheet on CloudTrail (7), each by its section, through the engine's own doors.

import { beforeEach, describe, expect, it } from 'vitest';
import { day, FactStand, hour, intKey, type Json } from './stand.js';

let stand: FactStand;
beforeEach(async () => {
  stand = await FactStand.open();
});
const of = (tableName: string) => ({ keyspaceName: 'ks', tableName });
const caller = { region: 'us-east-1', accountId: '111122223333', principal: '', userAgent: '', sourceAddress: '' };
const lookup = async (input: Json = {}) => {
  const { Events, NextToken } = await stand.engine.account.cloudTrail.call('LookupEvents', input, caller);
  const events = (Events as { EventName: string; ReadOnly: string; CloudTrailEvent: string }[]).map((event) => ({
    ...event,
    record: JSON.parse(event.CloudTrailEvent) as Json,
  }));
  return { events, NextToken };
};
const names = async () => (await lookup()).events.map(({ EventName }) => EventName);

describe('control-plane 7.1', () => {
  it('the names of events are CQL verbs, for API calls and statements alike; reads are not among them', async () => {
    const resourceArn = 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/ks/';
    const tags = [{ key: 'a', value: 'b' }];
    const udt = { keyspaceName: 'ks', typeName: 'u' };
    await stand.table('t', { pointInTimeRecovery: { status: 'ENABLED' } });
    await stand.done('UpdateTable', { ...of('t'), defaultTimeToLive: 60 });
    await stand.done('CreateType', { ...udt, fieldDefinitions: [{ name: 'f', type: 'int' }] });
    await stand.done('DeleteType', udt);
    await stand.call('TagResource', { resourceArn, tags });
    await stand.call('UntagResource', { resourceArn, tags });
    for (const read of ['GetTable', 'ListTables', 'GetTableAutoScalingSettings'])
      await stand.call(read, read === 'ListTables' ? { keyspaceName: 'ks' } : of('t'));
    await stand.call('ListTagsForResource', { resourceArn });
    await stand.done('RestoreTable', {
      sourceKeyspaceName: 'ks',
      sourceTableName: 't',
      targetKeyspaceName: 'ks',
      targetTableName: 'copy',
    });
    await stand.done('DeleteTable', of('t'));
    expect(await names()).toEqual(
      [
        ...['DropTable', 'RestoreTable', 'AlterKeyspace', 'AlterKeyspace', 'DropUdt', 'CreateUdt'],
        ...['AlterTable', 'CreateTable', 'CreateKeyspace'],
      ].map((name, at) => (at === 2 || at === 3 ? expect.stringMatching(/^Alter(Table|Keyspace)$/) : name)),
    );
  });

  it('statements are named as the calls are', async () => {
    await stand.cql("CREATE KEYSPACE other WITH REPLICATION = {'class': 'SingleRegionStrategy'}");
    await stand.cql('CREATE TABLE other.t (id int PRIMARY KEY)');
    await stand.cql('ALTER TABLE other.t ADD v int');
    await stand.cql('CREATE TYPE other.u (f int)');
    await stand.cql('DROP TYPE other.u');
    await stand.cql('DROP TABLE other.t');
    await stand.cql('DROP KEYSPACE other');
    await stand.cql('SELECT * FROM system.local');
    expect((await names()).slice(0, 7)).toEqual([
      ...['DropKeyspace', 'DropTable', 'DropUdt', 'CreateUdt', 'AlterTable', 'CreateTable', 'CreateKeyspace'],
    ]);
  });
});

describe('control-plane 7.2', () => {
  it('a record, member by member', async () => {
    await stand.table('t');
    const [event] = (await lookup()).events;
    expect(event?.record).toMatchObject({
      eventVersion: expect.stringMatching(/^1\.\d+$/),
      userIdentity: {
        type: 'IAMUser',
        arn: 'arn:aws:iam::111122223333:user/alice',
        accountId: '111122223333',
        userName: 'alice',
      },
      eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      eventSource: 'cassandra.amazonaws.com',
      eventName: 'CreateTable',
      awsRegion: 'us-east-1',
      requestParameters: { rawQuery: expect.stringContaining('CREATE TABLE'), keyspaceName: 'ks', tableName: 't' },
      responseElements: null,
      requestID: expect.stringMatching(/^[0-9a-f-]{36}$/),
      eventID: expect.stringMatching(/^[0-9a-f-]{36}$/),
      readOnly: false,
      resources: [
        {
          accountId: '111122223333',
          type: 'AWS::Cassandra::Table',
          ARN: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/ks/table/t',
        },
      ],
      eventType: 'AwsApiCall',
      apiVersion: '3.4.4',
      managementEvent: true,
      eventCategory: 'Management',
      recipientAccountId: '111122223333',
    });
  });

  it('what failed carries errorCode and errorMessage; a statement its protocol as the user agent', async () => {
    await stand.refusal('DeleteTable', of('nowhere'));
    const [failed] = (await lookup()).events;
    expect(failed?.record).toMatchObject({
      eventName: 'DropTable',
      errorCode: expect.stringContaining('ResourceNotFoundException'),
      errorMessage: expect.any(String),
    });
    await stand.cql('CREATE TABLE ks.t (id int PRIMARY KEY)');
    expect((await lookup()).events[0]?.record).toMatchObject({
      userAgent: 'Cassandra Client/ProtocolV4',
      requestParameters: { rawQuery: 'CREATE TABLE ks.t (id int PRIMARY KEY)' },
    });
  });
});

describe('control-plane 7.3', () => {
  const refusal = (input: Json) =>
    stand.engine.account.cloudTrail.call('LookupEvents', input, caller).then(
      () => 'none',
      (error: { type: string }) => error.type,
    );

  it('one attribute at most, 1 to 50 results, a range that is one, only insight as category, tokens of its own', async () => {
    const attribute = { AttributeKey: 'EventName', AttributeValue: 'CreateTable' };
    expect(await refusal({ LookupAttributes: [attribute, attribute] })).toBe('InvalidLookupAttributesException');
    expect(await refusal({ LookupAttributes: [{ AttributeKey: 'Colour', AttributeValue: 'x' }] })).toBe(
      'InvalidLookupAttributesException',
    );
    for (const MaxResults of [0, 51]) expect(await refusal({ MaxResults })).toBe('InvalidMaxResultsException');
    expect(await refusal({ StartTime: 2, EndTime: 1 })).toBe('InvalidTimeRangeException');
    expect(await refusal({ EventCategory: 'data' })).toBe('InvalidEventCategoryException');
    expect(await refusal({ NextToken: 'x' })).toBe('InvalidNextTokenException');
  });

  it('newest first, fifty a page, a token only with the parameters it was given for; ReadOnly is text', async () => {
    for (let at = 0; at < 60; at++) {
      await stand.refusal('DeleteTable', of(`t${at}`));
      stand.clock.advance(1000);
    }
    const first = await lookup();
    expect(first.events).toHaveLength(50);
    expect(first.events[0]).toMatchObject({ EventName: 'DropTable', ReadOnly: 'false' });
    expect(JSON.stringify(first.events[0]?.record.requestParameters)).toContain('t59');
    const second = await lookup({ NextToken: first.NextToken });
    expect(second.events).toHaveLength(11);
    expect(await refusal({ NextToken: first.NextToken, StartTime: 1 })).toBe('InvalidNextTokenException');
  });

  it('ninety days, and by attribute', async () => {
    await stand.done('CreateTable', { ...of('t'), schemaDefinition: intKey });
    stand.clock.advance(89 * day);
    await stand.done('DeleteTable', of('t'));
    const by = async (AttributeKey: string, AttributeValue: string) =>
      (await lookup({ LookupAttributes: [{ AttributeKey, AttributeValue }] })).events.length;
    expect(await by('EventName', 'CreateTable')).toBe(1);
    expect(await by('ReadOnly', 'false')).toBe(3);
    expect(await by('ReadOnly', 'true')).toBe(0);
    expect(await by('Username', 'alice')).toBe(3);
    expect(await by('EventSource', 'cassandra.amazonaws.com')).toBe(3);
    expect(await by('ResourceType', 'AWS::Cassandra::Table')).toBe(2);
    stand.clock.advance(2 * day - hour);
    expect(await by('EventName', 'CreateTable')).toBe(0);
    expect(await by('EventName', 'DropTable')).toBe(1);
  });
});
