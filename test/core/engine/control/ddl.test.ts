import { describe, expect, it } from 'vitest';
import { CqlError } from '../../../../src/core/engine/cql-error.js';
import { cassandraCompat } from '../../../../src/core/engine/limits.js';
import { openStand, refusal, simpleSchema, standWithKeyspace, standWithTable } from './stand.js';

/** `2400: text` of the CqlError that `work` rejects with. */
async function cqlError(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof CqlError) return `${error.code.toString(16)}: ${error.message}`;
    throw error;
  }
  throw new Error('expected a refusal');
}

const at = { keyspaceName: 'ks', tableName: 't' };
const table = { ...at, schemaDefinition: simpleSchema };

describe('DDL', () => {
  it('is unchanged under IF [NOT] EXISTS', async () => {
    const stand = await standWithTable();
    const notExists = { condition: 'if-not-exists' } as const;
    const exists = { condition: 'if-exists' } as const;
    expect(await stand.ddl('CreateKeyspace', { keyspaceName: 'ks' }, notExists)).toBe('unchanged');
    expect(await stand.ddl('CreateTable', table, notExists)).toBe('unchanged');
    expect(await stand.ddl('DeleteTable', { ...at, tableName: 'x' }, exists)).toBe('unchanged');
    expect(await stand.ddl('DeleteTable', { keyspaceName: 'x', tableName: 'x' }, exists)).toBe('unchanged');
    expect(await stand.ddl('DeleteType', { keyspaceName: 'ks', typeName: 'x' }, exists)).toBe('unchanged');
    expect(await stand.ddl('DeleteKeyspace', { keyspaceName: 'x' }, exists)).toBe('unchanged');
    expect(await stand.ddl('DeleteTable', at, exists)).toBe('changed');
    expect(await cqlError(stand.ddl('CreateTable', { ...table, keyspaceName: 'x' }, notExists))).toBe(
      "2300: Keyspace x doesn't exist",
    );
  });

  it('words existence errors as Cassandra does', async () => {
    const stand = await standWithTable();
    const field = [{ name: 'a', type: 'int' }];
    const type = { keyspaceName: 'ks', typeName: 'u', fieldDefinitions: field };
    await stand.ddl('CreateType', type);
    const x = { keyspaceName: 'x', tableName: 't' };
    const said = [
      stand.ddl('CreateKeyspace', { keyspaceName: 'ks' }),
      stand.ddl('CreateTable', table),
      stand.ddl('CreateType', type),
      stand.ddl('CreateType', { ...type, keyspaceName: 'x' }),
      stand.ddl('DeleteKeyspace', { keyspaceName: 'x' }),
      stand.ddl('DeleteTable', x),
      stand.ddl('DeleteTable', { ...at, tableName: 'y' }),
      stand.ddl('DeleteType', { keyspaceName: 'ks', typeName: 'y' }),
      stand.ddl('UpdateTable', { ...at, tableName: 'y', defaultTimeToLive: 1 }),
      stand.ddl('UpdateKeyspace', {
        keyspaceName: 'x',
        replicationSpecification: { replicationStrategy: 'SINGLE_REGION' },
      }),
      stand.ddl('DeleteKeyspace', { keyspaceName: 'system' }),
      stand.ddl('TruncateTable', at),
    ];
    expect(await Promise.all(said.map(cqlError))).toEqual([
      '2400: Cannot add existing keyspace "ks"',
      '2400: Cannot add already existing table "t" to keyspace "ks"',
      '2200: A user type of name ks.u already exists',
      '2200: Cannot add type in unknown keyspace x',
      "2300: Cannot drop non existing keyspace 'x'.",
      "2300: Cannot drop table in unknown keyspace 'x'",
      "2300: Cannot drop non existing table 'y' in keyspace 'ks'.",
      '2200: No user type named ks.y exists.',
      '2200: unconfigured table ks.y',
      '2200: Unknown keyspace x',
      '2100: system keyspace is not user-modifiable.',
      '2200: TruncateTable is not supported',
    ]);
  });

  it('carries names in an already-exists error', async () => {
    const stand = await standWithTable();
    const error = await stand.ddl('CreateTable', table).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ details: { keyspace: 'ks', table: 't' } });
  });

  it('keeps what only CQL can say', async () => {
    const stand = openStand();
    const replication = { class: 'SimpleStrategy', replication_factor: '1' };
    await stand.ddl('CreateKeyspace', { keyspaceName: 'ks' }, { cqlOnly: { replication, durableWrites: false } });
    stand.settle();
    expect(stand.catalog.keyspace('ks')).toMatchObject({ replication, durableWrites: false });
    await stand.ddl('CreateTable', {
      ...at,
      schemaDefinition: {
        allColumns: [
          { name: 'p', type: 'int' },
          { name: 'c', type: 'int' },
        ],
        partitionKeys: [{ name: 'p' }],
        clusteringKeys: [{ name: 'c', orderBy: 'ASC' }],
      },
    });
    stand.settle();
    const add = { ...at, addColumns: [{ name: 's', type: 'int' }] };
    await stand.ddl('UpdateTable', add, { cqlOnly: { staticColumns: ['s'] } });
    stand.settle();
    expect(stand.catalog.table('ks', 't')?.schema.statics.map((column) => column.name)).toEqual(['s']);
    await stand.ddl('UpdateTable', at, { cqlOnly: { comment: 'new' } });
    stand.settle();
    expect(stand.catalog.table('ks', 't')?.schema.options.comment).toBe('new');
    expect(await stand.ddl('UpdateTable', at)).toBe('changed');
  });

  it('tags by name', async () => {
    const stand = await standWithTable();
    await stand.ddl('TagResource', { ...at, tags: [{ key: 'a', value: 'b' }] });
    await stand.ddl('TagResource', { keyspaceName: 'ks', tags: [{ key: 'c', value: 'd' }] });
    expect(stand.catalog.tableRecord('ks', 't')?.tags).toEqual({ a: 'b' });
    expect(stand.catalog.keyspaceRecord('ks')?.tags).toEqual({ c: 'd' });
    await stand.ddl('UntagResource', { ...at, tags: [{ key: 'a', value: 'b' }] });
    expect(stand.catalog.tableRecord('ks', 't')?.tags).toEqual({});
  });

  it('makes quoted type names as they are', async () => {
    const stand = await standWithKeyspace();
    await stand.ddl('CreateType', {
      keyspaceName: 'ks',
      typeName: 'My_Udt',
      fieldDefinitions: [{ name: 'a', type: 'int' }],
    });
    expect(stand.catalog.userTypes().map((type) => type.name)).toEqual(['My_Udt']);
  });
});

