// The door to streams of changes (CDC) of one place. Every method rejects with a KsError.

import type { RecordPage, StreamDescription, StreamSummary } from '../model/stream-shapes.js';

export interface Streams {
  list(keyspace?: string, table?: string): Promise<readonly StreamSummary[]>;
  get(streamArn: string): Promise<StreamDescription>;
  iterator(streamArn: string, shardId: string, from: 'TRIM_HORIZON' | 'LATEST'): Promise<string>;
  records(iterator: string, recordsMax: number): Promise<RecordPage>;
}
