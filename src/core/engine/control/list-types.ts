// ListTypes: formatted names of a keyspace's types.

import type { Operation } from './context.js';
import { ExistenceError } from './errors.js';
import { page } from './pages.js';
import { checkInput, structure } from './shape.js';
import { keyspaceName, pageMembers } from './shared-shapes.js';

const shape = structure({ keyspaceName }, pageMembers);

export const listTypes: Operation = async (context, rawInput) => {
  const input = checkInput(shape, rawInput, context.compat);
  const { keyspaceName: keyspace } = input;
  const home = context.catalog.keyspaceRecord(keyspace);
  if (home === undefined || home.status.state === 'CREATING')
    throw new ExistenceError({ kind: 'keyspace-missing', keyspace });
  const names = context.catalog.userTypes(keyspace).map((type) => type.name);
  const { items, nextToken } = page(`types/${keyspace}`, names, input);
  return { types: items, ...(nextToken === undefined ? {} : { nextToken }) };
};
