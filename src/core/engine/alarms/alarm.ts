// An alarm as it is kept: what it watches, when it fires, the state it was last found in. And its form in CloudWatch's
// answers [data-plane facts 5.4].

import type { MetricQueryInput, MetricStat } from '../metrics/cloudwatch-input.js';
import type { Tags } from '../metrics/resource-tags.js';

export const alarmStates = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;
export type AlarmState = (typeof alarmStates)[number];

export const comparisons = {
  GreaterThanOrEqualToThreshold: (value: number, threshold: number) => value >= threshold,
  GreaterThanThreshold: (value: number, threshold: number) => value > threshold,
  LessThanThreshold: (value: number, threshold: number) => value < threshold,
  LessThanOrEqualToThreshold: (value: number, threshold: number) => value <= threshold,
} as const;
export type Comparison = keyof typeof comparisons;

export const missingDataTreatments = ['missing', 'breaching', 'notBreaching', 'ignore'] as const;
export type MissingData = (typeof missingDataTreatments)[number];

export type AlarmSource =
  | { readonly kind: 'metric'; readonly stat: MetricStat }
  /** `queries` as they were sent, for answers. */
  | { readonly kind: 'math'; readonly metrics: readonly MetricQueryInput[]; readonly queries: readonly unknown[] };

export interface AlarmDefinition {
  readonly name: string;
  readonly description?: string;
  readonly actionsEnabled: boolean;
  /** ARNs: kept and shown, never called. */
  readonly okActions: readonly string[];
  readonly alarmActions: readonly string[];
  readonly insufficientDataActions: readonly string[];
  readonly source: AlarmSource;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  /** Whether DatapointsToAlarm was given: answers show it only then. */
  readonly datapointsGiven: boolean;
  readonly threshold: number;
  readonly comparison: Comparison;
  readonly missingData: MissingData;
}

export interface HistoryItem {
  readonly atMs: number;
  readonly type: 'ConfigurationUpdate' | 'StateUpdate';
  readonly summary: string;
  readonly data: string;
}

export interface AlarmRecord {
  readonly definition: AlarmDefinition;
  readonly configuredAtMs: number;
  readonly state: AlarmState;
  readonly reason: string;
  /** JSON text, as CloudWatch has it. */
  readonly reasonData?: string;
  readonly stateAtMs: number;
  readonly tags?: Tags;
  /** End of the newest period that was judged. */
  readonly judgedToMs: number;
  /** Newest last. */
  readonly history: readonly HistoryItem[];
}

export const alarmArn = (region: string, accountId: string, name: string): string =>
  `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`;

/** A MetricAlarm of DescribeAlarms. */
export function alarmOut(record: AlarmRecord, arn: string): Record<string, unknown> {
  const { definition } = record;
  return {
    AlarmName: definition.name,
    AlarmArn: arn,
    ...(definition.description === undefined ? {} : { AlarmDescription: definition.description }),
    AlarmConfigurationUpdatedTimestamp: record.configuredAtMs / 1000,
    ActionsEnabled: definition.actionsEnabled,
    OKActions: definition.okActions,
    AlarmActions: definition.alarmActions,
    InsufficientDataActions: definition.insufficientDataActions,
    StateValue: record.state,
    StateReason: record.reason,
    ...(record.reasonData === undefined ? {} : { StateReasonData: record.reasonData }),
    StateUpdatedTimestamp: record.stateAtMs / 1000,
    StateTransitionedTimestamp: record.stateAtMs / 1000,
    ...sourceOut(definition),
    EvaluationPeriods: definition.evaluationPeriods,
    ...(definition.datapointsGiven ? { DatapointsToAlarm: definition.datapointsToAlarm } : {}),
    Threshold: definition.threshold,
    ComparisonOperator: definition.comparison,
    TreatMissingData: definition.missingData,
  };
}

function sourceOut({ source, periodSeconds }: AlarmDefinition): Record<string, unknown> {
  if (source.kind === 'math') return { Metrics: source.queries };
  const { stat } = source;
  const plain = ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'].includes(stat.statistic);
  return {
    MetricName: stat.metricName,
    Namespace: stat.namespace,
    ...(plain ? { Statistic: stat.statistic } : { ExtendedStatistic: stat.statistic }),
    Dimensions: Object.entries(stat.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Period: periodSeconds,
    ...(stat.unit === undefined ? {} : { Unit: stat.unit }),
  };
}
