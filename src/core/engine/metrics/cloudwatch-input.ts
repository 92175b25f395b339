// CloudWatch inputs checked member by member: unknown JSON in, plain requests out, or the error CloudWatch answers.

import { limits } from '../limits.js';
import { unitOf } from './definitions.js';
import { endpointUnitOf } from './endpoint-metrics.js';
import { givesList } from './expression.js';
import { type Expression, parseExpression } from './expression-parser.js';
import { isTimezone } from './labels.js';
import { isStatistic, simpleStatistics } from './statistics.js';
import { standardUnits } from './units.js';

export class CloudWatchError extends Error {
  readonly type: string;
  readonly httpStatus: number;
  /** What is told beside the message. */
  readonly members: Readonly<Record<string, unknown>>;
  /** Name of the error's shape, when several share the Query code `type`. */
  readonly shape: string | undefined;

  constructor(
    type: string,
    message: string,
    httpStatus = 400,
    more: { readonly members?: Readonly<Record<string, unknown>>; readonly shape?: string } = {},
  ) {
    super(message);
    this.name = type;
    this.type = type;
    this.httpStatus = httpStatus;
    this.members = more.members ?? {};
    this.shape = more.shape;
  }
}

export const refuse = (message: string) => new CloudWatchError('InvalidParameterValue', message);
export const missing = (name: string) => new CloudWatchError('MissingParameter', `The parameter ${name} is required.`);

export function unitInput(value: unknown): string | undefined {
  const unit = optionalText(value, 'Unit');
  if (unit !== undefined && !standardUnits.includes(unit))
    throw refuse(`The value ${unit} for parameter Unit is not a standard unit.`);
  return unit;
}

export function namespaceOf(value: unknown): string {
  const namespace = text(value, 'Namespace');
  if (namespace.startsWith(':')) throw refuse('The parameter Namespace must not begin with a colon.');
  return namespace;
}

export interface MetricStat {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly periodSeconds: number;
  readonly statistic: string;
  /** Only figures of this unit. */
  readonly unit?: string;
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
  if (
    typeof seconds !== 'number' ||
    !Number.isInteger(seconds) ||
    seconds < 1 ||
    (seconds % 60 !== 0 && !allowed.includes(seconds))
  )
    throw refuse('Period must be 1, 5, 10, 20, 30, or a multiple of 60.');
  return seconds;
}

function dimensions(value: unknown, most: number): { name: string; value: string | undefined }[] {
  const entries = list(value, 'Dimensions');
  if (entries.length > most) throw refuse(`Dimensions can have at most ${most} members.`);
  return entries.map((entry) => {
    const members = object(entry, 'Dimension');
    return { name: text(members.Name, 'Dimension.Name'), value: optionalText(members.Value, 'Dimension.Value', 1024) };
  });
}

