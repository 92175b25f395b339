// Restores on a control plane with real rows: what comes back, what a table looks like meanwhile, who does the work.

import { describe, expect, it } from 'vitest';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import { cassandraCompat } from '../../../../src/core/engine/limits.js';
import { readProgress } from '../../../../src/core/engine/recovery/progress.js';
import { refusal } from '../control/stand.js';
import { deleteRow, insert, int } from '../storage/fixture.js';
import { pitrOn, RecoveryBench } from './recovery-bench.js';

const at = (bench: RecoveryBench) => bench.clock.nowMs * 1000;
const put = (bench: RecoveryBench, pk: number, c: number, v: number) =>
  bench.apply(insert(bench.schema(), int(pk), [int(c)], at(bench), { v }));
const status = async (bench: RecoveryBench, name = 'r') =>
  (await bench.stand.call('GetTable', { keyspaceName: 'ks', tableName: name })).status;

describe('a restore', () => {
  it('brings back the rows of a second, undoing a bulk delete', async () => {
    const bench = await RecoveryBench.withTable();
    const source = bench.schema();
    for (let i = 0; i < 50; i++) put(bench, i % 7, i, i);
    const before = bench.dump(source.number);
    const size = bench.store.tableSize(source.number);
    const second = bench.second;
    bench.clock.nowMs += 5000;
    for (let pk = 0; pk < 7; pk++)
      bench.apply({
        kind: 'range',
        table: source,
        partitionKey: int(pk),
        timestamp: BigInt(at(bench)),
        withStatic: true,
      });
    expect(bench.store.tableSize(source.number).rows).toBe(0);
    const restored = await bench.restored('r', { restoreTimestamp: second });
    expect(bench.dump(restored.number)).toEqual(before);
    expect(bench.store.tableSize(restored.number)).toEqual(size);
    expect(bench.store.tableSize(source.number).rows).toBe(0);
  });

  it('without a time takes the rows as they are, and what is written later is not in it', async () => {
    const bench = await RecoveryBench.withTable();
    const source = bench.schema();
    for (let c = 0; c < 20; c++) put(bench, 1, c, c);
    const before = bench.dump(source.number);
    await bench.restore('r');
    put(bench, 1, 3, 99);
    put(bench, 1, 77, 99);
    bench.apply(deleteRow(source, int(1), [int(5)], at(bench)));
    await bench.work(3, () => put(bench, 1, 19, 99));
    bench.stand.settle();
    expect(bench.dump(bench.schema('r').number)).toEqual(before);
  });

  it('stays RESTORING until its rows are copied, however long that takes, and shows how far it is', async () => {
    const bench = await RecoveryBench.withTable();
    for (let c = 0; c < 20; c++) put(bench, 1, c, c);
    await bench.restore('r');
    bench.stand.settle();
    expect(await status(bench)).toBe('RESTORING');
    await bench.stand.control.maintain(8);
    const { number, restore } = bench.stand.catalog.tableRecord('ks', 'r')!;
    expect(restore).toMatchObject({ sourceTable: 't', sourceRows: 20 });
    expect(readProgress(bench.kv, number)).toMatchObject({ rows: 8 });
    expect(() => bench.schema('r')).toThrow('not ready');
    await bench.work(8);
    expect(await status(bench)).toBe('ACTIVE');
    expect(readProgress(bench.kv, number)).toBeUndefined();
    expect(bench.store.tableSize(number).rows).toBe(20);
  });

  it('that is copied at once is RESTORING for its delay all the same', async () => {
    const bench = await RecoveryBench.withTable();
    await bench.restore('r');
    await bench.work();
    expect(await status(bench)).toBe('RESTORING');
    bench.clock.nowMs += 3000;
    expect(await status(bench)).toBe('ACTIVE');
    // its own window begins now
    expect(await bench.stand.call('GetTable', { keyspaceName: 'ks', tableName: 'r' })).toMatchObject({
      pointInTimeRecovery: { status: 'ENABLED', earliestRestorableTimestamp: bench.clock.nowMs / 1000 },
    });
  });

  it('is done when it is answered where DDL is synchronous', async () => {
    const bench = await RecoveryBench.withTable(pitrOn, { compat: cassandraCompat });
    for (let c = 0; c < 20; c++) put(bench, 1, c, c);
    await bench.restore('r');
    expect(await status(bench)).toBe('ACTIVE');
    expect(bench.dump(bench.schema('r').number)).toEqual(bench.dump(bench.schema().number));
  });

  it('reads only what changed after the instant', async () => {
    const bench = await RecoveryBench.withTable();
    for (let i = 0; i < 100; i++) put(bench, 1, 1, i);
    const second = bench.second;
    bench.clock.nowMs += 2000;
    put(bench, 1, 1, 1000);
    put(bench, 1, 2, 1000);
    await bench.restore('r', { restoreTimestamp: second });
    await bench.stand.control.maintain(2);
    const { number } = bench.stand.catalog.tableRecord('ks', 'r')!;
    expect(readProgress(bench.kv, number)).toMatchObject({ changes: 2 });
    expect(await bench.work()).toBe(1);
  });

  it('brings sums of counters back', async () => {
    const schemaDefinition = {
      allColumns: [
        { name: 'pk', type: 'int' },
        { name: 'n', type: 'counter' },
      ],
      partitionKeys: [{ name: 'pk' }],
    };
    const counters = { schemaDefinition, clientSideTimestamps: undefined, ttl: undefined, ...pitrOn };
    const bench = await RecoveryBench.withTable(JSON.parse(JSON.stringify(counters)));
    const table = bench.schema();
    const add = (delta: bigint) =>
      bench.apply({
        kind: 'row',
        table,
        partitionKey: int(1),
        clustering: [],
        timestamp: BigInt(at(bench)),
        cells: [{ column: table.byName.get('n')!, kind: 'counter', delta }],
      });
    add(5n);
    add(2n);
    const { second } = bench;
    bench.clock.nowMs += 1000;
    add(100n);
    const restored = await bench.restored('r', { restoreTimestamp: second });
    let sum: bigint | undefined;
    bench.store.readRow(restored, int(1), [], { nowSeconds: second }, false, (row) => {
      sum = Buffer.from(row.value(restored.byName.get('n')!)!).readBigInt64BE();
      return undefined;
    });
    expect(sum).toBe(7n);
  });

  it('takes schema and TTL settings of the instant, other settings of now, and the overrides over them', async () => {
    const bench = await RecoveryBench.withTable();
    put(bench, 1, 1, 1);
    const second = bench.second;
    const update = async (more: Record<string, unknown>) => {
      bench.clock.nowMs += 5000;
      await bench.stand.call('UpdateTable', { keyspaceName: 'ks', tableName: 't', ...more });
      bench.clock.nowMs += 5000;
    };
    await update({ addColumns: [{ name: 'late', type: 'text' }] });
    const secondWithColumn = bench.second;
    await update({ defaultTimeToLive: 3600 });
    await update({
      capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 7, writeCapacityUnits: 8 },
    });
    const table = async (name: string) => bench.stand.call('GetTable', { keyspaceName: 'ks', tableName: name });
    const columns = (answer: Record<string, unknown>) =>
      (answer.schemaDefinition as { allColumns: { name: string }[] }).allColumns.map(({ name }) => name);

    await bench.restored('r1', { restoreTimestamp: second });
    const first = await table('r1');
    expect(columns(first)).toEqual(['pk', 'c', 's', 'v', 'w']);
    expect(first).toMatchObject({
      defaultTimeToLive: 0,
      capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 7 },
      pointInTimeRecovery: { status: 'ENABLED' },
      clientSideTimestamps: { status: 'ENABLED' },
    });

    await bench.restored('r2', {
      restoreTimestamp: secondWithColumn,
      capacitySpecificationOverride: { throughputMode: 'PAY_PER_REQUEST' },
      pointInTimeRecoveryOverride: { status: 'DISABLED' },
      encryptionSpecificationOverride: {
        type: 'CUSTOMER_MANAGED_KMS_KEY',
        kmsKeyIdentifier: 'arn:aws:kms:us-east-1:111122223333:key/1',
      },
      tagsOverride: [{ key: 'a', value: 'b' }],
    });
    const other = await table('r2');
    expect(columns(other)).toEqual(['pk', 'c', 'late', 's', 'v', 'w']);
    expect(other).toMatchObject({
      defaultTimeToLive: 0,
      capacitySpecification: { throughputMode: 'PAY_PER_REQUEST' },
      pointInTimeRecovery: { status: 'DISABLED' },
      encryptionSpecification: { type: 'CUSTOMER_MANAGED_KMS_KEY' },
    });
    expect(await bench.stand.call('ListTagsForResource', { resourceArn: other.resourceArn })).toMatchObject({
      tags: [{ key: 'a', value: 'b' }],
    });
    expect((await table('t')).defaultTimeToLive).toBe(3600);
    // ids go on where the source's were
    await bench.stand.call('UpdateTable', {
      keyspaceName: 'ks',
      tableName: 'r1',
      addColumns: [{ name: 'more', type: 'int' }],
    });
    bench.stand.settle();
    expect(bench.schema('r1').byName.get('more')!.id).toBe(6);
  });

  it('reaches every Region of a multi-Region keyspace, from rows of each', async () => {
    const regions = ['us-east-1', 'eu-west-1'];
    const bench = new RecoveryBench({ regions });
    const replicationSpecification = { replicationStrategy: 'MULTI_REGION', regionList: regions };
    await bench.stand.call('CreateKeyspace', { keyspaceName: 'ks', replicationSpecification });
    await bench.stand.call('CreateKeyspace', { keyspaceName: 'alone' });
    bench.stand.settle();
    const schemaDefinition = { allColumns: [{ name: 'pk', type: 'int' }], partitionKeys: [{ name: 'pk' }] };
    await bench.stand.call('CreateTable', { keyspaceName: 'ks', tableName: 't', schemaDefinition, ...pitrOn });
    bench.stand.settle();
    expect(await refusal(bench.restore('r', { targetKeyspaceName: 'alone' }))).toContain('same Regions');
    await bench.restore('r');
    await bench.work();
    bench.stand.settle();
    for (const region of regions)
      expect(await bench.stand.call('GetTable', { keyspaceName: 'ks', tableName: 'r' }, region)).toMatchObject({
        status: 'ACTIVE',
        replicaSpecifications: regions.map((each) => ({ region: each, status: 'ACTIVE' })),
      });
    await bench.stand.call(
      'UpdateTable',
      { keyspaceName: 'ks', tableName: 't', pointInTimeRecovery: { status: 'DISABLED' } },
      'eu-west-1',
    );
    bench.stand.settle();
    expect(await refusal(bench.restore('r2'))).toContain('is not enabled');
  });

  it('outlives PITR being switched off, in whatever order the two come', async () => {
    const off = { keyspaceName: 'ks', tableName: 't', pointInTimeRecovery: { status: 'DISABLED' } };
    for (const offFirst of [false, true]) {
      const bench = await RecoveryBench.withTable();
      for (let c = 0; c < 20; c++) put(bench, 1, c, c);
      const before = bench.dump(bench.schema().number);
      if (offFirst) await bench.stand.call('UpdateTable', off);
      await bench.restore('r');
      if (!offFirst) await bench.stand.call('UpdateTable', off);
      bench.stand.settle();
      for (let c = 0; c < 20; c++) put(bench, 1, c, 99);
      await bench.work();
      bench.stand.settle();
      expect(bench.dump(bench.schema('r').number)).toEqual(before);
      expect(bench.schema().options.keepsHistory).toBe(false);
      bench.stand.settle();
      await bench.work();
      expect(bench.historyRecords(bench.schema().number)).toBe(0);
    }
  });
});

