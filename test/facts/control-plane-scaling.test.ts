// Statements of the control-plane fact sheet on units (3.1, 3.2), Application Auto Scaling's side (3.5), client-side timestamps
// (5.2), comments and static columns (5.5), each by its section, through the engine's own doors.

import { beforeEach, describe, expect, it } from 'vitest';
import { FactStand, intKey, type Json, localOne } from './stand.js';

let stand: FactStand;
beforeEach(async () => {
  stand = await FactStand.open();
});
const of = (tableName: string) => ({ keyspaceName: 'ks', tableName });
const caller = { region: 'us-east-1', accountId: '111122223333', principal: '', userAgent: '', sourceAddress: '' };
const units = { capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 5, writeCapacityUnits: 5 } };

describe('control-plane 3.1', () => {
  it('a read unit is 4 KB at LOCAL_QUORUM, half of one at LOCAL_ONE; a write unit 1 KB; both rounded up by the row', async () => {
    await stand.table('t');
    const insert = (id: number, bytes: number) =>
      stand.writes(`INSERT INTO ks.t (id, v) VALUES (${id}, '${'x'.repeat(bytes)}')`);
    expect([await insert(1, 500), await insert(2, 1_500), await insert(3, 7_900)]).toEqual([1, 2, 8]);
    const read = (id: number) => `SELECT * FROM ks.t WHERE id = ${id}`;
    expect([await stand.reads(read(1)), await stand.reads(read(3))]).toEqual([1, 2]);
    expect([await stand.reads(read(1), localOne), await stand.reads(read(3), localOne)]).toEqual([0.5, 1]);
  });

  it('a failed conditional write still consumes', async () => {
    await stand.table('t');
    await stand.cql("INSERT INTO ks.t (id, v) VALUES (1, 'x')");
    expect(await stand.writes("INSERT INTO ks.t (id, v) VALUES (1, 'y') IF NOT EXISTS")).toBeGreaterThanOrEqual(1);
  });
});

describe('control-plane 3.5: Application Auto Scaling', () => {
  const target = {
    ServiceNamespace: 'cassandra',
    ResourceId: 'keyspace/ks/table/t',
    ScalableDimension: 'cassandra:table:WriteCapacityUnits',
  };
  const call = (operation: string, input: Json) =>
    stand.engine.account.applicationAutoScaling.call(operation, input, caller);
  const refusal = (operation: string, input: Json) =>
    call(operation, input).then(
      () => 'none',
      (error: { type: string }) => error.type,
    );
  const policy = (PredefinedMetricType: string, more: Json = {}) => ({
    ...target,
    PolicyName: 'p',
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 50,
      PredefinedMetricSpecification: { PredefinedMetricType },
    },
    ...more,
  });
  beforeEach(() => stand.table('t', units));

  it('a target and its policy by the names of the service; the metric is that of the direction', async () => {
    await call('RegisterScalableTarget', { ...target, MinCapacity: 5, MaxCapacity: 10 });
    expect(await refusal('PutScalingPolicy', policy('CassandraReadCapacityUtilization'))).toBe('ValidationException');
    const { Alarms } = await call('PutScalingPolicy', policy('CassandraWriteCapacityUtilization'));
    expect(Alarms).toHaveLength(2);
    const { ScalableTargets } = await call('DescribeScalableTargets', { ServiceNamespace: 'cassandra' });
    expect(ScalableTargets).toMatchObject([
      {
        ...target,
        MinCapacity: 5,
        MaxCapacity: 10,
        RoleARN: expect.stringContaining('AWSServiceRoleForApplicationAutoScaling_CassandraTable'),
      },
    ]);
    const settings = await stand.call('GetTableAutoScalingSettings', of('t'));
    expect(settings.autoScalingSpecification).toMatchObject({
      writeCapacityAutoScaling: { autoScalingDisabled: false, minimumUnits: 5, maximumUnits: 10 },
      readCapacityAutoScaling: { autoScalingDisabled: true },
    });
  });

  it('only target tracking, only this namespace and these dimensions, only what is there', async () => {
    await call('RegisterScalableTarget', { ...target, MinCapacity: 5, MaxCapacity: 10 });
    for (const PolicyType of ['StepScaling', 'PredictiveScaling'])
      expect(await refusal('PutScalingPolicy', policy('CassandraWriteCapacityUtilization', { PolicyType }))).toBe(
        'ValidationException',
      );
    expect(await refusal('PutScalingPolicy', policy('KeyspacesWriteCapacityUtilization'))).toBe('ValidationException');
    for (const wrong of [{ ServiceNamespace: 'dynamodb' }, { ScalableDimension: 'cassandra:table:Units' }])
      expect(await refusal('RegisterScalableTarget', { ...target, ...wrong, MinCapacity: 1, MaxCapacity: 2 })).toBe(
        'ValidationException',
      );
    const read = { ...target, ScalableDimension: 'cassandra:table:ReadCapacityUnits' };
    expect(await refusal('DeregisterScalableTarget', read)).toBe('ObjectNotFoundException');
    expect(await refusal('DeleteScalingPolicy', { ...target, PolicyName: 'other' })).toBe('ObjectNotFoundException');
    expect(await refusal('DescribeScalableTargets', { ServiceNamespace: 'cassandra', NextToken: 'x' })).toBe(
      'InvalidNextTokenException',
    );
  });
});

