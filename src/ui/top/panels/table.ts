// One table: plots at the left, words at the right, tabs below.

import type { TableSample } from '../../../core/index.js';
import { explainThrottle, type UnitPrices } from '../explain.js';
import { bytes, compact, duration, figure, grouped, milliseconds, percent } from '../format.js';
import { type Rect, tableLayout } from '../layout.js';
import { boxed, fitLine, type Line, lineOf, type Span, span, wrapText } from '../line.js';
import { displayName } from '../order.js';
import { plot, type Series } from '../plot.js';
import type { State, TableTab } from '../state.js';
import { type Point, type Trail, utilisation } from '../trail.js';

const TAB_KEYS: readonly (readonly [string, TableTab])[] = [
  ['1', 'throughput'],
  ['2', 'latency'],
  ['3', 'partitions'],
  ['4', 'schema'],
  ['5', 'settings'],
  ['9', 'events'],
];

export function tabLine(tab: TableTab, width: number): Line {
  const spans = TAB_KEYS.flatMap(([key, name]): Span[] => [
    span(' '),
    span(key, 'key'),
    name === tab ? span(`[${name}]`, 'strong') : span(` ${name} `, 'idle'),
  ]);
  return fitLine(spans, width);
}

export function tableSummary(table: TableSample): Span[] {
  const limits = `${table.readLimit === undefined ? '-' : grouped(table.readLimit)} RCU / ${table.writeLimit === undefined ? '-' : grouped(table.writeLimit)} WCU`;
  const mode = { 'on-demand': 'on-demand, up to', provisioned: 'provisioned', auto: 'auto scaled, now' }[table.mode];
  const active = table.status === 'ACTIVE';
  return [
    span(displayName(table), 'strong'),
    span(` · ${mode} ${limits} · `, 'plain'),
    span(table.status, active ? 'well' : 'changing'),
    span(` · ${table.region}`, 'plain'),
    span(` · PITR ${table.pitr.enabled ? 'on' : 'off'}`, table.pitr.enabled ? 'plain' : 'near'),
    span(` · TTL ${table.ttl ? 'on' : 'off'} · ${bytes(table.sizeBytes)}`, 'plain'),
  ];
}

/** The smallest window that holds the trail. */
function windowFor(trail: Trail, nowMs: number): number {
  const first = trail[0]?.atMs ?? nowMs;
  for (const minutes of [2, 5, 15, 60, 180]) if (nowMs - first <= minutes * 60_000) return minutes * 60_000;
  return 24 * 3_600_000;
}

interface PlotContext {
  readonly state: State;
  readonly trail: Trail;
  readonly windowMs: number;
}

function seriesOf(
  trail: Trail,
  name: string,
  tone: Series['tone'],
  pick: (point: Point) => number | undefined,
): Series {
  return { name, tone, points: trail.map((point) => ({ atMs: point.atMs, value: pick(point) })) };
}

function plotBox(
  context: PlotContext,
  rect: Rect,
  what: { title: string; series: Series[]; limit?: number | undefined; label?: (value: number) => string },
): Line[] {
  const { state, windowMs } = context;
  const lines = plot({
    width: rect.width - 2,
    height: rect.height - 2,
    glyphs: state.glyphs,
    nowMs: state.sample?.atMs ?? state.nowMs,
    windowMs,
    periodMs: Math.max(1_000, (state.sample?.periodSeconds ?? 1) * 1_000),
    series: what.series,
    limit: what.limit,
    ...(what.label === undefined ? {} : { label: what.label }),
  });
  return boxed(what.title, lines, rect, `last ${duration(windowMs)} · now`);
}

function unitsBox(context: PlotContext, table: TableSample, direction: 'read' | 'write', rect: Rect): Line[] {
  const read = direction === 'read';
  const limit = read ? table.readLimit : table.writeLimit;
  const units = read ? table.readUnits : table.writeUnits;
  const refused = read ? table.throttledReads : table.throttledWrites;
  const used = utilisation(units, limit);
  const parts = [`${direction} units/s`, `now ${compact(units)}`];
  if (limit !== undefined) parts.push(`limit ${grouped(limit)}`, percent(used));
  if (refused > 0) parts.push(`${figure(refused)} refused/s`);
  const series = seriesOf(context.trail, direction, refused > 0 ? 'bad' : 'first', (point) =>
    read ? point.readUnits : point.writeUnits,
  );
  return plotBox(context, rect, { title: parts.join(' · '), series: [series], limit });
}

