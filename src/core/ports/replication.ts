// What is on its way between Regions. Only the local engine can tell; of Amazon Keyspaces there is the metric
// ReplicationLatency alone.

/** From one Region's copy of a table to another's. */
export interface ReplicationWay {
  readonly keyspace: string;
  readonly table: string;
  readonly from: string;
  readonly to: string;
  /** Changes that wait. */
  readonly changes: number;
  /** Age of the oldest, milliseconds; 0 when none waits. */
  readonly oldestMs: number;
  /** How late changes are made to come, milliseconds; absent: they do not come at all. */
  readonly lagMs?: number;
}

export interface Replication {
  ways(): readonly ReplicationWay[];
}
