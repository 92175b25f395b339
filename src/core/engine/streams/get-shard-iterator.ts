// GetShardIterator: a place in a shard to read from, good for 15 minutes.

import { notFound, validation } from '../control/errors.js';
import { type Checked, checkInput, oneOf, structure } from '../control/shape.js';
import { historyEnd } from '../storage/history.js';
import { behind, findShard, isBefore, laterOf, type Place, placeOf, type Shard, startOf } from './shards.js';
import { findStream, horizonOf, type Stream } from './stream.js';
import { streamRefusal } from './stream-refusal.js';
import { sequenceNumberShape, shardIdShape, streamArnShape } from './stream-shapes.js';
import type { StreamsContext } from './streams.js';
import { writeIterator } from './tokens.js';

const shape = structure(
  {
    streamArn: streamArnShape,
    shardId: shardIdShape,
    shardIteratorType: oneOf(['TRIM_HORIZON', 'LATEST', 'AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER']),
  },
  { sequenceNumber: sequenceNumberShape },
);

export function getShardIterator(context: StreamsContext, rawInput: unknown): Record<string, unknown> {
  const input = checkInput(shape, rawInput);
  const stream = findStream(context, input.streamArn);
  const shard = findShard(stream, input.shardId);
  if (shard === undefined) throw notFound(`Shard ${input.shardId} of stream ${stream.arn} does not exist`);
  const next = startingPlace(context, stream, shard, input);
  const iterator = { streamArn: stream.arn, shardId: input.shardId, next };
  return { shardIterator: writeIterator(iterator, context.clock.wallMs()) };
}

function startingPlace(context: StreamsContext, stream: Stream, shard: Shard, input: Checked<typeof shape>): Place {
  const { shardIteratorType: type, sequenceNumber } = input;
  const horizon: Place = { micros: horizonOf(context, stream), sequence: 0, part: 0 };
  const start = startOf(shard);
  switch (type) {
    case 'TRIM_HORIZON':
      return laterOf(horizon, start);
    case 'LATEST':
      return earlierOf(laterOf({ ...historyEnd(context.kv, stream.table.number), part: 0 }, start), endOf(shard));
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER': {
      if (sequenceNumber === undefined) throw validation(`sequenceNumber is required with ${type}`);
      const place = placeOf(sequenceNumber);
      if (place === undefined) throw streamRefusal('InvalidFormat', `${sequenceNumber} is not a sequence number`);
      // the shard's own begin is no record, and can be named as long as the shard is there
      const isStart = place.micros === start.micros && place.sequence === 0;
      if (place.micros < horizon.micros && !isStart)
        throw streamRefusal('TrimmedDataAccess', 'The record is older than the stream keeps records');
      if (isBefore(place, start) || isBefore(endOf(shard) ?? place, place))
        throw streamRefusal('InvalidFormat', `${sequenceNumber} is not a sequence number of shard ${input.shardId}`);
      return type === 'AT_SEQUENCE_NUMBER' ? place : behind(place);
    }
  }
}

/** Undefined while changes are still captured. */
function endOf({ generation: { toMicros } }: Shard): Place | undefined {
  return toMicros === undefined ? undefined : { micros: toMicros, sequence: 0, part: 0 };
}

const earlierOf = (place: Place, end: Place | undefined): Place =>
  end !== undefined && isBefore(end, place) ? end : place;
