// CREATE, ALTER and DROP TYPE become control-plane calls; ALTER TYPE exists in the lenient mode alone. Apart because
// user types have rules of their own [facts 2.6].

import { invalid } from '../../cql-error.js';
import { limits } from '../../limits.js';
import type { SchemaChange } from '../../session/api.js';
import { cqlTypeText } from '../../types/format-type.js';
import type { AlterType, CreateType, DropType } from '../syntax/ast/ddl.js';
import type { TypeName } from '../syntax/ast/type-name.js';
import type { AnalysisContext } from './context.js';
import type { DdlPlan } from './ddl-plan.js';
import { refuseCassandraStatement, refuseType } from './refuse.js';
import { keyspaceOf, refuseSystemKeyspace, resolveType, typeNameText } from './resolve.js';

const typeChange = (what: SchemaChange['change'], keyspace: string, name: string): SchemaChange => ({
  kind: 'schema-change',
  change: what,
  target: 'TYPE',
  keyspace,
  name,
});

export function createType(context: AnalysisContext, raw: CreateType): DdlPlan {
  const keyspace = keyspaceOf(context, raw.name);
  refuseSystemKeyspace(context, keyspace);
  if (context.catalog.keyspace(keyspace) === undefined)
    throw invalid(`Cannot add type in unknown keyspace ${keyspace}`);
  if (raw.name.name.length > limits.nameCharacters) {
    throw invalid(
      `Type names shouldn't be more than ${limits.nameCharacters} characters long (got "${raw.name.name}")`,
    );
  }
  const plan = {
    kind: 'ddl' as const,
    operation: 'CreateType' as const,
    ...(raw.ifNotExists && { condition: 'if-not-exists' as const }),
    change: typeChange('CREATED', keyspace, raw.name.name),
  };
  const names = { keyspaceName: keyspace, typeName: raw.name.name };
  // of a type that is there the fields are not looked up
  const isThere = context.catalog.userType(keyspace, raw.name.name) !== undefined;
  if (!isThere || raw.ifNotExists) for (const { type } of raw.fields) checkField(type);
  if (isThere) {
    const fields = raw.fields.map(({ name, type }) => ({ name, type: typeNameText(type) }));
    return { ...plan, input: { ...names, fieldDefinitions: fields } };
  }
  const types = raw.fields.map(({ type }) => resolveField(context, keyspace, type));
  const twice = raw.fields.find(({ name }, i) => raw.fields.some((other, j) => j > i && other.name === name));
  if (twice !== undefined) throw invalid(`Duplicate field name ${twice.name} in type ${raw.name.name}`);
  const fields = raw.fields.map(({ name }, i) => ({ name, type: types[i]! }));
  return { ...plan, input: { ...names, fieldDefinitions: fields } };
}

/** What Cassandra sees in the type as written: user types are not looked up yet. */
function checkField(type: TypeName): void {
  if (type.kind === 'native' && type.name === 'counter') throw invalid('A user type cannot contain counters');
  if (type.kind === 'user') throw invalid('A user type cannot contain non-frozen UDTs');
}

function resolveField(context: AnalysisContext, keyspace: string, written: TypeName): string {
  const type = resolveType(context, keyspace, written);
  refuseType(context.compat, type);
  return cqlTypeText(type);
}

export function dropType(context: AnalysisContext, raw: DropType): DdlPlan {
  const keyspace = keyspaceOf(context, raw.name);
  refuseSystemKeyspace(context, keyspace);
  return {
    kind: 'ddl',
    operation: 'DeleteType',
    input: { keyspaceName: keyspace, typeName: raw.name.name },
    ...(raw.ifExists && { condition: 'if-exists' as const }),
    change: typeChange('DROPPED', keyspace, raw.name.name),
  };
}

export function alterType(context: AnalysisContext, raw: AlterType): DdlPlan {
  refuseCassandraStatement(context.compat, 'AlterTypeStatement');
  const keyspace = keyspaceOf(context, raw.name);
  refuseSystemKeyspace(context, keyspace);
  if (context.catalog.keyspace(keyspace) === undefined) {
    throw invalid(`Cannot alter type in unknown keyspace ${keyspace}`);
  }
  const type = context.catalog.userType(keyspace, raw.name.name);
  if (type === undefined) throw invalid(`No user type named ${keyspace}.${raw.name.name} exists.`);
  const names = { keyspaceName: keyspace, typeName: raw.name.name };
  const change = typeChange('UPDATED', keyspace, raw.name.name);
  const alter = raw.change;
  switch (alter.kind) {
    case 'alter-type':
      throw invalid('Altering of types is not allowed');
    case 'add': {
      const { name } = alter.field;
      checkField(alter.field.type);
      if (type.fieldNames.includes(name)) {
        throw invalid(
          `Cannot add new field ${name} to type ${keyspace}.${raw.name.name}: a field of the same name already exists`,
        );
      }
      const input = { ...names, fieldName: name, type: resolveField(context, keyspace, alter.field.type) };
      return { kind: 'ddl', operation: 'AlterTypeAddField', input, change };
    }
    case 'rename':
      for (const { from } of alter.renamings) {
        if (!type.fieldNames.includes(from))
          throw invalid(`Unknown field ${from} in type ${keyspace}.${raw.name.name}`);
      }
      return { kind: 'ddl', operation: 'AlterTypeRenameFields', input: { ...names, renames: alter.renamings }, change };
  }
}