describe('control-plane 5.2', () => {
  it('USING TIMESTAMP and WRITETIME need client-side timestamps', async () => {
    await stand.table('t');
    const insert = "INSERT INTO ks.t (id, v) VALUES (1, 'x') USING TIMESTAMP 1700000000000000";
    expect(await stand.error(insert)).toMatch(/^2200 /);
    expect(await stand.error('SELECT WRITETIME(v) FROM ks.t WHERE id = 1')).toMatch(/^2200 /);
    await stand.done('UpdateTable', { ...of('t'), clientSideTimestamps: { status: 'ENABLED' } });
    const nowMicros = stand.clock.wallMs() * 1000;
    expect(await stand.error(insert.replace('1700000000000000', String(nowMicros)))).toBe('none');
    expect(await stand.error('SELECT WRITETIME(v) FROM ks.t WHERE id = 1')).toBe('none');
  });

  it('they come with multi-Region tables', async () => {
    const regionList = ['us-east-1', 'eu-west-1'];
    const replicationSpecification = { replicationStrategy: 'MULTI_REGION', regionList };
    await stand.done('CreateKeyspace', { keyspaceName: 'both', replicationSpecification });
    const at = { keyspaceName: 'both', tableName: 't' };
    await stand.done('CreateTable', { ...at, schemaDefinition: intKey });
    expect((await stand.call('GetTable', at)).clientSideTimestamps).toEqual({ status: 'ENABLED' });
  });
});

describe('control-plane 5.5', () => {
  it('a comment is set at creation; UpdateTable has none', async () => {
    await stand.table('t', { comment: { message: 'orders' } });
    expect((await stand.call('GetTable', of('t'))).comment).toEqual({ message: 'orders' });
    expect(await stand.type('UpdateTable', { ...of('t'), comment: { message: 'other' } })).toBe('ValidationException');
  });

  it('static columns are named apart and shown so', async () => {
    const columns = ['p', 'c', 's'].map((name) => ({ name, type: 'int' }));
    const schemaDefinition = {
      allColumns: columns,
      partitionKeys: [{ name: 'p' }],
      clusteringKeys: [{ name: 'c', orderBy: 'DESC' }],
      staticColumns: [{ name: 's' }],
    };
    await stand.table('t', { schemaDefinition });
    expect((await stand.call('GetTable', of('t'))).schemaDefinition).toEqual(schemaDefinition);
  });
});
