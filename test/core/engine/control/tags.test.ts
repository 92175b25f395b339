import { describe, expect, it } from 'vitest';
import { refusal, type Stand, simpleSchema, standWithTable } from './stand.js';

const arn = 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/ks/';
const table = `${arn}table/t`;
const tags = (pairs: Record<string, string>) => Object.entries(pairs).map(([key, value]) => ({ key, value }));
const list = async (stand: Stand, resourceArn: string) =>
  (await stand.call('ListTagsForResource', { resourceArn })).tags;

describe('tags', () => {
  it('are put on keyspaces and tables, replaced, and taken off by key', async () => {
    const stand = await standWithTable();
    for (const resourceArn of [arn, table]) {
      expect(await list(stand, resourceArn)).toEqual([]);
      await stand.call('TagResource', { resourceArn, tags: tags({ b: '1', a: '2' }) });
      await stand.call('TagResource', { resourceArn, tags: tags({ b: '3' }) });
      expect(await list(stand, resourceArn)).toEqual(tags({ a: '2', b: '3' }));
      await stand.call('UntagResource', { resourceArn, tags: tags({ b: 'other', absent: 'x' }) });
      expect(await list(stand, resourceArn)).toEqual(tags({ a: '2' }));
    }
  });

  it('of a stream start with those of its table when they propagate', async () => {
    const stand = await standWithTable({
      tags: tags({ team: 'blue' }),
      cdcSpecification: { status: 'ENABLED', propagateTags: 'TABLE', tags: tags({ own: '1' }) },
    });
    const { latestStreamArn } = await stand.call('GetTable', { keyspaceName: 'ks', tableName: 't' });
    expect(await list(stand, String(latestStreamArn))).toEqual(tags({ own: '1', team: 'blue' }));
  });

  it('are at most fifty', async () => {
    const stand = await standWithTable();
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, 'v']));
    await stand.call('TagResource', { resourceArn: table, tags: tags(many) });
    await stand.call('TagResource', { resourceArn: table, tags: tags({ k0: 'w' }) });
    expect(await refusal(stand.call('TagResource', { resourceArn: table, tags: tags({ more: 'x' }) }))).toMatch(
      /^ServiceQuotaExceededException/,
    );
  });

  it.each<[string, string, Record<string, string>, string]>([
    ['no ARN', 'nonsense-that-is-long-enough', { a: 'b' }, 'regular expression'],
    ['an ARN of something else', 'arn:aws:cassandra:us-east-1:111122223333:other', { a: 'b' }, 'Invalid resource ARN'],
    ['another account', 'arn:aws:cassandra:us-east-1:999999999999:/keyspace/ks/', { a: 'b' }, 'is not of account'],
    ['another Region', 'arn:aws:cassandra:eu-west-1:111122223333:/keyspace/ks/', { a: 'b' }, 'is not of account'],
    ['an unknown table', `${arn}table/x`, { a: 'b' }, 'ResourceNotFoundException: unconfigured table x'],
    ['an unknown stream', `${table}/stream/2026`, { a: 'b' }, 'ResourceNotFoundException'],
    ['the reserved prefix', table, { 'AWS:x': 'b' }, 'may not start with aws:'],
    ['a character', table, { 'a*': 'b' }, 'characters'],
    ['a long key', table, { ['k'.repeat(129)]: 'b' }, "'tags.1.member.key'"],
    ['no tags', table, {}, 'length greater than or equal to 1'],
    ['a system keyspace', 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/system/', { a: 'b' }, 'AccessDenied'],
  ])('refuse %s', async (_what, resourceArn, pairs, text) => {
    const stand = await standWithTable();
    expect(await refusal(stand.call('TagResource', { resourceArn, tags: tags(pairs) }))).toContain(text);
  });

  it('wait until the table is there, and may change during an update', async () => {
    const stand = await standWithTable();
    await stand.call('CreateTable', { keyspaceName: 'ks', tableName: 'u', schemaDefinition: simpleSchema });
    const input = { resourceArn: `${arn}table/u`, tags: tags({ a: 'b' }) };
    expect(await refusal(stand.call('TagResource', input))).toMatch(/^ConflictException: .*CREATING/);
    await stand.call('UpdateTable', { keyspaceName: 'ks', tableName: 't', defaultTimeToLive: 5 });
    await stand.call('TagResource', { resourceArn: table, tags: tags({ a: 'b' }) });
    stand.settle();
    expect(await list(stand, table)).toEqual(tags({ a: 'b' }));
    expect((await stand.call('GetTable', { keyspaceName: 'ks', tableName: 't' })).defaultTimeToLive).toBe(5);
  });
});
