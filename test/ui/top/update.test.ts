// What each message does to the state: the list, the cursor, the views, the typed lines, the requests to the outside.

import { describe, expect, it } from 'vitest';
import { currentView, initial, type State } from '../../../src/ui/top/state.js';
import { update } from '../../../src/ui/top/update.js';
import { cursorIndex, visibleTables } from '../../../src/ui/top/visible.js';
import { FAKE_START_MS, fakeFleetAt, fakeSample, fakeTable } from '../../support/fake-fleet.js';

const start = () => initial({ columns: 120, rows: 30, glyphs: 'braille', readOnly: false, nowMs: FAKE_START_MS });

/** Names of keys, one message each; a single character types itself. */
function press(state: State, ...names: string[]): State {
  return names.reduce((before, name) => {
    const text = name === 'space' ? ' ' : name.length === 1 ? name : '';
    return update(before, { kind: 'key', key: { name, text } });
  }, state);
}

function type(state: State, text: string): State {
  return press(state, ...[...text].map((character) => (character === ' ' ? 'space' : character)));
}

function samples(state: State, from: number, to: number): State {
  let next = state;
  for (let tick = from; tick <= to; tick++) next = update(next, { kind: 'sample', sample: fakeFleetAt(1, tick) });
  return next;
}

const names = (state: State) => visibleTables(state).map((table) => `${table.keyspace}.${table.table}`);
const cursor = (state: State) => names(state)[cursorIndex(state, visibleTables(state))];

describe('the list', () => {
  it('is ordered by trouble until the user sorts', () => {
    const state = samples(start(), 0, 8);
    expect(names(state).slice(0, 3)).toEqual(['iot.telemetry', 'iot.rollup_1h', 'iot.alerts']);
    const sorted = press(state, 's');
    expect(sorted.sort).toEqual({ column: 'name', descending: false });
    expect(names(sorted)[0]).toBe('auth.users');
    expect(names(press(sorted, 'r'))[0]).toBe('web.sessions');
    expect(names(press(sorted, 't'))[0]).toBe('iot.telemetry');
  });

  it('keeps the selected table selected while the order changes', () => {
    const before = press(samples(start(), 0, 3), 'G');
    const chosen = cursor(before);
    const after = press(before, 's', 's', 's', 's');
    expect(cursor(after)).toBe(chosen);
    expect(names(after)).not.toEqual(names(before));
  });

  it('moves no row for three seconds after a key', () => {
    const calm = press(samples(start(), 0, 4), 'j');
    const order = names(calm);
    expect(order[0]).not.toBe('iot.telemetry');
    expect(names(samples(calm, 5, 6))).toEqual(order);
    expect(names(samples(calm, 5, 9))[0]).toBe('iot.telemetry');
  });

  it('follows the worst table until the user first moves', () => {
    expect(cursor(samples(start(), 0, 3))).toBe('iot.rollup_1h');
    expect(cursor(samples(start(), 0, 8))).toBe('iot.telemetry');
  });

  it('marks tables and filters by the mark', () => {
    const marked = press(samples(start(), 0, 1), 'space', 'space');
    expect(marked.marks.size).toBe(2);
    expect(names(type(press(marked, '/'), 'mark:yes'))).toHaveLength(2);
    expect(press(marked, 'k', 'space').marks.size).toBe(1);
  });

  it('survives a selected table that is gone', () => {
    const state = press(samples(start(), 0, 1), 'j', 'j');
    const gone = update(state, {
      kind: 'sample',
      sample: fakeSample([fakeTable('a.b')], { atMs: FAKE_START_MS + 9_000 }),
    });
    expect(cursor(gone)).toBe('a.b');
  });
});

describe('the filter', () => {
  const shown = (words: string) => names(type(press(samples(start(), 0, 6), '/'), words));

  it('narrows while it is typed, by regular expression, column and inverse', () => {
    expect(shown('^iot').length).toBe(4);
    expect(shown('mode:auto')).toEqual(['iot.alerts']);
    expect(shown('^iot !telemetry !rollup').sort()).toEqual(['iot.alerts', 'iot.devices']);
    expect(shown('pitr:off')).toEqual(['iot.devices']);
    expect(shown('status:updating')).toEqual(['iot.rollup_1h']);
  });

  it('takes what is no regular expression as it stands', () => {
    expect(shown('iot.(')).toEqual([]);
    expect(shown('[')).toEqual([]);
  });

  it('is kept by enter, put back by esc, and taken away by esc in the list', () => {
    const kept = press(type(press(samples(start(), 0, 1), '/'), 'shop'), 'enter');
    expect(kept.filter).toBe('shop');
    const abandoned = press(type(press(kept, '/'), 'xyz'), 'esc');
    expect(abandoned.filter).toBe('shop');
    expect(press(kept, 'esc').filter).toBe('');
  });

  it('edits with backspace, ctrl-w and ctrl-u; keys of the list are text here', () => {
    const typed = type(press(samples(start(), 0, 1), '/'), 'a qsq');
    expect(typed.filter).toBe('a qsq');
    expect(press(typed, 'backspace').filter).toBe('a qs');
    expect(press(typed, 'ctrl-w').filter).toBe('a ');
    expect(press(typed, 'ctrl-u').filter).toBe('');
    expect(typed.requests).toEqual([]);
  });
});

