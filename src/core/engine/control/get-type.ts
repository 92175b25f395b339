// GetType: a type's fields, state, and who uses it directly.

import type { TypeRecord } from '../catalog/records.js';
import { nestingDepth, parentTypes, referringTables } from '../catalog/type-graph.js';
import { keyspaceArn } from './arn.js';
import type { Operation, OperationContext } from './context.js';
import { ExistenceError } from './errors.js';
import { checkInput, structure } from './shape.js';
import { keyspaceName, typeName } from './shared-shapes.js';
import { typeNameCandidates } from './type-names.js';

const shape = structure({ keyspaceName, typeName });

export const getType: Operation = async (context, rawInput) => {
  const { keyspaceName: keyspace, typeName: entered } = checkInput(shape, rawInput, context.compat);
  const record = findType(context, keyspace, entered);
  const types = context.catalog.userTypes(keyspace);
  return {
    keyspaceName: keyspace,
    typeName: record.name,
    fieldDefinitions: record.fields,
    lastModifiedTimestamp: record.modifiedAtMs / 1000,
    status: record.status.state,
    directReferringTables: referringTables(record.name, context.catalog.tables(keyspace)),
    directParentTypes: parentTypes(record.name, types),
    maxNestingDepth: nestingDepth(record, types),
    keyspaceArn: keyspaceArn(context.owner, keyspace),
  };
};

function findType(context: OperationContext, keyspace: string, entered: string): TypeRecord {
  const home = context.catalog.keyspaceRecord(keyspace);
  if (home === undefined || home.status.state === 'CREATING')
    throw new ExistenceError({ kind: 'keyspace-missing', keyspace });
  for (const name of typeNameCandidates(entered)) {
    const record = context.catalog.typeRecord(keyspace, name);
    if (record !== undefined) return record;
  }
  throw new ExistenceError({ kind: 'type-missing', keyspace, name: entered });
}
