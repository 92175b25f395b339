import { describe, expect, it } from 'vitest';
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
  it('refuses plainly what it cannot do, and makes nothing', async () => {
    const stand = await standWithTable(pitr);
    expect(await refusal(stand.call('RestoreTable', input()))).toBe(
      'ValidationException: restoring rows is not available in this version of the engine',
    );
    expect(stand.catalog.tables().map((table) => table.name)).toEqual(['t']);
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

  it('needs point-in-time recovery', async () => {
    expect(await refusal((await standWithTable()).call('RestoreTable', input()))).toContain('is not enabled');
  });
});
