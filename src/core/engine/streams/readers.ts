// Who reads which shard: more than two readers of one at a time are throttled (control-plane facts 5.8). A reader is known by
// its access key, client and address, as nothing else tells processes apart.

import { ApiError, type Caller } from '../control/api.js';
import { limits } from '../limits.js';

/** The reader of one call. */
export interface ReaderGate {
  /** Throws a ThrottlingException when two others have read the shard within the last second. */
  admit(shard: string, nowMs: number): void;
}

export class ShardReaders {
  /** By shard, then reader: when it read last. Readers of long ago are dropped when another comes. */
  private readonly seen = new Map<string, Map<string, number>>();

  of(caller: Caller): ReaderGate {
    const reader = [caller.accessKeyId ?? caller.principal, caller.userAgent, caller.sourceAddress].join(' ');
    return { admit: (shard, nowMs) => this.admit(shard, reader, nowMs) };
  }

  private admit(shard: string, reader: string, nowMs: number): void {
    const readers = this.seen.get(shard) ?? new Map<string, number>();
    for (const [other, atMs] of readers)
      if (nowMs - atMs >= limits.streamReaderMs || atMs > nowMs) readers.delete(other);
    if (!readers.has(reader) && readers.size >= limits.streamReaders)
      throw new ApiError('ThrottlingException', `Rate exceeded: ${limits.streamReaders} readers of a shard at most`);
    readers.set(reader, nowMs);
    if (this.seen.size >= limits.streamReadersKept && !this.seen.has(shard)) this.seen.clear();
    this.seen.set(shard, readers);
  }
}
