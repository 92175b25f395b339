// Statements of the control-plane fact sheet that no other test holds, each by its section, through the engine's own doors: TTL, tags,
// user types.

import { beforeEach, describe, expect, it } from 'vitest';
import { FactStand, hour, intKey, type Json } from './stand.js';

let stand: FactStand;
beforeEach(async () => {
  stand = await FactStand.open();
});
const arnOf = (keyspace: string) => `arn:aws:cassandra:us-east-1:111122223333:/keyspace/${keyspace}/`;
const of = (tableName: string) => ({ keyspaceName: 'ks', tableName });
const ofType = (typeName: string) => ({ keyspaceName: 'ks', typeName });
const field = (name: string, type: string) => ({ name, type });
const many = (count: number, make: (at: number) => Json): Json[] => Array.from({ length: count }, (_, at) => make(at));

describe('control-plane 5.1', () => {
  const ttl = { status: 'ENABLED' };

  it('either knob enables the feature for good: a default of 0 leaves it on', async () => {
    await stand.table('t', { defaultTimeToLive: 60 });
    expect((await stand.call('GetTable', of('t'))).ttl).toEqual(ttl);
    await stand.done('UpdateTable', { ...of('t'), defaultTimeToLive: 0 });
    expect(await stand.call('GetTable', of('t'))).toMatchObject({ ttl, defaultTimeToLive: 0 });
    expect(await stand.type('UpdateTable', { ...of('t'), ttl: { status: 'DISABLED' } })).toBe('ValidationException');
    expect(await stand.error('INSERT INTO ks.t (id) VALUES (1) USING TTL 5')).toBe('none');
  });

  it('at most 630,720,000 seconds, as default and in statements', async () => {
    await stand.table('t', { defaultTimeToLive: 630_720_000 });
    expect(await stand.type('UpdateTable', { ...of('t'), defaultTimeToLive: 630_720_001 })).toBe('ValidationException');
    expect(await stand.error('INSERT INTO ks.t (id) VALUES (1) USING TTL 630720000')).toBe('none');
    expect(await stand.error('INSERT INTO ks.t (id) VALUES (1) USING TTL 630720001')).toMatch(/^2200 .*630720000/);
  });

  it('changing the default does not touch rows that are there', async () => {
    await stand.table('t', { defaultTimeToLive: 10 * 3600 });
    await stand.cql("INSERT INTO ks.t (id, v) VALUES (1, 'a')");
    await stand.done('UpdateTable', { ...of('t'), defaultTimeToLive: 100 * 3600 });
    await stand.cql("INSERT INTO ks.t (id, v) VALUES (2, 'b')");
    stand.clock.advance(10 * hour);
    expect((await stand.rows('SELECT id FROM ks.t')).rowCount).toBe(1);
    stand.clock.advance(90 * hour);
    expect((await stand.rows('SELECT id FROM ks.t')).rowCount).toBe(0);
  });
});

describe('control-plane 5.4', () => {
  const keyspaceArn = arnOf('ks');
  const tagsOf = async (resourceArn: unknown) =>
    ((await stand.call('ListTagsForResource', { resourceArn })) as { tags: unknown }).tags;

  it('a value must not be empty, a key has at most 128 characters, a value 256', async () => {
    const [resourceArn, b] = [keyspaceArn, 'b'];
    const wrong = [
      { key: 'a', value: '' },
      { key: '', value: b },
      { key: 'k'.repeat(129), value: b },
      { key: 'a', value: 'v'.repeat(257) },
    ];
    for (const tag of wrong)
      expect(await stand.type('TagResource', { resourceArn, tags: [tag] })).toBe('ValidationException');
    await stand.call('TagResource', { resourceArn, tags: [{ key: 'k'.repeat(128), value: 'v'.repeat(256) }] });
  });

  it('keys are case sensitive, take + - = . _ : / and white space, and no other signs; aws: is reserved', async () => {
    const tags = [
      { key: 'Team', value: 'a b' },
      { key: 'team', value: '+-=._:/' },
    ];
    await stand.call('TagResource', { resourceArn: keyspaceArn, tags });
    expect(await tagsOf(keyspaceArn)).toEqual(tags);
    for (const key of ['aws:x', 'a*b', 'a,b'])
      expect(await stand.type('TagResource', { resourceArn: keyspaceArn, tags: [{ key, value: 'v' }] })).toBe(
        'ValidationException',
      );
  });

  it('a table does not inherit the tags of its keyspace', async () => {
    await stand.call('TagResource', { resourceArn: keyspaceArn, tags: [{ key: 'a', value: '1' }] });
    const { resourceArn } = await stand.table('t');
    expect(await tagsOf(resourceArn)).toEqual([]);
  });

  it('multi-Region: tags at creation go to all Regions, later changes are local', async () => {
    const regionList = ['us-east-1', 'eu-west-1'];
    const replicationSpecification = { replicationStrategy: 'MULTI_REGION', regionList };
    await stand.done('CreateKeyspace', { keyspaceName: 'both', replicationSpecification });
    const tags = [{ key: 'a', value: '1' }];
    const at = { keyspaceName: 'both', tableName: 't' };
    const { resourceArn } = await stand.done('CreateTable', { ...at, schemaDefinition: intKey, tags });
    await stand.call('TagResource', { resourceArn, tags: [{ key: 'a', value: '2' }] });
    expect(await tagsOf(resourceArn)).toEqual([{ key: 'a', value: '2' }]);
    const there = { resourceArn: String(resourceArn).replace('us-east-1', 'eu-west-1') };
    expect((await stand.call('ListTagsForResource', there, 'eu-west-1')).tags).toEqual(tags);
  });
});

