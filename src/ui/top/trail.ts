// The short memory behind sparklines and plots: for each table the points of the last minutes, bounded for the whole fleet.

import type { FleetSample, TableSample } from '../../core/index.js';

export interface Point {
  readonly atMs: number;
  readonly readUnits: number | undefined;
  readonly writeUnits: number | undefined;
  readonly readLimit: number | undefined;
  readonly writeLimit: number | undefined;
  readonly throttledReads: number;
  readonly throttledWrites: number;
  readonly errors: number;
  readonly p50: number | undefined;
  readonly p90: number | undefined;
  readonly p99: number | undefined;
}

export type Trail = readonly Point[];

/** 15 minutes at one sample a second; fewer for a large fleet, so that all trails together stay under 100,000 points. */
function trailPointsMax(tables: number): number {
  return Math.min(900, Math.max(60, Math.floor(100_000 / Math.max(1, tables))));
}

export function pointOf(table: TableSample): Point {
  return {
    atMs: table.atMs,
    readUnits: table.readUnits,
    writeUnits: table.writeUnits,
    readLimit: table.readLimit,
    writeLimit: table.writeLimit,
    throttledReads: table.throttledReads,
    throttledWrites: table.throttledWrites,
    errors: table.errors,
    p50: table.latency.p50,
    p90: table.latency.p90,
    p99: table.latency.p99,
  };
}

/** A table whose figures are not newer than its last point adds none; a table that is gone loses its trail. */
export function extendTrails(trails: ReadonlyMap<string, Trail>, sample: FleetSample): ReadonlyMap<string, Trail> {
  const most = trailPointsMax(sample.tables.length);
  const next = new Map<string, Trail>();
  for (const table of sample.tables) {
    const trail = trails.get(table.key) ?? [];
    const last = trail.at(-1);
    if (last !== undefined && last.atMs >= table.atMs) next.set(table.key, trail);
    else next.set(table.key, [...trail.slice(-(most - 1)), pointOf(table)]);
  }
  return next;
}

/** The mean of `figure` over the newest `count` points; undefined where none is known. */
export function recentMean(
  trail: Trail,
  count: number,
  figure: (point: Point) => number | undefined,
): number | undefined {
  let sum = 0;
  let known = 0;
  for (const point of trail.slice(-count)) {
    const value = figure(point);
    if (value === undefined) continue;
    sum += value;
    known++;
  }
  return known === 0 ? undefined : sum / known;
}

/** Used share of the limit: 0 to above 1; undefined when either is not known. */
export function utilisation(units: number | undefined, limit: number | undefined): number | undefined {
  return units === undefined || limit === undefined || limit <= 0 ? undefined : units / limit;
}
