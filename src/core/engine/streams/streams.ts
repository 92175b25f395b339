// Amazon Keyspaces Streams: its four operations over the histories of tables with change data capture (control-plane facts
// 5.8). Records are made when they are read; nothing is stored beside the history.

import type { Clock } from '../../ports/clock.js';
import type { Catalog } from '../catalog/catalog.js';
import type { TableSchema } from '../catalog/schema.js';
import { ApiError, type Caller, type Control } from '../control/api.js';
import type { Kv } from '../kv/kv.js';
import type { MetricsRecorder, StreamSample } from '../metrics/api.js';
import { getRecords } from './get-records.js';
import { getShardIterator } from './get-shard-iterator.js';
import { getStream } from './get-stream.js';
import { listStreams } from './list-streams.js';
import { type ReaderGate, ShardReaders } from './readers.js';
import type { Stream } from './stream.js';
import { streamRefusal } from './stream-refusal.js';

export interface StreamsDeps {
  readonly kv: Kv;
  readonly clock: Clock;
  /** By Region. */
  readonly catalogs: ReadonlyMap<string, Catalog>;
  readonly accountId: string;
  /** By Region. */
  readonly metrics?: (region: string) => Pick<MetricsRecorder, 'streamRequest'>;
  /** Whether rows of a table keep what has expired as they keep tombstones. */
  readonly keepsTombstones: (table: TableSchema) => boolean;
}

/** One call: whose, and the catalog of its Region. */
export interface StreamsContext {
  readonly kv: Kv;
  readonly clock: Clock;
  readonly catalog: Catalog;
  readonly owner: { readonly region: string; readonly accountId: string };
  readonly keepsTombstones: (table: TableSchema) => boolean;
  readonly readers: ReaderGate;
  /** Told of the stream that the call is about, once it is known. */
  readonly about: (stream: Stream) => void;
}

type Operation = (context: StreamsContext, input: unknown) => Record<string, unknown>;

const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['ListStreams', listStreams],
  ['GetStream', getStream],
  ['GetShardIterator', getShardIterator],
  ['GetRecords', getRecords],
]);

/** Rejects with an ApiError. */
export function createStreams(deps: StreamsDeps): Pick<Control, 'call'> {
  const readers = new ShardReaders();
  const call = (operation: string, input: unknown, caller: Caller): Record<string, unknown> => {
    const run = operations.get(operation);
    if (run === undefined) throw new ApiError('UnknownOperationException', `Unknown operation ${operation}`, 404);
    const { kv, clock, accountId, keepsTombstones } = deps;
    const catalog = deps.catalogs.get(caller.region);
    if (catalog === undefined)
      throw new ApiError('ValidationException', `Region ${caller.region} is not served by this engine`);
    const startNs = clock.monotonicNs();
    let stream: Stream | undefined;
    const about = (found: Stream): void => {
      stream = found;
    };
    const tell = (outcome: StreamSample['outcome'], records = -1): void => {
      if (stream === undefined) return;
      const { table, label } = stream;
      const latencyNs = Number(clock.monotonicNs() - startNs);
      deps.metrics?.(caller.region).streamRequest({
        keyspace: table.keyspace,
        table: table.name,
        label,
        operation,
        latencyNs,
        outcome,
        records,
      });
    };
    try {
      const output = run(
        {
          kv,
          clock,
          catalog,
          owner: { region: caller.region, accountId },
          keepsTombstones,
          readers: readers.of(caller),
          about,
        },
        input,
      );
      const { changeRecords } = output;
      tell('success', Array.isArray(changeRecords) ? changeRecords.length : -1);
      return output;
    } catch (error) {
      tell(error instanceof ApiError ? 'user-error' : 'system-error');
      throw withErrorCode(error);
    }
  };
  return { call: async (operation, input, caller) => call(operation, input, caller) };
}

/** Broken constraints are of the kind InvalidFormat; the other kinds say so where they are raised. */
function withErrorCode(error: unknown): unknown {
  const plain = error instanceof ApiError && error.type === 'ValidationException' && !('errorCode' in error.members);
  return plain ? streamRefusal('InvalidFormat', error.message) : error;
}
