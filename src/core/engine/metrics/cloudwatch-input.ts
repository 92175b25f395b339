// CloudWatch inputs checked member by member: unknown JSON in, plain requests out, or the error CloudWatch answers.

import { limits } from '../limits.js';
import { unitOf } from './definitions.js';
import { type Expression, parseExpression } from './expression.js';
import { isStatistic } from './statistics.js';

export class CloudWatchError extends Error {
  readonly type: string;
  readonly httpStatus: number;

  constructor(type: string, message: string, httpStatus = 400) {
    super(message);
    this.name = type;
    this.type = type;
    this.httpStatus = httpStatus;
  }
}

export const refuse = (message: string) => new CloudWatchError('InvalidParameterValue', message);
export const missing = (name: string) => new CloudWatchError('MissingParameter', `The parameter ${name} is required.`);

export interface MetricStat {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly periodSeconds: number;
  readonly statistic: string;
}

export type Members = Readonly<Record<string, unknown>>;

export function object(value: unknown, name: string): Members {
  if (value === undefined || value === null) throw missing(name);
  if (typeof value !== 'object' || Array.isArray(value)) throw refuse(`${name} must be a structure.`);
  return value as Members;
}

export function list(value: unknown, name: string): readonly unknown[] {
  // an empty list comes as empty text in the Query form
  if (value === undefined || value === null || value === '') return [];
  if (!Array.isArray(value)) throw refuse(`${name} must be a list.`);
  return value;
}

export function text(value: unknown, name: string, charactersMax = 255): string {
  if (value === undefined || value === null) throw missing(name);
  if (typeof value !== 'string' || value.length === 0 || value.length > charactersMax)
    throw refuse(`${name} must be a string of 1 to ${charactersMax} characters.`);
  return value;
}

export const optionalText = (value: unknown, name: string, charactersMax?: number) =>
  value === undefined || value === null ? undefined : text(value, name, charactersMax);

/** Epoch seconds, as a number, a Date, or ISO 8601 text (older wire forms). */
export function instant(value: unknown, name: string): number {
  if (value === undefined || value === null) throw missing(name);
  const seconds =
    value instanceof Date ? value.getTime() / 1000 : typeof value === 'string' ? Date.parse(value) / 1000 : value;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds)) throw refuse(`${name} must be a timestamp.`);
  return seconds;
}

function period(value: unknown): number {
  const seconds = typeof value === 'string' ? Number(value) : value;
  if (seconds === undefined || seconds === null) throw missing('Period');
  const allowed = [1, 5, 10, 20, 30];
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || (seconds % 60 !== 0 && !allowed.includes(seconds)))
    throw refuse('Period must be 1, 5, 10, 20, 30, or a multiple of 60.');
  if (seconds < 1) throw refuse('Period must be at least 1.');
  return seconds;
}

function dimensions(value: unknown): { name: string; value: string | undefined }[] {
  return list(value, 'Dimensions').map((entry) => {
    const members = object(entry, 'Dimension');
    return { name: text(members.Name, 'Dimension.Name'), value: optionalText(members.Value, 'Dimension.Value') };
  });
}

export function exactDimensions(value: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  for (const dimension of dimensions(value)) {
    if (dimension.value === undefined) throw missing('Dimension.Value');
    found[dimension.name] = dimension.value;
  }
  return found;
}

function range(members: Members): { startSeconds: number; endSeconds: number } {
  const startSeconds = instant(members.StartTime, 'StartTime');
  const endSeconds = instant(members.EndTime, 'EndTime');
  if (startSeconds >= endSeconds)
    throw new CloudWatchError('ValidationError', 'The parameter StartTime must be less than the parameter EndTime.');
  return { startSeconds, endSeconds };
}

export function listMetricsInput(input: unknown) {
  const members = object(input ?? {}, 'input');
  const token = optionalText(members.NextToken, 'NextToken');
  const offset = token === undefined ? 0 : Number(Buffer.from(token, 'base64').toString('latin1'));
  if (!Number.isInteger(offset) || offset < 0) throw refuse('NextToken is not one that ListMetrics gave.');
  const recentlyActive = optionalText(members.RecentlyActive, 'RecentlyActive');
  if (recentlyActive !== undefined && recentlyActive !== 'PT3H') throw refuse('RecentlyActive must be PT3H.');
  return {
    namespace: optionalText(members.Namespace, 'Namespace'),
    metricName: optionalText(members.MetricName, 'MetricName'),
    dimensions: dimensions(members.Dimensions),
    recentlyActive: recentlyActive !== undefined,
    offset,
  };
}

/** One query of GetMetricData or of an alarm: a series of its own, or made of others. */
export interface MetricQueryInput {
  readonly id: string;
  readonly label: string | undefined;
  readonly source:
    | { readonly kind: 'stat'; readonly stat: MetricStat }
    | { readonly kind: 'math'; readonly text: string; readonly expression: Expression };
  readonly returnData: boolean;
}

