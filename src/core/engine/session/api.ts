// The session as fronts see it (native protocol server, in-process adapter): prepared statements, outcomes, options.
// Types only; session.ts implements them.

import type { ByteSink } from '../../lib/byte-sink.js';
import type { Consistency } from '../consistency.js';
import type { CqlType } from '../types/cql-type.js';

/** A bound value that the client left out: the column keeps what it has (v4+). */
export const UNSET: unique symbol = Symbol('unset');
export type BoundValue = Uint8Array | null | typeof UNSET;

export interface ColumnSpec {
  readonly keyspace: string;
  readonly table: string;
  readonly name: string;
  readonly type: CqlType;
}

export interface Prepared {
  /** 16 bytes: MD5 of keyspace and text, as Cassandra has it. */
  readonly id: Buffer;
  readonly text: string;
  readonly bindColumns: readonly ColumnSpec[];
  /** Bind index of each partition-key component; empty when one is not a plain marker. */
  readonly partitionKeyIndexes: readonly number[];
  /** Undefined for statements without rows, and for conditional ones. */
  readonly resultColumns?: readonly ColumnSpec[];
  /** Of PREPARE itself, when it was the first of its text. */
  readonly preparing?: readonly string[] | undefined;
}

export interface StatementOptions {
  readonly consistency: Consistency;
  readonly serialConsistency?: Consistency;
  readonly values?: readonly BoundValue[];
  /** Parallel to `values` when the client bound by name. */
  readonly names?: readonly string[];
  readonly pageSize?: number;
  readonly pagingState?: Buffer;
  /** The protocol's default timestamp, microseconds. */
  readonly timestamp?: bigint;
}

export interface BatchChild {
  /** A prepared statement, or text with its own values. */
  readonly statement: Prepared | string;
  readonly values: readonly BoundValue[];
}
export interface BatchRequest {
  readonly type: 'logged' | 'unlogged' | 'counter';
  readonly children: readonly BatchChild[];
}

export interface RowsOutcome {
  readonly kind: 'rows';
  readonly columns: readonly ColumnSpec[];
  readonly rowCount: number;
  /** Rows one after another, each a [bytes] a column. A view that the engine's next statement overwrites. */
  readonly body: Uint8Array;
  readonly pagingState?: Buffer;
}
export interface SchemaChange {
  readonly kind: 'schema-change';
  readonly change: 'CREATED' | 'UPDATED' | 'DROPPED';
  readonly target: 'KEYSPACE' | 'TABLE' | 'TYPE';
  readonly keyspace: string;
  /** Table or type name. */
  readonly name?: string;
}
export interface Consumed {
  readonly readUnits: number;
  readonly writeUnits: number;
}
export type Outcome = (
  | { readonly kind: 'void' }
  | RowsOutcome
  | { readonly kind: 'set-keyspace'; readonly keyspace: string }
  | SchemaChange
) & { readonly warnings?: readonly string[]; readonly consumed?: Consumed };

/** Where the rows of an answer are written as they are read: the out-buffer of a connection. */
export interface RowsTarget {
  /** Begins an answer with these columns; its rows go into the sink, as in RowsOutcome.body. */
  beginRows(columns: readonly ColumnSpec[]): ByteSink;
  endRows(rowCount: number): void;
}

/** Prepared reads of one row by its whole key, answered into the out-buffer with no object made: the hot path of a server. */
export interface PointReads {
  /** Reads that follow upon one another in one chunk are of one moment, and each is measured from the end of the one before. Call before
   * the first of them, and where another request came between. */
  begin(): void;
  /** The statement whose id of 16 bytes lies at `at`. Undefined sends the request the general way: the id is unknown, the statement
   * is another kind or has to be planned anew, or faults are switched on. */
  find(bytes: Uint8Array, at: number): Prepared | undefined;
  /** Throws CqlError; what was written by then has to be dropped. Keeps nothing of `values`. */
  answer(found: Prepared, consistency: Consistency, values: readonly BoundValue[], target: RowsTarget): void;
}

/** One client's state: a connection of the server, or an in-process caller. Throws CqlError, at once or by rejection. */
export interface Session {
  readonly keyspace: string | undefined;
  prepare(text: string): Prepared;
  /** Looks an id up among what any session of this engine prepared; throws `unprepared`. */
  preparedById(id: Uint8Array): Prepared;
  /** Reads answer at once; writes and DDL by promise, when durable. */
  query(text: string, options: StatementOptions): Outcome | Promise<Outcome>;
  execute(prepared: Prepared, options: StatementOptions): Outcome | Promise<Outcome>;
  batch(request: BatchRequest, options: StatementOptions): Promise<Outcome>;
  /** A second way for EXECUTE; absent where there is only the general one. */
  readonly pointReads?: PointReads;
  close(): void;
}

export interface SessionRequest {
  readonly region: string;
  /** For audit records and permission texts. */
  readonly user: string;
  /** In use from the begin on. */
  readonly keyspace?: string;
  readonly clientAddress?: string;
  readonly localAddress?: string;
  readonly localPort?: number;
  /** The ceiling of the connection [data-plane facts 4.7]; 0 or left out, as in process: none. */
  readonly requestsPerSecond?: number;
}

export interface SessionFactory {
  open(request: SessionRequest): Session;
  /** Schema changes of this and other processes, when they take effect; returns unsubscribe. */
  onSchemaChange(listener: (change: SchemaChange) => void): () => void;
}
