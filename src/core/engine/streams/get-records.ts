// GetRecords: the changes of a shard from an iterator on, in the order of their commits. Bounded by number, by the size of the
// answer, and by how much of the table's history is looked through.

import type { TableSchema } from '../catalog/schema.js';
import { notFound } from '../control/errors.js';
import { checkInput, structure, text, whole } from '../control/shape.js';
import { limits } from '../limits.js';
import { endOfTime, type HistoryRecord, visitHistory } from '../storage/history.js';
import { tokenOf } from '../storage/keys.js';
import { changesOf } from './changes.js';
import { recordOut } from './record-json.js';
import { findShard, isBefore, laterOf, type Place, type Shard, shardOfToken } from './shards.js';
import { findStream, horizonOf, type Stream } from './stream.js';
import type { StreamsContext } from './streams.js';
import { readIterator, writeIterator } from './tokens.js';

const shape = structure({ shardIterator: text({ min: 1, max: 4096 }) }, { maxResults: whole(1, 1000) });

export function getRecords(context: StreamsContext, rawInput: unknown): Record<string, unknown> {
  const input = checkInput(shape, rawInput);
  const nowMs = context.clock.wallMs();
  const iterator = readIterator(input.shardIterator, nowMs);
  const stream = findStream(context, iterator.streamArn);
  const shard = findShard(stream, iterator.shardId);
  if (shard === undefined) throw notFound(`Shard ${iterator.shardId} of stream ${stream.arn} does not exist`);
  context.readers.admit(`${stream.arn} ${iterator.shardId}`, nowMs);
  const page = new Page(context, stream, shard, input.maxResults ?? limits.streamPageRecords);
  page.read(context, laterOf(iterator.next, { micros: horizonOf(context, stream), sequence: 0, part: 0 }));
  const isClosed = page.atTip && shard.generation.toMicros !== undefined;
  const next = { ...iterator, next: page.next };
  return {
    changeRecords: page.records,
    ...(isClosed ? {} : { nextShardIterator: writeIterator(next, nowMs) }),
    iteratorDescription: { iteratorPosition: page.atTip ? 'AT_TIP' : 'BEHIND_TIP' },
  };
}

function schemaOf(context: StreamsContext, { table }: Stream): TableSchema {
  const found = context.catalog.table(table.keyspace, table.name);
  if (found?.kind === 'stored') return found.schema;
  throw notFound(`Table ${table.keyspace}.${table.name} is ${table.status.state}`);
}

/** The answer as it fills. */
class Page {
  readonly records: unknown[] = [];
  /** Nothing of the shard was left to read. */
  atTip = false;
  next: Place = { micros: 0n, sequence: 0, part: 0 };
  private readonly table: TableSchema;
  private readonly stream: Stream;
  private readonly shard: Shard;
  private readonly recordsMax: number;
  private readonly keepsTombstones: boolean;
  private bytes = 0;
  private scanned = 0;

  constructor(context: StreamsContext, stream: Stream, shard: Shard, recordsMax: number) {
    this.table = schemaOf(context, stream);
    this.stream = stream;
    this.shard = shard;
    this.recordsMax = recordsMax;
    this.keepsTombstones = context.keepsTombstones(this.table);
  }

  read({ kv }: StreamsContext, from: Place): void {
    this.next = from;
    this.atTip = true;
    const { micros, sequence } = from;
    const range = { from: micros, fromSequence: sequence, to: this.shard.generation.toMicros ?? endOfTime };
    visitHistory(kv, this.stream.table.number, range, (record) => {
      this.atTip = this.take(record, from);
      return this.atTip;
    });
  }

  /** False when the page is full before the end of this record. */
  private take(record: HistoryRecord, from: Place): boolean {
    const { micros, sequence, rowKey } = record;
    if (this.scanned >= limits.streamScannedRecords) return false;
    this.scanned++;
    if (shardOfToken(tokenOf(rowKey), this.shard.generation.shards) === this.shard.index) {
      for (const change of changesOf(this.table, record, this.keepsTombstones)) {
        const place = { micros, sequence, part: change.part };
        if (isBefore(place, from)) continue;
        if (this.records.length >= this.recordsMax || this.bytes >= limits.streamAnswerBytes) return false;
        const source = { table: this.table, viewType: this.stream.cdc.viewType, micros, sequence, rowKey };
        this.records.push(recordOut(source, change));
        this.bytes += (record.before?.length ?? 0) + (record.after?.length ?? 0) + rowKey.length;
        this.next = { micros, sequence, part: change.part + 1 };
      }
    }
    this.next = { micros, sequence: sequence + 1, part: 0 };
    return true;
  }
}
