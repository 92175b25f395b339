// The outside world as messages: samples, the passing of time, answers to requests. All of it ends with one AbortSignal.

import type { Clock, FleetSample, TableDetail } from '../../core/index.js';
import type { Message } from './messages.js';

export type Dispatch = (message: Message) => void;

const RETRY_MS_MAX = 30_000;

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Follows the stream; when it breaks, says so on the screen and tries again after 1, 2, 4 … 30 seconds. */
export async function followSamples(
  samples: (signal: AbortSignal) => AsyncIterable<FleetSample>,
  clock: Clock,
  signal: AbortSignal,
  dispatch: Dispatch,
): Promise<void> {
  let waitMs = 1_000;
  while (!signal.aborted) {
    const stream = samples(signal)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const step = await stream.next();
        if (signal.aborted) return;
        if (step.done === true) break;
        waitMs = 1_000;
        dispatch({ kind: 'sample', sample: step.value });
      }
      dispatch({ kind: 'samples-failed', reason: 'the stream of figures has ended' });
      return;
    } catch (error) {
      if (signal.aborted) return;
      dispatch({ kind: 'samples-failed', reason: reasonOf(error) });
    }
    await clock.sleep(waitMs, signal);
    waitMs = Math.min(RETRY_MS_MAX, waitMs * 2);
  }
}

/** A tick a second, for ages and the clock on the screen. */
export function followTime(clock: Clock, signal: AbortSignal, dispatch: Dispatch): void {
  const stop = clock.every(1_000, () => dispatch({ kind: 'tick', nowMs: clock.wallMs() }));
  signal.addEventListener('abort', stop, { once: true });
}

export async function fetchDetail(
  detail: ((key: string) => Promise<TableDetail>) | undefined,
  key: string,
  dispatch: Dispatch,
): Promise<void> {
  if (detail === undefined) return dispatch({ kind: 'detail-failed', key, reason: 'this source has no descriptions' });
  try {
    dispatch({ kind: 'detail', key, detail: await detail(key) });
  } catch (error) {
    dispatch({ kind: 'detail-failed', key, reason: reasonOf(error) });
  }
}

export async function saveScreen(
  save: ((text: string) => Promise<string>) | undefined,
  text: string,
  dispatch: Dispatch,
): Promise<void> {
  if (save === undefined) return dispatch({ kind: 'save-failed', reason: 'there is no place to save to' });
  try {
    dispatch({ kind: 'saved', place: await save(text) });
  } catch (error) {
    dispatch({ kind: 'save-failed', reason: reasonOf(error) });
  }
}
