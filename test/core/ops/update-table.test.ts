import { describe, expect, it } from 'vitest';
import { KsError } from '../../../src/core/model/errors.js';
import { planTableUpdate, updateTable } from '../../../src/core/ops/update-table.js';
import { fleetOf, smallPlace, steppedClock } from './small-place.js';

const settings = (request: object) => Object.keys(request).slice(2).join('+');

describe('an update of several settings', () => {
  it('is one call each, capacity first and columns after the flags', () => {
    const plan = planTableUpdate('shop.orders', {
      addColumns: ['note:text', 'rank:int'],
      pitr: true,
      ttl: true,
      provisioned: '100/50',
      autoScaleRead: '50-800',
      clientSideTimestamps: true,
      defaultTtlSeconds: 0,
    });
    expect(plan.map(settings)).toEqual([
      'capacitySpecification+autoScalingSpecification',
      'clientSideTimestamps',
      'defaultTimeToLive',
      'pointInTimeRecovery',
      'ttl',
      'addColumns',
    ]);
    expect(plan.every((request) => request.keyspaceName === 'shop' && request.tableName === 'orders')).toBe(true);
  });

  it('waits for ACTIVE between two calls even without --wait', async () => {
    const small = smallPlace();
    small.states = ['UPDATING', 'UPDATING', 'ACTIVE'];
    const clock = steppedClock();
    const { fleet } = fleetOf([small.place], {}, clock);
    const input = { name: 'shop.orders', changes: { pitr: true, ttl: true }, wait: false, timeoutMs: 60_000 };
    expect(await updateTable(fleet, input)).toMatchObject({ changed: true, steps: ['pointInTimeRecovery', 'ttl'] });
    expect(small.changes).toHaveLength(2);
    expect(clock.sleptMs()).toBeGreaterThan(0);
  });

  it('says what was done when a later call fails', async () => {
    const small = smallPlace();
    const { fleet } = fleetOf([small.place]);
    const first = small.place.control.tables.update;
    let calls = 0;
    Object.assign(small.place.control.tables, {
      update: (request: Parameters<typeof first>[0]) =>
        ++calls === 2
          ? Promise.reject(new KsError({ code: 'QUOTA', kind: 'refused', message: 'too many' }))
          : first(request),
    });
    const input = { name: 'shop.orders', changes: { pitr: true, ttl: true }, wait: true, timeoutMs: 1000 };
    await expect(updateTable(fleet, input)).rejects.toMatchObject({
      kind: 'partial',
      message: 'ttl failed after pointInTimeRecovery had been done.',
      why: 'too many',
    });
  });

  it('refuses nothing at all, and two modes at once', async () => {
    const { fleet } = fleetOf([smallPlace().place]);
    const nothing = { name: 'shop.orders', changes: {}, wait: true, timeoutMs: 1 };
    await expect(updateTable(fleet, nothing)).rejects.toMatchObject({ kind: 'usage' });
    expect(() => planTableUpdate('shop.orders', { onDemand: true, provisioned: '1/1' })).toThrow(/not both/);
  });
});