describe('DDL in the lenient mode', () => {
  const lenient = { compat: cassandraCompat, delays: { createTable: 5000 } };

  it('is done when it is answered', async () => {
    const stand = openStand(lenient);
    const replication = { class: 'NetworkTopologyStrategy', dc1: '3' };
    await stand.ddl(
      'CreateKeyspace',
      { keyspaceName: 'ks', replicationSpecification: { replicationStrategy: 'SINGLE_REGION' } },
      { cqlOnly: { replication } },
    );
    expect(stand.catalog.keyspace('ks')?.replication).toEqual(replication);
    await stand.ddl('CreateTable', table);
    expect(stand.catalog.table('ks', 't')).toBeDefined();
    await stand.ddl('DeleteTable', at);
    expect(stand.catalog.table('ks', 't')).toBeUndefined();
    await stand.ddl('CreateTable', table);
    await stand.ddl('AlterKeyspaceReplication', { keyspaceName: 'ks' }, { cqlOnly: { replication: { class: 'X' } } });
    expect(stand.catalog.keyspace('ks')?.replication).toEqual({ class: 'X' });
  });

  it('drops and renames columns', async () => {
    const stand = await standWithTable({}, lenient);
    const nameId = stand.catalog.table('ks', 't')?.schema.byName.get('name')?.id;
    await stand.ddl('DropColumns', { ...at, columns: ['name'] });
    expect(stand.catalog.table('ks', 't')?.schema.columns.map((column) => column.name)).toEqual(['id', 'date']);
    await stand.ddl('UpdateTable', { ...at, addColumns: [{ name: 'name', type: 'text' }] });
    expect(stand.catalog.table('ks', 't')?.schema.byName.get('name')?.id).toBe(nameId);
    await stand.ddl('RenameColumns', { ...at, renames: [{ from: 'id', to: 'key' }] });
    expect(stand.catalog.table('ks', 't')?.schema.partitionKey.map((column) => column.name)).toEqual(['key']);
    const drop = (name: string) => refusal(stand.ddl('DropColumns', { ...at, columns: [name] }));
    expect(await drop('key')).toContain('Cannot drop PRIMARY KEY part key');
    expect(await drop('gone')).toContain('Column gone was not found in table t');
    const rename = refusal(stand.ddl('RenameColumns', { ...at, renames: [{ from: 'date', to: 'd' }] }));
    expect(await rename).toContain('Cannot rename non PRIMARY KEY part date');
  });

  it('truncates by another number, and removes the old rows later', async () => {
    const stand = await standWithTable({}, lenient);
    const before = stand.catalog.table('ks', 't')!.schema;
    await stand.ddl('TruncateTable', at);
    const after = stand.catalog.table('ks', 't')!.schema;
    expect([after.id, after.number]).toEqual([before.id, before.number + 1]);
    expect(await stand.control.maintain(5)).toBe(true);
    expect(stand.droppedNumbers).toEqual([before.number]);
  });

  it('changes types under the tables that use them', async () => {
    const stand = await standWithKeyspace(lenient);
    const type = { keyspaceName: 'ks', typeName: 'u' };
    await stand.ddl('CreateType', { ...type, fieldDefinitions: [{ name: 'a', type: 'int' }] });
    await stand.ddl('CreateTable', {
      ...at,
      schemaDefinition: {
        allColumns: [
          { name: 'id', type: 'int' },
          { name: 'v', type: 'frozen<u>' },
        ],
        partitionKeys: [{ name: 'id' }],
      },
    });
    await stand.ddl('AlterTypeAddField', { ...type, fieldName: 'b', type: 'text' });
    await stand.ddl('AlterTypeRenameFields', { ...type, renames: [{ from: 'a', to: 'z' }] });
    expect(stand.catalog.table('ks', 't')?.schema.byName.get('v')?.type).toMatchObject({ fieldNames: ['z', 'b'] });
  });
});
