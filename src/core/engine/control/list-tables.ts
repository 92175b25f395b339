// ListTables: names and ARNs, no status; for a system keyspace its computed tables (facts 15.2).

import { tableArn } from './arn.js';
import type { Operation } from './context.js';
import { ExistenceError } from './errors.js';
import { page } from './pages.js';
import { checkInput, structure } from './shape.js';
import { keyspaceName, pageMembers } from './shared-shapes.js';

const shape = structure({ keyspaceName }, pageMembers);

export const listTables: Operation = async (context, rawInput) => {
  const input = checkInput(shape, rawInput, context.compat);
  const { keyspaceName: keyspace } = input;
  const home = context.catalog.keyspaceRecord(keyspace);
  if (home === undefined || home.status.state === 'CREATING')
    throw new ExistenceError({ kind: 'keyspace-missing', keyspace });
  const names = home.isSystem
    ? context.catalog.virtualTables(keyspace).map((table) => table.schema.name)
    : context.catalog.tables(keyspace).map((table) => table.name);
  const { items, nextToken } = page(`tables/${keyspace}`, names, input);
  return {
    tables: items.map((name) => ({
      keyspaceName: keyspace,
      tableName: name,
      resourceArn: tableArn(context.owner, keyspace, name),
    })),
    ...(nextToken === undefined ? {} : { nextToken }),
  };
};
