// The list of all tables: heading and the rows that are on the screen, nothing of the rest.

import type { ActiveRule, TableSample } from '../../../core/index.js';
import { faultText } from '../../text/fault.js';
import type { RowContext } from '../columns.js';
import { parseFilter } from '../filter.js';
import { scaleFor, timeOfDay } from '../format.js';
import { fitLine, type Line, lineOf, padEnd, padStart, type Span, span, spread } from '../line.js';
import { displayName } from '../order.js';
import { cellSpan, GUTTER, type PlacedColumn, placeColumns } from '../place-columns.js';
import type { State } from '../state.js';
import { cursorIndex } from '../visible.js';

export interface FleetRow {
  readonly line: Line;
  readonly selected: boolean;
}

interface ListContext {
  readonly placed: readonly PlacedColumn[];
  readonly scales: Pick<RowContext, 'units' | 'requests' | 'throttles'>;
}

/** Old enough to say so: three periods, and not less than ten seconds. */
function staleness(state: State, table: TableSample): number | undefined {
  const old = state.nowMs - table.atMs;
  return old > Math.max(10_000, (state.sample?.periodSeconds ?? 0) * 3_000) ? old : undefined;
}

function contextOf(state: State): ListContext {
  const tables = state.sample?.tables ?? [];
  return {
    placed: placeColumns(state.columns, {
      stale: tables.some((table) => staleness(state, table) !== undefined),
      longestName: Math.max(0, ...tables.map((table) => displayName(table).length)),
    }),
    scales: {
      units: scaleFor(tables.flatMap((table) => [table.readUnits, table.writeUnits])),
      requests: scaleFor(tables.flatMap((table) => [table.reads, table.writes])),
      throttles: scaleFor(tables.map((table) => table.throttledReads + table.throttledWrites)),
    },
  };
}

/** The first of the faults on purpose with its end, by the engine's clock, and how many more there are. */
function faultSpans(faults: readonly ActiveRule[]): Span[] {
  const [first, ...others] = faults;
  if (first === undefined) return [];
  const end = first.endsAt === undefined ? 'until cleared' : `until ${timeOfDay(Date.parse(first.endsAt))}`;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return [span(` fault: ${faultText(first)}, ${end}${more}`, 'bad')];
}

/** `/iot_` at the left, or the faults that are switched on; order and count at the right. */
export function filterLine(state: State, visible: readonly TableSample[]): Line {
  const left: Span[] = [];
  if (state.prompt?.kind === 'filter')
    left.push(span(' /', 'key'), span(state.prompt.text, 'strong'), span('▌', 'key'));
  else if (state.filter !== '') left.push(span(' /', 'key'), span(state.filter, 'strong'));
  else left.push(...faultSpans(state.sample?.faults ?? []));
  const note = parseFilter(state.filter).note;
  if (note !== undefined) left.push(span(`  ${note}`, 'near'));
  const all = state.sample?.tables.length ?? 0;
  const order = state.sort === undefined ? 'trouble ▼' : `${state.sort.column} ${state.sort.descending ? '▼' : '▲'}`;
  const marks = state.marks.size === 0 ? '' : `${state.marks.size} marked  `;
  const counted = visible.length === all ? `${all}` : `${visible.length}/${all}`;
  return spread(left, [span(`${marks}sort: ${order}  ${counted} `, 'idle')], state.columns);
}

function heading(state: State, context: ListContext): Line {
  const cells = context.placed.flatMap(({ column, width }, index): Span[] => {
    const sorted = state.sort !== undefined && column.sort === state.sort.column;
    const title = column.title(context.scales);
    const text = column.left ? padEnd(title, width) : padStart(title, width);
    return [span(index === 0 ? '' : ' '), span(text, sorted ? 'key' : 'idle')];
  });
  return fitLine([span(' '.repeat(GUTTER)), ...cells], state.columns);
}

function rowLine(state: State, table: TableSample, context: ListContext, selected: boolean): Line {
  const row: RowContext = {
    table,
    trail: state.trails.get(table.key) ?? [],
    glyphs: state.glyphs,
    nowMs: state.nowMs,
    ...context.scales,
    staleMs: staleness(state, table),
  };
  const mark = state.marks.has(table.key) ? '*' : ' ';
  const cells = context.placed.flatMap((placed, index): Span[] => [
    span(index === 0 ? '' : ' '),
    cellSpan(placed, row),
  ]);
  return fitLine([span(`${selected ? '▸' : ' '}${mark} `, 'key'), ...cells], state.columns);
}

function emptyNote(state: State): string {
  if (state.sample === undefined) return '';
  if (state.sample.tables.length === 0) return '   no tables yet: ks tables create makes one';
  return '   no table passes the filter; esc takes it away';
}

/** Heading and exactly `height` rows. */
export function fleetList(
  state: State,
  visible: readonly TableSample[],
  height: number,
): { heading: Line; rows: FleetRow[] } {
  const context = contextOf(state);
  const cursor = cursorIndex(state, visible);
  const rows = visible.slice(state.scroll, state.scroll + height).map((table, index): FleetRow => {
    const selected = state.scroll + index === cursor;
    return { line: rowLine(state, table, context, selected), selected };
  });
  if (rows.length === 0) rows.push({ line: fitLine(lineOf(emptyNote(state), 'idle'), state.columns), selected: false });
  while (rows.length < height) rows.push({ line: fitLine([], state.columns), selected: false });
  return { heading: heading(state, context), rows };
}
