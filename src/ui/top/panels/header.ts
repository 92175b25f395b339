// The two lines at the top that answer "is the fleet well?", and the one line that says where you are in other views.

import type { FleetSample, TableSample } from '../../../core/index.js';
import { age, compact, dollars, milliseconds, timeOfDay } from '../format.js';
import { fitLine, type Line, lineWidth, type Span, span, spread } from '../line.js';
import { sparkline } from '../spark.js';
import type { State } from '../state.js';
import type { Trail } from '../trail.js';

const SPARK_POINTS = 11;

function total(tables: readonly TableSample[], pick: (table: TableSample) => number | undefined): number | undefined {
  let sum: number | undefined;
  for (const table of tables) {
    const value = pick(table);
    if (value !== undefined) sum = (sum ?? 0) + value;
  }
  return sum;
}

/** The fleet's units at each of the last instants, newest last: trails of one fleet grow together. */
function fleetTrail(trails: ReadonlyMap<string, Trail>, pick: 'readUnits' | 'writeUnits'): number[] {
  const sums: number[] = new Array(SPARK_POINTS).fill(0);
  let longest = 0;
  for (const trail of trails.values()) {
    const recent = trail.slice(-SPARK_POINTS);
    longest = Math.max(longest, recent.length);
    recent.forEach((point, index) => {
      const at = SPARK_POINTS - recent.length + index;
      sums[at] = (sums[at] ?? 0) + (point[pick] ?? 0);
    });
  }
  return sums.slice(SPARK_POINTS - longest);
}

