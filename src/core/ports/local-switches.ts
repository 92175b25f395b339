// The doors to the local engine's own time and to its faults on purpose. Every method rejects with a KsError; changes hold in
// every process on the data folder when their promise resolves.

import type { ActiveRule, ChaosRuleInput } from '../model/chaos-rule.js';

export interface ClockReading {
  /** ISO 8601. */
  readonly now: string;
  readonly machine: string;
  readonly offsetMs: number;
  /** Engine seconds a machine second. */
  readonly factor: number;
  readonly stopped: boolean;
  /** Write timestamps run so far before the clock, because it was set back. */
  readonly writeAheadMs: number;
}

export type ClockChange =
  | { readonly kind: 'advance'; readonly milliseconds: number }
  | { readonly kind: 'set'; readonly atMs: number }
  | { readonly kind: 'scale'; readonly factor: number }
  | { readonly kind: 'stop' | 'resume' | 'reset' };

export interface LocalClock {
  show(): ClockReading;
  change(change: ClockChange): Promise<ClockReading>;
}

export interface ChaosReading {
  readonly rules: readonly ActiveRule[];
  readonly seed?: number;
}

export interface LocalChaos {
  list(): ChaosReading;
  add(rule: ChaosRuleInput): Promise<ActiveRule>;
  /** All rules without an id. */
  clear(id?: number): Promise<ChaosReading>;
  /** Ends what lets one zone, Region or key fail, or restores. */
  recover(what: ChaosRuleInput): Promise<ChaosReading>;
  setSeed(seed: number): Promise<ChaosReading>;
  /** Closes this share of the servers' open connections now. */
  dropNow(share: number): Promise<void>;
}
