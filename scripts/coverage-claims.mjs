// What the engine does with each member of each operation of the AWS APIs that it answers: the one place where that is
// said. docs/coverage.md is made of it, and held against the models of the installed SDK clients (scripts/coverage.mjs).

const ok = { state: 'implemented' };
const noEffect = (why) => ({ state: 'validated, no effect', why });
const refused = (why) => ({ state: 'refused', why });
const differs = (why) => ({ state: 'differs', why });
/** Output members that are never in an answer: what they are made of is not looked into. */
const never = (why) => ({ state: 'differs', why: `never in an answer: ${why}`, leaf: true });
/** Input members that no shape of the engine reads. */
const unread = (why) => ({ state: 'differs', why: `not looked at: ${why}`, leaf: true });

const all = (names) => Object.fromEntries(names.split(' ').map((name) => [name, ok]));

const localKeys = 'kept and shown; the engine has no KMS and stores rows as they are';

const keyspaces = {
  name: 'Amazon Keyspaces',
  client: '@aws-sdk/client-keyspaces',
  others: 'none: these are all',
  operations: {
    CreateKeyspace: { in: all('keyspaceName tags replicationSpecification'), out: all('resourceArn') },
    CreateTable: {
      in: {
        ...all('keyspaceName tableName schemaDefinition comment capacitySpecification pointInTimeRecovery ttl'),
        ...all('defaultTimeToLive tags clientSideTimestamps autoScalingSpecification replicaSpecifications'),
        ...all('cdcSpecification warmThroughputSpecification'),
        encryptionSpecification: noEffect(localKeys),
      },
      out: all('resourceArn'),
    },
    CreateType: { in: all('keyspaceName typeName fieldDefinitions'), out: all('keyspaceArn typeName') },
    DeleteKeyspace: { in: all('keyspaceName'), out: {} },
    DeleteTable: { in: all('keyspaceName tableName'), out: {} },
    DeleteType: { in: all('keyspaceName typeName'), out: all('keyspaceArn typeName') },
    GetKeyspace: {
      in: all('keyspaceName'),
      out: all('keyspaceName resourceArn replicationStrategy replicationRegions replicationGroupStatuses'),
    },
    GetTable: {
      in: all('keyspaceName tableName'),
      out: {
        ...all('keyspaceName tableName resourceArn creationTimestamp schemaDefinition capacitySpecification'),
        ...all('encryptionSpecification pointInTimeRecovery ttl defaultTimeToLive comment clientSideTimestamps'),
        ...all('replicaSpecifications latestStreamArn cdcSpecification warmThroughputSpecification'),
        status: differs(
          'INACCESSIBLE_ENCRYPTION_CREDENTIALS only by a rule (`ks local chaos fail key`), as no key is used; never DELETED',
        ),
      },
    },
    GetTableAutoScalingSettings: {
      in: all('keyspaceName tableName'),
      out: all('keyspaceName tableName resourceArn autoScalingSpecification replicaSpecifications'),
    },
    GetType: {
      in: all('keyspaceName typeName'),
      out: {
        ...all('keyspaceName typeName keyspaceArn fieldDefinitions lastModifiedTimestamp status'),
        ...all('directReferringTables directParentTypes maxNestingDepth'),
      },
    },
    ListKeyspaces: { in: all('nextToken maxResults'), out: all('keyspaces nextToken') },
    ListTables: { in: all('keyspaceName nextToken maxResults'), out: all('tables nextToken') },
    ListTagsForResource: { in: all('resourceArn nextToken maxResults'), out: all('tags nextToken') },
    ListTypes: { in: all('keyspaceName nextToken maxResults'), out: all('types nextToken') },
    RestoreTable: {
      in: {
        ...all('sourceKeyspaceName sourceTableName targetKeyspaceName targetTableName restoreTimestamp'),
        ...all('capacitySpecificationOverride pointInTimeRecoveryOverride tagsOverride'),
        ...all('autoScalingSpecification replicaSpecifications'),
        encryptionSpecificationOverride: noEffect(localKeys),
      },
      out: all('restoredTableARN'),
    },
    TagResource: { in: all('resourceArn tags'), out: {} },
    UntagResource: {
      in: { ...all('resourceArn'), tags: differs('the keys decide; the values are not compared') },
      out: {},
    },
    UpdateKeyspace: {
      in: {
        ...all('keyspaceName replicationSpecification clientSideTimestamps'),
      },
      out: all('resourceArn'),
    },
    UpdateTable: {
      in: {
        ...all('keyspaceName tableName addColumns capacitySpecification pointInTimeRecovery ttl defaultTimeToLive'),
        ...all('clientSideTimestamps autoScalingSpecification replicaSpecifications cdcSpecification'),
        ...all('warmThroughputSpecification'),
        encryptionSpecification: noEffect(`${localKeys}; changes are counted against their limits`),
      },
      out: all('resourceArn'),
    },
  },
  structures: {
    AutoScalingPolicy: all('targetTrackingScalingPolicyConfiguration'),
    AutoScalingSettings: all('autoScalingDisabled minimumUnits maximumUnits scalingPolicy'),
    AutoScalingSpecification: all('writeCapacityAutoScaling readCapacityAutoScaling'),
    CapacitySpecification: all('throughputMode readCapacityUnits writeCapacityUnits'),
    CapacitySpecificationSummary: all(
      'throughputMode readCapacityUnits writeCapacityUnits lastUpdateToPayPerRequestTimestamp',
    ),
    CdcSpecification: all('status viewType tags propagateTags'),
    CdcSpecificationSummary: all('status viewType'),
    ClientSideTimestamps: all('status'),
    ClusteringKey: all('name orderBy'),
    ColumnDefinition: all('name type'),
    Comment: all('message'),
    EncryptionSpecification: {
      type: noEffect(localKeys),
      kmsKeyIdentifier: noEffect('must have the form of a key ARN; whether the key is there is not looked up'),
    },
    FieldDefinition: all('name type'),
    KeyspaceSummary: all('keyspaceName resourceArn replicationStrategy replicationRegions'),
    PartitionKey: all('name'),
    PointInTimeRecovery: all('status'),
    PointInTimeRecoverySummary: all('status earliestRestorableTimestamp'),
    ReplicaAutoScalingSpecification: all('region autoScalingSpecification'),
    ReplicaSpecification: all('region readCapacityUnits readCapacityAutoScaling'),
    ReplicaSpecificationSummary: all('region status capacitySpecification warmThroughputSpecification'),
    ReplicationGroupStatus: {
      ...all('region keyspaceStatus tablesReplicationProgress'),
    },
    ReplicationSpecification: {
      ...all('replicationStrategy'),
      regionList: differs('the 23 public Regions of the guide, and whatever other the engine was started with'),
    },
    SchemaDefinition: all('allColumns partitionKeys clusteringKeys staticColumns'),
    StaticColumn: all('name'),
    TableSummary: all('keyspaceName tableName resourceArn'),
    Tag: all('key value'),
    TargetTrackingScalingPolicyConfiguration: all('targetValue disableScaleIn scaleInCooldown scaleOutCooldown'),
    TimeToLive: all('status'),
    WarmThroughputSpecification: all('readUnitsPerSecond writeUnitsPerSecond'),
    WarmThroughputSpecificationSummary: all('readUnitsPerSecond writeUnitsPerSecond status'),
  },
};

