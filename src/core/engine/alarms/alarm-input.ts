// Inputs of the alarm operations checked member by member [data-plane facts 5.4]: plain requests out, or the error that
// CloudWatch answers.

import { limits } from '../limits.js';
import {
  CloudWatchError,
  exactDimensions,
  list,
  type Members,
  metricQueries,
  missing,
  object,
  optionalText,
  refuse,
  text,
} from '../metrics/cloudwatch-input.js';
import { isStatistic } from '../metrics/statistics.js';
import {
  type AlarmDefinition,
  type AlarmSource,
  type AlarmState,
  alarmStates,
  type Comparison,
  comparisons,
  missingDataTreatments,
} from './alarm.js';

const invalid = (message: string) => new CloudWatchError('ValidationError', message);
const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

function oneOf<const Name extends string>(value: unknown, name: string, allowed: readonly Name[]): Name {
  const given = text(value, name);
  if (!(allowed as readonly string[]).includes(given)) throw refuse(`${name} must be one of ${allowed.join(', ')}.`);
  return given as Name;
}

function number(value: unknown, name: string): number {
  if (!isGiven(value)) throw missing(name);
  if (typeof value !== 'number' || !Number.isFinite(value)) throw refuse(`${name} must be a number.`);
  return value;
}

function count(value: unknown, name: string, most = Number.MAX_SAFE_INTEGER): number {
  const given = number(value, name);
  if (!Number.isInteger(given) || given < 1 || given > most)
    throw refuse(`${name} must be a whole number between 1 and ${most}.`);
  return given;
}

const flag = (value: unknown, name: string, otherwise: boolean): boolean => {
  if (!isGiven(value)) return otherwise;
  if (typeof value !== 'boolean') throw refuse(`${name} must be true or false.`);
  return value;
};

const texts = (value: unknown, name: string, most: number, characters = 1024): string[] => {
  const entries = list(value, name).map((entry) => text(entry, name, characters));
  if (entries.length > most) throw refuse(`${name} can have at most ${most} members.`);
  return entries;
};

/** Seconds: 10, 20, 30, or whole minutes. */
function alarmPeriod(value: unknown): number {
  const seconds = number(value, 'Period');
  const whole = Number.isInteger(seconds) && seconds > 0;
  if (!whole || (seconds % 60 !== 0 && ![10, 20, 30].includes(seconds)))
    throw refuse('Period must be 10, 20, 30, or a multiple of 60.');
  return seconds;
}

const comparisonNames = Object.keys(comparisons) as Comparison[];
const bandComparisons = [
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
];

const notOffered = [
  'ActionConfiguration',
  'EvaluateLowSampleCountPercentile',
  'EvaluationCriteria',
  'EvaluationInterval',
  'EvaluationWindow',
  'WarmUpConfiguration',
];

export function putMetricAlarmInput(input: unknown): AlarmDefinition {
  const members = object(input ?? {}, 'input');
  const name = text(members.AlarmName, 'AlarmName');
  const unoffered = notOffered.find((member) => isGiven(members[member]));
  if (unoffered !== undefined) throw invalid(`${unoffered} is not offered by this engine.`);
  if (bandComparisons.includes(String(members.ComparisonOperator)) || isGiven(members.ThresholdMetricId))
    throw invalid('Alarms on anomaly detection bands are not offered by this engine.');
  const source = sourceOf(members);
  const periodSeconds = source.kind === 'metric' ? source.stat.periodSeconds : mathPeriod(source);
  const evaluationPeriods = count(members.EvaluationPeriods, 'EvaluationPeriods');
  const datapointsGiven = isGiven(members.DatapointsToAlarm);
  const datapointsToAlarm = datapointsGiven ? count(members.DatapointsToAlarm, 'DatapointsToAlarm') : evaluationPeriods;
  if (datapointsToAlarm > evaluationPeriods)
    throw invalid('DatapointsToAlarm must not be greater than EvaluationPeriods.');
  const spanMax = periodSeconds >= 3600 ? 604_800 : 86_400;
  if (periodSeconds * evaluationPeriods > spanMax)
    throw invalid(`Metrics cannot be checked across more than ${spanMax} seconds (EvaluationPeriods * Period).`);
  const description = optionalText(members.AlarmDescription, 'AlarmDescription', 1024);
  return {
    name,
    ...(description === undefined ? {} : { description }),
    actionsEnabled: flag(members.ActionsEnabled, 'ActionsEnabled', true),
    okActions: texts(members.OKActions, 'OKActions', 5),
    alarmActions: texts(members.AlarmActions, 'AlarmActions', 5),
    insufficientDataActions: texts(members.InsufficientDataActions, 'InsufficientDataActions', 5),
    source,
    periodSeconds,
    evaluationPeriods,
    datapointsToAlarm,
    datapointsGiven,
    threshold: number(members.Threshold, 'Threshold'),
    comparison: oneOf(members.ComparisonOperator, 'ComparisonOperator', comparisonNames),
    missingData: isGiven(members.TreatMissingData)
      ? oneOf(members.TreatMissingData, 'TreatMissingData', missingDataTreatments)
      : 'missing',
  };
}

