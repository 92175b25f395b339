// What AWS's service models demand of values, by service and member name; members of one name have one constraint in them.

import type { Constraint } from './models.js';

const size = (min?: number, max?: number): Constraint => ({
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});
const whole = (min?: number, max?: number): Constraint => ({ ...size(min, max), whole: true });
const values: Constraint = { values: true };
const name48: Constraint = { min: 1, max: 48, pattern: /^[a-zA-Z0-9][a-zA-Z0-9_]{0,47}$/ };
const arn: Constraint = { min: 20, max: 1000, pattern: /^arn:(aws[a-zA-Z0-9-]*):cassandra:.+.*$/ };
const same = (constraint: Constraint, names: string): Record<string, Constraint> =>
  Object.fromEntries(names.split(' ').map((name) => [name, constraint]));

export const constraints: Readonly<Record<string, Readonly<Record<string, Constraint>>>> = {
  KeyspacesService: {
    ...same(name48, 'keyspaceName tableName sourceKeyspaceName sourceTableName targetKeyspaceName targetTableName'),
    typeName: size(1, 48),
    ...same(arn, 'resourceArn'),
    nextToken: size(1, 2048),
    maxResults: whole(1, 1000),
    ...same(whole(1), 'readCapacityUnits writeCapacityUnits minimumUnits maximumUnits'),
    ...same(whole(1), 'readUnitsPerSecond writeUnitsPerSecond'),
    ...same(whole(), 'scaleInCooldown scaleOutCooldown'),
    defaultTimeToLive: whole(0, 630_720_000),
    ...same(size(1, 60), 'tags tagsOverride'),
    ...same(size(1), 'allColumns partitionKeys addColumns fieldDefinitions replicaSpecifications'),
    key: size(1, 128),
    value: size(1, 256),
    kmsKeyIdentifier: size(1, 5096),
    region: size(2, 25),
    regionList: size(2),
    'regionList[]': size(2, 25),
    ...same(values, 'throughputMode propagateTags viewType orderBy replicationStrategy status type.enum'),
  },
  KeyspacesStreams: {
    ...same(name48, 'keyspaceName tableName'),
    streamArn: size(37, 1024),
    shardId: size(28, 65),
    sequenceNumber: size(21, 48),
    shardIterator: size(1, 4096),
    shardIteratorType: values,
    nextToken: size(80, 3000),
    maxResults: whole(1),
  },
  GraniteServiceVersion20100801: {
    ...same(size(1, 255), 'AlarmName AlarmNamePrefix MetricName Namespace Name Id ThresholdMetricId'),
    ...same(size(1, 255), 'ChildrenOfAlarmName ParentsOfAlarmName OwningAccount AlarmNames[]'),
    AlarmNames: size(undefined, 100),
    ...same(size(undefined, 5), 'OKActions AlarmActions InsufficientDataActions'),
    ...same(size(1, 1024), 'OKActions[] AlarmActions[] InsufficientDataActions[] ActionPrefix ResourceARN Value.Dim'),
    AlarmDescription: size(undefined, 1024),
    StateReason: size(undefined, 1023),
    StateReasonData: size(undefined, 4000),
    Expression: size(1, 2048),
    ...same(whole(1), 'Period EvaluationPeriods DatapointsToAlarm MaxDatapoints'),
    ...same(whole(), 'EvaluationInterval PendingPeriod RecoveryPeriod WarmUpPeriodDurationInMinutes'),
    MaxRecords: whole(1, 100),
    ...same(size(1, 128), 'Key TagKeys[]'),
    AlarmContributorId: size(1, 16),
    ...same(values, 'Statistic ComparisonOperator StateValue HistoryItemType ScanBy RecentlyActive Unit'),
    ...same(values, 'Statistics[] AlarmTypes[]'),
  },
  CloudTrail_20131101: {
    AttributeValue: size(1, 2000),
    AttributeKey: values,
    EventCategory: values,
    MaxResults: whole(1, 50),
  },
  AnyScaleFrontendService: {
    ...same(size(1, 1600), 'ResourceId RoleARN ResourceIds[] PolicyNames[]'),
    PolicyName: size(1),
    ...same(size(undefined, 50), 'ResourceIds PolicyNames'),
    ...same(values, 'ServiceNamespace ScalableDimension PolicyType PredefinedMetricType'),
    ...same(whole(), 'MinCapacity MaxCapacity MaxResults ScaleOutCooldown ScaleInCooldown Cooldown'),
    ...same(whole(), 'MinAdjustmentMagnitude ScalingAdjustment SchedulingBufferTime MaxCapacityBuffer'),
  },
  ServiceQuotasV20190624: {
    ServiceCode: { ...size(1, 63), pattern: /^[a-zA-Z][a-zA-Z0-9-]{1,63}$/ },
    QuotaCode: { ...size(1, 128), pattern: /^[a-zA-Z][a-zA-Z0-9-]{1,128}$/ },
    NextToken: { ...size(undefined, 2048), pattern: /^[a-zA-Z0-9/+]*={0,2}$/ },
    MaxResults: whole(1, 100),
    QuotaAppliedAtLevel: values,
  },
};
