// The whole screen from the state: one line for each row of the frame, with the row under the cursor marked. Everything that
// shows something goes through here: the terminal, `--once`, and saved screens.

import { documentOf, textRows } from './document.js';
import type { UnitPrices } from './explain.js';
import { fleetLayout, frameRows } from './layout.js';
import { fitLine, type Line, lineOf, type Span, span } from './line.js';
import { displayName } from './order.js';
import { filterLine, fleetList } from './panels/fleet.js';
import { eventPanel, keyLine } from './panels/footer.js';
import { fleetHeader, placeLine } from './panels/header.js';
import { tabLine, tableBody, tableSummary } from './panels/table.js';
import { currentView, findTable, SMALLEST_COLUMNS, SMALLEST_ROWS, type State, type View } from './state.js';
import { visibleTables } from './visible.js';

export interface ScreenRow {
  readonly line: Line;
  readonly selected: boolean;
}

export interface ScreenOptions {
  readonly prices?: (region: string) => UnitPrices | undefined;
}

/** Exactly `frameRows(state.rows)` rows of exactly `state.columns` columns. */
export function screenOf(state: State, options: ScreenOptions = {}): readonly ScreenRow[] {
  if (state.columns < SMALLEST_COLUMNS || state.rows < SMALLEST_ROWS) return unselected(tooSmall(state), state);
  const view = currentView(state);
  switch (view.kind) {
    case 'fleet':
      return fleetScreen(state);
    case 'table':
      return unselected(tableScreen(state, view, options), state);
    case 'describe':
    case 'raw':
    case 'events':
    case 'help':
      return unselected(textScreen(state, view), state);
  }
}

function unselected(lines: readonly Line[], state: State): ScreenRow[] {
  const rows = lines.slice(0, frameRows(state.rows)).map((line) => ({ line, selected: false }));
  while (rows.length < frameRows(state.rows)) rows.push({ line: fitLine([], state.columns), selected: false });
  return rows;
}

function tooSmall(state: State): readonly Line[] {
  const sentences = [
    `This terminal is ${state.columns} × ${state.rows}.`,
    `ks top needs ${SMALLEST_COLUMNS} × ${SMALLEST_ROWS}.`,
    'q quits',
  ];
  return sentences.map((text) => fitLine(lineOf(text, 'near'), state.columns));
}

function fleetScreen(state: State): readonly ScreenRow[] {
  const layout = fleetLayout(state.columns, state.rows);
  const visible = visibleTables(state);
  const list = fleetList(state, visible, layout.list.height);
  const still = (line: Line): ScreenRow => ({ line, selected: false });
  return [
    ...fleetHeader(state).map(still),
    still(filterLine(state, visible)),
    still(list.heading),
    ...list.rows,
    ...eventPanel(state, layout.events.height).map(still),
    still(keyLine(state)),
  ];
}

function tableScreen(state: State, view: Extract<View, { kind: 'table' }>, options: ScreenOptions): readonly Line[] {
  const table = findTable(state, view.key);
  const tabs = [tabLine(view.tab, state.columns), keyLine(state)];
  const rows = textRows(state);
  if (table === undefined) {
    const gone = lineOf(` ${view.key}: this table is gone. esc goes back.`, 'near');
    return [placeLine(state, [span('table')]), ...filled([gone], state, rows), ...tabs];
  }
  const header = placeLine(state, tableSummary(table));
  if (view.tab === 'throughput' || view.tab === 'latency' || view.tab === 'partitions') {
    return [header, ...tableBody(state, table, view.tab, options.prices?.(table.region)), ...tabs];
  }
  return [header, ...scrolled(documentOf(state, view), view.scroll, state), ...tabs];
}

const TEXT_TITLES: Readonly<Record<'describe' | 'raw' | 'events' | 'help', string>> = {
  describe: 'description',
  raw: 'raw figures',
  events: 'events, newest first',
  help: 'help',
};

function textScreen(state: State, view: Extract<View, { kind: keyof typeof TEXT_TITLES }>): readonly Line[] {
  const table = 'key' in view ? findTable(state, view.key) : undefined;
  const title: Span[] = [span(TEXT_TITLES[view.kind], 'strong')];
  if (table !== undefined) title.unshift(span(`${displayName(table)} · `, 'strong'));
  const document = documentOf(state, view);
  const rows = textRows(state);
  const last = Math.min(document.length, view.scroll + rows);
  const position = document.length <= rows ? '' : ` lines ${view.scroll + 1}-${last} of ${document.length}`;
  return [
    placeLine(state, title),
    ...scrolled(document, view.scroll, state),
    fitLine(lineOf(position, 'idle'), state.columns),
    keyLine(state),
  ];
}

function scrolled(document: readonly Line[], scroll: number, state: State): readonly Line[] {
  const rows = textRows(state);
  const offset = Math.min(scroll, Math.max(0, document.length - rows));
  const lines = document.slice(offset, offset + rows).map((line): Line => [span(' '), ...line]);
  return filled(lines, state, rows);
}

function filled(lines: readonly Line[], state: State, rows: number): readonly Line[] {
  return Array.from({ length: rows }, (_, row) => fitLine(lines[row] ?? [], state.columns));
}
