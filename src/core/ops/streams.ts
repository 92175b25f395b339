// Streams of changes of a table: what there is, and its records as they come.

import { KsError } from '../model/errors.js';
import { parseQualifiedName } from '../model/names.js';
import type { ChangeRecord, StreamDescription } from '../model/stream-shapes.js';
import type { Fleet } from '../ports/fleet.js';
import type { Streams } from '../ports/streams.js';
import { onePlace } from './one-place.js';
import { orNoTable } from './say-missing.js';

/** Newest last; of every table when none is named. */
export async function showStreams(
  fleet: Fleet,
  input: { readonly table?: string },
): Promise<{ readonly streams: readonly StreamDescription[] }> {
  const { streams, control } = onePlace(fleet);
  const named = input.table === undefined ? undefined : parseQualifiedName(input.table);
  if (named !== undefined) await orNoTable(named.keyspace, named.name, control.tables.get(named.keyspace, named.name));
  const found = await streams.list(named?.keyspace, named?.name);
  return { streams: await Promise.all(found.map(({ streamArn }) => streams.get(streamArn))) };
}

export interface TailInput {
  readonly table: string;
  /** From the oldest record that is kept; else from now on. */
  readonly fromStart: boolean;
  /** Go on waiting at the end. */
  readonly follow: boolean;
  /** End after so many records. */
  readonly recordsMax?: number;
}

export type TailedRecord = ChangeRecord & { readonly shardId: string };

// below the five reads a second that a shard is good for at AWS
const pauseMs = 500;
const pageRecords = 1000;

/** Records of the table's newest stream; the order holds within a shard, and so for each row. */
export async function* tailStream(fleet: Fleet, input: TailInput): AsyncGenerator<TailedRecord> {
  const streams = onePlace(fleet).streams;
  const stream = await newestStream(streams, input.table);
  const open = new Map<string, string>();
  const from = input.fromStart ? 'TRIM_HORIZON' : 'LATEST';
  for (const { shardId } of stream.shards) open.set(shardId, await streams.iterator(stream.streamArn, shardId, from));
  let left = input.recordsMax ?? Number.POSITIVE_INFINITY;
  while (open.size > 0 && !fleet.signal.aborted) {
    let allAtTip = true;
    for (const [shardId, iterator] of [...open]) {
      const page = await streams.records(iterator, pageRecords);
      for (const record of page.records) {
        yield { shardId, ...record };
        if (--left <= 0) return;
      }
      allAtTip &&= page.atTip;
      if (page.next === undefined || (page.atTip && !input.follow)) open.delete(shardId);
      else open.set(shardId, page.next);
    }
    if (allAtTip && open.size > 0) await fleet.clock.sleep(pauseMs, fleet.signal);
  }
}

async function newestStream(streams: Streams, table: string): Promise<StreamDescription> {
  const { keyspace, name } = parseQualifiedName(table);
  const newest = (await streams.list(keyspace, name)).at(-1);
  if (newest !== undefined) return streams.get(newest.streamArn);
  throw new KsError({
    code: 'NO_STREAM',
    kind: 'not-found',
    message: `Table ${table} has no stream.`,
    next: [`ks streams enable ${table}`],
  });
}
