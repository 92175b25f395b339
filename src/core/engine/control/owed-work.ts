// Does what control.ts owes while an engine is open: a piece each time it is asked, and a restore to its end, because
// somebody waits for that. Other writes come between the pieces.

import type { EngineControl } from './control.js';

const piecesAtClose = 20;

export class OwedWork {
  private readonly control: Pick<EngineControl, 'owesWork' | 'maintain' | 'restoring'>;
  private readonly rowsMax: number;
  private running: Promise<void> | undefined;
  private closing = false;

  /** `rowsMax`: of one piece. */
  constructor(control: Pick<EngineControl, 'owesWork' | 'maintain' | 'restoring'>, rowsMax: number) {
    this.control = control;
    this.rowsMax = rowsMax;
  }

  /** Resolves at once when nothing is owed or it is being done already. */
  async step(): Promise<void> {
    if (this.closing || this.running !== undefined || !this.control.owesWork()) return;
    this.running = this.pieces().finally(() => {
      this.running = undefined;
    });
    await this.running;
  }

  /**
   * Ends the work under way, whose failure was told to who began it. A restore gets a few pieces more: a small table is done when the
   * command that asked for it ends, and every command brings a larger one forward.
   */
  async close(): Promise<void> {
    this.closing = true;
    await this.running?.catch(() => undefined);
    try {
      for (let left = piecesAtClose; left > 0 && this.control.restoring(); left--)
        await this.control.maintain(this.rowsMax);
    } catch {
      // the next one who has the store open goes on
    }
  }

  private async pieces(): Promise<void> {
    do await this.control.maintain(this.rowsMax);
    while (!this.closing && this.control.restoring());
  }
}
