// TagResource: puts tags on a keyspace, table or stream; a key that is there gets the new value.

import { parseArn } from './arn.js';
import type { Operation } from './context.js';
import { refuseSystemKeyspace } from './find.js';
import { checkInput, structure } from './shape.js';
import { resourceArn, tagList } from './shared-shapes.js';
import { mergeTags } from './tag-rules.js';
import { changeTags } from './tagged-resource.js';

const shape = structure({ resourceArn, tags: tagList });

export const tagResource: Operation = async (context, rawInput) => {
  const { resourceArn: arn, tags } = checkInput(shape, rawInput, context.compat);
  const resource = parseArn(context.owner, arn);
  refuseSystemKeyspace(resource.keyspace);
  await context.commit((edits) => {
    changeTags(edits.region(context.caller.region), resource, (before) => mergeTags(before, tags));
  });
  return {};
};