describe('changes of the lenient mode', () => {
  it('are undone too: a dropped column is back with its values, a renamed one has its old name', async () => {
    const bench = await RecoveryBench.withTable(pitrOn, { compat: cassandraCompat });
    put(bench, 1, 1, 42);
    const { second } = bench;
    const before = bench.dump(bench.schema().number);
    bench.clock.nowMs += 5000;
    const table = { keyspaceName: 'ks', tableName: 't' };
    await bench.stand.ddl('DropColumns', { ...table, columns: ['v'] });
    await bench.stand.ddl('RenameColumns', { ...table, renames: [{ from: 'pk', to: 'key' }] });
    // without the column, so that the row in the store forgets it
    bench.apply(insert(bench.schema(), int(1), [int(1)], at(bench), {}));
    bench.apply(insert(bench.schema(), int(1), [int(2)], at(bench), {}));
    await bench.restore('r', { restoreTimestamp: second });
    const restored = bench.schema('r');
    expect(restored.columns.map(({ name }) => name)).toEqual(['pk', 'c', 's', 'v', 'w']);
    expect(bench.dump(restored.number)).toEqual(before);
  });

  it('TRUNCATE ends the window', async () => {
    const bench = await RecoveryBench.withTable(pitrOn, { compat: cassandraCompat });
    put(bench, 1, 1, 1);
    const { second } = bench;
    const old = bench.schema().number;
    bench.clock.nowMs += 5000;
    await bench.stand.ddl('TruncateTable', { keyspaceName: 'ks', tableName: 't' });
    expect(await refusal(bench.restore('r', { restoreTimestamp: second }))).toContain('must lie between');
    put(bench, 1, 2, 2);
    await bench.restore('r');
    expect(bench.dump(bench.schema('r').number)).toEqual(bench.dump(bench.schema().number));
    await bench.work();
    expect(bench.dump(old)).toEqual({});
    expect(bench.historyRecords(old)).toBe(0);
  });
});

