// The stream that feeds `ks top` and `--fail-on`: every table of every place with its figures and their age. Places that
// measure by the second are asked each round; CloudWatch once a minute, in one batch a place.

import { across } from '../lib/across.js';
import { isKsError, KsError } from '../model/errors.js';
import type { FleetEvent, FleetSample, TableDetail, TableSample } from '../model/fleet-sample.js';
import type { Fleet, Place } from '../ports/fleet.js';
import type { LiveTable } from '../ports/metrics-source.js';
import { AuditEvents } from './audit-events.js';
import { cloudFigures } from './cloud-figures.js';
import { describeTableAt } from './describe-table.js';
import { type KnownTable, knownTables } from './known-tables.js';
import { failureOf } from './one-place.js';
import { tableSample } from './table-sample.js';

export interface SampleInput {
  readonly intervalMs: number;
  /** Ends the stream; the fleet's own signal does too. */
  readonly signal?: AbortSignal;
}

interface PlaceMemory {
  tables: readonly KnownTable[];
  tablesAtMs: number;
  figures: ReadonlyMap<string, LiveTable>;
  figuresAtMs: number;
}

const describeEveryMs = { live: 2_000, cloud: 60_000 };
const cloudEveryMs = 60_000;
const placesAtOnce = 8;

export const tableKey = (place: Place, keyspace: string, table: string): string => `${place.name}/${keyspace}.${table}`;

export async function* sampleFleet(fleet: Fleet, input: SampleInput): AsyncIterable<FleetSample> {
  const memories = new Map<string, PlaceMemory>();
  let before: readonly TableSample[] | undefined;
  const changes = new AuditEvents(fleet);
  const ended = () => input.signal?.aborted === true || fleet.signal.aborted;
  while (!ended()) {
    const outcomes = await across(fleet.places, placesAtOnce, (place) => samplePlace(fleet, place, memories));
    const tables = outcomes.flatMap((outcome) => (outcome.kind === 'done' ? outcome.value : []));
    const failures = outcomes.flatMap((outcome) =>
      outcome.kind === 'failed' ? [failureOf(outcome.item.name, outcome.error)] : [],
    );
    const changed = await changes.news();
    const atMs = fleet.clock.wallMs();
    yield {
      target: fleet.target.name,
      targetKind: fleet.target.kind,
      ...(fleet.target.colour !== undefined && { targetColour: fleet.target.colour }),
      readOnly: fleet.target.readOnly,
      regions: [...new Set(fleet.places.map((place) => place.region))],
      tables,
      events: [...changed, ...(before === undefined ? [] : eventsBetween(before, tables, atMs))],
      failures,
      ...(fleet.faults !== undefined && { faults: fleet.faults() }),
      atMs,
      periodSeconds: fleet.places.some((place) => place.metrics.live === undefined) ? 60 : 1,
    };
    before = tables;
    if (ended()) return;
    await fleet.clock.sleep(input.intervalMs, input.signal ?? fleet.signal);
  }
}

async function samplePlace(
  fleet: Fleet,
  place: Place,
  memories: Map<string, PlaceMemory>,
): Promise<readonly TableSample[]> {
  const nowMs = fleet.clock.wallMs();
  const memory = memories.get(place.name) ?? { tables: [], tablesAtMs: 0, figures: new Map(), figuresAtMs: 0 };
  memories.set(place.name, memory);
  const live = place.metrics.live?.bind(place.metrics);
  if (nowMs - memory.tablesAtMs >= describeEveryMs[live === undefined ? 'cloud' : 'live']) {
    memory.tables = await knownTables(place);
    memory.tablesAtMs = nowMs;
  }
  if (live !== undefined) {
    const figures = await live();
    memory.figures = new Map(figures.map((figure) => [`${figure.keyspace}.${figure.table}`, figure]));
    memory.figuresAtMs = nowMs;
  } else if (nowMs - memory.figuresAtMs >= cloudEveryMs) {
    memory.figures = await cloudFigures(place, memory.tables, nowMs);
    memory.figuresAtMs = nowMs;
  }
  return Promise.all(
    memory.tables.map(async (known) => {
      const { keyspaceName, tableName } = known.description;
      const figure = memory.figures.get(`${keyspaceName}.${tableName}`);
      const size = await place.metrics.size?.(keyspaceName, tableName);
      // where every second is measured, a table without a figure was idle just now
      const measuredMs = figure?.atMs ?? memory.figuresAtMs;
      const basis = { place, known, figure, size, measuredMs, live: live !== undefined };
      return tableSample(tableKey(place, keyspaceName, tableName), basis);
    }),
  );
}

