// What a command acts on: a target's places, each with its doors, and what every operation needs beside them.

import type { ActiveRule } from '../model/chaos-rule.js';
import type { Target } from '../model/config.js';
import type { AlarmBook, AuditTrail, ScalingLog } from './account.js';
import type { Clock } from './clock.js';
import type { ControlPlane } from './control-plane.js';
import type { CqlSession } from './cql-session.js';
import type { MetricsSource } from './metrics-source.js';
import type { Replication } from './replication.js';
import type { Streams } from './streams.js';

/** One account in one Region, or the local engine's Region. */
export interface Place {
  /** `us-east-1`, or `prod/us-east-1` with a profile. */
  readonly name: string;
  readonly region: string;
  /** Undefined until an ARN has told it. */
  readonly account: string | undefined;
  readonly control: ControlPlane;
  readonly metrics: MetricsSource;
  readonly streams: Streams;
  readonly audit?: AuditTrail;
  readonly alarms?: AlarmBook;
  readonly scalingLog?: ScalingLog;
  /** Only of places that know what is on its way. */
  readonly replication?: Replication;
  openSession(): Promise<CqlSession>;
}

export interface Fleet {
  readonly target: Target;
  readonly places: readonly Place[];
  readonly clock: Clock;
  /** Faults that are switched on now; only of the local engine. */
  readonly faults?: () => readonly ActiveRule[];
  /** Ends when the user interrupts or the command's own time is over. */
  readonly signal: AbortSignal;
  /** A sentence about progress, for people. */
  report(sentence: string): void;
  close(): Promise<void>;
}
