import { describe, expect, it } from 'vitest';
import { KsError } from '../../../src/core/model/errors.js';
import { deleteTable } from '../../../src/core/ops/delete-table.js';
import { listTables } from '../../../src/core/ops/list-tables.js';
import { everyPlace } from '../../../src/core/ops/one-place.js';
import { updateTable } from '../../../src/core/ops/update-table.js';
import { fleetOf, smallPlace } from './small-place.js';

const remove = { name: 'shop.orders', wait: false, timeoutMs: 1000 };

describe('guards', () => {
  it('changes nothing on a read-only target', async () => {
    const { place, changes } = smallPlace();
    const { fleet } = fleetOf([place], { readOnly: true });
    await expect(deleteTable(fleet, remove)).rejects.toMatchObject({ kind: 'refused', code: 'READ_ONLY' });
    expect(changes).toEqual([]);
  });

  it('wants the name on a protected target', async () => {
    const { place, changes } = smallPlace();
    const { fleet } = fleetOf([place], { protected: true });
    await expect(deleteTable(fleet, remove)).rejects.toMatchObject({
      kind: 'refused',
      next: ['add --confirm shop.orders'],
    });
    await expect(deleteTable(fleet, { ...remove, confirm: 'shop.order' })).rejects.toMatchObject({ kind: 'refused' });
    expect(changes).toEqual([]);
    await deleteTable(fleet, { ...remove, confirm: 'shop.orders' });
    expect(changes).toEqual(['delete shop.orders']);
  });

  it('takes throwing the backup history away for a destruction', async () => {
    const { place, changes } = smallPlace();
    const { fleet } = fleetOf([place], { protected: true });
    const input = { name: 'shop.orders', changes: { pitr: false }, wait: false, timeoutMs: 1 };
    await expect(updateTable(fleet, input)).rejects.toMatchObject({ code: 'PROTECTED' });
    expect(changes).toEqual([]);
  });

  it('refuses a change that several places could mean', async () => {
    const { fleet } = fleetOf([smallPlace('us-east-1').place, smallPlace('eu-west-1').place]);
    await expect(deleteTable(fleet, remove)).rejects.toMatchObject({ kind: 'usage' });
  });

  it('makes no call in a dry run', async () => {
    const { place, changes } = smallPlace();
    const { fleet } = fleetOf([place]);
    expect(await deleteTable(fleet, { ...remove, dryRun: true })).toMatchObject({
      calls: [{ operation: 'DeleteTable', input: { keyspaceName: 'shop', tableName: 'orders' } }],
    });
    expect(changes).toEqual([]);
  });
});

describe('several places', () => {
  it('lists them all, without the service’s own keyspaces', async () => {
    const { fleet } = fleetOf([smallPlace('us-east-1').place, smallPlace('eu-west-1', ['web.sessions']).place]);
    const { items } = await listTables(fleet);
    expect(items.map((item) => `${item.place} ${item.keyspaceName}.${item.tableName}`)).toEqual([
      'us-east-1 shop.orders',
      'eu-west-1 web.sessions',
    ]);
  });

  it('never lets one failing place hide the others', async () => {
    const { fleet } = fleetOf([smallPlace('us-east-1').place, smallPlace('eu-west-1').place]);
    const down = new KsError({ code: 'UNREACHABLE', kind: 'unreachable', message: 'no answer' });
    const asked = await everyPlace(fleet, async (place) => {
      if (place.region === 'eu-west-1') throw down;
      return [place.name];
    });
    expect(asked).toEqual({
      items: ['us-east-1'],
      failures: [{ place: 'eu-west-1', code: 'UNREACHABLE', reason: 'no answer' }],
    });
    await expect(everyPlace(fleet, () => Promise.reject(down))).rejects.toBe(down);
  });
});
