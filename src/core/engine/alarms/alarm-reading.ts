// The operations that read alarms: filters, pages and history [data-plane facts 5.4]. Plain functions over the records as
// they are now.

import { readOffset, writeOffset } from '../../lib/opaque-token.js';
import {
  CloudWatchError,
  exactDimensions,
  list,
  namespaceOf,
  object,
  refuse,
  unitInput,
} from '../metrics/cloudwatch-input.js';
import { simpleStatistics } from '../metrics/statistics.js';
import { type AlarmRecord, type AlarmState, alarmOut, alarmStates } from './alarm.js';
import { count, invalid, isGiven, oneOf, optionalOneOf, optionalText, text, texts } from './alarm-input.js';

/** An operation over the alarms of a Region, by name. */
export type Reading = (
  records: readonly AlarmRecord[],
  input: unknown,
  arnOf: (name: string) => string,
) => Record<string, unknown>;

const kinds = ['CompositeAlarm', 'MetricAlarm', 'LogAlarm'] as const;

interface AlarmFilter {
  readonly names?: ReadonlySet<string>;
  readonly prefix?: string;
  readonly state?: AlarmState;
  readonly actionPrefix?: string;
  readonly limit: number;
  readonly offset: number;
  /** Whether metric alarms are asked for at all. */
  readonly metricAlarms: boolean;
}

function describeAlarmsInput(input: unknown): AlarmFilter {
  const members = object(input ?? {}, 'input');
  const names = isGiven(members.AlarmNames) ? texts(members.AlarmNames, 'AlarmNames', 100, 255) : undefined;
  const prefix = optionalText(members.AlarmNamePrefix, 'AlarmNamePrefix');
  if (names !== undefined && names.length > 0 && prefix !== undefined)
    throw invalid('AlarmNames and AlarmNamePrefix cannot be given together.');
  const types = list(members.AlarmTypes, 'AlarmTypes').map((type) => oneOf(type, 'AlarmTypes', kinds));
  const children = optionalText(members.ChildrenOfAlarmName, 'ChildrenOfAlarmName');
  const parents = optionalText(members.ParentsOfAlarmName, 'ParentsOfAlarmName');
  if (children !== undefined && parents !== undefined)
    throw invalid('ChildrenOfAlarmName and ParentsOfAlarmName cannot be given together.');
  const actionPrefix = optionalText(members.ActionPrefix, 'ActionPrefix', 1024);
  return {
    ...(names === undefined || names.length === 0 ? {} : { names: new Set(names) }),
    ...(prefix === undefined ? {} : { prefix }),
    ...(isGiven(members.StateValue) ? { state: oneOf(members.StateValue, 'StateValue', alarmStates) } : {}),
    ...(actionPrefix === undefined ? {} : { actionPrefix }),
    limit: isGiven(members.MaxRecords) ? count(members.MaxRecords, 'MaxRecords', 100) : 100,
    offset: readToken(members.NextToken),
    // there are no composite alarms here, so nothing has parents or children
    metricAlarms:
      children === undefined && parents === undefined && (types.length === 0 || types.includes('MetricAlarm')),
  };
}

const historyTypes = [
  'ConfigurationUpdate',
  'StateUpdate',
  'Action',
  'AlarmContributorStateUpdate',
  'AlarmContributorAction',
] as const;

