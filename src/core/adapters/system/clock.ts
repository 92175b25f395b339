// The real clock: the only place of core that reads the machine's time or starts a timer.

import type { Clock } from '../../ports/clock.js';

export function systemClock(): Clock {
  const originMicros = BigInt(Date.now()) * 1000n;
  const originNs = process.hrtime.bigint();
  let lastMicros = 0n;
  return {
    wallMs: () => Date.now(),
    wallMicros: () => {
      const elapsed = (process.hrtime.bigint() - originNs) / 1000n;
      const fine = originMicros + elapsed;
      const coarse = BigInt(Date.now()) * 1000n;
      // follow the wall clock when it was set, keep the microseconds of the monotonic one otherwise
      const drift = fine - coarse;
      const now = drift < -2000n || drift > 2000n ? coarse : fine;
      lastMicros = now > lastMicros ? now : lastMicros;
      return lastMicros;
    },
    monotonicNs: () => process.hrtime.bigint(),
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const done = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, milliseconds);
        signal?.addEventListener('abort', done);
      }),
    every: (milliseconds, task) => {
      const timer = setInterval(task, milliseconds);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
}
