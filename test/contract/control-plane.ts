// What every adapter of the control-plane port promises. A test file of an adapter calls it with a way to open a place
// that holds nothing of the user's.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/adapters/system/clock.js';
import { localTarget } from '../../src/core/model/config.js';
import type { CreateTableRequest } from '../../src/core/model/control-shapes.js';
import { waitForKeyspace, waitForTable, waitUntil } from '../../src/core/ops/wait-until.js';
import type { Fleet, Place } from '../../src/core/ports/fleet.js';

export interface OpenedPlace {
  readonly place: Place;
  close(): Promise<void>;
}

/** Real time: the states under test pass by themselves. */
export function fleetAt(place: Place): Fleet {
  const signal = new AbortController().signal;
  return {
    target: localTarget,
    places: [place],
    clock: systemClock(),
    signal,
    report: () => {},
    close: async () => {},
  };
}

const orders: CreateTableRequest = {
  keyspaceName: 'contract',
  tableName: 'orders',
  schemaDefinition: {
    allColumns: [
      { name: 'id', type: 'uuid' },
      { name: 'at', type: 'timestamp' },
      { name: 'total', type: 'decimal' },
    ],
    partitionKeys: [{ name: 'id' }],
    clusteringKeys: [{ name: 'at', orderBy: 'DESC' }],
  },
  pointInTimeRecovery: { status: 'ENABLED' },
  comment: { message: 'said' },
  tags: [{ key: 'team', value: 'shop' }],
};

