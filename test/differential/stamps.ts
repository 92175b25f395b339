// Client-side timestamps of a run. Statements that leave the timestamp to the servers are kept apart from those beside
// them by real time, so that both servers see one order of writes.

import type { Case } from './case.js';

const apart = 3;

const leavesIt = (one: Case): boolean =>
  one.kind === 'batch'
    ? one.children.some((child) => isConditional(child.text))
    : !one.stamped || isConditional(one.text);
const isConditional = (text: string): boolean => /\bIF\b/i.test(text);

export class Stamps {
  #last = 0n;
  #free = 0;

  /** Microseconds for `one`; waits where the servers' own clocks matter. */
  async next(one: Case): Promise<bigint> {
    const wanted = leavesIt(one) ? Number(this.#last / 1000n) + apart : this.#free;
    if (!one.reads) while (Date.now() < wanted) await new Promise((resolve) => setTimeout(resolve, 1));
    const now = BigInt(Date.now()) * 1000n;
    this.#last = now > this.#last ? now : this.#last + 1n;
    return this.#last;
  }

  /** To be called when `one` has been answered. */
  done(one: Case): void {
    if (!one.reads && leavesIt(one)) this.#free = Date.now() + apart;
  }
}
