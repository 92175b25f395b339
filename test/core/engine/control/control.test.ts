import { describe, expect, it } from 'vitest';
import { refusal, standWithKeyspace, standWithTable, startMs } from './stand.js';

describe('control', () => {
  it('tells the audit log of changes and refusals in CQL verbs, and of reads nothing', async () => {
    const stand = await standWithKeyspace();
    await stand.call('ListKeyspaces', {});
    await refusal(stand.call('DeleteTable', { keyspaceName: 'ks', tableName: 'x' }));
    expect(stand.audited).toMatchObject([
      { eventName: 'CreateKeyspace', operation: 'CreateKeyspace', keyspaceName: 'ks', atMs: startMs },
      { eventName: 'DropTable', keyspaceName: 'ks', tableName: 'x', errorCode: 'ResourceNotFoundException' },
    ]);
    expect(stand.audited[0]).not.toHaveProperty('errorCode');
  });

  it('knows no other operations, also none of the lenient mode', async () => {
    const stand = await standWithTable();
    for (const operation of ['Nope', 'TruncateTable', 'toString'])
      expect(await refusal(stand.call(operation, {}))).toBe(
        `UnknownOperationException: Unknown operation ${operation}`,
      );
  });

  it('refuses input that is no structure', async () => {
    const stand = await standWithTable();
    for (const input of ['x', 7, [], true])
      expect(await refusal(stand.call('ListKeyspaces', input))).toBe('SerializationException: Expected a structure');
    expect(await stand.call('ListKeyspaces', null)).toHaveProperty('keyspaces');
  });
});
