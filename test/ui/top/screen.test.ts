// Rows of the screen as text, at the sizes people have.

import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BINDINGS } from '../../../src/ui/top/keys.js';
import { lineWidth, plainText } from '../../../src/ui/top/line.js';
import { screenOf } from '../../../src/ui/top/screen.js';
import { initial, type State } from '../../../src/ui/top/state.js';
import { paint } from '../../../src/ui/top/theme.js';
import { update } from '../../../src/ui/top/update.js';
import { FAKE_START_MS, fakeFleetAt, fakeSample, fakeTable } from '../../support/fake-fleet.js';

function stateAt(columns: number, rows: number, ticks = 8): State {
  let state = initial({ columns, rows, glyphs: 'braille', readOnly: false, nowMs: FAKE_START_MS });
  for (let tick = 0; tick <= ticks; tick++) state = update(state, { kind: 'sample', sample: fakeFleetAt(1, tick) });
  return state;
}

const press = (state: State, ...names: string[]) =>
  names.reduce(
    (before, name) => update(before, { kind: 'key', key: { name, text: name.length === 1 ? name : '' } }),
    state,
  );
const rowsOf = (state: State) => screenOf(state).map(({ line }) => plainText(line).trimEnd());
const headingOf = (state: State) =>
  rowsOf(state)[3]
    ?.trim()
    .split(/\s{1,}/);

describe('the fleet at 80 x 24', () => {
  const rows = rowsOf(stateAt(80, 24));

  it('says whether the fleet is well, and where', () => {
    expect(rows[0]).toMatch(/^ ks top · demo ● local · us-east-1 .* 1 throttled · 1 changing · \d\d:\d\d:\d\d$/);
    expect(rows[1]).toMatch(/^ reads .*\/s RCU .*\/s {2}writes .*\/s WCU .*\/s {2}p99 r 3\.9 w 6\.0 ms$/);
  });

  it('keeps the columns that matter', () => {
    expect(rows[3]).toBe('   TABLE              MODE            RCU/s  WCU/s THROTTLE/s        P99 ms');
    expect(rows[4]).toMatch(/^▸ {2}iot\.telemetry {6}prov 4k\/2k +\d+ {2}2,000 W {3}2\d\d table +4\.2$/);
    expect(rows[5]).toMatch(/^ {3}iot\.rollup_1h +UPDATING +0 +0 - +4\.2$/);
  });

  it('ends with the newest events and the keys', () => {
    expect(rows.slice(20, 22).map((row) => row.slice(10))).toEqual([
      'iot.telemetry write throttles began (table limit 2,000 WCU)',
      'deploy-role UpdateTable iot.rollup_1h',
    ]);
    expect(rows[22]).toMatch(/^ ↵ open {2}\/ filter .*\? help {2}q quit$/);
  });
});

describe('the fleet at 140 x 40', () => {
  it('has room for the rest', () => {
    expect(headingOf(stateAt(140, 40))).toEqual(
      'TABLE MODE READ/s RCU/s UTIL WCU/s UTIL THROTTLE/s ERR/s P50 P99 ms SIZE PITR'.split(' '),
    );
    expect(headingOf(stateAt(220, 40))).toEqual(expect.arrayContaining(['READ/s', '$/mo', 'REGION', 'ACCOUNT', 'AGE']));
  });

  it('says PITR off with a sign, not with colour alone', () => {
    const row = rowsOf(stateAt(140, 40)).find((text) => text.includes('iot.devices'));
    expect(row).toMatch(/310 MB off!$/);
  });
});

