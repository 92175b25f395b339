import { describe, expect, it } from 'vitest';
import { systemTables } from '../../../../src/core/engine/catalog/system-tables.js';
import { openStand, refusal, SetClock, simpleSchema, standWithKeyspace } from './stand.js';

describe('lists', () => {
  it('pages through tables, stable by name', async () => {
    const stand = await standWithKeyspace();
    for (const tableName of ['c', 'a', 'b']) {
      await stand.call('CreateTable', { keyspaceName: 'ks', tableName, schemaDefinition: simpleSchema });
    }
    const first = await stand.call('ListTables', { keyspaceName: 'ks', maxResults: 2 });
    const arn = 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/ks/table';
    expect(first.tables).toEqual([
      { keyspaceName: 'ks', tableName: 'a', resourceArn: `${arn}/a` },
      { keyspaceName: 'ks', tableName: 'b', resourceArn: `${arn}/b` },
    ]);
    const { nextToken } = first;
    expect(await stand.call('ListTables', { keyspaceName: 'ks', maxResults: 2, nextToken })).toEqual({
      tables: [{ keyspaceName: 'ks', tableName: 'c', resourceArn: `${arn}/c` }],
    });
    expect(await refusal(stand.call('ListKeyspaces', { nextToken }))).toMatch(/^ValidationException: .*token/);
    expect(await refusal(stand.call('ListTables', { keyspaceName: 'ks', nextToken: 'x' }))).toMatch(
      /^ValidationException/,
    );
  });

  it.each([
    ['ListKeyspaces', { maxResults: 0 }],
    ['ListKeyspaces', { maxResults: 1001 }],
    ['ListKeyspaces', { nextToken: '' }],
    ['ListTables', {}],
    ['ListTypes', {}],
    ['ListTagsForResource', {}],
  ])('%s refuses %j', async (operation, input) => {
    const stand = await standWithKeyspace();
    expect(await refusal(stand.call(operation, input))).toMatch(/^ValidationException: 1 validation error detected/);
  });

  it('names the computed tables of system keyspaces', async () => {
    const arn = (name: string) => name;
    const facts = {
      region: 'us-east-1',
      clock: new SetClock(),
      hostId: '00000000-0000-4000-8000-000000000001',
      arns: { keyspace: arn, table: arn, stream: arn },
    };
    const stand = openStand({ virtualTables: (view) => systemTables(view, facts) });
    const names = async (keyspaceName: string) => {
      const { tables } = await stand.call('ListTables', { keyspaceName });
      return (tables as { tableName: string }[]).map((table) => table.tableName);
    };
    expect(await names('system')).toEqual(expect.arrayContaining(['local', 'peers']));
    expect(await names('system_schema_mcs')).toEqual(expect.arrayContaining(['keyspaces', 'tables', 'tags']));
    expect(stand.catalog.table('system', 'local')?.kind).toBe('virtual');
  });

  it('knows no tables of an unknown keyspace', async () => {
    const stand = await standWithKeyspace();
    expect(await refusal(stand.call('ListTables', { keyspaceName: 'other' }))).toBe(
      'ResourceNotFoundException: Keyspace other does not exist',
    );
    expect(await stand.call('ListTables', { keyspaceName: 'system' })).toEqual({ tables: [] });
  });
});