const streams = {
  name: 'Amazon Keyspaces Streams',
  others: 'none: these are all',
  operations: {
    GetRecords: {
      in: all('shardIterator maxResults'),
      out: all('changeRecords nextShardIterator iteratorDescription'),
    },
    GetShardIterator: { in: all('streamArn shardId shardIteratorType sequenceNumber'), out: all('shardIterator') },
    GetStream: {
      in: all('streamArn maxResults nextToken shardFilter'),
      out: {
        ...all('streamArn streamLabel streamStatus streamViewType creationRequestDateTime keyspaceName tableName'),
        ...all('shards nextToken'),
      },
    },
    ListStreams: { in: all('keyspaceName tableName maxResults nextToken'), out: all('streams nextToken') },
  },
  structures: {
    IteratorDescription: all('iteratorPosition'),
    KeyspacesCell: all('value metadata'),
    KeyspacesMetadata: all('expirationTime writeTime'),
    KeyspacesRow: all('valueCells staticCells rowMetadata'),
    Record: {
      ...all('eventVersion createdAt origin partitionKeys clusteringKeys newImage oldImage sequenceNumber'),
    },
    Shard: all('shardId sequenceNumberRange parentShardIds'),
    ShardFilter: all('type shardId'),
  },
};

const eachAlarm = 'AlarmName AlarmDescription ActionsEnabled MetricName Namespace Statistic ExtendedStatistic';
const judged = 'EvaluationPeriods DatapointsToAlarm Threshold ComparisonOperator TreatMissingData Metrics';
const actions = noEffect('kept and shown; nothing is called');
const contributors = 'alarms of many contributors are not offered';
const alarmNews = {
  EvaluateLowSampleCountPercentile: refused('not offered'),
  ThresholdMetricId: refused('alarms on anomaly bands are not offered'),
  EvaluationWindow: refused('not offered'),
  WarmUpConfiguration: refused('not offered'),
  EvaluationCriteria: refused('not offered'),
  EvaluationInterval: refused('not offered'),
  ActionConfiguration: refused('not offered'),
};
const alarmNewsOut = Object.fromEntries(
  Object.keys(alarmNews).map((name) => [name, never('no alarm of the engine has it')]),
);
const alarmActions = { OKActions: actions, AlarmActions: actions, InsufficientDataActions: actions };
const alarmUnit = all('Unit');

