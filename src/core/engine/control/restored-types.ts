// The user types of a restored table: missing ones are made again in the target keyspace, others of the same name are in
// the way (control-plane facts 4.1).

import type { CatalogEdit } from '../catalog/edit.js';
import type { TableRecord, TypeRecord } from '../catalog/records.js';
import { typesOfTable } from '../catalog/type-graph.js';
import { compareTypes, typesNeeded } from '../recovery/user-types.js';
import type { OperationContext } from './context.js';
import { checkQuotas } from './create-type.js';
import { conflict, validation } from './errors.js';
import { lifecycle } from './find.js';

export function makeTypes(
  context: OperationContext,
  edit: CatalogEdit,
  source: TableRecord,
  table: TableRecord,
  keyspace: string,
): void {
  const known = (name: string): TypeRecord | undefined =>
    source.deletedAtMs === undefined
      ? edit.userType(source.keyspace, name)
      : source.deletedTypes?.find((type) => type.name === name);
  const needed = typesNeeded(table.columns, known);
  for (const name of typesOfTable({ columns: table.columns }))
    if (!needed.some((type) => type.name === name))
      throw validation(`The user type ${source.keyspace}.${name} of that time is not known any more`);
  const standing = (name: string) => edit.userType(keyspace, name);
  for (const { name } of needed)
    if (standing(name)?.status.state === 'DELETING') throw conflict(`Type ${keyspace}.${name} is being deleted`);
  const { missing, different } = compareTypes(needed, standing, keyspace === source.keyspace);
  if (different.length > 0)
    throw validation(
      `The user type ${keyspace}.${different[0]} is not the one that the table had: restore to another keyspace`,
    );
  const { nowMs, delays } = context;
  for (const type of missing) {
    const record: TypeRecord = {
      ...type,
      keyspace,
      // usable before the table is
      status: lifecycle('RESTORING', 'ACTIVE', nowMs, Math.min(delays.createType, delays.restore)),
      // in its own keyspace it is the same type again, for the next restore too
      createdAtMs: keyspace === type.keyspace ? type.createdAtMs : nowMs,
      modifiedAtMs: nowMs,
    };
    if (!context.compat.unlimited) checkQuotas(edit, record);
    edit.put(record);
  }
}
