// CloudWatch alarms: what is there, what a table should have [facts/data-plane 5.3], and making those.

import type { AlarmDescription, AlarmMetricQuery, AlarmRequest } from '../model/alarm-shapes.js';
import { KsError } from '../model/errors.js';
import { parseQualifiedName, qualified } from '../model/names.js';
import type { AlarmBook } from '../ports/account.js';
import type { Fleet, Place } from '../ports/fleet.js';
import { assertWritable, type DryRun, dryRunOf, everyPlace, type Gathered, onePlace } from './one-place.js';

export interface ListedAlarm extends AlarmDescription {
  readonly place: string;
  /** `shop.orders`, when the alarm is about one table. */
  readonly table?: string;
}
export interface ListAlarmsInput {
  readonly name?: string;
  readonly state?: string;
}

/** Those about Keyspaces: an account has others. */
export function listAlarms(fleet: Fleet, input: ListAlarmsInput = {}): Promise<Gathered<ListedAlarm>> {
  const wanted = input.name === undefined ? undefined : parseQualifiedName(input.name);
  const name = wanted && qualified(wanted.keyspace, wanted.name);
  return everyPlace(fleet, async (place) => {
    const alarms = await bookOf(place).list();
    return alarms
      .filter((alarm) => metricsOf(alarm).some((metric) => metric.namespace === namespace))
      .map((alarm): ListedAlarm => {
        const table = tableOf(alarm);
        return { place: place.name, ...(table !== undefined && { table }), ...alarm };
      })
      .filter((alarm) => name === undefined || alarm.table === name)
      .filter((alarm) => input.state === undefined || alarm.StateValue === input.state);
  });
}

export interface AlarmChoices {
  readonly name: string;
  /** Highest average latency in milliseconds that is well. */
  readonly latencyMs: number;
  /** User errors in a minute that are too many. */
  readonly userErrors: number;
  /** Percent of provisioned units. */
  readonly utilization: number;
  /** ARNs that alarms call. */
  readonly actions: readonly string[];
}
export interface RecommendedAlarm {
  readonly request: AlarmRequest;
  /** `missing`, or there under its name. */
  readonly status: 'missing' | 'there';
}
export interface AlarmsOf {
  readonly name: string;
  readonly alarms: readonly RecommendedAlarm[];
}

export async function recommendAlarms(fleet: Fleet, input: AlarmChoices): Promise<AlarmsOf> {
  const place = onePlace(fleet);
  const known = new Set((await bookOf(place).list()).map((alarm) => alarm.AlarmName));
  const requests = await requestsFor(place, input);
  return {
    name: input.name,
    alarms: requests.map((request) => ({ request, status: known.has(request.AlarmName) ? 'there' : 'missing' })),
  };
}

export interface AppliedAlarms {
  readonly name: string;
  readonly created: readonly string[];
  /** There before: replaced, with their state kept. */
  readonly updated: readonly string[];
}

export async function applyAlarms(
  fleet: Fleet,
  input: AlarmChoices & { readonly dryRun?: boolean },
): Promise<AppliedAlarms | DryRun> {
  assertWritable(fleet);
  const place = onePlace(fleet);
  const { alarms } = await recommendAlarms(fleet, input);
  if (input.dryRun === true)
    return dryRunOf(...alarms.map(({ request }) => ({ operation: 'PutMetricAlarm', input: request })));
  for (const [index, { request }] of alarms.entries()) {
    fleet.report(`${index + 1} of ${alarms.length}: ${request.AlarmName}`);
    await bookOf(place).put(request);
  }
  const named = (status: RecommendedAlarm['status']) =>
    alarms.filter((alarm) => alarm.status === status).map(({ request }) => request.AlarmName);
  return { name: input.name, created: named('missing'), updated: named('there') };
}

const namespace = 'AWS/Cassandra';

function bookOf(place: Place): AlarmBook {
  if (place.alarms !== undefined) return place.alarms;
  throw new KsError({ code: 'NO_ALARMS', kind: 'refused', message: `${place.name} has no alarms.` });
}

interface Watched {
  readonly namespace: string | undefined;
  readonly dimensions: readonly { readonly Name: string; readonly Value: string }[];
}

function metricsOf(alarm: AlarmDescription): readonly Watched[] {
  const queries = (alarm.Metrics ?? []).flatMap(({ MetricStat }) => MetricStat?.Metric ?? []);
  const own = alarm.MetricName === undefined ? [] : [alarm];
  return [...own, ...queries].map((metric) => ({ namespace: metric.Namespace, dimensions: metric.Dimensions ?? [] }));
}

function tableOf(alarm: AlarmDescription): string | undefined {
  const names = new Set(
    metricsOf(alarm).map(({ dimensions }) => {
      const value = (name: string) => dimensions.find(({ Name }) => Name === name)?.Value;
      const [keyspace, table] = [value('Keyspace'), value('TableName')];
      return keyspace === undefined || table === undefined ? '' : qualified(keyspace, table);
    }),
  );
  const [only] = names;
  return names.size === 1 && only !== '' ? only : undefined;
}

const operations = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
const writes = operations.slice(1);

