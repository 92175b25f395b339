// UntagResource: takes tags off; the API wants whole tags, the keys decide.

import { parseArn } from './arn.js';
import type { Operation } from './context.js';
import { refuseSystemKeyspace } from './find.js';
import { checkInput, structure } from './shape.js';
import { resourceArn, tagList } from './shared-shapes.js';
import { withoutTags } from './tag-rules.js';
import { changeTags } from './tagged-resource.js';

const shape = structure({ resourceArn, tags: tagList });

export const untagResource: Operation = async (context, rawInput) => {
  const { resourceArn: arn, tags } = checkInput(shape, rawInput, context.compat);
  const resource = parseArn(context.owner, arn);
  refuseSystemKeyspace(resource.keyspace);
  await context.commit((edits) => {
    changeTags(edits.region(context.caller.region), resource, (before) => withoutTags(before, tags));
  });
  return {};
};
