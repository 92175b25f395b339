import { describe, expect, it } from 'vitest';
import type { RestoreTableRequest, TableDescription } from '../../../src/core/model/control-shapes.js';
import { parseInstant } from '../../../src/core/model/instant.js';
import { backupsStatus } from '../../../src/core/ops/backups.js';
import { restoreTable } from '../../../src/core/ops/restore-table.js';
import { waitForResource } from '../../../src/core/ops/wait-until.js';
import type { CqlSession } from '../../../src/core/ports/cql-session.js';
import type { Place } from '../../../src/core/ports/fleet.js';
import { fleetOf, smallPlace } from './small-place.js';

const earliest = '2023-11-01T10:00:00.500Z';
type Recovery = TableDescription['pointInTimeRecovery'];

/** `shop.orders` with this recovery; restores become tables and are written down. */
function place(recovery: Recovery = { status: 'ENABLED', earliestRestorableTimestamp: earliest }) {
  const small = smallPlace();
  const asked: RestoreTableRequest[] = [];
  const { tables } = small.place.control;
  let looks = 0;
  const changed: Place = {
    ...small.place,
    control: {
      ...small.place.control,
      tables: {
        ...tables,
        get: async (keyspace, table) => ({
          ...(await tables.get(keyspace, table)),
          ...(recovery !== undefined && { pointInTimeRecovery: recovery }),
        }),
        restore: async (request) => {
          asked.push(request);
          await tables.create({
            keyspaceName: request.targetKeyspaceName,
            tableName: request.targetTableName,
            schemaDefinition: { allColumns: [], partitionKeys: [] },
          });
          small.states = ['RESTORING', 'RESTORING', 'RESTORING', 'ACTIVE'];
          return { restoredTableArn: 'arn' };
        },
        restoredRows: async () => ({ copiedRows: 300 * looks++, sourceRows: 1000 }),
      },
    },
  };
  return { place: changed, asked };
}
const input = { name: 'shop.orders', to: 'before', wait: true, timeoutMs: 60_000 };

describe('restoring a table', () => {
  it('asks for the second, waits and tells how far it is', async () => {
    const { place: one, asked } = place();
    const { fleet, said } = fleetOf([one]);
    const done = await restoreTable(fleet, { ...input, at: '2023-11-02 08:15' });
    expect(asked).toEqual([
      {
        sourceKeyspaceName: 'shop',
        sourceTableName: 'orders',
        targetKeyspaceName: 'shop',
        targetTableName: 'before',
        restoreTimestamp: '2023-11-02T08:15:00.000Z',
      },
    ]);
    expect(done).toMatchObject({
      changed: true,
      source: 'shop.orders',
      table: { tableName: 'before', status: 'ACTIVE' },
    });
    expect(said).toEqual([
      'Waiting for shop.before to be restored: RESTORING, 0 % of the rows',
      'Waiting for shop.before to be restored: RESTORING, 30 % of the rows',
      'Waiting for shop.before to be restored: RESTORING, 60 % of the rows',
    ]);
  });

  it('says that it failed when the new table was RESTORING and is gone', async () => {
    const { place: one } = place();
    let looks = 0;
    const { tables } = one.control;
    const get: typeof tables.get = async (keyspace, table) => {
      if (table === 'before' && ++looks > 2) await tables.delete(keyspace, table);
      return tables.get(keyspace, table);
    };
    const { fleet } = fleetOf([{ ...one, control: { ...one.control, tables: { ...tables, get } } }]);
    await expect(restoreTable(fleet, input)).rejects.toMatchObject({
      code: 'RESTORE_FAILED',
      kind: 'failed',
      message: 'shop.before was RESTORING and is gone: its restore failed.',
    });
    looks = 0;
    await restoreTable(fleet, { ...input, wait: false });
    await expect(
      waitForResource(fleet, { name: 'shop.before', state: 'ACTIVE', timeoutMs: 60_000 }),
    ).rejects.toMatchObject({ code: 'RESTORE_FAILED' });
  });

  it('sends overrides, and in a dry run nothing', async () => {
    const { place: one, asked } = place();
    const { fleet } = fleetOf([one]);
    const overrides = {
      provisioned: '100/50',
      autoScaleRead: '10-100',
      kmsKey: 'aws-owned',
      pitr: false,
      tags: [{ key: 'a', value: 'b' }],
    };
    const dry = await restoreTable(fleet, { ...input, ...overrides, to: 'other.before', dryRun: true });
    expect(dry).toMatchObject({
      calls: [
        {
          operation: 'RestoreTable',
          input: {
            targetKeyspaceName: 'other',
            capacitySpecificationOverride: {
              throughputMode: 'PROVISIONED',
              readCapacityUnits: 100,
              writeCapacityUnits: 50,
            },
            autoScalingSpecification: { readCapacityAutoScaling: { minimumUnits: 10, maximumUnits: 100 } },
            encryptionSpecificationOverride: { type: 'AWS_OWNED_KMS_KEY' },
            pointInTimeRecoveryOverride: { status: 'DISABLED' },
            tagsOverride: [{ key: 'a', value: 'b' }],
          },
        },
      ],
    });
    expect(asked).toEqual([]);
  });

  it.each<[string, Recovery, string | undefined, object]>([
    ['without PITR', { status: 'DISABLED' }, undefined, { code: 'PITR_OFF' }],
    ['to a time before the window', undefined, '2023-11-01T09:59:59Z', { kind: 'usage' }],
    ['to what is no time', undefined, 'yesterday', { kind: 'usage' }],
  ])('refuses to restore %s', async (_what, recovery, at, error) => {
    const { place: one, asked } = place(recovery);
    const { fleet } = fleetOf([one]);
    await expect(restoreTable(fleet, { ...input, ...(at !== undefined && { at }) })).rejects.toMatchObject(error);
    expect(asked).toEqual([]);
  });

  it('takes the second that the window began in, and leaves deleted tables to the service', async () => {
    const { place: one, asked } = place();
    const { fleet } = fleetOf([one]);
    await restoreTable(fleet, { ...input, at: '2023-11-01T10:00:00Z', wait: false });
    await restoreTable(fleet, { ...input, name: 'shop.gone', to: 'again', wait: false });
    expect(asked.map((request) => request.sourceTableName)).toEqual(['orders', 'gone']);
  });

  it('changes nothing on a read-only target', async () => {
    const { fleet } = fleetOf([place().place], { readOnly: true });
    await expect(restoreTable(fleet, input)).rejects.toMatchObject({ code: 'READ_ONLY' });
  });
});