describe('switching PITR', () => {
  const set = async (bench: RecoveryBench, on: boolean) => {
    await bench.stand.call('UpdateTable', {
      keyspaceName: 'ks',
      tableName: 't',
      pointInTimeRecovery: { status: on ? 'ENABLED' : 'DISABLED' },
    });
  };

  it('off erases the history in pieces, and the window begins anew with on', async () => {
    const bench = await RecoveryBench.withTable();
    for (let c = 0; c < 20; c++) put(bench, 1, c, c);
    const second = bench.second;
    const { number } = bench.schema();
    await set(bench, false);
    bench.stand.settle();
    expect(await refusal(bench.restore('r'))).toContain('is not enabled');
    expect(bench.historyRecords(number)).toBe(20);
    await bench.stand.control.maintain(8);
    expect(bench.historyRecords(number)).toBe(12);
    await bench.work(8);
    expect(bench.historyRecords(number)).toBe(0);
    await set(bench, true);
    // writes count from now on, the window begins with the end of the update
    expect(bench.schema().options.keepsHistory).toBe(true);
    put(bench, 1, 1, 1);
    bench.stand.settle();
    expect(await refusal(bench.restore('r', { restoreTimestamp: second }))).toContain('restoreTimestamp must lie');
    await bench.restored('r');
  });

  it('does not let a table’s history grow beyond 35 days', async () => {
    const bench = await RecoveryBench.withTable();
    put(bench, 1, 1, 1);
    bench.clock.nowMs += 20 * 24 * 3600 * 1000;
    put(bench, 1, 1, 2);
    bench.clock.nowMs += 16 * 24 * 3600 * 1000;
    await bench.work();
    expect(bench.historyRecords(bench.schema().number)).toBe(1);
  });
});