describe('figures that are not fresh or not known', () => {
  const sample = fakeSample(
    [
      fakeTable('a.old', { atMs: FAKE_START_MS - 190_000, readUnits: 640 }),
      fakeTable('a.unknown', { readUnits: undefined, latency: {}, sizeBytes: undefined }),
    ],
    { periodSeconds: 60 },
  );
  const state = update(initial({ columns: 120, rows: 24, glyphs: 'braille', readOnly: false, nowMs: FAKE_START_MS }), {
    kind: 'sample',
    sample,
  });

  it('an old one shows its age, an unknown one a dash', () => {
    const rows = rowsOf(state);
    expect(rows.find((row) => row.includes('a.old'))).toContain('640 ⧗3m');
    expect(rows.find((row) => row.includes('a.unknown'))).toMatch(/on-demand +- +-/);
    expect(rows.find((row) => row.includes('a.unknown'))).not.toContain('⧗');
  });

  it('a place that was not reached is named and hides nothing', () => {
    const failing = fakeSample(sample.tables, { failures: [{ place: 'eu-west-1', reason: 'access denied' }] });
    const rows = rowsOf(update({ ...state, columns: 160 }, { kind: 'sample', sample: failing }));
    expect(rows[0]).toContain('not reached: eu-west-1 (access denied)');
    expect(rows.join()).toContain('a.old');
  });
});