function place(sample: FleetSample): string {
  const regions = sample.regions.length > 3 ? `${sample.regions.length} Regions` : sample.regions.join(', ');
  return `${sample.targetKind} · ${regions}`;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

function wellness(state: State, sample: FleetSample): Span[] {
  const throttled = sample.tables.filter((table) => table.throttledReads + table.throttledWrites > 0).length;
  const failing = sample.tables.filter((table) => table.errors > 0).length;
  const lost = sample.tables.filter((table) => table.status === 'INACCESSIBLE_ENCRYPTION_CREDENTIALS').length;
  const changing = sample.tables.filter((table) => table.status !== 'ACTIVE').length - lost;
  const unknown = sample.tables.filter(({ reads, writes }) => reads === undefined || writes === undefined).length;
  const faults = sample.faults?.length ?? 0;
  const parts: Span[] = [];
  if (state.problem !== undefined) parts.push(span(`no new figures: ${state.problem}`, 'bad'));
  if (sample.failures.length > 0) {
    const first = sample.failures[0];
    const more = sample.failures.length > 1 ? ` and ${sample.failures.length - 1} more` : '';
    parts.push(span(`not reached: ${first?.place}${more} (${first?.reason})`, 'bad'));
  }
  if (throttled > 0) parts.push(span(`${throttled} throttled`, 'bad'));
  if (failing > 0) parts.push(span(`${failing} failing`, 'bad'));
  if (lost > 0) parts.push(span(`${lost} inaccessible`, 'bad'));
  if (faults > 0) parts.push(span(`${count(faults, 'fault')} on purpose`, 'bad'));
  if (changing > 0) parts.push(span(`${changing} changing`, 'changing'));
  const trouble = throttled + failing + lost + faults + sample.failures.length;
  if (unknown > 0)
    parts.push(span(unknown === sample.tables.length ? 'figures not known' : `${unknown} not known`, 'near'));
  else if (trouble === 0 && state.problem === undefined) parts.push(span('all well', 'well'));
  return parts.flatMap((part, index) => (index === 0 ? [part] : [span(' · ', 'idle'), part]));
}

/** Clock, pause and age of the figures, at the right end of the first line. */
function moment(state: State, sample: FleetSample): Span[] {
  const old = state.nowMs - sample.atMs;
  const late = old > Math.max(3_000, sample.periodSeconds * 3_000);
  const parts: Span[] = [];
  if (state.paused) parts.push(span('‖ PAUSED', 'near'), span(' · ', 'idle'));
  if (late) parts.push(span(`figures ⧗${age(old)}`, 'near'), span(' · ', 'idle'));
  parts.push(span(`${timeOfDay(state.nowMs)} `, 'plain'));
  return parts;
}

export function fleetHeader(state: State): readonly Line[] {
  const { sample, columns } = state;
  if (sample === undefined) {
    const reason = state.problem === undefined ? 'asking for the first figures …' : `no figures: ${state.problem}`;
    return [
      fitLine([span(' ks top', 'strong'), span(` · ${reason}`, state.problem === undefined ? 'idle' : 'bad')], columns),
      fitLine([], columns),
    ];
  }
  const right: Line = [span(' '), ...wellness(state, sample), span(' · ', 'idle'), ...moment(state, sample)];
  return [spread(placeSpans(state, sample, columns - lineWidth(right)), right, columns), ratesLine(state, sample)];
}

/** Where this is, with the less important words only where there is room for them whole. */
function placeSpans(state: State, sample: FleetSample, room: number): Line {
  const optional: Span[] = [
    span(` ${place(sample)}`, 'plain'),
    ...(state.readOnly || sample.readOnly ? [span(' · read-only', 'near')] : []),
    span(` · ${count(sample.tables.length, 'table')}`, 'idle'),
    span(` · every ${sample.periodSeconds}s`, 'idle'),
  ];
  const shown: Span[] = [span(' ks top', 'strong'), span(' · ', 'idle'), span(`${sample.target} ●`, 'target')];
  let used = lineWidth(shown);
  for (const part of optional) {
    used += lineWidth([part]);
    if (used > room) break;
    shown.push(part);
  }
  return shown;
}

function ratesLine(state: State, sample: FleetSample): Line {
  const { tables } = sample;
  const wide = state.columns >= 100;
  const part = (
    name: string,
    requests: number | undefined,
    units: number | undefined,
    pick: 'readUnits' | 'writeUnits',
  ): Span[] => {
    const points = fleetTrail(state.trails, pick);
    const bars = sparkline(points, SPARK_POINTS, Math.max(1, ...points), state.glyphs);
    const unit = pick === 'readUnits' ? 'RCU' : 'WCU';
    return [
      span(`${name} `, 'idle'),
      span(`${compact(requests)}/s `.padEnd(8), 'strong'),
      span(wide ? `${bars} ` : '', 'first'),
      span(`${unit} `, 'idle'),
      span(`${compact(units)}/s`.padEnd(9)),
    ];
  };
  const reads = part(
    'reads',
    total(tables, (table) => table.reads),
    total(tables, (table) => table.readUnits),
    'readUnits',
  );
  const writes = part(
    'writes',
    total(tables, (table) => table.writes),
    total(tables, (table) => table.writeUnits),
    'writeUnits',
  );
  const cost = total(tables, (table) => table.monthlyCost);
  const tail: Span[] = [
    span('p99 ', 'idle'),
    span(`r ${milliseconds(worst(tables, 'readLatency'))} w ${milliseconds(worst(tables, 'writeLatency'))} ms`),
  ];
  const money = cost === undefined ? [] : [span('  ≈ ', 'idle'), span(`${dollars(cost)}/mo`)];
  return fitLine(
    [span(' '), ...reads, span(wide ? '  ' : ''), ...writes, span(wide ? '  ' : ''), ...tail, ...(wide ? money : [])],
    state.columns,
  );
}

/** The slowest table's percentile: percentiles of different tables cannot be added up. */
function worst(tables: readonly TableSample[], pick: 'readLatency' | 'writeLatency'): number | undefined {
  let highest: number | undefined;
  for (const table of tables) {
    const value = table[pick].p99;
    if (value !== undefined && (highest === undefined || value > highest)) highest = value;
  }
  return highest;
}

/** `iot.telemetry · provisioned 4,000 RCU / 2,000 WCU · ACTIVE · us-east-1 · PITR on · 48 GB`. */
export function placeLine(state: State, what: readonly Span[]): Line {
  const right: Span[] = state.sample === undefined ? [] : moment(state, state.sample);
  return spread([span(' '), ...what], [span(' '), ...right], state.columns);
}
