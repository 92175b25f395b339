// A restore that breaks off midway, as a fault on purpose makes it: what the control plane and CQL show, and what is left.

import { describe, expect, it } from 'vitest';
import { insert, int } from '../storage/fixture.js';
import { pitrOn, RecoveryBench } from './recovery-bench.js';

const rows = 60;
const regions = ['us-east-1', 'eu-west-1'];

/** `ks.t` with rows; the next restores break off. */
async function bench(more: ConstructorParameters<typeof RecoveryBench>[0] = {}) {
  const made = await RecoveryBench.withTable(pitrOn, { breaksRestore: () => true, ...more });
  const schema = made.schema();
  for (let pk = 0; pk < rows; pk++) made.apply(insert(schema, int(pk), [int(1)], made.clock.nowMs * 1000, { v: pk }));
  return made;
}
const get = (made: RecoveryBench, tableName: string) => made.stand.call('GetTable', { keyspaceName: 'ks', tableName });
const gone = { type: 'ResourceNotFoundException' };

describe('a restore that breaks off midway', () => {
  it('is RESTORING while half of its rows are copied, then the table is gone with them', async () => {
    const made = await bench({ delays: { restore: 4000 } });
    await made.restore('copy');
    const { number } = made.stand.catalog.tableRecord('ks', 'copy')!;
    expect(await get(made, 'copy')).toMatchObject({ status: 'RESTORING' });
    while (made.stand.control.restoring()) await made.stand.control.maintain(10);
    const partial = Object.keys(made.dump(number)).length;
    expect(partial).toBeGreaterThanOrEqual(rows / 2);
    expect(partial).toBeLessThan(rows);
    expect(await get(made, 'copy')).toMatchObject({ status: 'RESTORING' });
    await expect(made.stand.call('DeleteTable', { keyspaceName: 'ks', tableName: 'copy' })).rejects.toMatchObject({
      type: 'ConflictException',
    });
    made.clock.nowMs += 2000;
    await expect(get(made, 'copy')).rejects.toMatchObject(gone);
    await made.work();
    expect(made.dump(number)).toEqual({});
    expect(Object.keys(made.dump(made.schema().number))).toHaveLength(rows);
    expect(made.stand.catalog.droppedTables()).toMatchObject([{ name: 'copy', deletedAtMs: made.clock.nowMs }]);
    // neither restorable itself nor in the way of another
    await expect(
      made.stand.call('RestoreTable', {
        sourceKeyspaceName: 'ks',
        sourceTableName: 'copy',
        targetKeyspaceName: 'ks',
        targetTableName: 'again',
      }),
    ).rejects.toMatchObject(gone);
    await made.restore('copy');
  });

  it('frees its place among the restores under way', async () => {
    const made = await bench();
    for (const name of ['a', 'b', 'c', 'd']) await made.restore(name);
    await expect(made.restore('e')).rejects.toMatchObject({ type: 'ServiceQuotaExceededException' });
    await made.work();
    made.stand.settle();
    for (const name of ['a', 'b', 'c', 'd']) await made.restore(name);
  });

  it('lets go the history that was held for it', async () => {
    const made = await bench();
    await made.restore('copy');
    await made.stand.call('UpdateTable', {
      keyspaceName: 'ks',
      tableName: 't',
      pointInTimeRecovery: { status: 'DISABLED' },
    });
    made.stand.settle();
    expect(made.stand.catalog.tableRecord('ks', 't')).toMatchObject({ historyHeld: true });
    while (made.stand.control.restoring()) await made.stand.control.maintain(10);
    expect(made.stand.catalog.tableRecord('ks', 't')).not.toHaveProperty('historyHeld');
  });

  it('of a table without rows breaks too, and one in another process at the same place', async () => {
    const made = await RecoveryBench.withTable(pitrOn, { breaksRestore: () => true });
    await made.restore('copy');
    const other = new RecoveryBench({ kv: made.kv });
    other.clock.nowMs = made.clock.nowMs;
    await other.work();
    other.stand.settle();
    await expect(get(other, 'copy')).rejects.toMatchObject(gone);
  });

  it('is gone in every Region', async () => {
    const made = new RecoveryBench({ regions, breaksRestore: () => true });
    const { stand } = made;
    await stand.call('CreateKeyspace', {
      keyspaceName: 'ks',
      replicationSpecification: { replicationStrategy: 'MULTI_REGION', regionList: regions },
    });
    stand.settle();
    await stand.call('CreateTable', {
      keyspaceName: 'ks',
      tableName: 't',
      schemaDefinition: { allColumns: [{ name: 'pk', type: 'int' }], partitionKeys: [{ name: 'pk' }] },
      ...pitrOn,
    });
    stand.settle();
    await made.restore('copy');
    for (const region of regions)
      expect(await stand.call('GetTable', { keyspaceName: 'ks', tableName: 'copy' }, region)).toMatchObject({
        status: 'RESTORING',
      });
    await made.work();
    stand.settle();
    for (const region of regions)
      await expect(stand.call('GetTable', { keyspaceName: 'ks', tableName: 'copy' }, region)).rejects.toMatchObject(
        gone,
      );
  });
});
