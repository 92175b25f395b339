// ListTagsForResource: the tags of a keyspace, table or stream, `[]` when there are none (facts 15.4).

import { parseArn } from './arn.js';
import type { Operation } from './context.js';
import { page } from './pages.js';
import { checkInput, structure } from './shape.js';
import { pageMembers, resourceArn } from './shared-shapes.js';
import { tagsOut } from './tag-rules.js';
import { taggedRecord } from './tagged-resource.js';

const shape = structure({ resourceArn }, pageMembers);

export const listTagsForResource: Operation = async (context, rawInput) => {
  const input = checkInput(shape, rawInput, context.compat);
  const { catalog } = context;
  const found = taggedRecord(
    {
      keyspace: (name) => catalog.keyspaceRecord(name),
      table: (keyspace, name) => catalog.tableRecord(keyspace, name),
    },
    parseArn(context.owner, input.resourceArn),
  );
  const { items, nextToken } = page(`tags/${input.resourceArn}`, tagsOut(found.tags), input);
  return { tags: items, ...(nextToken === undefined ? {} : { nextToken }) };
};
