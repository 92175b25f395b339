// The types of the input members of CloudWatch, CloudTrail, Application Auto Scaling and Service Quotas, by operation, after
// their service models. Keyspaces and its streams check types together with their constraints (control/shape.ts).

import type { InputTypes } from './wire-input.js';

const dimensions = [{ Name: 'text', Value: 'text' }] as const;
const tags = [{ Key: 'text', Value: 'text' }] as const;
const metricQueries = [
  {
    Id: 'text',
    MetricStat: {
      Metric: { Namespace: 'text', MetricName: 'text', Dimensions: dimensions },
      Period: 'whole',
      Stat: 'text',
      Unit: 'text',
    },
    Expression: 'text',
    Label: 'text',
    ReturnData: 'flag',
    Period: 'whole',
    AccountId: 'text',
  },
] as const;
const metricOfAlarm = {
  MetricName: 'text',
  Namespace: 'text',
  Statistic: 'text',
  ExtendedStatistic: 'text',
  Dimensions: dimensions,
  Period: 'whole',
  Unit: 'text',
} as const;
const alarmNames = { AlarmNames: ['text'] } as const;

export const cloudWatchTypes: InputTypes = {
  GetMetricData: {
    MetricDataQueries: metricQueries,
    StartTime: 'time',
    EndTime: 'time',
    NextToken: 'text',
    ScanBy: 'text',
    MaxDatapoints: 'whole',
    LabelOptions: { Timezone: 'text' },
  },
  GetMetricStatistics: {
    Namespace: 'text',
    MetricName: 'text',
    Dimensions: dimensions,
    StartTime: 'time',
    EndTime: 'time',
    Period: 'whole',
    Statistics: ['text'],
    ExtendedStatistics: ['text'],
    Unit: 'text',
  },
  ListMetrics: {
    Namespace: 'text',
    MetricName: 'text',
    Dimensions: dimensions,
    NextToken: 'text',
    RecentlyActive: 'text',
    IncludeLinkedAccounts: 'flag',
    OwningAccount: 'text',
  },
  PutMetricAlarm: {
    ...metricOfAlarm,
    AlarmName: 'text',
    AlarmDescription: 'text',
    ActionsEnabled: 'flag',
    OKActions: ['text'],
    AlarmActions: ['text'],
    InsufficientDataActions: ['text'],
    EvaluationPeriods: 'whole',
    DatapointsToAlarm: 'whole',
    Threshold: 'number',
    ComparisonOperator: 'text',
    TreatMissingData: 'text',
    EvaluateLowSampleCountPercentile: 'text',
    Metrics: metricQueries,
    Tags: tags,
    ThresholdMetricId: 'text',
    EvaluationWindow: { WallClockWindow: { Timezone: 'text' }, SlidingWindow: {} },
    WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 'whole', OnlyStartEvaluatingAfterWarmUpPeriodEnds: 'flag' },
    EvaluationCriteria: { PromQLCriteria: { Query: 'text', PendingPeriod: 'whole', RecoveryPeriod: 'whole' } },
    EvaluationInterval: 'whole',
    ActionConfiguration: {
      AlarmTagsPropagation: { Enabled: 'flag', IncludedTagKeys: ['text'], ExcludedTagKeys: ['text'] },
    },
  },
  DescribeAlarms: {
    ...alarmNames,
    AlarmNamePrefix: 'text',
    AlarmTypes: ['text'],
    ChildrenOfAlarmName: 'text',
    ParentsOfAlarmName: 'text',
    StateValue: 'text',
    ActionPrefix: 'text',
    MaxRecords: 'whole',
    NextToken: 'text',
  },
  DescribeAlarmsForMetric: metricOfAlarm,
  DescribeAlarmHistory: {
    AlarmName: 'text',
    AlarmContributorId: 'text',
    AlarmTypes: ['text'],
    HistoryItemType: 'text',
    StartDate: 'time',
    EndDate: 'time',
    MaxRecords: 'whole',
    NextToken: 'text',
    ScanBy: 'text',
  },
  DeleteAlarms: alarmNames,
  EnableAlarmActions: alarmNames,
  DisableAlarmActions: alarmNames,
  SetAlarmState: { AlarmName: 'text', StateValue: 'text', StateReason: 'text', StateReasonData: 'text' },
  PutDashboard: { DashboardName: 'text', DashboardBody: 'text', Tags: tags },
  GetDashboard: { DashboardName: 'text' },
  ListDashboards: { DashboardNamePrefix: 'text', NextToken: 'text' },
  DeleteDashboards: { DashboardNames: ['text'] },
  TagResource: { ResourceARN: 'text', Tags: tags },
  UntagResource: { ResourceARN: 'text', TagKeys: ['text'] },
  ListTagsForResource: { ResourceARN: 'text' },
};

