// Changes of keyspaces and user types that Cassandra has and Keyspaces has not: any replication options, new and renamed
// fields. Only the lenient mode reaches them, through CQL.

import type { TableRecord, TypeRecord } from '../catalog/records.js';
import { partitionKeysWith, reaches } from '../catalog/type-graph.js';
import type { CqlType } from '../types/cql-type.js';
import { qualifiedTypeText } from '../types/format-type.js';
import type { Operation, OperationContext } from './context.js';
import { checkQuotas, readFields } from './create-type.js';
import { conflict, ExistenceError, validation } from './errors.js';
import { readyKeyspace } from './find.js';
import { checkInput, list, structure, text } from './shape.js';
import { keyspaceName, typeName } from './shared-shapes.js';
import { readType, udtResolver } from './table-schema.js';

const keyspaceShape = structure({ keyspaceName });

/** Input: the name alone; what changes stands in the plan's `cqlOnly`. */
export const alterKeyspaceReplication: Operation = async (context, rawInput) => {
  const { keyspaceName: name } = checkInput(keyspaceShape, rawInput, context.compat);
  const { replication, durableWrites } = context.cql?.plan.cqlOnly ?? {};
  await context.commit((edits) => {
    const edit = edits.region(context.caller.region);
    const record = readyKeyspace(edit, name);
    edit.put({
      ...record,
      ...(replication === undefined ? {} : { replication }),
      ...(durableWrites === undefined ? {} : { durableWrites }),
    });
  });
  return {};
};

const addShape = structure({ keyspaceName, typeName, fieldName: text({ min: 1 }), type: text() });

/** Input: `fieldName` and `type`. */
export const alterTypeAddField: Operation = async (context, rawInput) => {
  const input = checkInput(addShape, rawInput, context.compat);
  await changeType(context, input.keyspaceName, input.typeName, (record, readAll, { types, tables, readType }) => {
    if (record.fields.some((field) => field.name === input.fieldName))
      throw validation(
        `Cannot add new field ${input.fieldName} to type ${record.name}: a field of the same name already exists`,
      );
    const type = readType(input.type);
    const spelled = `${input.fieldName} of type ${qualifiedTypeText(type)}`;
    if (reaches(type, record.name))
      throw validation(
        `Cannot add new field ${spelled} to type ${record.keyspace}.${record.name} as this would create a circular reference`,
      );
    const fields = readAll([...record.fields, { name: input.fieldName, type: input.type }]);
    const keys = partitionKeysWith(record, types, tables).map((table) => `${table.keyspace}.${table.name}`);
    if (keys.length > 0)
      throw validation(
        `Cannot add new field ${spelled} to user type ${record.keyspace}.${record.name} as the type is being used in partition key by the following tables: ${keys.join(', ')}`,
      );
    return { ...record, fields };
  });
  return {};
};

const renameShape = structure({
  keyspaceName,
  typeName,
  renames: list(structure({ from: text(), to: text({ min: 1 }) }), { min: 1 }),
});

/** Input: `renames`, a list of {from, to}. */
export const alterTypeRenameFields: Operation = async (context, rawInput) => {
  const input = checkInput(renameShape, rawInput, context.compat);
  await changeType(context, input.keyspaceName, input.typeName, (record, readAll) => {
    const renames = new Map(input.renames.map(({ from, to }) => [from, to]));
    for (const from of renames.keys())
      if (!record.fields.some((field) => field.name === from))
        throw validation(`Unknown field ${from} in type ${record.keyspace}.${record.name}`);
    // all at once, by the names before
    const fields = record.fields.map((field) => ({ ...field, name: renames.get(field.name) ?? field.name }));
    const twice = fields.find(({ name }, i) => fields.some((other, j) => j > i && other.name === name));
    if (twice !== undefined) throw validation(`Duplicate field name ${twice.name} in type ${record.name}`);
    return { ...record, fields: readAll(fields) };
  });
  return {};
};

interface Neighbours {
  readonly types: readonly TypeRecord[];
  readonly tables: readonly TableRecord[];
  readonly readType: (text: string) => CqlType;
}
type ReadAll = (fields: TypeRecord['fields']) => TypeRecord['fields'];

async function changeType(
  context: OperationContext,
  keyspace: string,
  name: string,
  change: (record: TypeRecord, readAll: ReadAll, others: Neighbours) => TypeRecord,
): Promise<void> {
  await context.commit((edits) => {
    const own = edits.region(context.caller.region);
    const home = readyKeyspace(own, keyspace);
    const record = own.userType(keyspace, name);
    if (record === undefined) throw new ExistenceError({ kind: 'type-missing', keyspace, name });
    if (record.status.state !== 'ACTIVE') throw conflict(`Type ${keyspace}.${name} is ${record.status.state}`);
    const next = change(
      { ...record, modifiedAtMs: context.nowMs },
      (fields) => readFields(context, own, keyspace, fields),
      {
        types: own.userTypes(keyspace),
        tables: own.tables(keyspace),
        readType: (text) => readType(text, keyspace, udtResolver(own, keyspace), context.compat),
      },
    );
    if (!context.compat.unlimited) checkQuotas(own, next);
    for (const region of home.regions) edits.region(region).put(next);
  });
}
