import { describe, expect, it } from 'vitest';
import { KsError } from '../../../src/core/model/errors.js';
import { eventsBetween, sampleFleet, tableDetail } from '../../../src/core/ops/sample-fleet.js';
import type { LiveTable } from '../../../src/core/ports/metrics-source.js';
import { fakeTable } from '../../support/fake-fleet.js';
import { fleetOf, smallPlace } from './small-place.js';

const live: LiveTable = {
  keyspace: 'shop',
  table: 'orders',
  readUnits: 5,
  writeUnits: 1,
  reads: 10,
  writes: 1,
  throttledReads: 0,
  throttledWrites: 2,
  throttleCauses: { table: 2 },
  latency: { p50: 1 },
  readLatency: { p50: 1 },
  writeLatency: {},
  errors: 0,
  rows: undefined,
  sizeBytes: undefined,
  atMs: 1_700_000_000_000,
};

describe('samples of a fleet', () => {
  it('joins descriptions, figures, sizes and cost', async () => {
    const { place } = smallPlace();
    const metrics = { ...place.metrics, live: async () => [live], size: async () => ({ rows: 7, bytes: 1024 ** 3 }) };
    const { fleet } = fleetOf([{ ...place, metrics }]);
    for await (const sample of sampleFleet(fleet, { intervalMs: 1000 })) {
      expect(sample.tables).toHaveLength(1);
      expect(sample.tables[0]).toMatchObject({
        key: 'us-east-1/shop.orders',
        account: '111122223333',
        readUnits: 5,
        rows: 7,
        sizeBytes: 1024 ** 3,
        throttledWrites: 2,
      });
      // by hand: 2.628 million s × (5 × $0.125 + 1 × $0.625) + $0.25 for 1 GB
      expect(sample.tables[0]?.monthlyCost).toBeCloseTo(3.535, 3);
      break;
    }
  });

  it('tells idle from not known', async () => {
    const { place } = smallPlace();
    const measured = fleetOf([{ ...place, metrics: { ...place.metrics, live: async () => [] } }]).fleet;
    const unmeasured = fleetOf([place]).fleet;
    for await (const { tables } of sampleFleet(measured, { intervalMs: 1 })) {
      expect(tables[0]?.readUnits).toBe(0);
      break;
    }
    for await (const { tables } of sampleFleet(unmeasured, { intervalMs: 1 })) {
      expect(tables[0]?.readUnits).toBeUndefined();
      break;
    }
  });

  it('keeps the places that answer when one does not', async () => {
    const down = smallPlace('eu-west-1').place;
    const failing = {
      ...down,
      control: {
        ...down.control,
        keyspaces: {
          ...down.control.keyspaces,
          list: () => Promise.reject(new KsError({ code: 'UNREACHABLE', kind: 'unreachable', message: 'no answer' })),
        },
      },
    };
    const { fleet } = fleetOf([failing, smallPlace().place]);
    for await (const sample of sampleFleet(fleet, { intervalMs: 1 })) {
      expect(sample.tables).toHaveLength(1);
      expect(sample.failures).toEqual([{ place: 'eu-west-1', code: 'UNREACHABLE', reason: 'no answer' }]);
      break;
    }
  });

  it('ends with its signal', async () => {
    const { fleet } = fleetOf([smallPlace().place]);
    const stop = new AbortController();
    let samples = 0;
    for await (const _ of sampleFleet(fleet, { intervalMs: 1, signal: stop.signal })) if (++samples === 3) stop.abort();
    expect(samples).toBe(3);
  });

  it('details a table by its key', async () => {
    const { fleet } = fleetOf([smallPlace().place]);
    const detail = await tableDetail(fleet, 'us-east-1/shop.orders');
    expect(detail.schemaCql).toContain('CREATE TABLE shop.orders');
    await expect(tableDetail(fleet, 'mars/shop.orders')).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('events between two samples', () => {
  const table = fakeTable('shop.orders');
  it('tells throttles that begin and end, with their main cause', () => {
    const throttled = { ...table, throttledWrites: 5, throttleCauses: { partition: 4, table: 1 } };
    expect(eventsBetween([table], [throttled], 1).map((event) => event.text)).toEqual([
      'shop.orders write throttles began (partition limit)',
    ]);
    expect(eventsBetween([throttled], [table], 1).map((event) => event.text)).toEqual([
      'shop.orders write throttles ended',
    ]);
    expect(eventsBetween([throttled], [throttled], 1)).toEqual([]);
  });
  it('tells changes of state, tables that come and tables that go', () => {
    const updating = { ...table, status: 'UPDATING' };
    expect(eventsBetween([table], [updating], 1)[0]?.text).toBe('shop.orders ACTIVE → UPDATING');
    expect(eventsBetween([], [updating], 1)[0]?.text).toBe('shop.orders appeared: UPDATING');
    expect(eventsBetween([table], [], 1)[0]?.text).toBe('shop.orders is gone');
  });
});