describe('control-plane 5.7', () => {
  const int = [field('a', 'int')];

  it.each([
    ['MY_UDT', 'my_udt'],
    ['"MY_UDT"', 'MY_UDT'],
    ['"1234"', '1234'],
    ['"a""b"', 'a"b'],
  ])('the type name %s is formatted %s, and both forms find it', async (entered, formatted) => {
    const made = await stand.done('CreateType', { ...ofType(entered), fieldDefinitions: int });
    expect(made.typeName).toBe(formatted);
    expect((await stand.call('ListTypes', { keyspaceName: 'ks' })).types).toEqual([formatted]);
    for (const name of [entered, formatted])
      expect((await stand.call('GetType', ofType(name))).typeName).toBe(formatted);
  });

  it('nested types must be frozen, alone and in collections', async () => {
    await stand.done('CreateType', { ...ofType('u'), fieldDefinitions: int });
    for (const type of ['u', 'list<u>'])
      expect(await stand.type('CreateType', { ...ofType('w'), fieldDefinitions: [field('b', type)] })).toBe(
        'ValidationException',
      );
    for (const [name, type] of [
      ['w', 'frozen<u>'],
      ['x', 'list<frozen<u>>'],
    ] as const)
      await stand.done('CreateType', { ...ofType(name), fieldDefinitions: [field('b', type)] });
    expect((await stand.call('GetType', ofType('u'))).directParentTypes).toEqual(['w', 'x']);
  });

  it('a type in use cannot be deleted', async () => {
    await stand.done('CreateType', { ...ofType('u'), fieldDefinitions: int });
    const columns = [...intKey.allColumns, field('c', 'frozen<u>')];
    await stand.table('t', { schemaDefinition: { ...intKey, allColumns: columns } });
    expect(await stand.type('DeleteType', ofType('u'))).toBe('ConflictException');
    expect((await stand.call('GetType', ofType('u'))).directReferringTables).toEqual(['t']);
    await stand.done('DeleteTable', of('t'));
    await stand.done('DeleteType', ofType('u'));
  });

  it('fifty types a table at most', async () => {
    for (let at = 0; at < 51; at++) await stand.done('CreateType', { ...ofType(`u${at}`), fieldDefinitions: int });
    const using = (count: number) => ({
      ...intKey,
      allColumns: [...intKey.allColumns, ...many(count, (at) => field(`c${at}`, `frozen<u${at}>`))],
    });
    await stand.table('t', { schemaDefinition: using(50) });
    expect(await stand.type('CreateTable', { ...of('w'), schemaDefinition: using(51) })).toBe(
      'ServiceQuotaExceededException',
    );
  });

  it('a schema of a type has at most 25 KB', async () => {
    const wide = (count: number) => many(count, (at) => field(`${at}`.padStart(120, 'f'), 'int'));
    await stand.done('CreateType', { ...ofType('a'), fieldDefinitions: wide(100) });
    expect(await stand.type('CreateType', { ...ofType('b'), fieldDefinitions: wide(300) })).toBe(
      'ServiceQuotaExceededException',
    );
  });
});
