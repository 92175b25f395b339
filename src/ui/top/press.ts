// What a key press does to the state: finds the binding of the view, or edits the line being typed.

import { readCommandLine } from './command-line.js';
import { scrollEnd } from './document.js';
import { bindingOf, type Command } from './keys.js';
import type { Key } from './messages.js';
import { orderOf, SORT_COLUMNS, type Sort, type SortColumn } from './order.js';
import { currentView, flash, type Request, type State, type TableTab, type View } from './state.js';
import { keepCursorShown, takeSample } from './take-sample.js';
import { cursorIndex, listHeight, tableAtHand, visibleTables } from './visible.js';

const TABS: readonly TableTab[] = ['throughput', 'latency', 'partitions', 'schema', 'settings', 'events'];

const PROMPT_LENGTH_MAX = 200;

export function pressKey(state: State, key: Key): State {
  if (key.name === 'ctrl-c') return request(state, { kind: 'quit', exitCode: 0 });
  if (state.prompt !== undefined) return typeInPrompt(state, key);
  const binding = bindingOf(state, key.name);
  if (binding === undefined) return state;
  const reason = binding.disabled?.(state);
  if (reason !== undefined) return flash(state, `${key.name}: ${reason}`);
  return perform({ ...state, flash: undefined }, binding.command);
}

function perform(state: State, command: Command): State {
  switch (command) {
    case 'open':
      return openTable(state, tableAtHand(state));
    case 'back':
      return goBack(state);
    case 'up':
      return move(state, -1);
    case 'down':
      return move(state, 1);
    case 'page-up':
      return move(state, -pageOf(state));
    case 'page-down':
      return move(state, pageOf(state));
    case 'first':
      return move(state, Number.NEGATIVE_INFINITY);
    case 'last':
      return move(state, Number.POSITIVE_INFINITY);
    case 'filter':
      return { ...state, prompt: { kind: 'filter', text: state.filter, before: state.filter } };
    case 'prompt':
      return { ...state, prompt: { kind: 'command', text: '', before: '' } };
    case 'sort-next':
      return sortStep(state, 1);
    case 'sort-previous':
      return sortStep(state, -1);
    case 'sort-reverse':
      return state.sort === undefined ? state : sortBy(state, { ...state.sort, descending: !state.sort.descending });
    case 'sort-trouble':
      return sortBy(state, undefined);
    case 'mark':
      return toggleMark(state);
    case 'describe':
      return openAbout(state, 'describe');
    case 'raw':
      return openAbout(state, 'raw');
    case 'events':
      return push(state, { kind: 'events', scroll: 0 });
    case 'help':
      return currentView(state).kind === 'help' ? goBack(state) : push(state, { kind: 'help', scroll: 0 });
    case 'tab-throughput':
    case 'tab-latency':
    case 'tab-partitions':
    case 'tab-schema':
    case 'tab-settings':
    case 'tab-events':
      return showTab(state, command.slice('tab-'.length) as TableTab);
    case 'tab-next':
      return stepTab(state, 1);
    case 'tab-previous':
      return stepTab(state, -1);
    case 'pause':
      return togglePause(state);
    case 'save':
      return request(state, { kind: 'save' });
    case 'interval':
      return sayInterval(state);
    case 'suspend':
      return request(state, { kind: 'suspend' });
    case 'quit':
      return request(state, { kind: 'quit', exitCode: 0 });
  }
}

function request(state: State, wanted: Request): State {
  return { ...state, requests: [...state.requests, wanted] };
}

function push(state: State, view: View): State {
  return { ...state, views: [...state.views, view] };
}

function replaceView(state: State, view: View): State {
  return { ...state, views: [...state.views.slice(0, -1), view] };
}

function goBack(state: State): State {
  if (state.views.length > 1) return { ...state, views: state.views.slice(0, -1) };
  if (state.filter !== '') return keepCursorShown({ ...state, filter: '' });
  return flash(state, 'this is the first view; q leaves');
}

/** Asks for the detail unless it is known or on its way. */
function wantDetail(state: State, key: string): State {
  const have = state.details.get(key);
  if (have !== undefined && have.kind !== 'failed') return state;
  const details = new Map(state.details).set(key, { kind: 'loading' } as const);
  return request({ ...state, details }, { kind: 'detail', key });
}

function openTable(state: State, key: string | undefined): State {
  if (key === undefined) return flash(state, 'no table is selected');
  return push(wantDetail({ ...state, selected: key }, key), { kind: 'table', key, tab: 'throughput', scroll: 0 });
}

function openAbout(state: State, kind: 'describe' | 'raw'): State {
  const key = tableAtHand(state);
  if (key === undefined) return flash(state, 'no table is selected');
  return push(wantDetail(state, key), { kind, key, scroll: 0 });
}