function sourceOf(members: Members): AlarmSource {
  if (isGiven(members.Metrics)) return mathSource(members);
  const metricName = optionalText(members.MetricName, 'MetricName');
  if (metricName === undefined) throw invalid('Exactly one of MetricName and Metrics must be specified.');
  const statistic = optionalText(members.Statistic, 'Statistic');
  const extended = optionalText(members.ExtendedStatistic, 'ExtendedStatistic');
  const chosen = statistic ?? extended;
  if (chosen === undefined || (statistic !== undefined && extended !== undefined))
    throw invalid('Exactly one of Statistic and ExtendedStatistic must be specified.');
  if (!isStatistic(chosen)) throw refuse(`${chosen} is not a statistic of this engine.`);
  const unit = optionalText(members.Unit, 'Unit');
  const stat = {
    namespace: text(members.Namespace, 'Namespace'),
    metricName,
    dimensions: exactDimensions(members.Dimensions),
    periodSeconds: alarmPeriod(members.Period),
    statistic: chosen,
  };
  return { kind: 'metric', stat, ...(unit === undefined ? {} : { unit }) };
}

/** Of the queries exactly one gives the values that are judged. */
function mathSource(members: Members): AlarmSource {
  for (const other of ['MetricName', 'Namespace', 'Statistic', 'ExtendedStatistic', 'Dimensions', 'Period', 'Unit']) {
    const value = members[other];
    if (isGiven(value) && !(Array.isArray(value) && value.length === 0))
      throw invalid(`${other} must not be given together with Metrics.`);
  }
  const metrics = metricQueries(members.Metrics, 'Metrics');
  if (metrics.length > limits.alarmMetrics) throw invalid(`Metrics can have at most ${limits.alarmMetrics} members.`);
  if (metrics.filter(({ returnData }) => returnData).length !== 1)
    throw invalid('Exactly one element of Metrics must have ReturnData true.');
  return { kind: 'math', metrics, queries: list(members.Metrics, 'Metrics') };
}

function mathPeriod(source: AlarmSource & { readonly kind: 'math' }): number {
  const periods = new Set(
    source.metrics.flatMap((query) => (query.source.kind === 'stat' ? [query.source.stat.periodSeconds] : [])),
  );
  const [first] = periods;
  if (first === undefined || periods.size > 1) throw invalid('All metrics of an alarm must have the same Period.');
  return alarmPeriod(first);
}

export interface AlarmFilter {
  readonly names?: ReadonlySet<string>;
  readonly prefix?: string;
  readonly state?: AlarmState;
  readonly actionPrefix?: string;
  readonly limit: number;
  readonly offset: number;
  /** Whether metric alarms are asked for at all. */
  readonly metricAlarms: boolean;
}

