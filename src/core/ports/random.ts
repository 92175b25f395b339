// The door to randomness: a seeded one replays a run.

export interface Random {
  bytes(count: number): Buffer;
  /** A whole number in [0, below). */
  integer(below: number): number;
}
