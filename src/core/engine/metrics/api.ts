// What the engine reports of each statement, and how samples are asked for. recorder.ts and query.ts implement it.

import type { Direction, ThrottleCause } from '../capacity/api.js';

export type Operation = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'BATCH';

/** One finished statement. Called on the hot path: keeps nothing of the object, which callers may reuse. */
export interface StatementSample {
  keyspace: string;
  table: string;
  operation: Operation;
  latencyNs: number;
  readUnits: number;
  writeUnits: number;
  /** Rows returned by a multi-row SELECT; -1 for other statements. */
  returnedRows: number;
}

/** One call of the streams API about a stream that is there. */
export interface StreamSample {
  readonly keyspace: string;
  readonly table: string;
  readonly label: string;
  readonly operation: string;
  readonly latencyNs: number;
  readonly outcome: 'success' | 'user-error' | 'system-error';
  /** Returned by GetRecords; -1 for other operations. */
  readonly records: number;
}

/** Reports of one kind of statement on one table, which need not say so each time. */
export interface StatementRecorder {
  /** An EXECUTE that succeeded, by the clock's `nowMs`: StatementSample's figures and one `request`. */
  executed(nowMs: number, latencyNs: number, readUnits: number): void;
}

/** What went through the addresses of a zone since the last report. */
export interface EndpointTraffic {
  /** Connections that are open now. */
  readonly active: number;
  readonly opened: number;
  /** In both directions. */
  readonly bytes: number;
}

export interface MetricsRecorder {
  statements(keyspace: string, table: string, operation: Operation): StatementRecorder;
  success(sample: StatementSample): void;
  throttled(keyspace: string, table: string, operation: Operation, direction: Direction, cause: ThrottleCause): void;
  userError(keyspace: string | undefined, table: string | undefined, operation: string): void;
  systemError(keyspace: string | undefined, table: string | undefined, operation: string): void;
  conditionFailed(keyspace: string, table: string): void;
  /** Write units that a change from another Region took here: consumed, and no request of this Region. */
  replicated(keyspace: string, table: string, units: number): void;
  /** From the write in this Region to its being there in another, milliseconds. */
  replicationLatency(keyspace: string, table: string, receivingRegion: string, milliseconds: number): void;
  /** Write units of rows that were removed because their time to live was over. */
  ttlDeleted(keyspace: string, table: string, units: number): void;
  streamRequest(sample: StreamSample): void;
  /** Account-level counts of PREPARE, EXECUTE, BATCH, USE (dimension Operation alone). */
  request(operation: 'PREPARE' | 'EXECUTE' | 'BATCH' | 'USE'): void;
  /** Of one zone, or of all together (endpoint-metrics.ts names that one). Nothing is kept of a report without traffic. */
  endpoint(zone: string, traffic: EndpointTraffic): void;
  /** Writes what was gathered to the store; called every second by the engine. */
  flush(): Promise<void>;
}