describe('a deleted table', () => {
  const remove = async (bench: RecoveryBench, name = 't') => {
    await bench.stand.call('DeleteTable', { keyspaceName: 'ks', tableName: name });
    bench.stand.settle();
  };
  const day = 24 * 3600 * 1000;

  it('can be restored to its last moment, also under its own name', async () => {
    const bench = await RecoveryBench.withTable();
    const { number } = bench.schema();
    for (let c = 0; c < 20; c++) put(bench, 1, c, c);
    const before = bench.dump(number);
    const earlier = bench.second;
    bench.clock.nowMs += 10_000;
    await bench.stand.call('DeleteTable', { keyspaceName: 'ks', tableName: 't' });
    expect(await refusal(bench.restore('r'))).toContain('is being deleted');
    bench.stand.settle();
    await bench.work();
    expect(await refusal(bench.restore('r', { restoreTimestamp: earlier }))).toContain('time of its deletion only');
    bench.clock.nowMs += 30 * day;
    const restored = await bench.restored('r');
    expect(bench.dump(restored.number)).toEqual(before);
    await bench.restore('t');
    // its rows are still to be read, though its name is another table's now
    await bench.work(3);
    bench.stand.settle();
    await bench.work();
    expect(bench.dump(bench.schema().number)).toEqual(before);
    expect(bench.dump(number)).toEqual({});
    expect(bench.historyRecords(number)).toBe(0);
  });

  it('goes with its rows and history after 35 days', async () => {
    const bench = await RecoveryBench.withTable();
    const { number } = bench.schema();
    put(bench, 1, 1, 1);
    await remove(bench);
    await bench.work();
    bench.clock.nowMs += 34 * day;
    await bench.work();
    expect(Object.keys(bench.dump(number))).toHaveLength(1);
    bench.clock.nowMs += 2 * day;
    expect(await refusal(bench.restore('r'))).toContain('ResourceNotFoundException');
    await bench.work();
    expect(bench.dump(number)).toEqual({});
    expect(bench.historyRecords(number)).toBe(0);
  });

  it('goes when a table of its name is made', async () => {
    const bench = await RecoveryBench.withTable();
    const { number } = bench.schema();
    put(bench, 1, 1, 1);
    await remove(bench);
    const schemaDefinition = { allColumns: [{ name: 'pk', type: 'int' }], partitionKeys: [{ name: 'pk' }] };
    await bench.stand.call('CreateTable', { keyspaceName: 'ks', tableName: 't', schemaDefinition });
    bench.stand.settle();
    await bench.work();
    expect(bench.dump(number)).toEqual({});
    await remove(bench);
    expect(await refusal(bench.restore('r'))).toContain('ResourceNotFoundException');
  });

  it('without PITR goes at once', async () => {
    const bench = await RecoveryBench.withTable({});
    const { number } = bench.schema();
    put(bench, 1, 1, 1);
    await remove(bench);
    expect(await refusal(bench.restore('r'))).toContain('ResourceNotFoundException');
    await bench.work();
    expect(bench.dump(number)).toEqual({});
  });

  it('is kept while a restore reads it, beyond its days', async () => {
    const bench = await RecoveryBench.withTable();
    for (let c = 0; c < 20; c++) put(bench, 1, c, c);
    const { number } = bench.schema();
    const before = bench.dump(number);
    await remove(bench);
    await bench.restore('r');
    await bench.stand.control.maintain(5);
    bench.clock.nowMs += 40 * day;
    await bench.work(5);
    expect(bench.dump(bench.schema('r').number)).toEqual(before);
    expect(bench.dump(number)).toEqual({});
  });

  it('brings its types back once; one that was made anew meanwhile is in the way', async () => {
    const bench = new RecoveryBench();
    const call = (operation: string, input: unknown) => bench.stand.call(operation, input);
    const type = { keyspaceName: 'ks', typeName: 'u' };
    const fieldDefinitions = [{ name: 'f', type: 'int' }];
    await call('CreateKeyspace', { keyspaceName: 'ks' });
    bench.stand.settle();
    await call('CreateType', { ...type, fieldDefinitions });
    bench.stand.settle();
    const schemaDefinition = {
      allColumns: [
        { name: 'pk', type: 'int' },
        { name: 'u', type: 'frozen<u>' },
      ],
      partitionKeys: [{ name: 'pk' }],
    };
    await call('CreateTable', { keyspaceName: 'ks', tableName: 't', schemaDefinition, ...pitrOn });
    bench.stand.settle();
    await remove(bench);
    await call('DeleteType', type);
    bench.stand.settle();
    await bench.restore('r1');
    expect(await call('GetType', type)).toMatchObject({ status: 'RESTORING', fieldDefinitions });
    await bench.work();
    bench.stand.settle();
    await bench.restored('r2');
    for (const name of ['r1', 'r2']) await remove(bench, name);
    await call('DeleteType', type);
    bench.stand.settle();
    await call('CreateType', { ...type, fieldDefinitions });
    bench.stand.settle();
    expect(await refusal(bench.restore('r3'))).toContain('not the one');
  });

  it('of a deleted keyspace can be restored to another, its types made again', async () => {
    const bench = new RecoveryBench({ kv: memoryKv() });
    const call = (operation: string, input: unknown) => bench.stand.call(operation, input);
    for (const keyspaceName of ['ks', 'other']) await call('CreateKeyspace', { keyspaceName });
    bench.stand.settle();
    const field = (type: string) => ({ fieldDefinitions: [{ name: 'f', type }] });
    await call('CreateType', { keyspaceName: 'ks', typeName: 'inner', ...field('int') });
    bench.stand.settle();
    await call('CreateType', { keyspaceName: 'ks', typeName: 'outer', ...field('frozen<inner>') });
    bench.stand.settle();
    const schemaDefinition = {
      allColumns: [
        { name: 'pk', type: 'int' },
        { name: 'o', type: 'frozen<outer>' },
      ],
      partitionKeys: [{ name: 'pk' }],
    };
    await call('CreateTable', { keyspaceName: 'ks', tableName: 't', schemaDefinition, ...pitrOn });
    bench.stand.settle();
    await call('DeleteKeyspace', { keyspaceName: 'ks' });
    bench.stand.settle();
    await bench.work();
    await bench.restored('r', { targetKeyspaceName: 'other' });
    expect(await call('ListTypes', { keyspaceName: 'other' })).toEqual({ types: ['inner', 'outer'] });
    // standing types of the same definition will do, others will not
    await bench.restored('r2', { targetKeyspaceName: 'other' });
    for (const tableName of ['r', 'r2']) await call('DeleteTable', { keyspaceName: 'other', tableName });
    bench.stand.settle();
    for (const typeName of ['outer', 'inner']) {
      await call('DeleteType', { keyspaceName: 'other', typeName });
      bench.stand.settle();
    }
    await call('CreateType', { keyspaceName: 'other', typeName: 'outer', ...field('text') });
    bench.stand.settle();
    expect(await refusal(bench.restore('r3', { targetKeyspaceName: 'other' }))).toContain('not the one');
  });
});
