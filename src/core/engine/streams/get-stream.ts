// GetStream: state, view type and shards of a stream, or the children of one of its shards.

import { checkInput, oneOf, structure } from '../control/shape.js';
import { parentsOf, shardOut, shardsOf } from './shards.js';
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
  const parent = input.shardFilter?.shardId;
  const shards = shardsOf(stream).filter((shard) => parent === undefined || parentsOf(shard).includes(parent));
  const scope = `shards ${stream.arn} ${parent ?? ''}`;
  const { items, ...rest } = streamPage(scope, shards, input, context.clock.wallMs());
  return {
    streamArn: stream.arn,
    streamLabel: stream.label,
    streamStatus: stream.status,
    streamViewType: stream.cdc.viewType,
    creationRequestDateTime: Date.parse(`${stream.label}Z`) / 1000,
    keyspaceName: stream.table.keyspace,
    tableName: stream.table.name,
    shards: items.map(shardOut),
    ...rest,
  };
}
