// Inputs of the alarm operations checked member by member [data-plane facts 5.4]: plain requests out, or the error that
// CloudWatch answers.

import { limits } from '../limits.js';
import {
  CloudWatchError,
  exactDimensions,
  list,
  type Members,
  metricQueries,
  namespaceOf,
  object,
  refuse,
  unitInput,
} from '../metrics/cloudwatch-input.js';
import { type Tags, tagged, tagsInput } from '../metrics/resource-tags.js';
import { isStatistic, simpleStatistics } from '../metrics/statistics.js';
import {
  type AlarmDefinition,
  type AlarmSource,
  alarmStates,
  type Comparison,
  comparisons,
  missingDataTreatments,
} from './alarm.js';

export const invalid = (message: string) => new CloudWatchError('ValidationError', message);
export const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** A broken constraint in the words of the front ends of AWS; `name` is the member's. */
const broken = (value: unknown, name: string, constraint: string): CloudWatchError =>
  invalid(
    `1 validation error detected: Value ${isGiven(value) ? `'${String(value)}'` : 'null'} at '${name
      .slice(0, 1)
      .toLowerCase()}${name.slice(1)}' failed to satisfy constraint: ${constraint}`,
  );

export function text(value: unknown, name: string, charactersMax = 255, charactersMin = 1): string {
  if (!isGiven(value)) throw broken(value, name, 'Member must not be null');
  if (typeof value !== 'string') throw invalid(`${name} must be a string.`);
  if (value.length < charactersMin)
    throw broken(value, name, `Member must have length greater than or equal to ${charactersMin}`);
  if (value.length > charactersMax)
    throw broken(value, name, `Member must have length less than or equal to ${charactersMax}`);
  return value;
}

export const optionalText = (value: unknown, name: string, charactersMax?: number, charactersMin?: number) =>
  isGiven(value) ? text(value, name, charactersMax, charactersMin) : undefined;

export function oneOf<const Name extends string>(value: unknown, name: string, allowed: readonly Name[]): Name {
  const given = text(value, name, Number.POSITIVE_INFINITY, 0);
  if (!(allowed as readonly string[]).includes(given))
    throw broken(value, name, `Member must satisfy enum value set: [${allowed.join(', ')}]`);
  return given as Name;
}

export const optionalOneOf = <const Name extends string>(value: unknown, name: string, allowed: readonly Name[]) =>
  isGiven(value) ? oneOf(value, name, allowed) : undefined;

function number(value: unknown, name: string): number {
  if (!isGiven(value)) throw broken(value, name, 'Member must not be null');
  if (typeof value !== 'number' || !Number.isFinite(value)) throw refuse(`${name} must be a number.`);
  return value;
}

export function count(value: unknown, name: string, most?: number): number {
  const given = number(value, name);
  if (!Number.isInteger(given)) throw refuse(`${name} must be a whole number.`);
  if (given < 1) throw broken(value, name, 'Member must have value greater than or equal to 1');
  if (most !== undefined && given > most)
    throw broken(value, name, `Member must have value less than or equal to ${most}`);
  return given;
}

const flag = (value: unknown, name: string, otherwise: boolean): boolean => {
  if (!isGiven(value)) return otherwise;
  if (typeof value !== 'boolean') throw refuse(`${name} must be true or false.`);
  return value;
};

export const texts = (value: unknown, name: string, most: number, characters = 1024): string[] => {
  const entries = list(value, name).map((entry, index) => text(entry, `${name}.${index + 1}.member`, characters));
  if (entries.length > most) throw broken('[...]', name, `Member must have length less than or equal to ${most}`);
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

export function putMetricAlarmInput(input: unknown): { readonly definition: AlarmDefinition; readonly tags: Tags } {
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
  const description = optionalText(members.AlarmDescription, 'AlarmDescription', 1024, 0);
  const definition: AlarmDefinition = {
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
  return { definition, tags: tagged({}, tagsInput(members.Tags)) };
}

function sourceOf(members: Members): AlarmSource {
  if (isGiven(members.Metrics)) return mathSource(members);
  const metricName = optionalText(members.MetricName, 'MetricName');
  if (metricName === undefined) throw invalid('Exactly one of MetricName and Metrics must be specified.');
  const statistic = optionalOneOf(members.Statistic, 'Statistic', simpleStatistics);
  const extended = optionalText(members.ExtendedStatistic, 'ExtendedStatistic');
  const chosen = statistic ?? extended;
  if (chosen === undefined || (statistic !== undefined && extended !== undefined))
    throw invalid('Exactly one of Statistic and ExtendedStatistic must be specified.');
  if (!isStatistic(chosen)) throw refuse(`${chosen} is not a statistic of this engine.`);
  const unit = unitInput(members.Unit);
  const stat = {
    namespace: namespaceOf(members.Namespace),
    metricName,
    dimensions: exactDimensions(members.Dimensions),
    periodSeconds: alarmPeriod(members.Period),
    statistic: chosen,
    ...(unit === undefined ? {} : { unit }),
  };
  return { kind: 'metric', stat };
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

export function alarmNamesInput(input: unknown): string[] {
  const names = texts(object(input ?? {}, 'input').AlarmNames, 'AlarmNames', 100, 255);
  if (names.length === 0) throw broken(undefined, 'AlarmNames', 'Member must not be null');
  return names;
}

export function setAlarmStateInput(input: unknown) {
  const members = object(input ?? {}, 'input');
  const reasonData = optionalText(members.StateReasonData, 'StateReasonData', 4000, 0);
  if (reasonData !== undefined && !isJson(reasonData))
    throw new CloudWatchError('InvalidFormat', 'StateReasonData must be JSON.');
  return {
    name: text(members.AlarmName, 'AlarmName'),
    state: oneOf(members.StateValue, 'StateValue', alarmStates),
    reason: text(members.StateReason, 'StateReason', 1023, 0),
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
