// The audit log on a real control plane: every change has its record, refusals too, and LookupEvents finds them.

import { describe, expect, it } from 'vitest';
import { createAuditLog } from '../../../../src/core/engine/audit/audit-log.js';
import { createCloudTrail } from '../../../../src/core/engine/audit/cloud-trail.js';
import type { TrailEvent } from '../../../../src/core/engine/audit/event.js';
import { Catalog } from '../../../../src/core/engine/catalog/catalog.js';
import type { Caller } from '../../../../src/core/engine/control/api.js';
import { noDelays } from '../../../../src/core/engine/control/context.js';
import { createControl } from '../../../../src/core/engine/control/control.js';
import { FaultyKv } from '../../../../src/core/engine/kv/faulty.js';
import type { Kv } from '../../../../src/core/engine/kv/kv.js';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import { keyspacesCompat } from '../../../../src/core/engine/limits.js';
import { countingRandom } from '../../../support/fake-clock.js';
import { accountId, caller, refusal, SetClock, simpleSchema, startMs } from '../control/stand.js';

interface LookedUp {
  readonly EventId: string;
  readonly EventName: string;
  readonly EventTime: number;
  readonly Username: string;
  readonly ReadOnly: string;
  readonly Resources: readonly { readonly ResourceType: string; readonly ResourceName: string }[];
  readonly CloudTrailEvent: string;
}

function stand(kv: Kv = memoryKv()) {
  const clock = new SetClock();
  const random = countingRandom();
  const log = createAuditLog({ kv, clock, random });
  const catalogs = new Map(['us-east-1', 'eu-west-1'].map((region) => [region, new Catalog({ kv, clock, region })]));
  const control = createControl({
    kv,
    catalogs,
    store: { dropRows: () => true },
    clock,
    random,
    compat: keyspacesCompat,
    accountId,
    delays: noDelays,
    audit: log,
  });
  const trail = createCloudTrail({ log, clock });
  const call = (operation: string, input: unknown, who: Caller = caller()) => control.call(operation, input, who);
  const lookup = async (input: unknown = {}, region = 'us-east-1') =>
    (await trail.call('LookupEvents', input, { region })) as { Events: LookedUp[]; NextToken?: string };
  const records = async () =>
    (await lookup()).Events.map((event) => JSON.parse(event.CloudTrailEvent) as TrailEvent).reverse();
  return { kv, clock, log, control, call, lookup, records, trail };
}
const at = { keyspaceName: 'ks', tableName: 't' };

