import { describe, expect, it } from 'vitest';
import { waitForTable } from '../../../src/core/ops/wait-until.js';
import { fleetOf, smallPlace, steppedClock } from './small-place.js';

describe('waiting', () => {
  it('ends when the state is seen, and reports each new one once', async () => {
    const small = smallPlace();
    small.states = ['CREATING', 'CREATING', 'CREATING', 'ACTIVE'];
    const { fleet, said } = fleetOf([small.place]);
    const table = await waitForTable(fleet, small.place, { table: 'shop.orders', state: 'ACTIVE', timeoutMs: 60_000 });
    expect(table?.status).toBe('ACTIVE');
    expect(said).toEqual(['Waiting for shop.orders to become ACTIVE: CREATING']);
  });

  it('waits for a table that is not there yet, and for one that goes', async () => {
    const small = smallPlace('us-east-1', []);
    const clock = steppedClock();
    const { fleet } = fleetOf([small.place], {}, clock);
    const gone = { table: 'shop.orders', state: 'DELETED', timeoutMs: 1000 };
    expect(await waitForTable(fleet, small.place, gone)).toBeUndefined();
    const come = { table: 'shop.orders', state: 'ACTIVE', timeoutMs: 1000 };
    await expect(waitForTable(fleet, small.place, come)).rejects.toMatchObject({
      kind: 'timeout',
      message: 'Waited 1s for shop.orders to become ACTIVE; there is none.',
    });
    expect(clock.sleptMs()).toBe(1000);
  });

  it('stops at an interrupt', async () => {
    const small = smallPlace();
    small.states = ['CREATING'];
    const { fleet, abort } = fleetOf([small.place]);
    abort.abort();
    const input = { table: 'shop.orders', state: 'ACTIVE', timeoutMs: 60_000 };
    await expect(waitForTable(fleet, small.place, input)).rejects.toMatchObject({ kind: 'interrupted' });
  });
});
