// Streams as the catalog knows them: the one of a table whose change data capture is on, and those that were switched off
// less than a day ago.

import { type CdcRecord, type CdcStatus, stateAt, type TableRecord } from '../catalog/records.js';
import { parseArn, streamArn } from '../control/arn.js';
import { notFound } from '../control/errors.js';
import { limits } from '../limits.js';
import type { StreamsContext } from './streams.js';

export interface Stream {
  readonly arn: string;
  readonly label: string;
  readonly table: TableRecord;
  readonly cdc: CdcRecord;
  readonly status: CdcStatus;
  /** History from here on, microseconds. */
  readonly fromMicros: bigint;
  /** History before this; undefined while changes are still captured. */
  readonly toMicros: bigint | undefined;
  /** Its shards one set after the other: each splits or merges those before it. Oldest first, without what cannot be read any more. */
  readonly generations: readonly Generation[];
}

/** Shards that were there together: equal parts of the token ring, a power of two. */
export interface Generation {
  readonly fromMicros: bigint;
  readonly toMicros: bigint | undefined;
  readonly shards: number;
  /** What it came from; its shards are the parents. Undefined for the first. */
  readonly before: Pick<Generation, 'fromMicros' | 'shards'> | undefined;
}

/** Sorted by ARN. */
export function allStreams(context: StreamsContext): Stream[] {
  const tables = context.catalog.tables();
  const found = tables.flatMap((table) => streamsOf(context, table));
  return found.sort((a, b) => (a.arn < b.arn ? -1 : 1));
}

function streamsOf(context: StreamsContext, table: TableRecord): Stream[] {
  const nowMs = context.clock.wallMs();
  const records = table.cdc === undefined ? [] : [...(table.pastStreams ?? []), table.cdc];
  return records
    .filter((cdc) => cdc.disabledAtMs === undefined || nowMs < cdc.disabledAtMs + limits.streamKeptMs)
    .map((cdc) => ({
      arn: streamArn(context.owner, table.keyspace, table.name, cdc.streamLabel),
      label: cdc.streamLabel,
      table,
      cdc,
      status: stateAt(cdc.status, nowMs),
      fromMicros: BigInt(cdc.fromMicros ?? 0),
      toMicros: cdc.toMicros === undefined ? undefined : BigInt(cdc.toMicros),
      generations: generationsOf(cdc, BigInt(nowMs - limits.streamKeptMs) * 1000n),
    }));
}

function generationsOf(cdc: CdcRecord, keptMicros: bigint): Generation[] {
  const begins = [
    { fromMicros: BigInt(cdc.fromMicros ?? 0), shards: limits.streamShards },
    ...(cdc.reshardings ?? []).map(({ fromMicros, shards }) => ({ fromMicros: BigInt(fromMicros), shards })),
  ];
  const end = cdc.toMicros === undefined ? undefined : BigInt(cdc.toMicros);
  return begins
    .map((begin, index) => ({
      ...begin,
      toMicros: begins[index + 1]?.fromMicros ?? end,
      before: begins[index - 1],
    }))
    .filter(({ toMicros }, index) => index === begins.length - 1 || (toMicros ?? 0n) > keptMicros);
}

/** Throws a ValidationException for what is no stream's ARN, a ResourceNotFoundException for a stream that is not there. */
export function findStream(context: StreamsContext, arn: string): Stream {
  const resource = parseArn(context.owner, arn);
  if (resource.kind !== 'stream') throw notFound(`${arn} is not the ARN of a stream`);
  const table = context.catalog.tableRecord(resource.keyspace, resource.table);
  const found = table && streamsOf(context, table).find((stream) => stream.label === resource.label);
  if (found === undefined) throw notFound(`Stream ${arn} does not exist`);
  context.about(found);
  return found;
}

/** The oldest microsecond that can still be read. */
export function horizonOf(context: StreamsContext, stream: Stream): bigint {
  const kept = context.clock.wallMicros() - BigInt(limits.streamKeptMs) * 1000n;
  return kept > stream.fromMicros ? kept : stream.fromMicros;
}
