// CREATE, ALTER and DROP TYPE become control-plane calls; ALTER TYPE exists in the lenient mode alone. Apart because
// user types have rules of their own [facts 2.6].

import { invalid } from '../../cql-error.js';
import { limits } from '../../limits.js';
import type { SchemaChange } from '../../session/api.js';
import { cqlTypeText } from '../../types/format-type.js';
import type { AlterType, CreateType, DropType } from '../syntax/ast/ddl.js';
import type { AnalysisContext } from './context.js';
import type { DdlPlan } from './ddl-plan.js';
import { refuseCassandraStatement, refuseType } from './refuse.js';
import { keyspaceOf, refuseSystemKeyspace, resolveType } from './resolve.js';

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
  const seen = new Set<string>();
  const fields = raw.fields.map((field) => {
    if (seen.has(field.name)) throw invalid(`Duplicate field name ${field.name} in type ${raw.name.name}`);
    seen.add(field.name);
    return { name: field.name, type: fieldType(context, keyspace, field) };
  });
  return {
    kind: 'ddl',
    operation: 'CreateType',
    input: { keyspaceName: keyspace, typeName: raw.name.name, fieldDefinitions: fields },
    ...(raw.ifNotExists && { condition: 'if-not-exists' as const }),
    change: typeChange('CREATED', keyspace, raw.name.name),
  };
}

function fieldType(context: AnalysisContext, keyspace: string, field: CreateType['fields'][number]): string {
  const type = resolveType(context, keyspace, field.type);
  refuseType(context.compat, type);
  if (type.kind === 'native' && type.name === 'counter') throw invalid('A user type cannot contain counters');
  if (type.kind === 'udt' && !type.frozen) throw invalid('A user type cannot contain non-frozen UDTs');
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
      if (type.fieldNames.includes(name)) {
        throw invalid(
          `Cannot add new field ${name} to type ${keyspace}.${raw.name.name}: a field of the same name already exists`,
        );
      }
      const input = { ...names, fieldName: name, type: fieldType(context, keyspace, alter.field) };
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