const cloudWatch = {
  name: 'Amazon CloudWatch',
  client: '@aws-sdk/client-cloudwatch',
  others: 'refused with UnknownOperationException',
  operations: {
    DeleteAlarms: { in: all('AlarmNames'), out: {} },
    DeleteDashboards: { in: all('DashboardNames'), out: {} },
    DescribeAlarmsForMetric: {
      in: all('MetricName Namespace Statistic ExtendedStatistic Dimensions Period Unit'),
      out: all('MetricAlarms'),
    },
    DisableAlarmActions: { in: all('AlarmNames'), out: {} },
    EnableAlarmActions: { in: all('AlarmNames'), out: {} },
    GetDashboard: { in: all('DashboardName'), out: all('DashboardArn DashboardBody DashboardName') },
    ListDashboards: { in: all('DashboardNamePrefix NextToken'), out: all('DashboardEntries NextToken') },
    ListTagsForResource: { in: all('ResourceARN'), out: all('Tags') },
    PutDashboard: {
      in: all('DashboardName DashboardBody Tags'),
      out: {
        DashboardValidationMessages: differs(
          'structure, types and bounds of the body and its widgets; not whether metrics, queries or colours make sense',
        ),
      },
    },
    TagResource: { in: all('ResourceARN Tags'), out: {} },
    UntagResource: { in: all('ResourceARN TagKeys'), out: {} },
    DescribeAlarmHistory: {
      in: {
        ...all('AlarmName HistoryItemType StartDate EndDate MaxRecords NextToken ScanBy'),
        ...all('AlarmTypes'),
        AlarmContributorId: noEffect(contributors),
      },
      out: all('AlarmHistoryItems NextToken'),
    },
    DescribeAlarms: {
      in: {
        ...all('AlarmNames AlarmNamePrefix AlarmTypes StateValue ActionPrefix MaxRecords NextToken'),
        ChildrenOfAlarmName: differs('an empty answer: there are no composite alarms'),
        ParentsOfAlarmName: differs('an empty answer: there are no composite alarms'),
      },
      out: {
        ...all('MetricAlarms NextToken'),
        CompositeAlarms: { ...differs('always empty'), leaf: true },
        LogAlarms: never('there are none'),
      },
    },
    GetMetricData: {
      in: {
        ...all('MetricDataQueries StartTime EndTime ScanBy NextToken MaxDatapoints LabelOptions'),
      },
      out: {
        ...all('MetricDataResults NextToken'),
        Messages: { ...differs('always empty'), leaf: true },
      },
    },
    GetMetricStatistics: {
      in: {
        ...all('Namespace MetricName StartTime EndTime Period Dimensions Statistics ExtendedStatistics'),
        ...all('Unit'),
      },
      out: all('Label Datapoints'),
    },
    ListMetrics: {
      in: {
        ...all('Namespace MetricName Dimensions NextToken RecentlyActive'),
        IncludeLinkedAccounts: noEffect('there is one account'),
        OwningAccount: noEffect('there is one account'),
      },
      out: { ...all('Metrics NextToken'), OwningAccounts: never('there is one account') },
    },
    PutMetricAlarm: {
      in: {
        ...all(`${eachAlarm} Dimensions Period ${judged}`),
        ...alarmActions,
        ...alarmUnit,
        ...alarmNews,
        ...all('Tags'),
      },
      out: {},
    },
    SetAlarmState: { in: all('AlarmName StateValue StateReason StateReasonData'), out: {} },
  },
  structures: {
    AlarmHistoryItem: {
      ...all('AlarmName AlarmType Timestamp HistoryItemType HistorySummary HistoryData'),
      AlarmContributorId: never(contributors),
      AlarmContributorAttributes: never(contributors),
    },
    DashboardEntry: all('DashboardName DashboardArn LastModified Size'),
    DashboardValidationMessage: all('DataPath Message'),
    Datapoint: all('Timestamp SampleCount Average Sum Minimum Maximum Unit ExtendedStatistics'),
    Dimension: all('Name Value'),
    DimensionFilter: all('Name Value'),
    LabelOptions: all('Timezone'),
    Metric: all('Namespace MetricName Dimensions'),
    MetricAlarm: {
      ...all(`${eachAlarm} Dimensions Period ${judged}`),
      ...all('AlarmArn AlarmConfigurationUpdatedTimestamp StateValue StateReason StateReasonData'),
      ...all('StateUpdatedTimestamp StateTransitionedTimestamp'),
      ...alarmActions,
      ...alarmUnit,
      ...alarmNewsOut,
      EvaluationState: never('partial data and evaluation errors do not happen'),
    },
    MetricDataQuery: {
      ...all('Id MetricStat Label ReturnData'),
      Expression: differs(
        'arithmetic, comparisons, METRICS() and 19 functions; SEARCH, SORT, SLICE, anomaly bands and SQL are refused',
      ),
      Period: unread('an expression has the period of its series'),
      AccountId: unread('there is one account'),
    },
    MetricDataResult: {
      ...all('Id Label Timestamps Values StatusCode'),
      Messages: never('there is nothing to say'),
    },
    MetricStat: {
      ...all('Metric Period'),
      Stat: differs(
        'Sum, Average, Minimum, Maximum, SampleCount and percentiles; trimmed and winsorized ones are refused',
      ),
      ...all('Unit'),
    },
    Tag: all('Key Value'),
  },
};

