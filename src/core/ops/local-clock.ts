// The local engine's clock: show it, set it, let it run faster or stand still. Works with and without a server, because the
// clock lies with the data.

import type { ClockChange, ClockReading, LocalClock } from '../ports/local-switches.js';

export async function localClock(
  open: () => Promise<{ readonly settableClock: LocalClock; close(): Promise<void> }>,
  change?: ClockChange,
): Promise<ClockReading> {
  const engine = await open();
  try {
    return change === undefined ? engine.settableClock.show() : await engine.settableClock.change(change);
  } finally {
    await engine.close();
  }
}
