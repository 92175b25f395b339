// One look at a fleet: what `ks top`, `metrics watch` and `--fail-on` read. Plain figures with their age; no rendering.

import type { ActiveRule } from './chaos-rule.js';

/** A figure that is not known is undefined; one that is old says so by the sample's own `atMs`. */
export interface TableSample {
  readonly key: string;
  readonly keyspace: string;
  readonly table: string;
  readonly region: string;
  readonly account: string;
  /** ACTIVE, CREATING, UPDATING, DELETING, RESTORING, INACCESSIBLE_ENCRYPTION_CREDENTIALS. */
  readonly status: string;
  readonly mode: 'on-demand' | 'provisioned' | 'auto';
  /** Provisioned units, or the on-demand limit of the moment; units per second. */
  readonly readLimit: number | undefined;
  readonly writeLimit: number | undefined;
  /** Auto scaling bounds, when mode is auto. */
  readonly autoScaling?: { readonly read?: readonly [number, number]; readonly write?: readonly [number, number] };
  /** Units per second over the last period. */
  readonly readUnits: number | undefined;
  readonly writeUnits: number | undefined;
  /** Requests per second. */
  readonly reads: number | undefined;
  readonly writes: number | undefined;
  readonly throttledReads: number;
  readonly throttledWrites: number;
  /** Throttled requests per second by what refused them. */
  readonly throttleCauses: Readonly<Partial<Record<'table' | 'partition' | 'connection' | 'account', number>>>;
  /** Milliseconds over the last period, all operations, and by kind. */
  readonly latency: { readonly p50?: number; readonly p90?: number; readonly p99?: number };
  readonly readLatency: { readonly p50?: number; readonly p90?: number; readonly p99?: number };
  readonly writeLatency: { readonly p50?: number; readonly p90?: number; readonly p99?: number };
  /** User and system errors per second. */
  readonly errors: number;
  readonly sizeBytes: number | undefined;
  readonly rows: number | undefined;
  readonly pitr: { readonly enabled: boolean; readonly windowStartMs?: number };
  readonly ttl: boolean;
  readonly streams: boolean;
  readonly createdMs: number | undefined;
  /** US dollars a month at the present rate; undefined = unknown price. */
  readonly monthlyCost: number | undefined;
  /** When the figures of this row were measured, epoch milliseconds. */
  readonly atMs: number;
}

export interface FleetEvent {
  readonly atMs: number;
  readonly kind: 'throttle' | 'state' | 'audit' | 'error';
  readonly table?: string;
  readonly text: string;
}

export interface FleetSample {
  readonly target: string;
  readonly targetKind: 'local' | 'aws' | 'cassandra';
  readonly targetColour?: string;
  readonly readOnly: boolean;
  readonly regions: readonly string[];
  readonly tables: readonly TableSample[];
  /** New since the sample before. */
  readonly events: readonly FleetEvent[];
  /** Places that could not be asked, with why: they never hide the others. */
  readonly failures: readonly { readonly place: string; readonly reason: string }[];
  /** Switched on purpose in the local engine at this moment; left out where there can be none. */
  readonly faults?: readonly ActiveRule[];
  readonly atMs: number;
  readonly periodSeconds: number;
}

/** Asked for by the table view; newest last. */
export interface TableDetail {
  readonly key: string;
  readonly schemaCql: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly settings: readonly (readonly [string, string])[];
}
