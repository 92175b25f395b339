// The traffic peak that an on-demand table has reached: units per second, best whole second, remembered by the half
// hour, because capacity doubles only on a peak that is at least 30 minutes old [control-plane facts 3.2].

const slotMs = 30 * 60 * 1000;

export class OnDemandPeak {
  private settled = 0;
  private current = 0;
  private slotStartMs: number;
  private second = -1;
  private secondUnits = 0;

  constructor(nowMs: number) {
    this.slotStartMs = nowMs;
  }

  consumed(units: number, nowMs: number): void {
    const second = Math.floor(nowMs / 1000);
    if (second !== this.second) {
      this.current = Math.max(this.current, this.secondUnits);
      this.second = second;
      this.secondUnits = 0;
    }
    this.secondUnits += units;
  }

  /** The best second of the half hours before the present one. */
  before(nowMs: number): number {
    if (nowMs < this.slotStartMs) this.slotStartMs = nowMs;
    if (nowMs - this.slotStartMs >= slotMs) {
      this.settled = Math.max(this.settled, this.current);
      this.current = 0;
      this.slotStartMs = nowMs;
    }
    return this.settled;
  }
}
