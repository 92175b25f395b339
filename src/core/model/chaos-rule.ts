// A fault on purpose, as commands give it and as it is shown. Apart from the port of the switches, because samples of a
// fleet name the faults of their moment, too.

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
