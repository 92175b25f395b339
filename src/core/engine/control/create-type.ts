// CreateType: a user type of a keyspace, with Cassandra's rules on its fields and the service's quotas on types.

import type { CatalogEdit } from '../catalog/edit.js';
import type { TypeRecord } from '../catalog/records.js';
import { childTypes, nestingDepth, parentTypes } from '../catalog/type-graph.js';
import { limits } from '../limits.js';
import { cqlTypeText } from '../types/format-type.js';
import { keyspaceArn } from './arn.js';
import type { Operation, OperationContext } from './context.js';
import { conflict, ExistenceError, quotaExceeded, validation } from './errors.js';
import { checkConcurrentDdl, lifecycle, readyKeyspace } from './find.js';
import { checkInput, list, structure, text } from './shape.js';
import { keyspaceName } from './shared-shapes.js';
import { readType, udtResolver } from './table-schema.js';
import { newTypeName } from './type-names.js';

const field = structure({ name: text({ min: 1, max: limits.userTypeFieldNameCharacters }), type: text() });
const shape = structure({ keyspaceName, typeName: text({ min: 1 }), fieldDefinitions: list(field, { min: 1 }) });

export const createType: Operation = async (context, rawInput) => {
  const input = checkInput(shape, rawInput, context.compat);
  const { keyspaceName: keyspace } = input;
  const name = newTypeName(context, input.typeName);
  const { nowMs, delays } = context;
  await context.commit((edits) => {
    const own = edits.region(context.caller.region);
    const home = readyKeyspace(own, keyspace);
    const existing = own.userType(keyspace, name);
    if (existing?.status.state === 'DELETING') throw conflict(`Type ${keyspace}.${name} is being deleted`);
    if (existing !== undefined) throw new ExistenceError({ kind: 'type-exists', keyspace, name });
    checkConcurrentDdl(own, context.compat);
    const record: TypeRecord = {
      kind: 'type',
      keyspace,
      name,
      status: lifecycle('CREATING', 'ACTIVE', nowMs, delays.createType),
      fields: readFields(context, own, keyspace, input.fieldDefinitions),
      createdAtMs: nowMs,
      modifiedAtMs: nowMs,
    };
    if (!context.compat.unlimited) checkQuotas(own, record);
    for (const region of home.regions) edits.region(region).put(record);
  });
  return { keyspaceArn: keyspaceArn(context.owner, keyspace), typeName: name };
};

/** Fields with their types checked and spelled as the service gives them back. */
export function readFields(
  context: OperationContext,
  edit: CatalogEdit,
  keyspace: string,
  definitions: readonly { readonly name: string; readonly type: string }[],
): { name: string; type: string }[] {
  const resolve = udtResolver(edit, keyspace);
  const seen = new Set<string>();
  return definitions.map((definition) => {
    if (seen.has(definition.name)) throw validation(`Duplicate field name ${definition.name} in a user type`);
    seen.add(definition.name);
    const type = readType(definition.type, keyspace, resolve, context.compat);
    if (type.kind === 'native' && type.name === 'counter') throw validation('A user type cannot contain counters');
    if (type.kind === 'udt' && !type.frozen)
      throw validation('A user type cannot contain non-frozen UDTs: use frozen<> for nested user types');
    return { name: definition.name, type: cqlTypeText(type) };
  });
}

export function checkQuotas(edit: CatalogEdit, record: TypeRecord): void {
  const others = edit.userTypes(record.keyspace).filter((type) => type.name !== record.name);
  const isNew = edit.userType(record.keyspace, record.name) === undefined;
  if (isNew && edit.userTypes().length >= limits.userTypesPerRegion)
    throw quotaExceeded(`A Region can have at most ${limits.userTypesPerRegion} user types`);
  const children = childTypes(record);
  if (children.size > limits.userTypeChildren)
    throw quotaExceeded(`A user type can have at most ${limits.userTypeChildren} direct child types`);
  for (const child of children) {
    if (parentTypes(child, others).length >= limits.userTypeParents)
      throw quotaExceeded(`The user type ${child} can have at most ${limits.userTypeParents} direct parent types`);
  }
  if (nestingDepth(record, others) > limits.userTypeNestingDepth)
    throw quotaExceeded(`User types can be nested at most ${limits.userTypeNestingDepth} levels deep`);
  let bytes = Buffer.byteLength(record.name);
  for (const { name, type } of record.fields) bytes += Buffer.byteLength(name) + Buffer.byteLength(type);
  if (bytes > limits.userTypeSchemaBytes)
    throw quotaExceeded(`The schema of a user type can have at most ${limits.userTypeSchemaBytes} bytes`);
}
