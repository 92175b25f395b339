// Why a table is throttled, with the arithmetic, and what ends it.

import { describe, expect, it } from 'vitest';
import type { TableSample } from '../../../src/core/model/fleet-sample.js';
import { explainThrottle, suggestedCapacity, type UnitPrices } from '../../../src/ui/top/explain.js';
import { pointOf, type Trail } from '../../../src/ui/top/trail.js';
import { FAKE_START_MS, fakeTable } from '../../support/fake-fleet.js';

const prices: UnitPrices = {
  readMillion: 0.125,
  writeMillion: 0.625,
  readUnitHour: 0.00013,
  writeUnitHour: 0.00065,
  storageGb: 0.25,
  pitrGb: 0.2,
  source: 'us-east-1, 2025-11-05',
};

const throttled = (over: Partial<TableSample> = {}) =>
  fakeTable('iot.telemetry', {
    mode: 'provisioned',
    readLimit: 4_000,
    writeLimit: 2_000,
    writeUnits: 2_000,
    writes: 1_000,
    throttledWrites: 200,
    throttleCauses: { table: 200 },
    ...over,
  });

/** One point a second with these refusals, newest last. */
const trail = (table: TableSample, refusals: readonly number[]): Trail =>
  refusals.map((throttledWrites, index) => ({
    ...pointOf(table),
    throttledWrites,
    atMs: FAKE_START_MS + index * 1_000,
  }));

const texts = (table: TableSample, refusals: readonly number[], known?: UnitPrices) =>
  explainThrottle(table, trail(table, refusals), known).map((sentence) => sentence.text);

describe('a table over its provisioned writes', () => {
  it('names the cause first, then the arithmetic, then what ends it with its price', () => {
    expect(texts(throttled(), [0, 5, 200, 200], prices)).toEqual([
      '200 writes/s refused for 2s: the TABLE limit.',
      'asked ≈ 2,400 WCU/s, limit 2,000',
      '= 2,000 served + 200 refused × 2 WCU each',
      'A write costs 2 WCU: 1 for each 1 KB begun, double with IF conditions or static data.',
      // 900 more units at $0.00065 an hour, 730 hours
      'Do: raise iot.telemetry to 2,900 WCU  + $427/mo',
      'or: on-demand, no limit to set  + $2,653/mo at this rate',
      'prices: us-east-1, 2025-11-05',
    ]);
  });

  it('says so when the price is not known', () => {
    expect(texts(throttled(), [200]).filter((text) => text.includes('price not known'))).toHaveLength(2);
  });

  it('does not invent what was asked when the cost of a write is not known', () => {
    const lines = texts(throttled({ writes: undefined }), [200], prices);
    expect(lines[1]).toBe('served 2,000 WCU/s, limit 2,000');
    expect(lines.join(' ')).not.toContain('asked');
  });
});

describe('other causes', () => {
  it('a hot partition is not ended by more capacity', () => {
    const lines = texts(throttled({ throttleCauses: { partition: 30 } }), [30], prices).join('\n');
    expect(lines).toContain('one PARTITION');
    expect(lines).toContain("Raising the table's capacity does not end this.");
    expect(lines).not.toContain('Do: raise');
  });

  it('a busy connection wants more connections', () => {
    expect(texts(throttled({ throttleCauses: { connection: 30 } }), [30]).join('\n')).toContain('more connections');
  });
});

describe('a table that is not throttled', () => {
  it('tells the room that is left and when it was last refused', () => {
    const well = throttled({ throttledWrites: 0, throttleCauses: {}, writeUnits: 500, pitr: { enabled: false } });
    expect(texts(well, [0, 7, 0, 0])).toEqual([
      'It is not throttled.',
      'Requests were last refused 2s ago.',
      'reads: 120 of 4,000 RCU/s, 3%; room for 33 × as much',
      'writes: 500 of 2,000 WCU/s, 25%; room for 4 × as much',
      'PITR is off: a dropped row or table cannot be brought back.',
    ]);
  });
});

describe('the suggestion', () => {
  it('is above what was asked, by a fifth, in round steps', () => {
    expect([8, 70, 400, 2_400].map(suggestedCapacity)).toEqual([10, 90, 500, 2_900]);
  });
});
