// A token bucket in units: refilled continuously, spent after the fact, so its level may go below zero; a bucket below
// or at zero refuses. What went unused is saved up to a number of seconds (burst capacity).

export class Bucket {
  /** Units per second. */
  rate: number;
  /** Most that can be saved, units. */
  capacity: number;
  level: number;
  private refilledMs: number;

  constructor(rate: number, capacity: number, level: number, nowMs: number) {
    this.rate = rate;
    this.capacity = capacity;
    this.level = Math.min(level, capacity);
    this.refilledMs = nowMs;
  }

  /** Whether a request may run now. */
  admits(nowMs: number): boolean {
    this.refill(nowMs);
    return this.level > 0;
  }

  spend(units: number): void {
    this.level -= units;
  }

  /** Takes a new rate; what was saved stays, up to the new capacity. */
  change(rate: number, capacity: number, nowMs: number): void {
    this.refill(nowMs);
    this.rate = rate;
    this.capacity = capacity;
    this.level = Math.min(this.level, capacity);
  }

  private refill(nowMs: number): void {
    const elapsedMs = nowMs - this.refilledMs;
    // a clock that was set back refills from where it stands
    this.refilledMs = nowMs;
    if (elapsedMs > 0) this.level = Math.min(this.capacity, this.level + (elapsedMs * this.rate) / 1000);
  }
}
