import { describe, expect, it } from 'vitest';
import { refusal, simpleSchema, standWithKeyspace, standWithTable } from './stand.js';

describe('DeleteKeyspace', () => {
  it('takes tables and types with it, and their rows after', async () => {
    const stand = await standWithTable();
    await stand.call('CreateType', {
      keyspaceName: 'ks',
      typeName: 'u',
      fieldDefinitions: [{ name: 'a', type: 'int' }],
    });
    stand.settle();
    expect(await stand.call('DeleteKeyspace', { keyspaceName: 'ks' })).toEqual({});
    expect((await stand.call('GetTable', { keyspaceName: 'ks', tableName: 't' })).status).toBe('DELETING');
    expect(stand.catalog.table('ks', 't')).toBeUndefined();
    expect(stand.control.owesWork()).toBe(false);
    stand.settle();
    expect(await refusal(stand.call('GetKeyspace', { keyspaceName: 'ks' }))).toMatch(/^ResourceNotFoundException/);
    expect(stand.catalog.tables()).toEqual([]);
    expect(stand.catalog.userTypes()).toEqual([]);
    expect(stand.control.owesWork()).toBe(true);
    expect(await stand.control.maintain(1000)).toBe(true);
    expect(stand.droppedNumbers).toEqual([1]);
    expect(stand.control.owesWork()).toBe(false);
    expect(stand.catalog.droppedTables().map((table) => table.name)).toEqual(['t']);
  });

  it('is a conflict while a table comes or goes, with the text that Terraform waits on', async () => {
    const stand = await standWithKeyspace();
    await stand.call('CreateTable', { keyspaceName: 'ks', tableName: 't', schemaDefinition: simpleSchema });
    expect(await refusal(stand.call('DeleteKeyspace', { keyspaceName: 'ks' }))).toContain(
      'a table under it is currently being created or deleted',
    );
    stand.settle();
    await stand.call('DeleteTable', { keyspaceName: 'ks', tableName: 't' });
    expect(await refusal(stand.call('DeleteKeyspace', { keyspaceName: 'ks' }))).toMatch(/^ConflictException/);
    stand.settle();
    await stand.call('DeleteKeyspace', { keyspaceName: 'ks' });
  });

  it('is one of the changes that may be under way at once, however many tables go with it', async () => {
    const stand = await standWithKeyspace({ delays: { createTable: 0 } });
    for (let n = 0; n < 60; n++)
      await stand.call('CreateTable', { keyspaceName: 'ks', tableName: `t${n}`, schemaDefinition: simpleSchema });
    await stand.call('DeleteKeyspace', { keyspaceName: 'ks' });
    for (const n of [0, 59])
      expect((await stand.call('GetTable', { keyspaceName: 'ks', tableName: `t${n}` })).status).toBe('DELETING');
    expect(await stand.call('CreateKeyspace', { keyspaceName: 'other' })).toHaveProperty('resourceArn');
  });

  it('does not touch system keyspaces', async () => {
    const stand = await standWithKeyspace();
    expect(await refusal(stand.call('DeleteKeyspace', { keyspaceName: 'system' }))).toBe(
      'AccessDeniedException: system keyspace is not user-modifiable.',
    );
  });
});