describe('records of changes', () => {
  it('say who, what, where from, and the CQL that an API call amounts to', async () => {
    const { call, records } = stand();
    await call('CreateKeyspace', { keyspaceName: 'ks' });
    await call('CreateTable', {
      ...at,
      schemaDefinition: { ...simpleSchema, clusteringKeys: [{ name: 'date', orderBy: 'DESC' }] },
      capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 10, writeCapacityUnits: 20 },
      comment: { message: "it's" },
      tags: [{ key: 'a', value: 'x' }],
    });
    const [first, second] = await records();
    expect(first).toMatchObject({
      eventVersion: '1.11',
      eventSource: 'cassandra.amazonaws.com',
      eventName: 'CreateKeyspace',
      eventTime: '2026-01-15T10:00:00Z',
      awsRegion: 'us-east-1',
      sourceIPAddress: '127.0.0.1',
      userIdentity: { type: 'IAMUser', userName: 'alice', accountId },
      requestParameters: {
        rawQuery: `CREATE KEYSPACE "ks" WITH REPLICATION = {'class': 'SingleRegionStrategy'}`,
        keyspaceName: 'ks',
      },
      responseElements: null,
      readOnly: false,
      managementEvent: true,
      eventCategory: 'Management',
      apiVersion: '3.4.4',
    });
    expect(first).not.toHaveProperty('errorCode');
    expect(second?.requestParameters?.rawQuery).toBe(
      `CREATE TABLE "ks"."t" ("id" int, "name" text, "date" timestamp, PRIMARY KEY ("id", "date")) WITH ` +
        `CLUSTERING ORDER BY ("date" DESC) AND comment = 'it''s' AND CUSTOM_PROPERTIES = {'capacity_mode': {'throughput_mode': 'PROVISIONED', ` +
        `'read_capacity_units': 10, 'write_capacity_units': 20}} AND TAGS = {'a': 'x'}`,
    );
    expect(second?.resources).toEqual([
      {
        accountId,
        type: 'AWS::Cassandra::Table',
        ARN: `arn:aws:cassandra:us-east-1:${accountId}:/keyspace/ks/table/t`,
      },
    ]);
    expect(second?.eventID).not.toBe(first?.eventID);
  });

  it('keep the text of a statement, refusals with their error, and tag calls under their table', async () => {
    const { call, control, records } = stand();
    await call('CreateKeyspace', { keyspaceName: 'ks' });
    const plan = {
      kind: 'ddl' as const,
      operation: 'CreateTable' as const,
      input: { ...at, schemaDefinition: simpleSchema },
      change: { kind: 'schema-change', change: 'CREATED', target: 'TABLE', keyspace: 'ks' } as const,
    };
    await control.ddl(plan, { ...caller(), rawQuery: 'CREATE TABLE ks.t (…)' });
    await control.ddl(
      { ...plan, condition: 'if-not-exists' },
      { ...caller(), rawQuery: 'CREATE TABLE IF NOT EXISTS …' },
    );
    expect(await refusal(call('DeleteTable', { ...at, tableName: 'gone' }))).toContain('ResourceNotFoundException');
    await call('TagResource', {
      resourceArn: `arn:aws:cassandra:us-east-1:${accountId}:/keyspace/ks/table/t`,
      tags: [{ key: 'a', value: 'b' }],
    });
    await call('GetTable', at);
    const [, created, again, dropped, tagged, ...more] = await records();
    expect(more).toEqual([]);
    expect(created).toMatchObject({
      eventName: 'CreateTable',
      userAgent: 'Cassandra Client/ProtocolV4',
      requestParameters: { rawQuery: 'CREATE TABLE ks.t (…)', keyspaceName: 'ks', tableName: 't' },
    });
    expect(again?.requestParameters?.rawQuery).toBe('CREATE TABLE IF NOT EXISTS …');
    expect(dropped).toMatchObject({
      eventName: 'DropTable',
      errorCode: 'ResourceNotFoundException',
      errorMessage: 'unconfigured table gone',
    });
    expect(tagged).toMatchObject({
      eventName: 'AlterTable',
      requestParameters: { keyspaceName: 'ks', tableName: 't', rawQuery: `ALTER TABLE "ks"."t" ADD TAGS {'a': 'b'}` },
    });
  });

  it('are kept exactly when the change is, whatever the store refuses or leaves unanswered', async () => {
    const rates = { refused: 250, answerLost: 250, late: 250 };
    const { call, control, log } = stand(new FaultyKv(memoryKv(), countingRandom(), rates));
    for (let i = 0; i < 100; i++) await call('CreateKeyspace', { keyspaceName: `ks${i}` }).catch(() => undefined);
    const listed = await control.call('ListKeyspaces', { maxResults: 1000 }, caller());
    const made = (listed.keyspaces as { keyspaceName: string }[])
      .map(({ keyspaceName }) => keyspaceName)
      .filter((name) => !name.startsWith('system'))
      .sort();
    const recorded = log
      .read({ region: 'us-east-1', fromMs: 0, toMs: startMs, limit: 1000 })
      .filter(({ event }) => event.errorCode === undefined)
      .map(({ event }) => event.requestParameters?.keyspaceName)
      .sort();
    expect(recorded.length).toBeGreaterThan(50);
    expect(recorded).toEqual(made);
  });

  it('are written for any input, however strange', async () => {
    const { call, records } = stand();
    const strange = [
      null,
      7,
      [],
      { keyspaceName: 3, tableName: {} },
      { keyspaceName: 'ks', tags: 'x', addColumns: {} },
    ];
    const operations = ['CreateKeyspace', 'CreateTable', 'UpdateTable', 'RestoreTable', 'TagResource', 'CreateType'];
    for (const operation of operations)
      for (const input of strange) await refusal(call(operation, input)).catch(() => '');
    expect((await records()).length).toBeGreaterThanOrEqual(operations.length * strange.length - 5);
  });
});

