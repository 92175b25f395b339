// The doors to the local engine's own time and to its faults on purpose. Every method rejects with a KsError; changes hold in
// every process on the data folder when their promise resolves.

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

export interface ChaosRuleInput {
  readonly kind:
    | 'throttle'
    | 'latency'
    | 'drop'
    | 'fail-region'
    | 'fail-replication'
    | 'fail-restore'
    | 'fail-zone'
    | 'fail-key'
    | 'lag';
  readonly keyspace?: string;
  readonly table?: string;
  readonly direction?: 'read' | 'write';
  readonly operation?: string;
  /** 0 to 1. */
  readonly share?: number;
  readonly milliseconds?: number;
  readonly jitterMs?: number;
  readonly region?: string;
  /** The Region that changes come from; every other when left out. */
  readonly from?: string;
  /** `a`, `b`, `c`, or with the Region: `us-east-1a`. */
  readonly zone?: string;
  readonly count?: number;
  /** Where a restore fails: its call is refused (`call`, when left out), or it breaks off when half of the rows are there. */
  readonly at?: 'call' | 'midway';
  /** ARN of a KMS key. */
  readonly key?: string;
  /** Ends by itself after so long, by the engine's clock; holds until it is cleared when left out. */
  readonly durationMs?: number;
}
export interface ActiveRule extends Omit<ChaosRuleInput, 'durationMs'> {
  readonly id: number;
  /** ISO 8601, by the engine's clock. */
  readonly endsAt?: string;
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
