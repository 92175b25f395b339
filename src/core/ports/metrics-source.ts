// Measurements of a place by CloudWatch's names, dimensions, periods and statistics [facts/data-plane 5.1], and, where the
// place has them, figures of the last second.

export interface MetricQuery {
  /** `ConsumedReadCapacityUnits`. */
  readonly metric: string;
  /** `{Keyspace, TableName, Operation}`: matched exactly. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** `Sum`, `Average`, `SampleCount`, `Minimum`, `Maximum`, or a percentile: `p99`. */
  readonly statistic: string;
}
export interface MetricWindow {
  readonly startMs: number;
  readonly endMs: number;
  readonly periodSeconds: number;
}
export interface MetricPoint {
  readonly atMs: number;
  readonly value: number;
}
export interface MetricSeries {
  readonly query: MetricQuery;
  /** Oldest first; a period without traffic has no point. */
  readonly points: readonly MetricPoint[];
}
export interface MetricIdentity {
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Milliseconds. */
export interface LatencyFigures {
  readonly p50?: number;
  readonly p90?: number;
  readonly p99?: number;
}
/** Figures of one table over the last whole second. */
export interface LiveTable {
  readonly keyspace: string;
  readonly table: string;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly reads: number;
  readonly writes: number;
  readonly throttledReads: number;
  readonly throttledWrites: number;
  readonly throttleCauses: Readonly<Partial<Record<'table' | 'partition' | 'connection' | 'account', number>>>;
  readonly latency: LatencyFigures;
  readonly readLatency: LatencyFigures;
  readonly writeLatency: LatencyFigures;
  readonly errors: number;
  readonly rows: number | undefined;
  readonly sizeBytes: number | undefined;
  /** The second's end. */
  readonly atMs: number;
}

export interface MetricsSource {
  list(metric?: string): Promise<readonly MetricIdentity[]>;
  query(queries: readonly MetricQuery[], window: MetricWindow): Promise<readonly MetricSeries[]>;
  /** Only of places that measure by the second. */
  live?(): Promise<readonly LiveTable[]>;
  /** Rows and billed bytes now; only of places that know them at once. */
  size?(keyspace: string, table: string): Promise<{ readonly rows: number; readonly bytes: number } | undefined>;
}