describe('LookupEvents', () => {
  it('gives pages newest first, and a token only for the same question', async () => {
    const { call, clock, lookup, trail } = stand();
    for (let i = 0; i < 7; i++) {
      await call('CreateKeyspace', { keyspaceName: `ks${i}` });
      clock.nowMs += 1000;
    }
    const first = await lookup({ MaxResults: 3 });
    expect(first.Events.map((event) => event.EventTime)).toEqual([6, 5, 4].map((s) => startMs / 1000 + s));
    const second = await lookup({ MaxResults: 3, NextToken: first.NextToken });
    const third = await lookup({ MaxResults: 3, NextToken: second.NextToken });
    expect([...second.Events, ...third.Events].map((event) => event.EventTime - startMs / 1000)).toEqual([3, 2, 1, 0]);
    expect(third.NextToken).toBeUndefined();
    const other = trail.call('LookupEvents', { StartTime: 5, NextToken: first.NextToken }, { region: 'us-east-1' });
    expect(await refusal(other)).toContain('InvalidNextTokenException');
  });

  it('filters by each attribute and by time', async () => {
    const { call, clock, lookup } = stand();
    await call('CreateKeyspace', { keyspaceName: 'ks' });
    clock.nowMs += 10_000;
    await call(
      'CreateTable',
      { ...at, schemaDefinition: simpleSchema },
      {
        ...caller(),
        principal: `arn:aws:sts::${accountId}:assumed-role/deploy/ci-17`,
        accessKeyId: 'ASIAEXAMPLE',
      },
    );
    await call('CreateKeyspace', { keyspaceName: 'ks' }, caller('eu-west-1'));
    const names = async (AttributeKey: string, AttributeValue: string) =>
      (await lookup({ LookupAttributes: [{ AttributeKey, AttributeValue }] })).Events.map((event) => event.EventName);
    const [newest] = (await lookup()).Events;
    expect(newest).toMatchObject({ Username: 'ci-17', ReadOnly: 'false' });
    expect(await names('EventId', newest!.EventId)).toEqual(['CreateTable']);
    expect(await names('EventName', 'CreateKeyspace')).toEqual(['CreateKeyspace']);
    expect(await names('Username', 'ci-17')).toEqual(['CreateTable']);
    expect(await names('Username', 'alice')).toEqual(['CreateKeyspace']);
    expect(await names('ResourceType', 'AWS::Cassandra::Table')).toEqual(['CreateTable']);
    expect(await names('ResourceName', newest!.Resources[0]!.ResourceName)).toEqual(['CreateTable']);
    expect(await names('ResourceName', 'ks')).toEqual(['CreateKeyspace']);
    expect(await names('EventSource', 'cassandra.amazonaws.com')).toEqual(['CreateTable', 'CreateKeyspace']);
    expect(await names('AccessKeyId', 'ASIAEXAMPLE')).toEqual(['CreateTable']);
    expect(await names('ReadOnly', 'true')).toEqual([]);
    const start = startMs / 1000;
    expect((await lookup({ StartTime: start, EndTime: start })).Events.map((e) => e.EventName)).toEqual([
      'CreateKeyspace',
    ]);
    expect((await lookup({ StartTime: start + 1 })).Events.map((e) => e.EventName)).toEqual(['CreateTable']);
    expect((await lookup({}, 'eu-west-1')).Events).toHaveLength(1);
  });

  it('forgets after 90 days, and takes the old records out of the store', async () => {
    const { call, clock, lookup, kv } = stand();
    for (let i = 0; i < 5; i++) await call('CreateKeyspace', { keyspaceName: `ks${i}` });
    clock.nowMs += 91 * 24 * 3600 * 1000;
    expect((await lookup()).Events).toEqual([]);
    await call('CreateKeyspace', { keyspaceName: 'later' });
    let kept = 0;
    kv.visit('audit', { start: Buffer.from([0]), end: Buffer.from([0xff]) }, () => {
      kept++;
      return true;
    });
    expect(kept).toBe(1);
  });

  const refusals: readonly (readonly [string, unknown])[] = [
    ['InvalidLookupAttributesException', { LookupAttributes: [{ AttributeKey: 'Nope', AttributeValue: 'x' }] }],
    ['InvalidLookupAttributesException', { LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: '' }] }],
    ['InvalidLookupAttributesException', { LookupAttributes: [null] }],
    ['InvalidLookupAttributesException', { LookupAttributes: 'x' }],
    [
      'InvalidLookupAttributesException',
      {
        LookupAttributes: [
          { AttributeKey: 'EventName', AttributeValue: 'x' },
          { AttributeKey: 'Username', AttributeValue: 'x' },
        ],
      },
    ],
    ['InvalidTimeRangeException', { StartTime: 10, EndTime: 9 }],
    ['InvalidTimeRangeException', { StartTime: 'soon' }],
    ['InvalidTimeRangeException', { StartTime: 1e300 }],
    ['InvalidMaxResultsException', { MaxResults: 0 }],
    ['InvalidMaxResultsException', { MaxResults: 51 }],
    ['InvalidMaxResultsException', { MaxResults: 1.5 }],
    ['InvalidNextTokenException', { NextToken: 'x' }],
    ['InvalidNextTokenException', { NextToken: 5 }],
    ['InvalidEventCategoryException', { EventCategory: 'management' }],
  ];
  it.each(refusals)('refuses with %s: %j', async (type, input) => {
    const { trail } = stand();
    expect(await refusal(trail.call('LookupEvents', input, { region: 'us-east-1' }))).toContain(type);
  });

  it('knows no other operation', async () => {
    const { trail } = stand();
    const other = trail.call('CreateTrail', {}, { region: 'us-east-1' });
    expect(await refusal(other)).toContain('UnsupportedOperationException');
  });
});
