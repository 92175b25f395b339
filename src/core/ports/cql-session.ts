// A CQL session in our own types: statements in, columns and plain values out. Apart so that neither driver types nor
// wire bytes reach operations and screens.

import type { CqlValue } from '../model/cql-value.js';

export interface CqlColumn {
  readonly keyspace: string;
  readonly table: string;
  readonly name: string;
  /** As CQL writes it: `map<text, frozen<address>>`. */
  readonly type: string;
}

export interface CqlOptions {
  /** `LOCAL_QUORUM` when left out. */
  readonly consistency?: string;
  readonly serialConsistency?: string;
  /** Rows a page; the session's own choice when left out. */
  readonly pageSize?: number;
  /** Where the page before ended. */
  readonly pagingState?: string;
}

export interface CqlResult {
  /** Empty for statements without rows. */
  readonly columns: readonly CqlColumn[];
  /** One value a column. */
  readonly rows: readonly (readonly CqlValue[])[];
  /** Present when there is another page. */
  readonly pagingState?: string;
  /** Units that the statement cost, where the place tells. */
  readonly consumed?: { readonly readUnits: number; readonly writeUnits: number };
  readonly warnings: readonly string[];
  /** Set by USE. */
  readonly keyspace?: string;
  readonly schemaChange?: {
    readonly change: string;
    readonly target: string;
    readonly keyspace: string;
    readonly name?: string;
  };
}

/** Parsed once, bound many times. */
export interface PreparedCql {
  readonly text: string;
  readonly bindColumns: readonly CqlColumn[];
  execute(values: readonly CqlValue[], options?: CqlOptions): Promise<CqlResult>;
}

/** Every method rejects with a KsError whose message is the server's own text. */
export interface CqlSession {
  readonly keyspace: string | undefined;
  /** What it is connected to: `in process`, `cassandra.us-east-1.amazonaws.com:9142`. */
  readonly host: string;
  execute(text: string, options?: CqlOptions): Promise<CqlResult>;
  prepare(text: string): Promise<PreparedCql>;
  close(): Promise<void>;
}
