// A clock that stands still until a test moves it, and randomness from a counter: runs repeat exactly.

import type { Clock } from '../../src/core/ports/clock.js';
import type { Random } from '../../src/core/ports/random.js';

export class FakeClock implements Clock {
  private nowMs: number;
  private readonly tasks = new Set<{ readonly every: number; next: number; readonly task: () => void }>();

  constructor(startMs = Date.UTC(2026, 0, 2, 3, 4, 5)) {
    this.nowMs = startMs;
  }

  wallMs(): number {
    return this.nowMs;
  }

  wallMicros(): bigint {
    return BigInt(this.nowMs) * 1000n;
  }

  monotonicNs(): bigint {
    return BigInt(this.nowMs) * 1_000_000n;
  }

  /** Ends at once: no test waits for real time. */
  async sleep(milliseconds: number): Promise<void> {
    this.advance(milliseconds);
  }

  every(milliseconds: number, task: () => void): () => void {
    const entry = { every: milliseconds, next: this.nowMs + milliseconds, task };
    this.tasks.add(entry);
    return () => this.tasks.delete(entry);
  }

  /** Runs what falls due on the way, at most once each. */
  advance(milliseconds: number): void {
    this.nowMs += milliseconds;
    for (const entry of this.tasks) {
      if (entry.next > this.nowMs) continue;
      entry.next = this.nowMs + entry.every;
      entry.task();
    }
  }
}

export function countingRandom(): Random {
  let state = 1;
  const next = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 8;
  };
  return {
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => next() & 0xff)),
    integer: (below) => next() % below,
  };
}
