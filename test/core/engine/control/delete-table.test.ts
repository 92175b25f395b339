import { describe, expect, it } from 'vitest';
import { refusal, simpleSchema, standWithKeyspace, standWithTable } from './stand.js';

const at = { keyspaceName: 'ks', tableName: 't' };

describe('DeleteTable', () => {
  it('deletes, is no error while it goes, and leaves the name free for another table', async () => {
    const stand = await standWithTable();
    const first = stand.catalog.tableRecord('ks', 't');
    expect(await stand.call('DeleteTable', at)).toEqual({});
    expect(await stand.call('DeleteTable', at)).toEqual({});
    const again = { ...at, schemaDefinition: simpleSchema };
    expect(await refusal(stand.call('CreateTable', again))).toMatch(/^ConflictException: .*being deleted/);
    stand.settle();
    expect(await refusal(stand.call('DeleteTable', at))).toBe('ResourceNotFoundException: unconfigured table t');
    await stand.call('CreateTable', again);
    stand.settle();
    const second = stand.catalog.tableRecord('ks', 't');
    expect(second?.number).not.toBe(first?.number);
    expect(second?.id).not.toBe(first?.id);
    expect(await stand.control.maintain(10)).toBe(true);
    expect(stand.droppedNumbers).toEqual([first?.number]);
  });

  it('is a conflict while the table is CREATING or UPDATING', async () => {
    const stand = await standWithKeyspace();
    await stand.call('CreateTable', { ...at, schemaDefinition: simpleSchema });
    expect(await refusal(stand.call('DeleteTable', at))).toMatch(/^ConflictException: .*CREATING/);
    stand.settle();
    await stand.call('UpdateTable', { ...at, defaultTimeToLive: 1 });
    expect(await refusal(stand.call('DeleteTable', at))).toMatch(/^ConflictException: .*UPDATING/);
  });
});
