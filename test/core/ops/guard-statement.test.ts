import { describe, expect, it } from 'vitest';
import { destroyedBy, guardStatement } from '../../../src/core/ops/guard-statement.js';
import { fleetOf, smallPlace } from './small-place.js';

describe('guards of CQL text', () => {
  it.each([
    ['DROP TABLE shop.orders', 'shop.orders'],
    ['/* old */ drop table if exists orders', 'app.orders'],
    ['DROP TABLE "Shop"."Orders"', 'Shop.Orders'],
    ['DROP KEYSPACE shop', 'shop'],
    ['DROP TYPE IF EXISTS shop.address', 'shop.address'],
    ['TRUNCATE orders', 'app.orders'],
    ['TRUNCATE TABLE shop.orders', 'shop.orders'],
    [
      "ALTER TABLE shop.orders WITH CUSTOM_PROPERTIES = {'point_in_time_recovery': {'status': 'disabled'}}",
      'shop.orders',
    ],
    ["ALTER TABLE shop.orders WITH CUSTOM_PROPERTIES = {'point_in_time_recovery': {'status': 'enabled'}}", undefined],
    ['ALTER TABLE shop.orders ADD x int', undefined],
    ["INSERT INTO shop.orders (id) VALUES ('DROP TABLE shop.orders')", undefined],
    ['SELECT * FROM shop.orders', undefined],
  ])('%s destroys %s', (statement, destroyed) => {
    expect(destroyedBy(statement, 'app')).toBe(destroyed);
  });

  it('lets nothing but reads pass on a read-only target, comments before them too', async () => {
    const { fleet } = fleetOf([smallPlace().place], { readOnly: true });
    await guardStatement(fleet, '-- look\nSELECT * FROM shop.orders', undefined, undefined);
    await expect(guardStatement(fleet, '/* SELECT */ DROP TABLE t', 'shop', undefined)).rejects.toMatchObject({
      code: 'READ_ONLY',
    });
  });

  it('wants the name on a protected target', async () => {
    const { fleet } = fleetOf([smallPlace().place], { protected: true });
    const drop = (answer: string | undefined) => guardStatement(fleet, 'DROP TABLE orders', 'shop', async () => answer);
    await expect(drop(undefined)).rejects.toMatchObject({ code: 'PROTECTED', next: ['add --confirm shop.orders'] });
    await expect(drop('orders')).rejects.toMatchObject({ code: 'CONFIRMATION' });
    await drop('shop.orders');
  });
});