export function controlPlaneContract(name: string, open: () => Promise<OpenedPlace>): void {
  describe(`${name} keeps the contract of the control plane`, () => {
    let opened: OpenedPlace;
    let fleet: Fleet;
    const control = () => opened.place.control;
    const timeoutMs = 20_000;
    const until = (table: string, state: string) => waitForTable(fleet, opened.place, { table, state, timeoutMs });

    beforeAll(async () => {
      opened = await open();
      fleet = fleetAt(opened.place);
      await control().keyspaces.create({ keyspaceName: 'contract', tags: [{ key: 'a', value: 'b' }] });
      await waitForKeyspace(fleet, opened.place, { keyspace: 'contract', state: 'ACTIVE', timeoutMs });
      await control().tables.create(orders);
      await until('contract.orders', 'ACTIVE');
    });
    afterAll(() => opened?.close());

    it('lists keyspaces with those of the service', async () => {
      const names = (await control().keyspaces.list()).map((keyspace) => keyspace.keyspaceName);
      expect(names).toEqual(expect.arrayContaining(['contract', 'system', 'system_schema', 'system_schema_mcs']));
    });

    it('describes a table in the API form, with times as ISO text', async () => {
      const table = await control().tables.get('contract', 'orders');
      expect(table).toMatchObject({
        keyspaceName: 'contract',
        tableName: 'orders',
        status: 'ACTIVE',
        comment: { message: 'said' },
        pointInTimeRecovery: { status: 'ENABLED' },
        capacitySpecification: { throughputMode: 'PAY_PER_REQUEST' },
        schemaDefinition: orders.schemaDefinition,
      });
      expect(table.resourceArn).toMatch(/^arn:aws:cassandra:us-east-1:\d{12}:\/keyspace\/contract\/table\/orders$/);
      expect(new Date(table.creationTimestamp ?? '').toISOString()).toBe(table.creationTimestamp);
      const earliest = table.pointInTimeRecovery?.earliestRestorableTimestamp ?? '';
      expect(Number.isNaN(Date.parse(earliest))).toBe(false);
    });

    it('follows the pages of a list', async () => {
      const { tags: _tags, ...untagged } = orders;
      const names = Array.from({ length: 3 }, (_, at) => `page${at}`);
      for (const tableName of names) await control().tables.create({ ...untagged, tableName });
      const listed = (await control().tables.list('contract')).map((table) => table.tableName);
      expect(listed).toEqual(expect.arrayContaining(['orders', ...names]));
    });

    it('says what is missing and what is there already', async () => {
      await expect(control().tables.get('contract', 'nothing')).rejects.toMatchObject({ kind: 'not-found' });
      await expect(control().keyspaces.get('nothing')).rejects.toMatchObject({ kind: 'not-found' });
      await expect(control().tables.create(orders)).rejects.toMatchObject({ kind: 'conflict' });
      await expect(control().keyspaces.create({ keyspaceName: 'contract' })).rejects.toMatchObject({
        kind: 'conflict',
      });
    });

    it('passes a refusal on as a usage error with the server’s words', async () => {
      const request = {
        ...orders,
        tableName: 'half',
        capacitySpecification: { throughputMode: 'PROVISIONED' as const },
      };
      await expect(control().tables.create(request)).rejects.toMatchObject({
        kind: 'usage',
        message: expect.stringContaining('read_capacity_units'),
      });
    });

    it('updates one setting', async () => {
      await control().tables.update({
        keyspaceName: 'contract',
        tableName: 'orders',
        addColumns: [{ name: 'note', type: 'text' }],
      });
      const table = await until('contract.orders', 'ACTIVE');
      expect(table?.schemaDefinition.allColumns).toContainEqual({ name: 'note', type: 'text' });
    });

    it('restores a table to a time, with settings of its own', async () => {
      const { pointInTimeRecovery } = await control().tables.get('contract', 'orders');
      const restoreTimestamp = pointInTimeRecovery?.earliestRestorableTimestamp ?? '';
      const request = { sourceKeyspaceName: 'contract', sourceTableName: 'orders', targetKeyspaceName: 'contract' };
      const { restoredTableArn } = await control().tables.restore({
        ...request,
        targetTableName: 'before',
        restoreTimestamp,
        tagsOverride: [{ key: 'restored', value: 'yes' }],
        pointInTimeRecoveryOverride: { status: 'DISABLED' },
      });
      expect(restoredTableArn).toMatch(/\/table\/before$/);
      const table = await until('contract.before', 'ACTIVE');
      // the column that was added since is not in it
      expect(table?.schemaDefinition).toMatchObject(orders.schemaDefinition);
      expect(table?.pointInTimeRecovery?.status).toBe('DISABLED');
      expect(await control().tags.list(restoredTableArn)).toEqual([{ key: 'restored', value: 'yes' }]);
      const early = { ...request, targetTableName: 'never', restoreTimestamp: '2020-01-01T00:00:00.000Z' };
      await expect(control().tables.restore(early)).rejects.toMatchObject({ kind: 'usage' });
    });

    it('tags by ARN', async () => {
      const { resourceArn } = await control().tables.get('contract', 'orders');
      expect(await control().tags.list(resourceArn)).toEqual([{ key: 'team', value: 'shop' }]);
      await control().tags.set(resourceArn, [{ key: 'stage', value: 'test' }]);
      await control().tags.unset(resourceArn, [{ key: 'team', value: 'shop' }]);
      expect(await control().tags.list(resourceArn)).toEqual([{ key: 'stage', value: 'test' }]);
    });

    it('has user-defined types', async () => {
      const fieldDefinitions = [{ name: 'street', type: 'text' }];
      await control().types.create({ keyspaceName: 'contract', typeName: 'address', fieldDefinitions });
      const type = await waitUntil(fleet, { what: 'address', timeoutMs }, async () => {
        const seen = await control()
          .types.get('contract', 'address')
          .catch(() => undefined);
        return seen?.status === 'ACTIVE' ? { done: seen } : { state: seen?.status ?? 'not found' };
      });
      expect(type.fieldDefinitions).toEqual(fieldDefinitions);
      expect(await control().types.list('contract')).toEqual(['address']);
    });

    it('deletes', async () => {
      await until('contract.page0', 'ACTIVE');
      await control().tables.delete('contract', 'page0');
      expect(await until('contract.page0', 'DELETED')).toBeUndefined();
    });
  });
}
