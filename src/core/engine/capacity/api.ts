// What the session asks of capacity: may this statement run now, and what did it cost. capacity.ts implements it.

export type ThrottleCause = 'table' | 'partition' | 'connection' | 'account';
export type Direction = 'read' | 'write';

/** A table's limits as the capacity model needs them; the control plane gives a new object when they change. */
export interface TableCapacity {
  readonly tableNumber: number;
  readonly mode: 'PAY_PER_REQUEST' | 'PROVISIONED';
  /** Units per second; for on-demand the table quota. */
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly warmReadUnits: number;
  readonly warmWriteUnits: number;
  /** When these units took effect, epoch milliseconds: burst capacity is what went unused since then. */
  readonly sinceMs?: number;
}

/** What one connection may ask in a second. */
export interface ConnectionCeiling {
  /** Counts a query. `nowMs`: the engine's clock. */
  admits(nowMs: number): boolean;
}

export interface Capacity {
  /**
   * Undefined when the statement may run; else the limit that refuses it. Units are charged later by charge(). `token` names the
   * partition, `connection` is left out by callers in process.
   */
  admit(
    table: TableCapacity,
    direction: Direction,
    token?: bigint,
    connection?: ConnectionCeiling,
  ): ThrottleCause | undefined;
  charge(table: TableCapacity, direction: Direction, units: number, token?: bigint): void;
}
