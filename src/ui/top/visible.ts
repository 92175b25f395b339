// Which tables the list shows now, and which one the cursor is on: questions on the state that both update and panels ask.

import type { TableSample } from '../../core/index.js';
import { parseFilter } from './filter.js';
import { fleetLayout } from './layout.js';
import { currentView, type State } from './state.js';

/** Tables that pass the filter, in the order of the list. */
export function visibleTables(state: State): readonly TableSample[] {
  if (state.sample === undefined) return [];
  const byKey = new Map(state.sample.tables.map((table) => [table.key, table]));
  const filter = parseFilter(state.filter);
  const visible: TableSample[] = [];
  for (const key of state.order) {
    const table = byKey.get(key);
    if (table !== undefined && filter.accepts(table, state.marks.has(key))) visible.push(table);
  }
  return visible;
}

/** Index of the cursor in `visible`; the first row until the user has chosen one, or when the chosen one is hidden. */
export function cursorIndex(state: State, visible: readonly TableSample[]): number {
  const index = visible.findIndex((table) => table.key === state.selected);
  return Math.max(index, 0);
}

/** The table that a key acts on: that of the view, or the one under the cursor. */
export function tableAtHand(state: State): string | undefined {
  const view = currentView(state);
  if (view.kind === 'table' || view.kind === 'describe' || view.kind === 'raw') return view.key;
  const visible = visibleTables(state);
  return visible[cursorIndex(state, visible)]?.key;
}

export function listHeight(state: State): number {
  return fleetLayout(state.columns, state.rows).list.height;
}