const cloudTrail = {
  name: 'AWS CloudTrail',
  client: '@aws-sdk/client-cloudtrail',
  others: 'refused with UnsupportedOperationException',
  operations: {
    LookupEvents: {
      in: {
        ...all('LookupAttributes StartTime EndTime MaxResults NextToken'),
        EventCategory: differs('insight answers nothing: CloudTrail Insights is not there'),
      },
      out: { Events: differs('there at once; CloudTrail takes some minutes'), ...all('NextToken') },
    },
  },
  structures: {
    Event: all('EventId EventName ReadOnly AccessKeyId EventTime EventSource Username Resources CloudTrailEvent'),
    LookupAttribute: all('AttributeKey AttributeValue'),
    Resource: all('ResourceType ResourceName'),
  },
};

const target = 'ServiceNamespace ResourceId ScalableDimension';
const onlyTracking = 'Keyspaces has target tracking only';

const autoScaling = {
  name: 'Application Auto Scaling',
  client: '@aws-sdk/client-application-auto-scaling',
  others: 'refused with UnknownOperationException',
  note: 'For the service namespace `cassandra`; any other is refused.',
  operations: {
    DeleteScalingPolicy: { in: all(`PolicyName ${target}`), out: {} },
    DeregisterScalableTarget: { in: all(target), out: {} },
    DescribeScalableTargets: {
      in: all('ServiceNamespace ResourceIds ScalableDimension MaxResults NextToken'),
      out: all('ScalableTargets NextToken'),
    },
    DescribeScalingActivities: {
      in: {
        ...all(`${target} MaxResults NextToken`),
        IncludeNotScaledActivities: noEffect('what was not scaled is not kept'),
      },
      out: all('ScalingActivities NextToken'),
    },
    DescribeScalingPolicies: {
      in: all(`PolicyNames ${target} MaxResults NextToken`),
      out: all('ScalingPolicies NextToken'),
    },
    PutScalingPolicy: {
      in: {
        ...all(`PolicyName ${target} TargetTrackingScalingPolicyConfiguration`),
        PolicyType: differs(`TargetTrackingScaling; the others are refused, as ${onlyTracking}`),
        StepScalingPolicyConfiguration: unread(onlyTracking),
        PredictiveScalingPolicyConfiguration: unread(onlyTracking),
      },
      out: all('PolicyARN Alarms'),
    },
    RegisterScalableTarget: {
      in: {
        ...all(`${target} MinCapacity MaxCapacity SuspendedState`),
        RoleARN: noEffect('targets of Keyspaces have the service-linked role'),
        Tags: unread('tags of targets are not kept'),
      },
      out: all('ScalableTargetARN'),
    },
  },
  structures: {
    Alarm: all('AlarmName AlarmARN'),
    PredefinedMetricSpecification: {
      ...all('PredefinedMetricType'),
      ResourceLabel: noEffect('only load balancers have one'),
    },
    ScalableTarget: {
      ...all(`${target} MinCapacity MaxCapacity RoleARN CreationTime SuspendedState ScalableTargetARN`),
      PredictedCapacity: never('there is no predictive scaling'),
    },
    ScalingActivity: {
      ...all(`ActivityId ${target} Description Cause StartTime EndTime StatusMessage`),
      StatusCode: differs('InProgress, Successful or Failed'),
      Details: never('nothing more is known'),
      NotScaledReasons: never('what was not scaled is not kept'),
    },
    ScalingPolicy: {
      ...all(`PolicyARN PolicyName ${target} PolicyType CreationTime TargetTrackingScalingPolicyConfiguration Alarms`),
      StepScalingPolicyConfiguration: never(onlyTracking),
      PredictiveScalingPolicyConfiguration: never(onlyTracking),
    },
    SuspendedState: {
      ...all('DynamicScalingInSuspended DynamicScalingOutSuspended'),
      ScheduledScalingSuspended: noEffect('there are no scheduled actions'),
    },
    TargetTrackingScalingPolicyConfiguration: {
      ...all('TargetValue PredefinedMetricSpecification ScaleOutCooldown ScaleInCooldown DisableScaleIn'),
      CustomizedMetricSpecification: refused('a predefined metric has to be used'),
    },
  },
};