function alarmHistoryInput(input: unknown) {
  const members = object(input ?? {}, 'input');
  const name = optionalText(members.AlarmName, 'AlarmName');
  const type = isGiven(members.HistoryItemType)
    ? oneOf(members.HistoryItemType, 'HistoryItemType', historyTypes)
    : undefined;
  optionalText(members.AlarmContributorId, 'AlarmContributorId', 16);
  const types = list(members.AlarmTypes, 'AlarmTypes').map((each) => oneOf(each, 'AlarmTypes', kinds));
  const ascending =
    isGiven(members.ScanBy) &&
    oneOf(members.ScanBy, 'ScanBy', ['TimestampDescending', 'TimestampAscending']) === 'TimestampAscending';
  return {
    ...(name === undefined ? {} : { name }),
    ...(type === undefined ? {} : { type }),
    metricAlarms: types.length === 0 || types.includes('MetricAlarm'),
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

const writeToken = (offset: number): string => writeOffset('alarms', offset);

function readToken(token: unknown): number {
  const offset = isGiven(token) ? readOffset('alarms', token) : 0;
  if (offset === undefined) throw new CloudWatchError('InvalidNextToken', 'The token is not one that was given out.');
  return offset;
}

export const describeAlarms: Reading = (records, input, arnOf) => {
  const filter = describeAlarmsInput(input);
  const found = (filter.metricAlarms ? records : []).filter(
    ({ definition, state }) =>
      (filter.names === undefined || filter.names.has(definition.name)) &&
      (filter.prefix === undefined || definition.name.startsWith(filter.prefix)) &&
      (filter.state === undefined || state === filter.state) &&
      (filter.actionPrefix === undefined ||
        definition.alarmActions.some((action) => action.startsWith(filter.actionPrefix!))),
  );
  const shown = found.slice(filter.offset, filter.offset + filter.limit);
  const next = filter.offset + shown.length;
  return {
    MetricAlarms: shown.map((record) => alarmOut(record, arnOf(record.definition.name))),
    CompositeAlarms: [],
    ...(next < found.length ? { NextToken: writeToken(next) } : {}),
  };
};

/** Alarms on one metric: dimensions have to be its own, whole. */
export const describeAlarmsForMetric: Reading = (records, input, arnOf) => {
  const members = object(input ?? {}, 'input');
  const metricName = text(members.MetricName, 'MetricName');
  const namespace = namespaceOf(members.Namespace);
  const statistic =
    optionalOneOf(members.Statistic, 'Statistic', simpleStatistics) ??
    optionalText(members.ExtendedStatistic, 'ExtendedStatistic');
  const dimensions = exactDimensions(members.Dimensions);
  const period = isGiven(members.Period) ? count(members.Period, 'Period') : undefined;
  const unit = unitInput(members.Unit);
  const found = records.filter(({ definition: { source } }) => {
    if (source.kind === 'math') return false;
    const { stat } = source;
    return (
      stat.metricName === metricName &&
      stat.namespace === namespace &&
      (statistic === undefined || stat.statistic === statistic) &&
      (period === undefined || stat.periodSeconds === period) &&
      (unit === undefined || stat.unit === unit) &&
      sameDimensions(stat.dimensions, dimensions)
    );
  });
  return { MetricAlarms: found.map((record) => alarmOut(record, arnOf(record.definition.name))) };
};

type Dimensions = Readonly<Record<string, string>>;
const sameDimensions = (a: Dimensions, b: Dimensions): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([name, value]) => b[name] === value);

export const describeAlarmHistory: Reading = (records, input) => {
  const wanted = alarmHistoryInput(input);
  const items = (wanted.metricAlarms ? records : [])
    .filter(({ definition }) => wanted.name === undefined || definition.name === wanted.name)
    .flatMap(({ definition, history }) => history.map((item) => ({ name: definition.name, item })))
    .filter(({ item }) => wanted.type === undefined || item.type === wanted.type)
    .filter(({ item }) => item.atMs >= wanted.fromMs && item.atMs <= wanted.toMs)
    .sort((a, b) => (wanted.ascending ? a.item.atMs - b.item.atMs : b.item.atMs - a.item.atMs));
  const shown = items.slice(wanted.offset, wanted.offset + wanted.limit);
  const next = wanted.offset + shown.length;
  return {
    AlarmHistoryItems: shown.map(({ name, item }) => ({
      AlarmName: name,
      AlarmType: 'MetricAlarm',
      Timestamp: item.atMs / 1000,
      HistoryItemType: item.type,
      HistorySummary: item.summary,
      HistoryData: item.data,
    })),
    ...(next < items.length ? { NextToken: writeToken(next) } : {}),
  };
};
