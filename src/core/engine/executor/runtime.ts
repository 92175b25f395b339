// What every compiled statement is given: the engine's parts, and the request of one execution. Apart so that the kinds
// of statements share it without knowing each other.

import type { ByteSink } from '../../lib/byte-sink.js';
import type { Clock } from '../../ports/clock.js';
import type { VirtualReadContext } from '../catalog/schema.js';
import type { Kv } from '../kv/kv.js';
import type { Compat } from '../limits.js';
import type { BoundValue, Consumed, Outcome, RowsOutcome, StatementOptions } from '../session/api.js';
import type { ReadClock, TableStore } from '../storage/table-store.js';
import type { EvaluationWorld } from './binding.js';
import type { Meter, RequestCeiling } from './metering.js';
import type { Timestamps } from './timestamp.js';

/** One Region's parts. `sink` and `readClock` are used again by each synchronous read. */
export interface Runtime {
  readonly kv: Kv;
  readonly store: TableStore;
  readonly clock: Clock;
  readonly compat: Compat;
  readonly meter: Meter;
  readonly world: EvaluationWorld;
  readonly timestamps: Timestamps;
  readonly sink: ByteSink;
  readonly readClock: MutableReadClock;
}

export interface MutableReadClock extends ReadClock {
  nowSeconds: number;
}

export interface Request {
  readonly options: StatementOptions;
  /** In the order of the markers. */
  readonly values: readonly BoundValue[];
  readonly context: VirtualReadContext;
  /** Undefined for callers in process. */
  readonly ceiling: RequestCeiling | undefined;
}

/** A plan made ready to run again and again. Throws CqlError, at once or by rejection. */
export interface Executable {
  execute(request: Request): Outcome | Promise<Outcome>;
}

export type ReadOutcome = RowsOutcome & { readonly consumed: Consumed };
