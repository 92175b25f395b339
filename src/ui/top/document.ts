// The views that are text to scroll through (describe, raw, events, help, and the text tabs of a table): state to lines.
// Apart from the panels because update needs to know where a text ends.

import type { FleetEvent, TableDetail } from '../../core/index.js';
import { COMMAND_LINE_HELP } from './command-line.js';
import { bytes, compact, dollars, grouped, timeOfDay } from './format.js';
import { bindingsIn, keyCap } from './keys.js';
import { frameRows } from './layout.js';
import { type Line, lineOf, padEnd, span, type Tone, wrapText } from './line.js';
import { displayName } from './order.js';
import { currentView, findTable, type State, type TableTab, type View } from './state.js';

/** Rows of the screen that a scrolled text does not have: header, tabs, keys. */
const AROUND_TEXT = 3;

export function textRows(state: State): number {
  return Math.max(1, frameRows(state.rows) - AROUND_TEXT);
}

/** The largest scroll offset of the view on the screen. */
export function scrollEnd(state: State): number {
  return Math.max(0, documentOf(state, currentView(state)).length - textRows(state));
}

/** All lines of a text view, unclipped; none for views that are not text. */
export function documentOf(state: State, view: View): readonly Line[] {
  switch (view.kind) {
    case 'fleet':
      return [];
    case 'table':
      return tabDocument(state, view.key, view.tab);
    case 'describe':
      return describe(state, view.key);
    case 'raw':
      return rawJson(state, view.key);
    case 'events':
      return eventLines([...state.events].reverse());
    case 'help':
      return helpLines(state);
  }
}

function tabDocument(state: State, key: string, tab: TableTab): readonly Line[] {
  switch (tab) {
    case 'throughput':
    case 'latency':
    case 'partitions':
      return [];
    case 'schema':
      return withDetail(state, key, schemaLines);
    case 'settings':
      return settingLines(state, key);
    case 'events':
      return tableEvents(state, key);
  }
}

function tableEvents(state: State, key: string): readonly Line[] {
  const table = findTable(state, key);
  if (table === undefined) return [];
  const name = displayName(table);
  const own = state.events.filter((event) => event.table === name || event.table === key);
  return own.length === 0
    ? [lineOf('nothing has happened to this table since the dashboard started', 'idle')]
    : eventLines(own.reverse());
}

const EVENT_TONES: Readonly<Record<FleetEvent['kind'], Tone>> = {
  throttle: 'bad',
  error: 'bad',
  state: 'changing',
  audit: 'plain',
};

export function eventLine(event: FleetEvent): Line {
  const about = event.table === undefined || event.text.includes(event.table) ? '' : `${event.table} `;
  return [span(`${timeOfDay(event.atMs)} `, 'idle'), span(`${about}${event.text}`, EVENT_TONES[event.kind])];
}

function eventLines(events: readonly FleetEvent[]): readonly Line[] {
  return events.length === 0
    ? [lineOf('nothing has happened since the dashboard started', 'idle')]
    : events.map(eventLine);
}

function withDetail(state: State, key: string, show: (detail: TableDetail) => readonly Line[]): readonly Line[] {
  const known = state.details.get(key);
  if (known === undefined || known.kind === 'loading') return [lineOf('asking …', 'idle')];
  if (known.kind === 'failed') return [lineOf(`not known: ${known.reason}`, 'bad')];
  return show(known.detail);
}

function schemaLines(detail: TableDetail): readonly Line[] {
  return detail.schemaCql.split('\n').map((text) => lineOf(text));
}

function pair(name: string, value: string): Line {
  return [span(padEnd(name, 26), 'idle'), span(value)];
}

function settingLines(state: State, key: string): readonly Line[] {
  const table = findTable(state, key);
  const measured: Line[] =
    table === undefined
      ? []
      : [
          pair('status', table.status),
          pair('capacity mode', table.mode),
          pair('read limit', table.readLimit === undefined ? '-' : `${grouped(table.readLimit)} RCU/s`),
          pair('write limit', table.writeLimit === undefined ? '-' : `${grouped(table.writeLimit)} WCU/s`),
          pair('PITR', table.pitr.enabled ? 'on' : 'off'),
          pair('TTL', table.ttl ? 'on' : 'off'),
          pair('streams', table.streams ? 'on' : 'off'),
          pair('size', bytes(table.sizeBytes)),
          pair('rows', compact(table.rows)),
          pair('monthly run rate', dollars(table.monthlyCost)),
        ];
  const asked = withDetail(state, key, (detail) => [
    ...detail.settings.map(([name, value]) => pair(name, value)),
    ...Object.entries(detail.tags).map(([name, value]) => pair(`tag ${name}`, value)),
  ]);
  return [...measured, [], ...asked];
}

function describe(state: State, key: string): readonly Line[] {
  return [...settingLines(state, key), [], ...withDetail(state, key, schemaLines)];
}

function rawJson(state: State, key: string): readonly Line[] {
  const table = findTable(state, key);
  const detail = state.details.get(key);
  const value = { table, ...(detail?.kind === 'known' ? { detail: detail.detail } : {}) };
  return JSON.stringify(value, null, 2)
    .split('\n')
    .map((text) => lineOf(text));
}

function helpLines(state: State): readonly Line[] {
  const beneath = state.views.at(-2)?.kind ?? 'fleet';
  const width = Math.max(30, state.columns - 26);
  const keys = bindingsIn(beneath).flatMap((binding): Line[] => {
    const reason = binding.disabled?.(state);
    const caps = padEnd(binding.keys.map(keyCap).join(' '), 22);
    const help = reason === undefined ? binding.help : `${binding.help} (not now: ${reason})`;
    return wrapText(help, width).map((text, row) => [
      span(row === 0 ? `  ${caps}` : ' '.repeat(24), 'key'),
      span(text, reason === undefined ? 'plain' : 'idle'),
    ]);
  });
  const commands = COMMAND_LINE_HELP.flatMap(([form, help]): Line[] =>
    wrapText(help, width - 4).map((text, row) => [
      span(row === 0 ? `  ${padEnd(form, 26)}` : ' '.repeat(28), 'key'),
      span(text),
    ]),
  );
  return [
    lineOf(`Keys that work in the ${beneath} view`, 'strong'),
    ...keys,
    [],
    lineOf('Commands', 'strong'),
    ...commands,
  ];
}