/** State changes, new and gone tables, and throttling that began or ended. */
export function eventsBetween(
  before: readonly TableSample[],
  after: readonly TableSample[],
  atMs: number,
): readonly FleetEvent[] {
  const events: FleetEvent[] = [];
  const old = new Map(before.map((table) => [table.key, table]));
  for (const table of after) {
    const name = `${table.keyspace}.${table.table}`;
    const was = old.get(table.key);
    old.delete(table.key);
    if (was === undefined) events.push({ atMs, kind: 'state', table: name, text: `${name} appeared: ${table.status}` });
    else if (was.status !== table.status) {
      events.push({ atMs, kind: 'state', table: name, text: `${name} ${was.status} → ${table.status}` });
    }
    for (const [direction, field] of [
      ['read', 'throttledReads'],
      ['write', 'throttledWrites'],
    ] as const) {
      const [then, now] = [was?.[field] ?? 0, table[field]];
      if (then === 0 && now > 0) {
        const cause = Object.entries(table.throttleCauses).sort((a, b) => b[1] - a[1])[0]?.[0];
        const why = cause === undefined ? '' : ` (${cause} limit)`;
        events.push({ atMs, kind: 'throttle', table: name, text: `${name} ${direction} throttles began${why}` });
      } else if (then > 0 && now === 0) {
        events.push({ atMs, kind: 'throttle', table: name, text: `${name} ${direction} throttles ended` });
      }
    }
    if ((was?.errors ?? 0) === 0 && table.errors > 0) {
      events.push({ atMs, kind: 'error', table: name, text: `${name} errors began` });
    }
  }
  for (const gone of old.values()) {
    const name = `${gone.keyspace}.${gone.table}`;
    events.push({ atMs, kind: 'state', table: name, text: `${name} is gone` });
  }
  return events;
}

/** What the table view of `ks top` asks for, by the key of a sample. */
export async function tableDetail(fleet: Fleet, key: string): Promise<TableDetail> {
  const place = fleet.places.find((each) => key.startsWith(`${each.name}/`));
  const [keyspace, table] = place === undefined ? [] : key.slice(place.name.length + 1).split('.');
  if (place === undefined || keyspace === undefined || table === undefined) {
    throw new KsError({ code: 'TABLE_KEY', kind: 'not-found', message: `No table has the key ${key}.` });
  }
  const described = await describeTableAt(place, keyspace, table);
  const scaling = described.autoScalingSpecification;
  const settings: (readonly [string, string])[] = [
    ['status', described.status],
    ['arn', described.resourceArn],
    ['created', described.creationTimestamp ?? '-'],
    ['capacity', described.capacitySpecification?.throughputMode ?? '-'],
    ['auto scaling', scaling === undefined ? 'off' : 'on'],
    ['point-in-time recovery', described.pointInTimeRecovery?.status ?? 'DISABLED'],
    ['earliest restore', described.pointInTimeRecovery?.earliestRestorableTimestamp ?? '-'],
    ['ttl', described.ttl?.status ?? 'DISABLED'],
    ['default time to live', `${described.defaultTimeToLive ?? 0} s`],
    ['client-side timestamps', described.clientSideTimestamps?.status ?? 'DISABLED'],
    ['encryption', described.encryptionSpecification?.type ?? '-'],
    ['stream', described.latestStreamArn ?? 'off'],
  ];
  return {
    key,
    schemaCql: described.cql,
    tags: Object.fromEntries(described.tags.map((tag) => [tag.key, tag.value])),
    settings,
  };
}

/** A place that is not reachable at the first look is worth a clear word before a screen opens. */
export async function firstSample(fleet: Fleet): Promise<FleetSample> {
  for await (const sample of sampleFleet(fleet, { intervalMs: 0 })) {
    const failure = sample.failures[0];
    if (failure !== undefined && sample.failures.length === fleet.places.length) {
      throw new KsError({
        code: 'UNREACHABLE',
        kind: 'unreachable',
        message: `${failure.place} cannot be asked: ${failure.reason}`,
        next: ['ks info'],
      });
    }
    return sample;
  }
  const error = new KsError({ code: 'INTERRUPTED', kind: 'interrupted', message: 'Stopped before the first sample.' });
  throw isKsError(fleet.signal.reason) ? fleet.signal.reason : error;
}
