import { describe, expect, it } from 'vitest';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import { openStand, SetClock, simpleSchema, standWithTable } from '../control/stand.js';

describe('the catalog', () => {
  it('follows what another process does to the same store', async () => {
    const kv = memoryKv();
    const clock = new SetClock();
    const one = openStand({ kv, clock });
    const other = openStand({ kv, clock });
    expect(other.catalog.keyspace('ks')).toBeUndefined();
    await one.call('CreateKeyspace', { keyspaceName: 'ks' });
    clock.nowMs += 60_000;
    expect(other.catalog.keyspace('ks')).toBeDefined();
    await other.call('CreateTable', { keyspaceName: 'ks', tableName: 't', schemaDefinition: simpleSchema });
    clock.nowMs += 60_000;
    expect(one.catalog.table('ks', 't')?.schema.number).toBe(1);
    expect(one.catalog.schemaVersion).toBe(other.catalog.schemaVersion);
  });

  it('keeps its objects and version while nothing changes', async () => {
    const stand = await standWithTable();
    const [version, schemaVersion, table] = [
      stand.catalog.version,
      stand.catalog.schemaVersion,
      stand.catalog.table('ks', 't'),
    ];
    await stand.kv.write((tx) => tx.put('rows', Buffer.from([1]), Buffer.from([2])));
    stand.clock.nowMs += 3_600_000;
    expect(stand.catalog.version).toBe(version);
    expect(stand.catalog.schemaVersion).toBe(schemaVersion);
    expect(stand.catalog.table('ks', 't')).toBe(table);
    expect(schemaVersion).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4000-8000-[0-9a-f]{12}$/);
  });

  it('changes its versions when time makes something visible', async () => {
    const stand = await standWithTable();
    await stand.call('DeleteTable', { keyspaceName: 'ks', tableName: 't' });
    const going = [stand.catalog.version, stand.catalog.schemaVersion];
    stand.settle();
    expect(stand.catalog.version).not.toBe(going[0]);
    expect(stand.catalog.schemaVersion).not.toBe(going[1]);
    expect(stand.catalog.droppedTables()).toMatchObject([{ name: 't' }]);
  });

  it('gives the system keyspaces, with the replication that the guide shows', () => {
    const { catalog } = openStand();
    expect(catalog.keyspace('system')).toEqual({
      name: 'system',
      isSystem: true,
      durableWrites: true,
      replication: { class: 'org.apache.cassandra.locator.SimpleStrategy', replication_factor: '3' },
    });
    expect(catalog.table('system', 'local')).toBeUndefined();
  });

  it('orders columns as statements want them', async () => {
    const stand = await standWithTable({
      schemaDefinition: {
        allColumns: ['z', 'y', 'x', 'b', 'a', 'S2', 's1'].map((name) => ({ name, type: 'int' })),
        partitionKeys: [{ name: 'z' }, { name: 'y' }],
        clusteringKeys: [{ name: 'x', orderBy: 'DESC' }],
        staticColumns: [{ name: 's1' }, { name: 'S2' }],
      },
    });
    const schema = stand.catalog.table('ks', 't')!.schema;
    expect(schema.columns.map((column) => `${column.name}:${column.kind}:${column.position}:${column.order}`)).toEqual([
      'z:partition_key:0:asc',
      'y:partition_key:1:asc',
      'x:clustering:0:desc',
      'S2:static:0:asc',
      's1:static:1:asc',
      'a:regular:0:asc',
      'b:regular:1:asc',
    ]);
    for (const column of schema.columns) expect(schema.byId[column.id]).toBe(schema.byName.get(column.name));
    expect(schema.isCounter).toBe(false);
  });
});