function latencyBox(context: PlotContext, table: TableSample, rect: Rect): Line[] {
  const { p50, p90, p99 } = table.latency;
  const { trail } = context;
  return plotBox(context, rect, {
    title: `latency ms · p50 ${milliseconds(p50)} · p90 ${milliseconds(p90)} · p99 ${milliseconds(p99)}`,
    series: [
      seriesOf(trail, 'p99', 'third', (point) => point.p99),
      seriesOf(trail, 'p90', 'second', (point) => point.p90),
      seriesOf(trail, 'p50', 'first', (point) => point.p50),
    ],
    label: milliseconds,
  });
}

/** Two blocks of lines of equal height beside one another. */
function beside(left: readonly Line[], right: readonly Line[]): Line[] {
  return left.map((line, row) => [...line, ...(right[row] ?? [])]);
}

function wordsBox(title: string, sentences: readonly { text: string; tone: Span['tone'] }[], rect: Rect): Line[] {
  const lines = sentences.flatMap((sentence) =>
    wrapText(sentence.text, rect.width - 3, '  ').map((text) => lineOf(` ${text}`, sentence.tone)),
  );
  return boxed(title, lines, rect);
}

/** The body of the tabs that draw: throughput, latency, partitions. Exactly the rows between header and tabs. */
export function tableBody(
  state: State,
  table: TableSample,
  tab: TableTab,
  prices: UnitPrices | undefined,
): readonly Line[] {
  const trail = state.trails.get(table.key) ?? [];
  const context: PlotContext = { state, trail, windowMs: windowFor(trail, state.sample?.atMs ?? state.nowMs) };
  if (tab === 'latency') {
    const { plots, why } = tableLayout(state.columns, state.rows, 1);
    const rect = plots[0] as Rect;
    return beside(latencyBox(context, table, rect), wordsBox('by operation', latencyWords(table), why));
  }
  if (tab === 'partitions') return partitionBody(state, table);
  const readsFirst = table.throttledReads > table.throttledWrites;
  const { plots, why } = tableLayout(state.columns, state.rows, 3);
  const order: ('read' | 'write')[] = readsFirst ? ['read', 'write'] : ['write', 'read'];
  const left = plots.flatMap((rect, index) => {
    if (index === plots.length - 1 && plots.length > 1) return latencyBox(context, table, rect);
    return unitsBox(context, table, order[index] ?? 'write', rect);
  });
  const throttled = table.throttledReads + table.throttledWrites > 0;
  const title = throttled ? 'why is it throttled?' : 'is it well?';
  return beside(left, wordsBox(title, explainThrottle(table, trail, prices), why));
}

function latencyWords(table: TableSample): { text: string; tone: Span['tone'] }[] {
  const cells = (name: string, values: readonly string[]) =>
    name.padEnd(7) + values.map((value) => value.padStart(8)).join('');
  const row = (name: string, { p50, p90, p99 }: TableSample['latency']) =>
    cells(name, [milliseconds(p50), milliseconds(p90), milliseconds(p99)]);
  return [
    { text: cells('ms', ['p50', 'p90', 'p99']), tone: 'idle' },
    { text: row('all', table.latency), tone: 'strong' },
    { text: row('reads', table.readLatency), tone: 'plain' },
    { text: row('writes', table.writeLatency), tone: 'plain' },
    { text: '', tone: 'plain' },
    { text: 'Over the last period, measured by the service: the way to the client is not in it.', tone: 'idle' },
    { text: 'Lines from top to bottom: p99, p90, p50.', tone: 'idle' },
  ];
}

function partitionBody(state: State, table: TableSample): readonly Line[] {
  const { why } = tableLayout(state.columns, state.rows, 1);
  const hot = table.throttleCauses.partition ?? 0;
  const sentences: { text: string; tone: Span['tone'] }[] = [
    { text: 'Units by partition are not known: Keyspaces publishes no figure for a single partition.', tone: 'plain' },
    hot > 0
      ? {
          text: `${figure(hot)} requests/s were refused because one partition was over its own limit: there is a hot key.`,
          tone: 'bad',
        }
      : { text: 'No request was refused for a single partition in the last period.', tone: 'well' },
    { text: 'A partition serves at most 3,000 RCU/s and 1,000 WCU/s.', tone: 'idle' },
  ];
  return wordsBox('partitions', sentences, { ...why, x: 0, width: state.columns });
}
