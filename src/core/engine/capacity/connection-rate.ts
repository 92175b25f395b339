// The ceiling of one connection: so many CQL queries in a second [data-plane facts 4.7]. Apart from the buckets of tables and
// partitions because nothing is saved up, and a refused query counts too.

import type { ConnectionCeiling } from './api.js';

const secondMs = 1000;

/** A second begins with the first query after the last one's end. */
export class ConnectionRate implements ConnectionCeiling {
  private readonly perSecond: number;
  private beganMs = Number.NEGATIVE_INFINITY;
  private queries = 0;

  constructor(perSecond: number) {
    this.perSecond = perSecond;
  }

  admits(nowMs: number): boolean {
    const elapsedMs = nowMs - this.beganMs;
    // a clock that was set back begins anew
    if (elapsedMs >= secondMs || elapsedMs < 0) {
      this.beganMs = nowMs;
      this.queries = 0;
    }
    this.queries++;
    return this.queries <= this.perSecond;
  }
}
