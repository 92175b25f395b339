// The whole dashboard on a terminal emulator: key scripts over a fleet that the test feeds by hand.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FleetSample, TableDetail } from '../../../src/core/model/fleet-sample.js';
import type { Clock } from '../../../src/core/ports/clock.js';
import { runTop, type TopOptions } from '../../../src/ui/top/index.js';
import { FAKE_START_MS, fakeFleetAt } from '../../support/fake-fleet.js';
import { handFed, openScreen, type Screen } from '../../support/screen.js';

/** A clock that stands until the test moves it. */
function standingClock(): Clock & { tick(ms: number): void } {
  let nowMs = FAKE_START_MS;
  const tasks = new Set<() => void>();
  return {
    wallMs: () => nowMs,
    wallMicros: () => BigInt(nowMs) * 1000n,
    monotonicNs: () => BigInt(nowMs - FAKE_START_MS) * 1_000_000n,
    sleep: (_ms, signal) => new Promise((resolve) => signal?.addEventListener('abort', () => resolve())),
    every: (_ms, task) => {
      tasks.add(task);
      return () => tasks.delete(task);
    },
    tick: (ms) => {
      nowMs += ms;
      for (const task of tasks) task();
    },
  };
}

interface Running {
  readonly screen: Screen;
  readonly fleet: { push(sample: FleetSample): void; fail(error: Error): void };
  readonly clock: ReturnType<typeof standingClock>;
  readonly done: Promise<number>;
}

let running: Running | undefined;

function start(over: Partial<TopOptions> = {}, columns = 100, rows = 30): Running {
  const screen = openScreen(columns, rows);
  const fleet = handFed<FleetSample>();
  const clock = standingClock();
  const done = runTop({
    samples: () => fleet.stream(),
    stdout: screen.stdout,
    stdin: screen.stdin,
    colour: false,
    readOnly: false,
    clock,
    ...over,
  });
  running = { screen, fleet, clock, done };
  return running;
}

const ENTER_SCREEN = '\u001b[?1049h';
const LEAVE_SCREEN = '\u001b[?1049l';

