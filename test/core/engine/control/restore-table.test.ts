import { describe, expect, it } from 'vitest';
import { sizeKey } from '../../../../src/core/engine/storage/table-size.js';
import { refusal, standWithTable } from './stand.js';

const input = (more: Record<string, unknown> = {}) => ({
  sourceKeyspaceName: 'ks',
  sourceTableName: 't',
  targetKeyspaceName: 'ks',
  targetTableName: 'r',
  ...more,
});
const pitr = { pointInTimeRecovery: { status: 'ENABLED' } };

describe('RestoreTable', () => {
  it('makes a RESTORING table at once and answers with its ARN', async () => {
    const stand = await standWithTable(pitr);
    expect(await stand.call('RestoreTable', input())).toEqual({
      restoredTableARN: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/ks/table/r',
    });
    expect(await stand.call('GetTable', { keyspaceName: 'ks', tableName: 'r' })).toMatchObject({ status: 'RESTORING' });
    for (const operation of ['DeleteTable', 'UpdateTable'])
      expect(
        await refusal(
          stand.call(operation, { keyspaceName: 'ks', tableName: 'r', ...(operation === 'UpdateTable' ? pitr : {}) }),
        ),
      ).toContain('ConflictException');
    expect(await refusal(stand.call('RestoreTable', input({ sourceTableName: 'r', targetTableName: 'r2' })))).toContain(
      'ConflictException',
    );
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no target', { targetTableName: null }, "'targetTableName'"],
    ['an unknown source', { sourceTableName: 'x' }, 'ResourceNotFoundException: unconfigured table x'],
    ['an unknown target keyspace', { targetKeyspaceName: 'x' }, 'ResourceNotFoundException: Keyspace x'],
    ['a target that exists', { targetTableName: 't' }, 'ConflictException'],
    ['a time before the window', { restoreTimestamp: 1 }, 'restoreTimestamp must lie between'],
    ['a time to come', { restoreTimestamp: 4_000_000_000 }, 'restoreTimestamp must lie between'],
    [
      'units on demand',
      { capacitySpecificationOverride: { throughputMode: 'PAY_PER_REQUEST', readCapacityUnits: 1 } },
      'does not take',
    ],
    ['a text for a time', { restoreTimestamp: 'soon' }, 'SerializationException'],
  ])('refuses %s', async (_what, more, text) => {
    expect(await refusal((await standWithTable(pitr)).call('RestoreTable', input(more)))).toContain(text);
  });

  it('has four under way in a Region at most', async () => {
    const stand = await standWithTable(pitr);
    for (const target of ['r1', 'r2', 'r3', 'r4']) await stand.call('RestoreTable', input({ targetTableName: target }));
    expect(await refusal(stand.call('RestoreTable', input({ targetTableName: 'r5' })))).toContain(
      'ServiceQuotaExceededException: At most 4 restores',
    );
    while (stand.control.owesWork()) await stand.control.maintain(1000);
    stand.settle();
    await stand.call('RestoreTable', input({ targetTableName: 'r5' }));
  });

  it('brings back five terabytes in 24 hours at most', async () => {
    const stand = await standWithTable(pitr);
    const { number } = stand.catalog.tables().find(({ name }) => name === 't')!;
    const teraByte = 1024 ** 4;
    // no test writes them: the table is as large as its size says
    await stand.kv.write((tx) => tx.add('meta', sizeKey(number), 1, 2.6 * teraByte));
    const restore = (target: string) => stand.call('RestoreTable', input({ targetTableName: target }));
    await restore('r1');
    expect(await refusal(restore('r2'))).toContain('ServiceQuotaExceededException: At most 5 TB');
    stand.clock.nowMs += 24 * 3_600_000 - 1;
    expect(await refusal(restore('r2'))).toContain('ServiceQuotaExceededException: At most 5 TB');
    stand.clock.nowMs += 1;
    await restore('r2');
  });

  it('needs point-in-time recovery', async () => {
    expect(await refusal((await standWithTable()).call('RestoreTable', input()))).toContain('is not enabled');
  });
});
