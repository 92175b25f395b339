// ListKeyspaces: the system keyspaces first, then the account's own that are ready (facts 15.1).

import { keyspaceArn } from './arn.js';
import type { Operation } from './context.js';
import { page } from './pages.js';
import { checkInput, structure } from './shape.js';
import { pageMembers } from './shared-shapes.js';

const shape = structure({}, pageMembers);

export const listKeyspaces: Operation = async (context, rawInput) => {
  const input = checkInput(shape, rawInput, context.compat);
  const shown = context.catalog.keyspaces().filter((record) => record.status.state !== 'CREATING');
  const { items, nextToken } = page('keyspaces', shown, input);
  return {
    keyspaces: items.map((record) => ({
      keyspaceName: record.name,
      resourceArn: keyspaceArn(context.owner, record.name),
      replicationStrategy: record.replicationStrategy,
      ...(record.replicationStrategy === 'MULTI_REGION' ? { replicationRegions: record.regions } : {}),
    })),
    ...(nextToken === undefined ? {} : { nextToken }),
  };
};
