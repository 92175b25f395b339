import { describe, expect, it } from 'vitest';
import { openStand, refusal, type Stand, standWithKeyspace } from './stand.js';

const make = (stand: Stand, typeName: string, fields: Record<string, string>) =>
  stand.call('CreateType', {
    keyspaceName: 'ks',
    typeName,
    fieldDefinitions: Object.entries(fields).map(([name, type]) => ({ name, type })),
  });
const ready = async (stand: Stand, typeName: string, fields: Record<string, string>) => {
  await make(stand, typeName, fields);
  stand.settle();
};

describe('types', () => {
  it.each([
    ['MY_UDT', 'my_udt'],
    ['"MY_UDT"', 'MY_UDT'],
    ['"1234"', '1234'],
    ['"a""b"', 'a"b'],
  ])('CreateType %s makes %s, found by either name', async (entered, formatted) => {
    const stand = await standWithKeyspace();
    expect(await make(stand, entered, { a: 'int' })).toEqual({
      keyspaceArn: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/ks/',
      typeName: formatted,
    });
    stand.settle();
    for (const name of [entered, formatted]) {
      expect(await stand.call('GetType', { keyspaceName: 'ks', typeName: name })).toMatchObject({
        typeName: formatted,
      });
    }
    expect(await stand.call('ListTypes', { keyspaceName: 'ks' })).toEqual({ types: [formatted] });
  });

  it('tells who uses a type, and keeps it while it is used', async () => {
    const stand = await standWithKeyspace();
    await ready(stand, 'inner', { a: 'int', b: 'Text' });
    await ready(stand, 'outer', { i: 'list<frozen<inner>>' });
    await stand.call('CreateTable', {
      keyspaceName: 'ks',
      tableName: 't',
      schemaDefinition: {
        allColumns: [
          { name: 'id', type: 'int' },
          { name: 'v', type: 'frozen<outer>' },
        ],
        partitionKeys: [{ name: 'id' }],
      },
    });
    stand.settle();
    const get = (typeName: string) => stand.call('GetType', { keyspaceName: 'ks', typeName });
    expect(await get('inner')).toMatchObject({
      fieldDefinitions: [
        { name: 'a', type: 'int' },
        { name: 'b', type: 'text' },
      ],
      status: 'ACTIVE',
      directReferringTables: [],
      directParentTypes: ['outer'],
    });
    expect(await get('outer')).toMatchObject({
      directReferringTables: ['t'],
      directParentTypes: [],
      maxNestingDepth: 2,
    });
    const column = stand.catalog.table('ks', 't')?.schema.byName.get('v')?.type;
    expect(column).toMatchObject({ kind: 'udt', name: 'outer', frozen: true, fieldNames: ['i'] });
    const drop = (typeName: string) => stand.call('DeleteType', { keyspaceName: 'ks', typeName });
    expect(await refusal(drop('inner'))).toBe(
      'ConflictException: Cannot drop user type ks.inner as it is still used by user type outer',
    );
    expect(await refusal(drop('outer'))).toContain('still used by table ks.t');
    await stand.call('DeleteTable', { keyspaceName: 'ks', tableName: 't' });
    stand.settle();
    await drop('outer');
    expect(await get('outer')).toMatchObject({ status: 'DELETING' });
    stand.settle();
    expect(await refusal(drop('outer'))).toBe('ResourceNotFoundException: No user type named outer exists.');
    await drop('inner');
  });

  it.each<[string, string, Record<string, string>, string]>([
    ['a name with a dash', 'a-b', { a: 'int' }, 'not a valid type name'],
    ['a name that starts with a digit', '1a', { a: 'int' }, 'not a valid type name'],
    ['the name of a built-in type', 'INT', { a: 'int' }, 'built-in type'],
    ['a long name', `"${'x'.repeat(49)}"`, { a: 'int' }, "shouldn't be more than 48"],
    ['a counter field', 'u', { a: 'counter' }, 'cannot contain counters'],
    ['an unknown field type', 'u', { a: 'nope' }, 'Unknown type ks.nope'],
    ['no fields', 'u', {}, 'length greater than or equal to 1'],
    ['a type in itself', 'u', { a: 'frozen<u>' }, 'Unknown type ks.u'],
  ])('refuses %s', async (_what, name, fields, text) => {
    expect(await refusal(make(await standWithKeyspace(), name, fields))).toContain(text);
  });

  it('counts depth, children and parents', async () => {
    const stand = await standWithKeyspace({ delays: { createType: 0 } });
    await make(stand, 't1', { a: 'int' });
    for (let n = 2; n <= 8; n++) await make(stand, `t${n}`, { a: `frozen<t${n - 1}>` });
    expect(await refusal(make(stand, 't9', { a: 'frozen<t8>' }))).toMatch(/8 levels/);
    const children: Record<string, string> = {};
    for (let n = 0; n < 11; n++) {
      await make(stand, `c${n}`, { a: 'int' });
      children[`f${n}`] = `frozen<c${n}>`;
    }
    expect(await refusal(make(stand, 'many', children))).toContain('at most 10 direct child types');
    for (let n = 0; n < 10; n++) await make(stand, `p${n}`, { a: 'frozen<c0>' });
    expect(await refusal(make(stand, 'p10', { a: 'frozen<c0>' }))).toContain('at most 10 direct parent types');
  });

  it('needs a keyspace', async () => {
    expect(await refusal(make(openStand(), 'u', { a: 'int' }))).toBe(
      'ResourceNotFoundException: Keyspace ks does not exist',
    );
  });
});
