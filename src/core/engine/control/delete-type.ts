// DeleteType: refused while a table or another type uses it, in Cassandra's words.

import type { CatalogEdit } from '../catalog/edit.js';
import { parentTypes, referringTables } from '../catalog/type-graph.js';
import { keyspaceArn } from './arn.js';
import type { Operation } from './context.js';
import { conflict, ExistenceError } from './errors.js';
import { checkConcurrentDdl, lifecycle, readyKeyspace } from './find.js';
import { checkInput, structure } from './shape.js';
import { keyspaceName, typeName } from './shared-shapes.js';
import { typeNameCandidates } from './type-names.js';

const shape = structure({ keyspaceName, typeName });

export const deleteType: Operation = async (context, rawInput) => {
  const { keyspaceName: keyspace, typeName: entered } = checkInput(shape, rawInput, context.compat);
  const deleted = await context.commit((edits) => {
    const own = edits.region(context.caller.region);
    const home = readyKeyspace(own, keyspace);
    const name = typeNameCandidates(entered).find((candidate) => own.userType(keyspace, candidate) !== undefined);
    if (name === undefined) throw new ExistenceError({ kind: 'type-missing', keyspace, name: entered });
    const record = own.userType(keyspace, name)!;
    if (record.status.state === 'DELETING') return name;
    if (record.status.state !== 'ACTIVE') throw conflict(`Type ${keyspace}.${name} is ${record.status.state}`);
    refuseWhileUsed(own, keyspace, name);
    checkConcurrentDdl(own, context.compat);
    const status = lifecycle('DELETING', 'DELETED', context.nowMs, context.delays.deleteType);
    for (const region of home.regions) edits.region(region).put({ ...record, status });
    return name;
  });
  return { keyspaceArn: keyspaceArn(context.owner, keyspace), typeName: deleted };
};

function refuseWhileUsed(edit: CatalogEdit, keyspace: string, name: string): void {
  const tables = edit.tables(keyspace).filter((table) => table.status.state !== 'DELETING');
  const [table] = referringTables(name, tables);
  const [parent] = parentTypes(
    name,
    edit.userTypes(keyspace).filter((type) => type.status.state !== 'DELETING'),
  );
  const user =
    parent === undefined ? (table === undefined ? undefined : `table ${keyspace}.${table}`) : `user type ${parent}`;
  if (user !== undefined) throw conflict(`Cannot drop user type ${keyspace}.${name} as it is still used by ${user}`);
}
