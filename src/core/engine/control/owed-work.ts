// Does what control.ts owes while an engine is open: a piece each time it is asked, and a restore to its end, because
// somebody waits for that. Other writes come between the pieces.

import type { EngineControl } from './control.js';

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

  /** Resolves when the piece under way has ended; its failure was told to who began it. */
  async close(): Promise<void> {
    this.closing = true;
    await this.running?.catch(() => undefined);
  }

  private async pieces(): Promise<void> {
    do await this.control.maintain(this.rowsMax);
    while (!this.closing && this.control.restoring());
  }
}