describe('the words of the first line', () => {
  const firstRows = (over: Parameters<typeof fakeSample>[1], ...tables: Parameters<typeof fakeTable>[1][]) => {
    const state = initial({ columns: 140, rows: 24, glyphs: 'braille', readOnly: false, nowMs: FAKE_START_MS });
    const sample = fakeSample(
      tables.map((table, index) => fakeTable(`a.t${index}`, table)),
      over,
    );
    return update(state, { kind: 'sample', sample });
  };

  it('say that all is well only when every table is known to be', () => {
    const unknown = { reads: undefined, writes: undefined };
    expect(rowsOf(firstRows({}, {}, {}))[0]).toContain(' all well · ');
    expect(rowsOf(firstRows({}, unknown, unknown))[0]).toMatch(/\S {2,}figures not known · \d\d:/);
    expect(rowsOf(firstRows({}, {}, unknown))[0]).toMatch(/\S {2,}1 not known · \d\d:/);
    const lost = rowsOf(firstRows({}, {}, { status: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' }));
    expect(lost[0]).toMatch(/\S {2,}1 inaccessible · \d\d:/);
  });

  it('tell of faults on purpose, and the third line which, unless a filter stands there', () => {
    const endsAt = new Date(FAKE_START_MS + 600_000).toISOString();
    const zone = { id: 1, kind: 'fail-zone', zone: 'us-east-1b', endsAt } as const;
    const slow = { id: 2, kind: 'latency', milliseconds: 50, operation: 'SELECT' } as const;
    const one = firstRows({ faults: [zone] }, {});
    expect(rowsOf(one)[0]).toMatch(/\S {2,}1 fault on purpose · \d\d:/);
    expect(rowsOf(one)[2]).toMatch(/^ fault: fail-zone us-east-1b, until \d\d:\d\d:00 +sort: /);
    const two = firstRows({ faults: [slow, zone] }, {});
    expect(rowsOf(two)[2]).toMatch(/^ fault: latency all SELECT, 50ms, until cleared and 1 more +sort: /);
    expect(screenOf(two)[2]?.line[0]).toMatchObject({ tone: 'bad' });
    expect(rowsOf(press(two, '/', 'a'))[2]).toMatch(/^ \/a▌ +sort: /);
    const none = firstRows({ faults: [] }, {});
    expect([rowsOf(none)[0], rowsOf(none)[2]?.trim()]).toEqual([
      expect.stringContaining('all well'),
      expect.stringMatching(/^sort: /),
    ]);
  });
});

describe('the table view', () => {
  it('at 80 x 24 shows the plot, the limit and the reason side by side', () => {
    const rows = rowsOf(press(stateAt(80, 24), 'enter'));
    expect(rows[0]).toMatch(/^ iot\.telemetry · provisioned 4,000 RCU \/ 2,000 WCU/);
    expect(rows[1]).toContain('why is it throttled?');
    expect(rows.some((row) => /2,000 ┼╌/.test(row))).toBe(true);
    expect(rows.join('\n')).toContain('latency ms');
    expect(rows.at(-2)).toBe(' 1[throughput] 2 latency  3 partitions  4 schema  5 settings  9 events');
  });

  it('says what is not known of partitions', () => {
    expect(rowsOf(press(stateAt(100, 30), 'enter', '3')).join('\n')).toContain(
      'not known: Keyspaces publishes no figure',
    );
  });

  it('shows the description as soon as it comes', () => {
    const opened = press(stateAt(100, 30), 'enter', '4');
    expect(rowsOf(opened)[1]).toBe(' asking …');
    const key = 'local/us-east-1/iot.telemetry';
    const detail = {
      key,
      schemaCql: 'CREATE TABLE iot.telemetry (\n  device text',
      tags: { team: 'iot' },
      settings: [],
    };
    expect(rowsOf(update(opened, { kind: 'detail', key, detail })).slice(1, 3)).toEqual([
      ' CREATE TABLE iot.telemetry (',
      '   device text',
    ]);
    expect(rowsOf(update(opened, { kind: 'detail-failed', key, reason: 'access denied' }))[1]).toBe(
      ' not known: access denied',
    );
  });
});

describe('help', () => {
  it('lists every key that works in the view beneath, and only those', () => {
    const text = rowsOf(press(stateAt(120, 60), '?')).join('\n');
    for (const binding of BINDINGS) {
      const works = binding.where === 'everywhere' || binding.where.includes('fleet');
      expect(text.includes(binding.help), binding.help).toBe(works);
    }
    expect(text).toContain('not now: the list is ordered by trouble');
  });

  it('gives no key two meanings in one view', () => {
    for (const view of ['fleet', 'table', 'describe', 'raw', 'events', 'help'] as const) {
      const keys = BINDINGS.filter(({ where }) => where === 'everywhere' || where.includes(view)).flatMap(
        ({ keys }) => keys,
      );
      expect(keys.length, view).toBe(new Set(keys).size);
    }
  });
});

describe('any size and view', () => {
  it('is exactly as wide as the terminal and one row shorter', () => {
    for (const [columns, rows] of [
      [60, 14],
      [80, 24],
      [119, 31],
      [200, 50],
      [30, 5],
    ] as const) {
      for (const keys of [[], ['enter'], ['enter', '2'], ['enter', '3'], ['enter', '5'], ['d'], ['y'], ['e'], ['?']]) {
        const screen = screenOf(press(stateAt(columns, rows, 6), ...keys));
        expect(screen).toHaveLength(rows - 1);
        for (const { line } of screen) expect(lineWidth(line)).toBe(columns);
      }
    }
  });

  it('says when the terminal is too small', () => {
    expect(rowsOf(stateAt(50, 10)).slice(0, 2)).toEqual(['This terminal is 50 × 10.', 'ks top needs 60 × 14.']);
  });

  it('reads the same without colour', () => {
    const [, , , , row] = screenOf(stateAt(120, 30));
    const plain = paint(row?.line ?? [], { colour: false, attributes: false, glyphs: 'braille' });
    const coloured = paint(row?.line ?? [], { colour: true, attributes: true, glyphs: 'braille' });
    expect(coloured).toContain('\u001b[1;31m');
    expect(stripVTControlCharacters(coloured)).toBe(plain);
    expect(plain).toContain('W   2');
  });

  it('draws with ASCII alone where there is no Unicode', () => {
    const state: State = { ...press(stateAt(120, 30), 'enter'), glyphs: 'ascii' };
    for (const { line } of screenOf(state)) {
      expect(paint(line, { colour: false, attributes: false, glyphs: 'ascii' })).toMatch(/^[ -~]*$/);
    }
  });

  it('prints no escape code that a server sent', () => {
    const sample = fakeSample([fakeTable('a.b', { table: 'b\u001b[2J\u0007', status: 'X\r\n' })], {
      target: '\u001b]0;owned\u0007',
      events: [{ atMs: FAKE_START_MS, kind: 'error', text: '\u001b[31mred' }],
    });
    const state = update(stateAt(120, 30), { kind: 'sample', sample });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
    expect(rowsOf(state).join('')).not.toMatch(/[\u0000-\u001f\u007f]/);
  });
});
