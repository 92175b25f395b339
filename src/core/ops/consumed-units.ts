// What a table uses of late, out of CloudWatch's minutes: capacity and auto scaling show it beside what is provisioned.

import type { Place } from '../ports/fleet.js';

/** Units per second over the last whole minute with traffic; undefined without any in a quarter of an hour. */
export interface ConsumedUnits {
  readonly read: number | undefined;
  readonly write: number | undefined;
}

const windowMs = 15 * 60_000;
const periodSeconds = 60;

export async function consumedUnits(
  place: Pick<Place, 'metrics'>,
  { keyspace, name }: { readonly keyspace: string; readonly name: string },
  nowMs: number,
): Promise<ConsumedUnits> {
  const dimensions = { Keyspace: keyspace, TableName: name };
  // the running minute is not whole yet
  const endMs = Math.floor(nowMs / 60_000) * 60_000;
  const series = await place.metrics.query(
    ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits'].map((metric) => ({
      metric,
      dimensions,
      statistic: 'Sum',
    })),
    { startMs: endMs - windowMs, endMs, periodSeconds },
  );
  const rate = (index: number): number | undefined => {
    const last = series[index]?.points.at(-1);
    return last === undefined ? undefined : last.value / periodSeconds;
  };
  return { read: rate(0), write: rate(1) };
}