export const cloudTrailTypes: InputTypes = {
  LookupEvents: {
    LookupAttributes: [{ AttributeKey: 'text', AttributeValue: 'text' }],
    StartTime: 'time',
    EndTime: 'time',
    EventCategory: 'text',
    MaxResults: 'whole',
    NextToken: 'text',
  },
};

const target = { ServiceNamespace: 'text', ResourceId: 'text', ScalableDimension: 'text' } as const;
const page = { MaxResults: 'whole', NextToken: 'text' } as const;
const predefinedMetric = { PredefinedMetricType: 'text', ResourceLabel: 'text' } as const;
const customizedQueries = {
  MetricDataQueries: [
    {
      Id: 'text',
      Expression: 'text',
      MetricStat: {
        Metric: { Dimensions: dimensions, MetricName: 'text', Namespace: 'text' },
        Stat: 'text',
        Unit: 'text',
      },
      Label: 'text',
      ReturnData: 'flag',
    },
  ],
} as const;
const predictive = {
  MetricSpecifications: [
    {
      TargetValue: 'number',
      PredefinedMetricPairSpecification: predefinedMetric,
      PredefinedScalingMetricSpecification: predefinedMetric,
      PredefinedLoadMetricSpecification: predefinedMetric,
      CustomizedScalingMetricSpecification: customizedQueries,
      CustomizedLoadMetricSpecification: customizedQueries,
      CustomizedCapacityMetricSpecification: customizedQueries,
    },
  ],
  Mode: 'text',
  SchedulingBufferTime: 'whole',
  MaxCapacityBreachBehavior: 'text',
  MaxCapacityBuffer: 'whole',
} as const;
const customizedMetric = {
  MetricName: 'text',
  Namespace: 'text',
  Dimensions: dimensions,
  Statistic: 'text',
  Unit: 'text',
  Metrics: [
    {
      Expression: 'text',
      Id: 'text',
      Label: 'text',
      MetricStat: {
        Metric: { Dimensions: dimensions, MetricName: 'text', Namespace: 'text' },
        Stat: 'text',
        Unit: 'text',
      },
      ReturnData: 'flag',
    },
  ],
} as const;

export const applicationAutoScalingTypes: InputTypes = {
  RegisterScalableTarget: {
    ...target,
    MinCapacity: 'whole',
    MaxCapacity: 'whole',
    RoleARN: 'text',
    SuspendedState: {
      DynamicScalingInSuspended: 'flag',
      DynamicScalingOutSuspended: 'flag',
      ScheduledScalingSuspended: 'flag',
    },
    Tags: 'text map',
  },
  DeregisterScalableTarget: target,
  DescribeScalableTargets: { ...target, ...page, ResourceIds: ['text'] },
  PutScalingPolicy: {
    ...target,
    PolicyName: 'text',
    PolicyType: 'text',
    StepScalingPolicyConfiguration: {
      AdjustmentType: 'text',
      StepAdjustments: [
        { MetricIntervalLowerBound: 'number', MetricIntervalUpperBound: 'number', ScalingAdjustment: 'whole' },
      ],
      MinAdjustmentMagnitude: 'whole',
      Cooldown: 'whole',
      MetricAggregationType: 'text',
    },
    PredictiveScalingPolicyConfiguration: predictive,
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 'number',
      PredefinedMetricSpecification: predefinedMetric,
      CustomizedMetricSpecification: customizedMetric,
      ScaleOutCooldown: 'whole',
      ScaleInCooldown: 'whole',
      DisableScaleIn: 'flag',
    },
  },
  DeleteScalingPolicy: { ...target, PolicyName: 'text' },
  DescribeScalingPolicies: { ...target, ...page, PolicyNames: ['text'] },
  DescribeScalingActivities: { ...target, ...page, IncludeNotScaledActivities: 'flag' },
};

const quotas = { ServiceCode: 'text', ...page } as const;
const quota = { ServiceCode: 'text', QuotaCode: 'text' } as const;

export const serviceQuotasTypes: InputTypes = {
  ListServices: page,
  ListServiceQuotas: { ...quotas, QuotaCode: 'text', QuotaAppliedAtLevel: 'text' },
  ListAWSDefaultServiceQuotas: quotas,
  GetServiceQuota: { ...quota, ContextId: 'text' },
  GetAWSDefaultServiceQuota: quota,
};