export function metricDataInput(input: unknown) {
  const members = object(input ?? {}, 'input');
  const queries = metricQueries(members.MetricDataQueries, 'MetricDataQueries');
  if (queries.length > limits.metricQueriesPerCall)
    throw new CloudWatchError(
      'ValidationError',
      `At most ${limits.metricQueriesPerCall} MetricDataQueries are allowed.`,
    );
  const scanBy = optionalText(members.ScanBy, 'ScanBy') ?? 'TimestampDescending';
  if (scanBy !== 'TimestampDescending' && scanBy !== 'TimestampAscending') throw refuse(`ScanBy cannot be ${scanBy}.`);
  return { ...range(members), queries, ascending: scanBy === 'TimestampAscending' };
}

/** Ids are unique, and expressions name only series that are there: an expression is not made of expressions. */
export function metricQueries(value: unknown, name: string): MetricQueryInput[] {
  const entries = list(value, name);
  if (entries.length === 0) throw missing(name);
  const queries = entries.map(metricQuery);
  const invalid = (message: string) => new CloudWatchError('ValidationError', message);
  if (new Set(queries.map(({ id }) => id)).size !== queries.length)
    throw invalid(`The values for parameter id in ${name} are not unique.`);
  const series = new Set(queries.filter(({ source }) => source.kind === 'stat').map(({ id }) => id));
  for (const { source } of queries) {
    const unknown = source.kind === 'math' ? source.expression.names.find((each) => !series.has(each)) : undefined;
    if (unknown !== undefined)
      throw invalid(`Error in expression: ${unknown} is not the Id of a MetricStat of this request.`);
  }
  return queries;
}

function metricQuery(entry: unknown): MetricQueryInput {
  const query = object(entry, 'MetricDataQuery');
  const id = text(query.Id, 'MetricDataQuery.Id');
  if (!/^[a-z][a-zA-Z0-9_]*$/.test(id)) throw new CloudWatchError('ValidationError', `Invalid Id ${id}.`);
  const expression = optionalText(query.Expression, 'Expression', 2048);
  if (expression !== undefined && query.MetricStat !== undefined && query.MetricStat !== null)
    throw new CloudWatchError('ValidationError', `The query ${id} has both a MetricStat and an Expression.`);
  return {
    id,
    label: optionalText(query.Label, 'Label'),
    source:
      expression === undefined
        ? { kind: 'stat', stat: metricStat(query.MetricStat) }
        : { kind: 'math', text: expression, expression: readExpression(expression) },
    returnData: query.ReturnData !== false,
  };
}

function readExpression(text: string): Expression {
  const parsed = parseExpression(text);
  if (parsed.kind === 'expression') return parsed.expression;
  throw new CloudWatchError('ValidationError', `Error in expression '${text}': ${parsed.problem}`);
}

export function metricStat(value: unknown): MetricStat {
  const stat = object(value, 'MetricStat');
  const metric = object(stat.Metric, 'MetricStat.Metric');
  const statistic = text(stat.Stat, 'MetricStat.Stat');
  if (!isStatistic(statistic)) throw refuse(`Stat ${statistic} is not a statistic of this engine.`);
  return {
    namespace: text(metric.Namespace, 'Namespace'),
    metricName: text(metric.MetricName, 'MetricName'),
    dimensions: exactDimensions(metric.Dimensions),
    periodSeconds: period(stat.Period),
    statistic,
  };
}

export function metricStatisticsInput(input: unknown) {
  const members = object(input ?? {}, 'input');
  const between = range(members);
  const periodSeconds = period(members.Period);
  const statistics = list(members.Statistics, 'Statistics').map((name) => text(name, 'Statistics'));
  const extended = list(members.ExtendedStatistics, 'ExtendedStatistics').map((name) =>
    text(name, 'ExtendedStatistics'),
  );
  if (statistics.length + extended.length === 0)
    throw new CloudWatchError('MissingParameter', 'Must specify either Statistics or ExtendedStatistics.');
  for (const name of [...statistics, ...extended]) if (!isStatistic(name)) throw refuse(`${name} is not a statistic.`);
  const datapoints = (between.endSeconds - between.startSeconds) / periodSeconds;
  if (datapoints > limits.metricStatisticsDatapoints)
    throw new CloudWatchError(
      'InvalidParameterCombination',
      `You have requested up to ${Math.ceil(datapoints)} datapoints, which exceeds the limit of 1440.`,
    );
  return {
    ...between,
    statistics,
    extended,
    stat: {
      namespace: text(members.Namespace, 'Namespace'),
      metricName: text(members.MetricName, 'MetricName'),
      dimensions: exactDimensions(members.Dimensions),
      periodSeconds,
    },
    unitOf: (metric: string) => unitOf(metric) ?? 'None',
  };
}