describe('the views', () => {
  it('enter opens, esc goes back one step at a time and never quits', () => {
    const opened = press(samples(start(), 0, 6), 'enter', '2', 'd', '?');
    expect(opened.views.map((view) => view.kind)).toEqual(['fleet', 'table', 'describe', 'help']);
    const back = press(opened, 'esc', 'esc', 'esc', 'esc', 'esc');
    expect(back.views.map((view) => view.kind)).toEqual(['fleet']);
    expect(back.requests.filter((request) => request.kind === 'quit')).toEqual([]);
    expect(back.flash?.text).toContain('q leaves');
  });

  it('opening asks once for the description and keeps the answer', () => {
    const opened = press(samples(start(), 0, 6), 'enter');
    const key = 'local/us-east-1/iot.telemetry';
    expect(opened.requests).toEqual([{ kind: 'detail', key }]);
    const detail = { key, schemaCql: 'CREATE TABLE \u001b[31m', tags: {}, settings: [] };
    const known = update({ ...opened, requests: [] }, { kind: 'detail', key, detail });
    const state = known.details.get(key);
    expect(state?.kind === 'known' && state.detail.schemaCql).toBe('CREATE TABLE ·[31m');
    expect(press(known, '4', 'd', 'esc').requests).toEqual([]);
  });

  it('tabs go round in both directions', () => {
    const opened = press(samples(start(), 0, 6), 'enter');
    const tab = (state: State) => {
      const view = currentView(state);
      return view.kind === 'table' ? view.tab : view.kind;
    };
    expect(tab(press(opened, 'left'))).toBe('events');
    expect(tab(press(opened, 'right', 'right'))).toBe('partitions');
    expect(tab(press(opened, '9', 'tab'))).toBe('throughput');
  });

  it('scrolls a text to its end and not past it', () => {
    const help = press(samples(start(), 0, 1), '?', 'G');
    const view = currentView(help);
    expect(view.kind === 'help' && view.scroll).toBeGreaterThan(0);
    expect(currentView(press(help, 'j', 'pagedown'))).toEqual(view);
    expect(currentView(press(help, 'g'))).toEqual({ kind: 'help', scroll: 0 });
  });
});

describe('the command line', () => {
  const run = (line: string) => press(type(press(samples(start(), 0, 6), ':'), line), 'enter');

  it('sorts, filters, opens and quits', () => {
    expect(run('sort size').sort).toEqual({ column: 'size', descending: true });
    expect(run('sort name desc').sort).toEqual({ column: 'name', descending: true });
    expect(run('sort').sort).toBeUndefined();
    expect(run('filter mode:auto').filter).toBe('mode:auto');
    expect(currentView(run('table orders'))).toMatchObject({ kind: 'table', key: 'local/us-east-1/shop.orders' });
    expect(run('q').requests).toEqual([{ kind: 'quit', exitCode: 0 }]);
  });

  it('says what is wrong', () => {
    expect(run('sort colour').flash).toMatchObject({ bad: true });
    expect(run('table shop').flash?.text).toBe('4 tables have shop in their name');
    expect(run('table nothing').flash?.text).toBe('no table nothing');
    expect(run('dance').flash?.text).toContain('no command dance');
  });
});

describe('time and figures', () => {
  it('pause holds the screen and shows the newest figures after it', () => {
    const paused = press(samples(start(), 0, 1), 'p');
    const later = samples(paused, 2, 6);
    expect(later.sample).toEqual(paused.sample);
    const resumed = press(later, 'p');
    expect(resumed.sample?.atMs).toBe(FAKE_START_MS + 6_000);
    expect(resumed.held).toBeUndefined();
  });

  it('a flash goes away with time', () => {
    const said = press(samples(start(), 0, 1), '+');
    expect(said.flash?.text).toContain('every 1 s');
    expect(update(said, { kind: 'tick', nowMs: said.nowMs + 3_000 }).flash).toBeDefined();
    expect(update(said, { kind: 'tick', nowMs: said.nowMs + 4_000 }).flash).toBeUndefined();
  });

  it('keeps the last figures when the stream breaks, and says so', () => {
    const broken = update(samples(start(), 0, 1), { kind: 'samples-failed', reason: 'no route\u001b[2J' });
    expect(broken.sample).toBeDefined();
    expect(broken.problem).toBe('no route·[2J');
    expect(samples(broken, 2, 2).problem).toBeUndefined();
  });

  it('bounds its memory', () => {
    let state = start();
    for (let tick = 0; tick < 1_200; tick++) {
      const atMs = FAKE_START_MS + tick * 1_000;
      const events = [{ atMs, kind: 'audit' as const, text: `${tick}` }];
      state = update(state, { kind: 'sample', sample: fakeSample([fakeTable('a.b', { atMs })], { atMs, events }) });
    }
    expect(state.trails.get('local/us-east-1/a.b')).toHaveLength(900);
    expect(state.events).toHaveLength(500);
    expect(state.events.at(-1)?.text).toBe('1199');
  });

  it('ctrl-c leaves even while a line is typed; signals leave with their code', () => {
    expect(press(start(), ':', 'ctrl-c').requests).toEqual([{ kind: 'quit', exitCode: 0 }]);
    expect(update(start(), { kind: 'signal', exitCode: 143 }).requests).toEqual([{ kind: 'quit', exitCode: 143 }]);
  });
});
