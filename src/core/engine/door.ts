// What an open engine offers, and what it is opened with. Types and defaults only; index.ts puts the parts together.

import type { Clock } from '../ports/clock.js';
import type { Files } from '../ports/files.js';
import type { Log } from '../ports/log.js';
import type { Random } from '../ports/random.js';
import type { ChaosSwitches } from './chaos/chaos.js';
import type { SettableClock } from './clock/engine-clock.js';
import type { Control } from './control/api.js';
import type { Delays } from './control/context.js';
import type { Kv } from './kv/kv.js';
import type { Compat } from './limits.js';
import type { CloudWatch } from './metrics/cloudwatch.js';
import type { LiveFigures } from './metrics/live.js';
import type { RestoredRows } from './recovery/progress.js';
import type { ReplicationWay } from './replication/delivery.js';
import type { AccountServices } from './scaling/account-services.js';
import type { Listening } from './server/listen.js';
import type { ServeOptions } from './server/servers.js';
import type { SessionFactory } from './session/api.js';

export interface EngineOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** `keyspaces` when left out. */
  readonly compat?: 'keyspaces' | 'cassandra';
  /** The Regions served; the first is the default one. */
  readonly regions?: readonly string[];
  readonly accountId?: string;
  readonly delays?: Partial<Delays>;
  /** Needed by servers with TLS. */
  readonly files?: Files;
  /** Another store than LMDB in `dataDir`, for tests and simulation. */
  readonly kv?: Kv;
}

export interface TableSize {
  readonly rows: number;
  readonly bytes: number;
}

export interface Engine {
  readonly regions: readonly string[];
  readonly accountId: string;
  readonly compat: Compat;
  readonly sessions: SessionFactory;
  readonly control: Control;
  readonly cloudWatch: CloudWatch;
  /** Amazon Keyspaces Streams: ListStreams, GetStream, GetShardIterator, GetRecords. */
  readonly streams: Pick<Control, 'call'>;
  /** The engine's time, which can be set; one for all processes on the store. */
  readonly clock: SettableClock;
  /** Faults on purpose, in all processes on the store. */
  readonly chaos: ChaosSwitches;
  /** CloudTrail, CloudWatch's alarms, Application Auto Scaling, Service Quotas. */
  readonly account: AccountServices;
  /** Figures of every table of a Region over the last whole seconds, all processes together. */
  live(region: string, windowSeconds?: number): LiveFigures;
  tableSize(region: string, keyspace: string, table: string): TableSize | undefined;
  /** How far the copying of a table that is RESTORING has come; undefined for others. */
  restoreProgress(region: string, keyspace: string, table: string): RestoredRows | undefined;
  /** What waits on its way to other Regions now, and how late changes come. */
  replication(): readonly ReplicationWay[];
  /** Starts the servers; their code is loaded only now. */
  listen(options: ServeOptions): Promise<Listening>;
  storeBytes(): number;
  /** Writes what is gathered and releases the store. */
  close(): Promise<void>;
}

export const defaultRegion = 'us-east-1';
export const defaultAccount = '111122223333';