function pageOf(state: State): number {
  return Math.max(1, currentView(state).kind === 'fleet' ? listHeight(state) - 1 : state.rows - 6);
}

/** In the list the cursor moves; elsewhere the text scrolls, and the panel holds the offset inside its text. */
function move(state: State, by: number): State {
  const view = currentView(state);
  if (view.kind !== 'fleet') {
    const end = scrollEnd(state);
    return replaceView(state, { ...view, scroll: Math.max(0, Math.min(end, view.scroll + by)) });
  }
  const visible = visibleTables(state);
  if (visible.length === 0) return state;
  const index = Math.max(0, Math.min(visible.length - 1, cursorIndex(state, visible) + by));
  return keepCursorShown({ ...state, selected: visible[index]?.key });
}

function toggleMark(state: State): State {
  const key = tableAtHand(state);
  if (key === undefined) return state;
  const marks = new Set(state.marks);
  if (!marks.delete(key)) marks.add(key);
  const marked = { ...state, marks, selected: key };
  return currentView(state).kind === 'fleet' ? move(marked, 1) : marked;
}

function sortStep(state: State, by: 1 | -1): State {
  const at = state.sort === undefined ? (by === 1 ? -1 : 0) : SORT_COLUMNS.indexOf(state.sort.column);
  const column = SORT_COLUMNS[(at + by + SORT_COLUMNS.length) % SORT_COLUMNS.length] as SortColumn;
  return sortBy(state, { column, descending: column !== 'name' && column !== 'mode' });
}

function sortBy(state: State, sort: Sort | undefined): State {
  const order = orderOf(state.sample?.tables ?? [], state.trails, sort);
  return keepCursorShown({ ...state, sort, order });
}

function showTab(state: State, tab: TableTab): State {
  const view = currentView(state);
  if (view.kind !== 'table') return state;
  return wantDetail(replaceView(state, { ...view, tab, scroll: 0 }), view.key);
}

function stepTab(state: State, by: 1 | -1): State {
  const view = currentView(state);
  if (view.kind !== 'table') return state;
  const next = TABS[(TABS.indexOf(view.tab) + by + TABS.length) % TABS.length] as TableTab;
  return showTab(state, next);
}

function togglePause(state: State): State {
  if (!state.paused) return { ...state, paused: true };
  const going = { ...state, paused: false };
  return state.held === undefined ? going : takeSample(going, state.held);
}

function sayInterval(state: State): State {
  const every = state.sample?.periodSeconds;
  if (every === undefined) return flash(state, 'no figures yet');
  return flash(state, `figures arrive every ${every} s; start with another --interval to change that`);
}

function typeInPrompt(state: State, key: Key): State {
  const prompt = state.prompt;
  if (prompt === undefined) return state;
  if (key.name === 'enter') return submitPrompt({ ...state, prompt: undefined }, prompt.kind, prompt.text);
  if (key.name === 'esc') return abandonPrompt(state, prompt.before);
  if (key.name === 'up' || key.name === 'down')
    return prompt.kind === 'filter' ? move(state, key.name === 'up' ? -1 : 1) : state;
  if (key.name === 'backspace' && prompt.text === '') return abandonPrompt(state, prompt.before);
  const text = edited(prompt.text, key).slice(0, PROMPT_LENGTH_MAX);
  const typed = { ...state, prompt: { ...prompt, text } };
  return prompt.kind === 'filter' ? keepCursorShown({ ...typed, filter: text }) : typed;
}

function edited(text: string, key: Key): string {
  if (key.name === 'backspace' || key.name === 'delete') return [...text].slice(0, -1).join('');
  if (key.name === 'ctrl-u') return '';
  if (key.name === 'ctrl-w') return text.replace(/\S+\s*$/, '');
  return text + key.text;
}

function abandonPrompt(state: State, before: string): State {
  const filter = state.prompt?.kind === 'filter' ? before : state.filter;
  return keepCursorShown({ ...state, prompt: undefined, filter });
}

function submitPrompt(state: State, kind: 'filter' | 'command', text: string): State {
  if (kind === 'filter') return keepCursorShown({ ...state, filter: text.trim() });
  const line = readCommandLine(state, text);
  switch (line.kind) {
    case 'nothing':
      return state;
    case 'command':
      return perform(state, line.command);
    case 'sort':
      return sortBy(state, line.sort);
    case 'filter':
      return keepCursorShown({ ...state, filter: line.text });
    case 'table':
      return openTable(state, line.key);
    case 'refused':
      return flash(state, line.reason, true);
  }
}