describe('on a terminal', () => {
  beforeEach(() => {
    running = undefined;
  });
  afterEach(async () => {
    running?.screen.press('\u0003');
    await running?.done;
  });

  it('shows the fleet, answers keys, and gives the terminal back with a receipt', async () => {
    const { screen, fleet, done } = start();
    await screen.shows('asking for the first figures');
    expect(screen.rawMode()).toBe(true);
    for (let tick = 0; tick <= 6; tick++) fleet.push(fakeFleetAt(1, tick));
    await screen.shows('1 throttled');
    await screen.shows('▸  iot.telemetry');
    screen.press('j');
    await screen.shows('▸  iot.rollup_1h');
    screen.press('q');
    expect(await done).toBe(0);
    expect(screen.rawMode()).toBe(false);
    const written = screen.raw();
    expect(written.indexOf(ENTER_SCREEN)).toBe(0);
    expect(written.split(LEAVE_SCREEN)[1]).toContain('ks top: watched 12 tables of demo');
  });

  it('drills down with real key bytes, and esc goes back', async () => {
    const key = 'local/us-east-1/iot.telemetry';
    const detail = async (asked: string): Promise<TableDetail> => ({
      key: asked,
      schemaCql: `-- ${asked === key ? 'the right table' : 'another table'}`,
      tags: {},
      settings: [],
    });
    const { screen, fleet } = start({ detail });
    for (let tick = 0; tick <= 6; tick++) fleet.push(fakeFleetAt(1, tick));
    await screen.shows('▸  iot.telemetry');
    screen.press('\r');
    await screen.shows('why is it throttled?');
    screen.press('4');
    await screen.shows('-- the right table');
    screen.press('\u001b[C');
    await screen.shows('5[settings]');
    screen.press('\u001b');
    await screen.shows('sort: trouble');
  });

  it('takes esc and a key that arrive together as two keys', async () => {
    const { screen, fleet } = start();
    for (let tick = 0; tick <= 6; tick++) fleet.push(fakeFleetAt(1, tick));
    await screen.shows('▸  iot.telemetry');
    screen.press('\r');
    await screen.shows('why is it throttled?');
    screen.press('\u001be');
    await screen.shows('events, newest first');
  });

  it('filters while typing and keeps the filter', async () => {
    const { screen, fleet } = start();
    fleet.push(fakeFleetAt(1, 0));
    await screen.shows('shop.orders');
    screen.press('/shop');
    await screen.shows((text) => text.includes('4/12') && !text.includes('iot.devices'));
    screen.press('\r');
    await screen.shows((text) => text.includes(' /shop') && text.includes('q quit'));
  });

  it('follows the size of the terminal', async () => {
    const { screen, fleet } = start();
    fleet.push(fakeFleetAt(1, 0));
    await screen.shows('shop.orders');
    screen.resize(50, 10);
    await screen.shows('This terminal is 50 × 10.');
    screen.resize(140, 40);
    await screen.shows((text) => text.includes('PITR') && text.includes('q quit') && !text.includes('This terminal'));
    expect(screen.rows().filter((row) => row.includes('ks top · demo'))).toHaveLength(1);
  });

  it('keeps the screen and says so when the figures stop', async () => {
    const { screen, fleet, clock } = start({}, 140);
    fleet.push(fakeFleetAt(1, 0));
    await screen.shows('shop.orders');
    fleet.fail(new Error('connection refused'));
    await screen.shows('no new figures: connection refused');
    clock.tick(40_000);
    await screen.shows('figures ⧗40s');
    await screen.shows(/\d ⧗40s/);
  });

  it('saves the screen as text', async () => {
    const saved: string[] = [];
    const save = async (text: string) => {
      saved.push(text);
      return '/somewhere/screen.txt';
    };
    const { screen, fleet } = start({ save, colour: true });
    fleet.push(fakeFleetAt(1, 0));
    await screen.shows('shop.orders');
    screen.press('\u0013');
    await screen.shows('saved to /somewhere/screen.txt');
    expect(saved[0]).toContain('shop.orders');
    expect(saved[0]).not.toContain('\u001b');
  });

  it('never draws a frame that scrolls the terminal', async () => {
    const { screen, fleet } = start({}, 80, 24);
    for (let tick = 0; tick <= 4; tick++) fleet.push(fakeFleetAt(1, tick));
    await screen.shows('shop.orders');
    expect(screen.raw()).not.toContain('\u001b[3J');
    expect(screen.rows()[0]).toContain('ks top · demo');
  });
});

describe('without a terminal', () => {
  it('prints one frame of plain text and ends with 0', async () => {
    const screen = openScreen(100, 30);
    Object.assign(screen.stdout, { isTTY: false });
    const { done } = start({ stdout: screen.stdout, samples: () => once(fakeFleetAt(1, 6)), width: 120 });
    expect(await done).toBe(0);
    const lines = screen.raw().split('\n');
    expect(lines[0]).toMatch(/^ ks top · demo/);
    expect(lines.filter((line) => line.includes('310 MB') || line.includes('48 GB'))).toHaveLength(12);
    expect(screen.raw()).not.toContain('\u001b');
    expect(screen.raw()).not.toContain('q quit');
  });

  it('prints as many frames as asked, and stops the stream', async () => {
    const screen = openScreen(100, 30);
    let ended = false;
    async function* endless(): AsyncIterable<FleetSample> {
      try {
        for (let tick = 0; ; tick++) yield fakeFleetAt(1, tick);
      } finally {
        ended = true;
      }
    }
    const { done } = start({ stdout: screen.stdout, samples: endless, batch: 3 });
    expect(await done).toBe(0);
    expect(screen.raw().match(/ks top · demo/g)).toHaveLength(3);
    expect(ended).toBe(true);
  });
});

async function* once(sample: FleetSample): AsyncIterable<FleetSample> {
  yield sample;
}