describe('an instant', () => {
  const nowMs = Date.UTC(2026, 0, 15, 10);
  it.each([
    ['2026-01-15T09:00:00Z', '2026-01-15T09:00:00.000Z'],
    ['2026-01-15 09:00', '2026-01-15T09:00:00.000Z'],
    ['2026-01-15T09:00:01.250+0100', '2026-01-15T08:00:01.250Z'],
    ['2026-01-14', '2026-01-14T00:00:00.000Z'],
    ['15m', '2026-01-15T09:45:00.000Z'],
    ['1d2h', '2026-01-14T08:00:00.000Z'],
  ])('%s', (text, wanted) => {
    expect(parseInstant(text, nowMs)).toBe(wanted);
  });
  it.each(['soon', '2026-13-40T00:00:00Z', '12', ''])('"%s" is none', (text) => {
    expect(() => parseInstant(text, nowMs)).toThrow(expect.objectContaining({ kind: 'usage' }));
  });
});

describe('backups status', () => {
  const history = (until: string): CqlSession => ({
    keyspace: undefined,
    host: 'here',
    execute: async () => ({
      columns: [],
      warnings: [],
      rows: ['CREATED', 'DELETED'].map((event) => [
        'shop',
        'gone',
        event,
        '2023-11-10T00:00:00.000Z',
        new Map([['point_in_time_recovery', new Map([['restorable_until_time', until]])]]),
      ]),
    }),
    prepare: () => Promise.reject(new Error('no')),
    close: async () => {},
  });

  it('shows windows, gaps and deleted tables that can still be restored', async () => {
    const on = place().place;
    const off: Place = { ...place({ status: 'DISABLED' }).place, name: 'eu-west-1' };
    const { fleet } = fleetOf([
      { ...on, openSession: async () => history('2024-01-01T00:00:00.000Z') },
      { ...off, openSession: async () => history('2023-11-14T00:00:00.000Z') },
    ]);
    const { items, failures } = await backupsStatus(fleet);
    expect(failures).toEqual([]);
    expect(items.map(({ place: where, tableName, recovery }) => `${where} ${tableName} ${recovery}`)).toEqual([
      'us-east-1 orders on',
      'eu-west-1 orders off',
      'us-east-1 gone deleted',
    ]);
    expect(items[0]).toMatchObject({ earliest });
    expect(items[2]).toMatchObject({
      deletedAt: '2023-11-10T00:00:00.000Z',
      restorableUntil: '2024-01-01T00:00:00.000Z',
    });
    expect((await backupsStatus(fleet, { name: 'shop.gone' })).items).toHaveLength(1);
  });

  it('says when deleted tables cannot be known, and shows the others', async () => {
    const { fleet } = fleetOf([place().place]);
    const { items, failures } = await backupsStatus(fleet);
    expect(items).toHaveLength(1);
    expect(failures).toMatchObject([{ place: 'us-east-1', reason: expect.stringContaining('deleted tables') }]);
  });
});