export function exactDimensions(value: unknown): Record<string, string> {
  const found = new Map<string, string>();
  for (const dimension of dimensions(value, limits.dimensions)) {
    if (dimension.value === undefined) throw missing('Dimension.Value');
    found.set(dimension.name, dimension.value);
  }
  return Object.fromEntries(found);
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
  optionalText(members.OwningAccount, 'OwningAccount');
  return {
    namespace:
      members.Namespace === undefined || members.Namespace === null ? undefined : namespaceOf(members.Namespace),
    metricName: optionalText(members.MetricName, 'MetricName'),
    dimensions: dimensions(members.Dimensions, limits.dimensionFilters),
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
  const maxDatapoints = members.MaxDatapoints ?? limits.metricDatapointsPerPage;
  if (typeof maxDatapoints !== 'number' || maxDatapoints < 1 || maxDatapoints > limits.metricDatapointsPerPage)
    throw refuse(`MaxDatapoints must be between 1 and ${limits.metricDatapointsPerPage}.`);
  const timezone = optionalText(object(members.LabelOptions ?? {}, 'LabelOptions').Timezone, 'Timezone') ?? '+0000';
  if (!isTimezone(timezone)) throw refuse(`The value ${timezone} for parameter LabelOptions.Timezone is not valid.`);
  return {
    ...range(members),
    queries,
    ascending: scanBy === 'TimestampAscending',
    maxDatapoints,
    timezone,
    token: optionalText(members.NextToken, 'NextToken', 4096),
  };
}

/** Ids are unique, and expressions name only series that are there: an expression is not made of expressions. */
export function metricQueries(value: unknown, name: string): MetricQueryInput[] {
  const entries = list(value, name);
  if (entries.length === 0) throw missing(name);
  const queries = entries.map(metricQuery);
  const invalid = (message: string) => new CloudWatchError('ValidationError', message);
  if (new Set(queries.map(({ id }) => id)).size !== queries.length)
    throw invalid(`The values for parameter id in ${name} are not unique.`);
  const known = new Map(queries.map((query) => [query.id, query]));
  for (const { source } of queries) {
    const unknown = source.kind === 'math' ? source.expression.names.find((each) => !known.has(each)) : undefined;
    if (unknown !== undefined)
      throw invalid(`Error in expression: ${unknown} is not the Id of a query of this request.`);
  }
  assertNoCircle(known);
  return queries;
}

/** Expressions may be made of expressions, but of none that is made of them, and only of those that give one series. */
function assertNoCircle(known: ReadonlyMap<string, MetricQueryInput>): void {
  const done = new Set<string>();
  const visit = (id: string, way: readonly string[]): void => {
    if (way.includes(id))
      throw new CloudWatchError('ValidationError', `Error in expression '${id}': it refers to itself.`);
    const { source } = known.get(id)!;
    if (source.kind !== 'math' || done.has(id)) return;
    for (const name of source.expression.names) {
      const named = known.get(name)!.source;
      if (named.kind === 'math' && givesList(named.expression))
        throw new CloudWatchError('ValidationError', `Error in expression '${id}': ${name} gives several series.`);
      visit(name, [...way, id]);
    }
    done.add(id);
  };
  for (const id of known.keys()) visit(id, []);
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

function metricStat(value: unknown): MetricStat {
  const stat = object(value, 'MetricStat');
  const metric = object(stat.Metric, 'MetricStat.Metric');
  const statistic = text(stat.Stat, 'MetricStat.Stat');
  if (!isStatistic(statistic)) throw refuse(`Stat ${statistic} is not a statistic of this engine.`);
  const unit = unitInput(stat.Unit);
  return {
    namespace: namespaceOf(metric.Namespace),
    metricName: text(metric.MetricName, 'MetricName'),
    dimensions: exactDimensions(metric.Dimensions),
    periodSeconds: period(stat.Period),
    statistic,
    ...(unit === undefined ? {} : { unit }),
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
  if (statistics.length > simpleStatistics.length || extended.length > limits.extendedStatistics)
    throw refuse(`At most ${simpleStatistics.length} Statistics and ${limits.extendedStatistics} ExtendedStatistics.`);
  if (statistics.length + extended.length === 0)
    throw new CloudWatchError('MissingParameter', 'Must specify either Statistics or ExtendedStatistics.');
  for (const name of statistics)
    if (!(simpleStatistics as readonly string[]).includes(name)) throw refuse(`${name} is not a statistic.`);
  for (const name of extended) if (!isStatistic(name)) throw refuse(`${name} is not a statistic.`);
  const unit = unitInput(members.Unit);
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
      namespace: namespaceOf(members.Namespace),
      metricName: text(members.MetricName, 'MetricName'),
      dimensions: exactDimensions(members.Dimensions),
      periodSeconds,
      ...(unit === undefined ? {} : { unit }),
    },
    unitOf: (metric: string) => unitOf(metric) ?? endpointUnitOf(metric) ?? 'None',
  };
}
