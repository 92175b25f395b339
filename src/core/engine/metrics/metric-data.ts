// GetMetricData [data-plane facts 5.4]: many series in one answer, in pages of a number of data points. A token says where the
// next page begins by query and time, so that figures which arrive meanwhile move nothing.

import { CloudWatchError, type MetricQueryInput, metricDataInput } from './cloudwatch-input.js';
import type { SeriesOfValues } from './expression.js';
import { labelOf } from './labels.js';
import { type RegionSamples, valuesOf } from './metric-values.js';

/** One result before paging: values in the order that was asked for. */
interface Result {
  readonly id: string;
  readonly label: string;
  readonly points: readonly (readonly [number, number])[];
}

/** The result that a page begins in, and the time of the last point before it. */
interface Position {
  readonly result: number;
  readonly afterSeconds: number | undefined;
}

type Wanted = ReturnType<typeof metricDataInput>;

export function getMetricData(store: RegionSamples, input: unknown): Record<string, unknown> {
  const wanted = metricDataInput(input);
  const start = readToken(wanted.token);
  const values = valuesOf(store, [wanted.queries], wanted)[0]!;
  const results = wanted.queries
    .filter(({ returnData }) => returnData)
    .flatMap((query) => (values.get(query.id) ?? []).map((series) => resultOf(query, series, wanted)));
  let left = wanted.maxDatapoints;
  let next: Position | undefined;
  const shown = results.map((result, index) => {
    const owed = index < start.result ? [] : owedOf(result, index === start.result ? start : undefined, wanted);
    const given = owed.slice(0, left);
    left -= given.length;
    const complete = given.length === owed.length;
    if (!complete && next === undefined) next = { result: index, afterSeconds: given.at(-1)?.[0] };
    return {
      Id: result.id,
      Label: result.label,
      Timestamps: given.map(([atSeconds]) => atSeconds),
      Values: given.map(([, value]) => value),
      StatusCode: complete ? 'Complete' : 'PartialData',
    };
  });
  return { MetricDataResults: shown, ...(next === undefined ? {} : { NextToken: writeToken(next) }), Messages: [] };
}

function resultOf(query: MetricQueryInput, series: SeriesOfValues, { ascending, timezone }: Wanted): Result {
  const { id, label, source } = query;
  const points = [...series.values];
  const plain = source.kind === 'stat' ? source.stat.metricName : id;
  const properties = new Map<string, string>();
  if (source.kind === 'stat') {
    const { metricName, namespace, periodSeconds, statistic, dimensions } = source.stat;
    properties.set('MetricName', metricName).set('Namespace', namespace);
    properties.set('Period', String(periodSeconds)).set('Stat', statistic);
    for (const [name, value] of Object.entries(dimensions)) properties.set(`Dim.${name}`, value);
  }
  return {
    id,
    label: label === undefined ? plain : labelOf(label, { plain, properties, points, timezone }),
    points: ascending ? points : points.reverse(),
  };
}

function owedOf({ points }: Result, start: Position | undefined, { ascending }: Wanted): Result['points'] {
  const after = start?.afterSeconds;
  if (after === undefined) return points;
  return points.filter(([atSeconds]) => (ascending ? atSeconds > after : atSeconds < after));
}

const writeToken = ({ result, afterSeconds }: Position): string =>
  Buffer.from(`data:${result}:${afterSeconds ?? ''}`).toString('base64url');

function readToken(token: string | undefined): Position {
  if (token === undefined) return { result: 0, afterSeconds: undefined };
  const [, result, after] =
    /^data:(\d{1,4}):(\d{0,12})$/.exec(Buffer.from(token, 'base64url').toString('latin1')) ?? [];
  if (result === undefined) throw new CloudWatchError('InvalidNextToken', 'The token is not one that was given out.');
  return { result: Number(result), afterSeconds: after === '' ? undefined : Number(after) };
}
