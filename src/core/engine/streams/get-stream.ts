// GetStream: state, view type and shards of a stream. Shards never split here, so none has a parent or a child.

import { checkInput, oneOf, structure } from '../control/shape.js';
import { limits } from '../limits.js';
import { shardOut } from './shards.js';
import { findStream } from './stream.js';
import { shardIdShape, streamArnShape, streamPageMembers } from './stream-shapes.js';
import type { StreamsContext } from './streams.js';
import { streamPage } from './tokens.js';

const shape = structure(
  { streamArn: streamArnShape },
  { ...streamPageMembers, shardFilter: structure({}, { type: oneOf(['CHILD_SHARDS']), shardId: shardIdShape }) },
);

export function getStream(context: StreamsContext, rawInput: unknown): Record<string, unknown> {
  const input = checkInput(shape, rawInput);
  const stream = findStream(context, input.streamArn);
  const count = input.shardFilter?.shardId === undefined ? limits.streamShards : 0;
  const indexes = Array.from({ length: count }, (_, index) => index);
  const { items, ...rest } = streamPage(`shards ${stream.arn}`, indexes, input, context.clock.wallMs());
  return {
    streamArn: stream.arn,
    streamLabel: stream.label,
    streamStatus: stream.status,
    streamViewType: stream.cdc.viewType,
    creationRequestDateTime: Date.parse(`${stream.label}Z`) / 1000,
    keyspaceName: stream.table.keyspace,
    tableName: stream.table.name,
    shards: items.map((index) => shardOut(stream, index)),
    ...rest,
  };
}
