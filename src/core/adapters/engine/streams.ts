// The streams port over the engine in process.

import type { ChangeRecord, StreamDescription, StreamShard, StreamSummary, Streams } from '../../ports/streams.js';
import type { Engine, EngineCaller } from './door.js';
import { mapEngineError } from './map-errors.js';

type Json = Readonly<Record<string, unknown>>;

export function engineStreams(engine: Engine, caller: EngineCaller): Streams {
  const call = async (operation: string, input: object): Promise<Json> => {
    try {
      return await engine.streams.call(operation, input, caller);
    } catch (error) {
      throw mapEngineError(error);
    }
  };
  const pages = async (
    operation: string,
    input: object,
    member: string,
  ): Promise<{ first: Json; items: unknown[] }> => {
    const first = await call(operation, input);
    const items = [...(first[member] as readonly unknown[])];
    let { nextToken } = first;
    while (nextToken !== undefined) {
      const page = await call(operation, { ...input, nextToken });
      items.push(...(page[member] as readonly unknown[]));
      nextToken = page.nextToken;
    }
    return { first, items };
  };
  return {
    async list(keyspaceName, tableName) {
      const { items } = await pages('ListStreams', { keyspaceName, tableName }, 'streams');
      return items as StreamSummary[];
    },
    async get(streamArn) {
      const { first, items } = await pages('GetStream', { streamArn }, 'shards');
      const { nextToken: _, ...rest } = first;
      const creationRequestDateTime = isoTime(first.creationRequestDateTime);
      return { ...rest, creationRequestDateTime, shards: items as StreamShard[] } as unknown as StreamDescription;
    },
    async iterator(streamArn, shardId, shardIteratorType) {
      const { shardIterator } = await call('GetShardIterator', { streamArn, shardId, shardIteratorType });
      return shardIterator as string;
    },
    async records(shardIterator, maxResults) {
      const page = await call('GetRecords', { shardIterator, maxResults });
      const { iteratorPosition } = page.iteratorDescription as { readonly iteratorPosition: string };
      const records = (page.changeRecords as readonly Json[]).map(
        (record) => ({ ...record, createdAt: isoTime(record.createdAt) }) as unknown as ChangeRecord,
      );
      const next = page.nextShardIterator as string | undefined;
      return { records, atTip: iteratorPosition === 'AT_TIP', ...(next !== undefined && { next }) };
    },
  };
}

const isoTime = (seconds: unknown): string => new Date(Math.round((seconds as number) * 1000)).toISOString();
