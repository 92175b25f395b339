// The engine's clock over a machine clock that stands until a test moves it, alone and in two processes on one store.

import { describe, expect, it, test } from 'vitest';
import { type ClockChange, ClockRefusal } from '../../../../src/core/engine/clock/clock-state.js';
import { EngineClock } from '../../../../src/core/engine/clock/engine-clock.js';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import { FakeClock } from '../../../support/fake-clock.js';

const start = Date.UTC(2026, 0, 1);
const hour = 3_600_000;

function bench() {
  const machine = new FakeClock(start);
  const kv = memoryKv();
  return { machine, kv, clock: new EngineClock(machine, kv) };
}

describe('the clock', () => {
  it('is the machine’s until somebody changes it, and again after a reset', async () => {
    const { machine, clock } = bench();
    expect([clock.wallMs(), clock.wallMicros(), clock.monotonicNs()]).toEqual([
      machine.wallMs(),
      machine.wallMicros(),
      machine.monotonicNs(),
    ]);
    await clock.change({ kind: 'set', atMs: start + 5 * hour });
    await clock.change({ kind: 'reset' });
    machine.advance(1234);
    expect(clock.wallMs()).toBe(machine.wallMs());
    expect(clock.show()).toMatchObject({ offsetMs: 0, factor: 1, stopped: false });
  });

  it('goes on from where it was put', async () => {
    const { machine, clock } = bench();
    await clock.change({ kind: 'advance', milliseconds: 24 * hour });
    expect(clock.wallMs()).toBe(start + 24 * hour);
    machine.advance(10);
    expect(clock.wallMs()).toBe(start + 24 * hour + 10);
    expect(clock.wallMicros()).toBe(BigInt(start + 24 * hour + 10) * 1000n);
    await clock.change({ kind: 'set', atMs: Date.UTC(2030, 0, 1) });
    expect(clock.show().now).toBe('2030-01-01T00:00:00.000Z');
  });

  it('runs faster, slower, not at all, and on', async () => {
    const { machine, clock } = bench();
    await clock.change({ kind: 'scale', factor: 60 });
    machine.advance(1000);
    expect(clock.wallMs()).toBe(start + 60_000);
    await clock.change({ kind: 'stop' });
    machine.advance(1000);
    expect(clock.wallMs()).toBe(start + 60_000);
    await clock.change({ kind: 'advance', milliseconds: 5 });
    expect([clock.wallMs(), clock.show().stopped]).toEqual([start + 60_005, true]);
    await clock.change({ kind: 'resume' });
    machine.advance(1000);
    expect(clock.wallMs()).toBe(start + 120_005);
    await clock.change({ kind: 'scale', factor: 0.5 });
    machine.advance(1000);
    expect(clock.wallMs()).toBe(start + 120_505);
  });

  it('keeps durations and intervals the machine’s', async () => {
    const { machine, clock } = bench();
    await clock.change({ kind: 'stop' });
    const before = clock.monotonicNs();
    let calls = 0;
    clock.every(100, () => calls++);
    machine.advance(100);
    expect([Number(clock.monotonicNs() - before), calls]).toEqual([100_000_000, 1]);
  });

  it('is one for all processes on the store', async () => {
    const { machine, kv, clock } = bench();
    const other = new EngineClock(machine, kv);
    expect(other.wallMs()).toBe(start);
    await clock.change({ kind: 'advance', milliseconds: hour });
    expect(other.wallMs()).toBe(start + hour);
    await other.change({ kind: 'stop' });
    machine.advance(77);
    expect([clock.wallMs(), clock.show()]).toEqual([start + hour, other.show()]);
  });

  it('asks the store no more once it is closed', async () => {
    const { kv, clock } = bench();
    await clock.change({ kind: 'advance', milliseconds: hour });
    clock.close();
    await kv.close();
    expect(clock.wallMs()).toBe(start + hour);
  });
});

it('write timestamps never go back, in any process, whatever becomes of the clock', async () => {
  const { machine, kv, clock } = bench();
  const other = new EngineClock(machine, kv);
  const changes: ClockChange[] = [
    { kind: 'advance', milliseconds: 24 * hour },
    { kind: 'reset' },
    { kind: 'stop' },
    { kind: 'set', atMs: start - 30 * hour },
    { kind: 'resume' },
    { kind: 'scale', factor: 1000 },
    { kind: 'set', atMs: start + hour },
    { kind: 'reset' },
    { kind: 'advance', milliseconds: 100 * hour },
  ];
  let last = clock.wallMicros();
  for (const [index, change] of changes.entries()) {
    await (index % 2 === 0 ? clock : other).change(change);
    machine.advance(3);
    for (const each of [clock, other]) {
      const micros = each.wallMicros();
      expect(micros >= last, `after ${change.kind}`).toBe(true);
      last = micros;
    }
  }
  // what was gone back has been made up for by going on
  expect(clock.show().writeAheadMs).toBe(0);
});

test.each<[ClockChange, RegExp]>([
  [{ kind: 'advance', milliseconds: -1 }, /positive/],
  [{ kind: 'advance', milliseconds: Number.NaN }, /positive/],
  [{ kind: 'advance', milliseconds: 1e15 }, /between/],
  [{ kind: 'set', atMs: 0 }, /between 2001-09-10/],
  [{ kind: 'set', atMs: Number.NaN }, /between/],
  [{ kind: 'scale', factor: 0 }, /more than 0/],
  [{ kind: 'scale', factor: -2 }, /more than 0/],
  [{ kind: 'scale', factor: Number.POSITIVE_INFINITY }, /at most/],
])('%j is refused, and changes nothing', async (change, words) => {
  const { clock } = bench();
  await expect(clock.change(change)).rejects.toThrow(ClockRefusal);
  await expect(clock.change(change)).rejects.toThrow(words);
  expect(clock.wallMs()).toBe(start);
});
