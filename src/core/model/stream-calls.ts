// Reading streams with calls of the streams API in JSON, wherever the calls go: pages are followed, epoch seconds become ISO
// text.

import type { ChangeRecord, RecordPage, StreamDescription, StreamShard, StreamSummary } from './stream-shapes.js';

type Json = Readonly<Record<string, unknown>>;
export type StreamCall = (operation: string, input: object) => Promise<Json>;

export function streamsOver(call: StreamCall) {
  const pages = async (
    operation: string,
    input: object,
    member: string,
  ): Promise<{ first: Json; items: unknown[] }> => {
    const first = await call(operation, input);
    const items = [...((first[member] as readonly unknown[] | undefined) ?? [])];
    let { nextToken } = first;
    while (typeof nextToken === 'string') {
      const page = await call(operation, { ...input, nextToken });
      items.push(...((page[member] as readonly unknown[] | undefined) ?? []));
      nextToken = page.nextToken;
    }
    return { first, items };
  };
  return {
    async list(keyspaceName?: string, tableName?: string): Promise<readonly StreamSummary[]> {
      const { items } = await pages('ListStreams', { keyspaceName, tableName }, 'streams');
      return items as StreamSummary[];
    },
    async get(streamArn: string): Promise<StreamDescription> {
      const { first, items } = await pages('GetStream', { streamArn }, 'shards');
      const { nextToken: _, ...rest } = first;
      const creationRequestDateTime = isoTime(first.creationRequestDateTime);
      return { ...rest, creationRequestDateTime, shards: items as StreamShard[] } as unknown as StreamDescription;
    },
    async iterator(streamArn: string, shardId: string, shardIteratorType: string): Promise<string> {
      const { shardIterator } = await call('GetShardIterator', { streamArn, shardId, shardIteratorType });
      return shardIterator as string;
    },
    async records(shardIterator: string, maxResults: number): Promise<RecordPage> {
      const page = await call('GetRecords', { shardIterator, maxResults });
      const position = (page.iteratorDescription as { readonly iteratorPosition?: string } | undefined)
        ?.iteratorPosition;
      const records = ((page.changeRecords as readonly Json[] | undefined) ?? []).map(
        (record) => ({ ...record, createdAt: isoTime(record.createdAt) }) as unknown as ChangeRecord,
      );
      const next = page.nextShardIterator;
      // before the description came, no records meant the end
      const atTip = position === undefined ? records.length === 0 : position === 'AT_TIP';
      return { records, atTip, ...(typeof next === 'string' && { next }) };
    },
  };
}

const isoTime = (seconds: unknown): string => new Date(Math.round((seconds as number) * 1000)).toISOString();
