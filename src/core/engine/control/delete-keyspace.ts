// DeleteKeyspace: the keyspace goes with all its tables and types, in every Region that holds it.

import type { CatalogEdit } from '../catalog/edit.js';
import type { Operation, OperationContext } from './context.js';
import { conflict, ExistenceError } from './errors.js';
import { checkConcurrentDdl, lifecycle, refuseSystemKeyspace } from './find.js';
import { goingTable } from './going-table.js';
import { checkInput, structure } from './shape.js';
import { keyspaceName } from './shared-shapes.js';

const shape = structure({ keyspaceName });

export const deleteKeyspace: Operation = async (context, rawInput) => {
  const { keyspaceName: name } = checkInput(shape, rawInput, context.compat);
  refuseSystemKeyspace(name);
  await context.commit((edits) => {
    const own = edits.region(context.caller.region);
    const record = own.keyspace(name);
    if (record === undefined) throw new ExistenceError({ kind: 'keyspace-missing', keyspace: name });
    if (record.status.state === 'DELETING') return;
    if (record.status.state !== 'ACTIVE') throw conflict(`Keyspace ${name} is ${record.status.state}`);
    checkConcurrentDdl(own, context.compat);
    for (const region of record.regions) deleteIn(context, edits.region(region), name);
  });
  return {};
};

function deleteIn(context: OperationContext, edit: CatalogEdit, name: string): void {
  const record = edit.keyspace(name);
  if (record === undefined) return;
  const tables = edit.tables(name);
  // the middle of this text is the service's own: Terraform waits on it (facts 1.4)
  if (
    tables.some(
      (table) => table.status.state !== 'ACTIVE' && table.status.state !== 'INACCESSIBLE_ENCRYPTION_CREDENTIALS',
    )
  )
    throw conflict(`Cannot delete keyspace ${name}: a table under it is currently being created or deleted`);
  const status = lifecycle('DELETING', 'DELETED', context.nowMs, context.delays.deleteKeyspace);
  for (const table of tables) edit.put(goingTable(edit, table, status));
  for (const type of edit.userTypes(name)) edit.put({ ...type, status });
  edit.put({ ...record, status });
}