export function describeAlarmsInput(input: unknown): AlarmFilter {
  const members = object(input ?? {}, 'input');
  const names = isGiven(members.AlarmNames) ? texts(members.AlarmNames, 'AlarmNames', 100, 255) : undefined;
  const prefix = optionalText(members.AlarmNamePrefix, 'AlarmNamePrefix');
  if (names !== undefined && names.length > 0 && prefix !== undefined)
    throw invalid('AlarmNames and AlarmNamePrefix cannot be given together.');
  const types = list(members.AlarmTypes, 'AlarmTypes').map((type) =>
    oneOf(type, 'AlarmTypes', ['MetricAlarm', 'CompositeAlarm', 'LogAlarm']),
  );
  const relatives = isGiven(members.ChildrenOfAlarmName) || isGiven(members.ParentsOfAlarmName);
  const actionPrefix = optionalText(members.ActionPrefix, 'ActionPrefix', 1024);
  return {
    ...(names === undefined || names.length === 0 ? {} : { names: new Set(names) }),
    ...(prefix === undefined ? {} : { prefix }),
    ...(isGiven(members.StateValue) ? { state: oneOf(members.StateValue, 'StateValue', alarmStates) } : {}),
    ...(actionPrefix === undefined ? {} : { actionPrefix }),
    limit: isGiven(members.MaxRecords) ? count(members.MaxRecords, 'MaxRecords', 100) : 100,
    offset: readToken(members.NextToken),
    // there are no composite alarms here, so nothing has parents or children
    metricAlarms: !relatives && (types.length === 0 || types.includes('MetricAlarm')),
  };
}

export function alarmNamesInput(input: unknown): string[] {
  const names = texts(object(input ?? {}, 'input').AlarmNames, 'AlarmNames', 100, 255);
  if (names.length === 0) throw missing('AlarmNames');
  return names;
}

export function setAlarmStateInput(input: unknown) {
  const members = object(input ?? {}, 'input');
  const reasonData = optionalText(members.StateReasonData, 'StateReasonData', 4000);
  if (reasonData !== undefined && !isJson(reasonData))
    throw new CloudWatchError('InvalidFormat', 'StateReasonData must be JSON.');
  return {
    name: text(members.AlarmName, 'AlarmName'),
    state: oneOf(members.StateValue, 'StateValue', alarmStates),
    reason: text(members.StateReason, 'StateReason', 1023),
    ...(reasonData === undefined ? {} : { reasonData }),
  };
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

export function alarmHistoryInput(input: unknown) {
  const members = object(input ?? {}, 'input');
  const name = optionalText(members.AlarmName, 'AlarmName');
  const type = isGiven(members.HistoryItemType)
    ? oneOf(members.HistoryItemType, 'HistoryItemType', ['ConfigurationUpdate', 'StateUpdate', 'Action'])
    : undefined;
  const ascending =
    isGiven(members.ScanBy) &&
    oneOf(members.ScanBy, 'ScanBy', ['TimestampDescending', 'TimestampAscending']) === 'TimestampAscending';
  return {
    ...(name === undefined ? {} : { name }),
    ...(type === undefined ? {} : { type }),
    fromMs: isGiven(members.StartDate) ? instantMs(members.StartDate, 'StartDate') : Number.NEGATIVE_INFINITY,
    toMs: isGiven(members.EndDate) ? instantMs(members.EndDate, 'EndDate') : Number.POSITIVE_INFINITY,
    ascending,
    limit: isGiven(members.MaxRecords) ? count(members.MaxRecords, 'MaxRecords', 100) : 100,
    offset: readToken(members.NextToken),
  };
}

function instantMs(value: unknown, name: string): number {
  const ms = typeof value === 'number' ? value * 1000 : Date.parse(String(value));
  if (!Number.isFinite(ms)) throw refuse(`${name} must be a timestamp.`);
  return ms;
}

export const writeToken = (offset: number): string => Buffer.from(`alarms:${offset}`).toString('base64url');

function readToken(token: unknown): number {
  if (!isGiven(token)) return 0;
  const [, offset] = /^alarms:(\d{1,9})$/.exec(Buffer.from(String(token), 'base64url').toString('latin1')) ?? [];
  if (offset === undefined) throw new CloudWatchError('InvalidNextToken', 'The token is not one that was given out.');
  return Number(offset);
}