async function requestsFor(place: Place, choices: AlarmChoices): Promise<readonly AlarmRequest[]> {
  const { keyspace, name } = parseQualifiedName(choices.name);
  const table = await place.control.tables.get(keyspace, name);
  const make = alarmMaker(keyspace, name, choices.actions);
  const latency = (operation: string): AlarmRequest =>
    make(`${operation.toLowerCase()}-latency`, {
      says: `Average latency of ${operation} is above ${choices.latencyMs} ms`,
      metrics: [query('m1', 'SuccessfulRequestLatency', 'Average', { operation, shown: true })],
      threshold: choices.latencyMs,
      of: 5,
      least: 5,
    });
  const requests = [
    make('system-errors', {
      says: 'The service fails requests',
      metrics: summed('SystemErrors', operations),
      threshold: 10,
      of: 5,
      least: 5,
    }),
    make('user-errors', {
      says: 'Requests are refused as invalid',
      metrics: summed('UserErrors', operations),
      threshold: choices.userErrors,
      of: 5,
      least: 3,
    }),
    throttled('read-throttles', 'Reads are throttled', summed('ReadThrottleEvents', ['SELECT'])),
    throttled('write-throttles', 'Writes are throttled', summed('WriteThrottleEvents', writes)),
    throttled(
      'hot-partition',
      'A storage partition is over its limit: some keys are used much more than others',
      summed('StoragePartitionThroughputCapacityExceeded', operations),
    ),
    throttled(
      'connection-rate',
      'A connection sends more than its rate: the client needs more connections',
      summed('PerConnectionRequestRateExceeded', operations),
    ),
    latency('SELECT'),
    latency('INSERT'),
  ];
  if (table.capacitySpecification?.throughputMode !== 'PROVISIONED') return requests;
  return [...requests, used('Read'), used('Write')];

  function throttled(id: string, says: string, metrics: readonly AlarmMetricQuery[]): AlarmRequest {
    return make(id, { says, metrics, threshold: 0, of: 5, least: 3 });
  }
  /** Fifteen minutes, by periods of five: provisioned units are reported so often. */
  function used(direction: 'Read' | 'Write'): AlarmRequest {
    const period = 300;
    return make(`${direction.toLowerCase()}-utilization`, {
      says: `${direction}s use more than ${choices.utilization} % of what is provisioned`,
      metrics: [
        query('m1', `Consumed${direction}CapacityUnits`, 'Sum', { period }),
        query('m2', `Provisioned${direction}CapacityUnits`, 'Average', { period }),
        { Id: 'e1', Expression: '100 * (m1 / PERIOD(m1)) / m2', Label: 'Utilization', ReturnData: true },
      ],
      threshold: choices.utilization,
      of: 3,
      least: 3,
    });
  }
}

interface Query {
  readonly operation?: string;
  readonly period?: number;
  /** Its values are what is judged. */
  readonly shown?: boolean;
}

/** Dimensions of the table are put in by alarmMaker. */
function query(
  id: string,
  metric: string,
  statistic: string,
  { operation, period = 60, shown }: Query,
): AlarmMetricQuery {
  return {
    Id: id,
    ReturnData: shown ?? false,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: metric,
        Dimensions: operation === undefined ? [] : [{ Name: 'Operation', Value: operation }],
      },
      Period: period,
      Stat: statistic,
    },
  };
}

/** A metric's sum over operations: a minute in which one of them had no value counts the others. */
function summed(metric: string, over: readonly string[]): readonly AlarmMetricQuery[] {
  const only = over[0];
  if (over.length === 1 && only !== undefined) return [query('m1', metric, 'Sum', { operation: only, shown: true })];
  const queries = over.map((operation, index) => query(`m${index + 1}`, metric, 'Sum', { operation }));
  const expression = queries.map(({ Id }) => `FILL(${Id}, 0)`).join(' + ');
  return [...queries, { Id: 'e1', Expression: expression, Label: metric, ReturnData: true }];
}

interface Wanted {
  readonly says: string;
  readonly metrics: readonly AlarmMetricQuery[];
  readonly threshold: number;
  /** `least` of the last `of` periods. */
  readonly of: number;
  readonly least: number;
}

function alarmMaker(keyspace: string, table: string, actions: readonly string[]) {
  const dimensions = [
    { Name: 'Keyspace', Value: keyspace },
    { Name: 'TableName', Value: table },
  ];
  return (id: string, wanted: Wanted): AlarmRequest => ({
    AlarmName: `ks/${keyspace}.${table}/${id}`,
    AlarmDescription: `${wanted.says} (${keyspace}.${table}). Made by ks alarms apply.`,
    AlarmActions: actions,
    Metrics: wanted.metrics.map((each) =>
      each.MetricStat === undefined ? each : { ...each, MetricStat: withDimensions(each.MetricStat, dimensions) },
    ),
    EvaluationPeriods: wanted.of,
    DatapointsToAlarm: wanted.least,
    Threshold: wanted.threshold,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
  });
}

type MetricStat = NonNullable<AlarmMetricQuery['MetricStat']>;
const withDimensions = (stat: MetricStat, dimensions: MetricStat['Metric']['Dimensions']): MetricStat => ({
  ...stat,
  Metric: { ...stat.Metric, Dimensions: [...dimensions, ...stat.Metric.Dimensions] },
});
