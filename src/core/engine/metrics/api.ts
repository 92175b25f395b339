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

export interface MetricsRecorder {
  success(sample: StatementSample): void;
  throttled(keyspace: string, table: string, operation: Operation, direction: Direction, cause: ThrottleCause): void;
  userError(keyspace: string | undefined, table: string | undefined, operation: string): void;
  systemError(keyspace: string | undefined, table: string | undefined, operation: string): void;
  conditionFailed(keyspace: string, table: string): void;
  /** Account-level counts of PREPARE, EXECUTE, BATCH, USE (dimension Operation alone). */
  request(operation: 'PREPARE' | 'EXECUTE' | 'BATCH' | 'USE'): void;
  /** Writes what was gathered to the store; called every second by the engine. */
  flush(): Promise<void>;
}