const sts = {
  name: 'AWS Security Token Service',
  client: '@aws-sdk/client-sts',
  others: 'refused with InvalidAction',
  operations: {
    GetCallerIdentity: { in: {}, out: { ...all('Account Arn'), UserId: differs('the account') } },
  },
  structures: {},
};

const quotaCode = all('ServiceCode QuotaCode');
const raised = 'applied values are the defaults: nothing can be raised';

const serviceQuotas = {
  name: 'Service Quotas',
  others: 'refused with UnknownOperationException',
  note: 'For the service code `cassandra`; any other is refused.',
  operations: {
    GetAWSDefaultServiceQuota: { in: quotaCode, out: all('Quota') },
    GetServiceQuota: {
      in: { ...quotaCode, ContextId: unread('quotas of Keyspaces are those of the account') },
      out: { Quota: differs(raised) },
    },
    ListAWSDefaultServiceQuotas: { in: all('ServiceCode NextToken MaxResults'), out: all('Quotas NextToken') },
    ListServiceQuotas: {
      in: {
        ...all('ServiceCode NextToken MaxResults QuotaCode QuotaAppliedAtLevel'),
      },
      out: { Quotas: differs(raised), ...all('NextToken') },
    },
    ListServices: {
      in: { NextToken: noEffect('there is one'), MaxResults: noEffect('there is one') },
      out: { Services: differs('Keyspaces alone'), NextToken: never('there is one') },
    },
  },
  structures: {
    ServiceQuota: {
      ...all('ServiceCode ServiceName QuotaArn QuotaCode QuotaName Value Unit Adjustable GlobalQuota'),
      UsageMetric: never('usage is not metered'),
      Period: never('no quota of Keyspaces has one'),
      ErrorReason: never('nothing can be asked to be raised'),
      QuotaAppliedAtLevel: never('quotas of Keyspaces are those of the account'),
      QuotaContext: never('quotas of Keyspaces are those of the account'),
      Description: never('the name says it'),
    },
  },
};

export const services = [keyspaces, streams, cloudWatch, cloudTrail, autoScaling, sts, serviceQuotas];
