// Throttling arithmetic on a clock that the test moves: no sleeps, exact counts.

import { describe, expect, it } from 'vitest';
import type { TableCapacity } from '../../../../src/core/engine/capacity/api.js';
import { createCapacity, storagePartitions } from '../../../../src/core/engine/capacity/capacity.js';
import { readUnits, writeUnits } from '../../../../src/core/engine/capacity/units.js';

const provisioned = (writeUnits: number, sinceMs: number): TableCapacity => ({
  tableNumber: 1,
  mode: 'PROVISIONED',
  readUnits: 100,
  writeUnits,
  warmReadUnits: 12_000,
  warmWriteUnits: 4_000,
  sinceMs,
});
const onDemand: TableCapacity = {
  tableNumber: 2,
  mode: 'PAY_PER_REQUEST',
  readUnits: 40_000,
  writeUnits: 40_000,
  warmReadUnits: 12_000,
  warmWriteUnits: 4_000,
};

/** Offers `perSecond` one-unit writes in each of `seconds`; returns how many were refused in each. */
function drive(table: TableCapacity, perSecond: number, seconds: number, clock: { ms: number }, tokens?: bigint) {
  const capacity = createCapacity({ clock: { wallMs: () => clock.ms }, unlimited: false });
  return Array.from({ length: seconds }, () => {
    let refused = 0;
    const startMs = clock.ms;
    for (let i = 0; i < perSecond; i++) {
      clock.ms = startMs + (i * 1000) / perSecond;
      if (capacity.admit(table, 'write', tokens) === undefined) capacity.charge(table, 'write', 1, tokens);
      else refused++;
    }
    clock.ms = startMs + 1000;
    return refused;
  });
}

describe('provisioned tables', () => {
  it('100 WCU under 150 writes a second: 50 a second are refused once the first second is used up', () => {
    const clock = { ms: 1_000_000 };
    const refused = drive(provisioned(100, clock.ms), 150, 10, clock);
    expect(refused[0]).toBeLessThanOrEqual(50);
    for (const count of refused.slice(2)) expect(count).toBe(50);
  });

  it('saves five minutes of what went unused, and no more', () => {
    const clock = { ms: 10_000_000 };
    const refused = drive(provisioned(100, 0), 150, 700, clock);
    // 300 s x 100 units saved, spent at 50 a second: throttling begins after 600 s
    const first = refused.findIndex((count) => count > 0);
    expect(first).toBeGreaterThanOrEqual(598);
    expect(first).toBeLessThanOrEqual(601);
  });

  it('a raise takes effect at the next statement', () => {
    const clock = { ms: 1_000_000 };
    const capacity = createCapacity({ clock: { wallMs: () => clock.ms }, unlimited: false });
    const small = provisioned(10, clock.ms);
    for (let i = 0; i < 20; i++) if (capacity.admit(small, 'write') === undefined) capacity.charge(small, 'write', 1);
    expect(capacity.admit(small, 'write')).toBe('table');
    const large = provisioned(1000, clock.ms);
    expect(capacity.admit(large, 'write')).toBe('table');
    clock.ms += 50;
    expect(capacity.admit(large, 'write')).toBeUndefined();
  });
});

describe('on-demand tables', () => {
  it('take 4,000 writes a second at once when the keys are spread, and one partition takes 1,000', () => {
    const spread = drive(onDemand, 3_900, 3, { ms: 1_000_000 });
    expect(spread).toEqual([0, 0, 0]);
    const hot = drive(onDemand, 3_900, 3, { ms: 1_000_000 }, 0n);
    for (const refused of hot.slice(1)) expect(refused).toBeGreaterThan(2_800);
  });

  it('doubles on a peak that is half an hour old', () => {
    const clock = { ms: 1_000_000 };
    const capacity = createCapacity({ clock: { wallMs: () => clock.ms }, unlimited: false });
    const second = (count: number) => {
      let taken = 0;
      const startMs = clock.ms;
      for (let i = 0; i < count; i++) {
        clock.ms = startMs + (i * 1000) / count;
        if (capacity.admit(onDemand, 'write') === undefined) {
          capacity.charge(onDemand, 'write', 1);
          taken++;
        }
      }
      clock.ms = startMs + 1000;
      return taken;
    };
    for (let i = 0; i < 3; i++) second(4_000);
    clock.ms += 31 * 60 * 1000;
    // a second's worth is saved, so the limit shows in the seconds after the first
    const later = [12_000, 12_000, 12_000].map(second);
    expect(later[2]).toBeGreaterThan(7_900);
    expect(later[2]).toBeLessThan(8_100);
  });

  it('without an old peak, more than 4,000 writes a second are refused', () => {
    const refused = drive(onDemand, 12_000, 3, { ms: 1_000_000 });
    expect(12_000 - refused[2]!).toBeGreaterThan(3_900);
    expect(12_000 - refused[2]!).toBeLessThan(4_100);
  });
});

it('the lenient mode has no ceilings', () => {
  const capacity = createCapacity({ clock: { wallMs: () => 0 }, unlimited: true });
  capacity.charge(provisioned(1, 0), 'write', 1e9);
  expect(capacity.admit(provisioned(1, 0), 'write')).toBeUndefined();
});

it('units round up: 4 KB a read unit, 1 KB a write unit, half a unit at LOCAL_ONE (control-plane facts 3.1)', () => {
  expect(readUnits(8192, false)).toBe(2);
  expect(readUnits(8192, true)).toBe(1);
  expect(readUnits(0, true)).toBe(0.5);
  expect(readUnits(4199, false)).toBe(2);
  expect(writeUnits(2048)).toBe(2);
  expect(writeUnits(1025)).toBe(2);
  expect(writeUnits(0)).toBe(1);
});

it('storage partitions: four on demand, else as many as the units need (data-plane facts 4.7)', () => {
  expect(storagePartitions(onDemand)).toBe(4);
  expect(storagePartitions(provisioned(1000, 0))).toBe(1);
  expect(storagePartitions(provisioned(2500, 0))).toBe(3);
});
