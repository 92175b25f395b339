// The engine's own time as a straight line over the machine's: what is stored of it, and how a change bends it. Apart from
// the clock so that every change is plain arithmetic.

import type { KvReader, KvTransaction } from '../kv/kv.js';
import { limits } from '../limits.js';

/** Engine time is `wallMs + (machine time - machineMs) * factor`, and stands at `wallMs` while stopped. */
export interface ClockLine {
  readonly machineMs: number;
  readonly wallMs: number;
  /** Engine seconds a machine second; kept while stopped. */
  readonly factor: number;
  readonly stopped: boolean;
  /** Write timestamps run this many microseconds before wall time: what the clock was set back, so that later writes win. */
  readonly aheadMicros: number;
}

export type ClockChange =
  | { readonly kind: 'advance'; readonly milliseconds: number }
  | { readonly kind: 'set'; readonly atMs: number }
  | { readonly kind: 'scale'; readonly factor: number }
  | { readonly kind: 'stop' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'reset' };

/** The clock as people see it. */
export interface ClockView {
  /** ISO 8601. */
  readonly now: string;
  readonly machine: string;
  readonly offsetMs: number;
  readonly factor: number;
  readonly stopped: boolean;
  readonly writeAheadMs: number;
}

/** A change that makes no sense; has the members of a refused API call. */
export class ClockRefusal extends Error {
  readonly type = 'ValidationException';
  readonly httpStatus = 400;
}

export const machineLine: ClockLine = { machineMs: 0, wallMs: 0, factor: 1, stopped: false, aheadMicros: 0 };

const key = Buffer.from('clock');

export function readLine(kv: KvReader): ClockLine {
  const bytes = kv.view('meta', key);
  return bytes === undefined ? machineLine : (JSON.parse(Buffer.from(bytes).toString('utf8')) as ClockLine);
}

export function writeLine(tx: KvTransaction, line: ClockLine): void {
  tx.put('meta', key, Buffer.from(JSON.stringify(line)));
}

/** Whether engine time is the machine's. */
export const isMachineTime = ({ machineMs, wallMs, factor, stopped }: ClockLine): boolean =>
  !stopped && factor === 1 && machineMs === wallMs;

export function wallAt(line: ClockLine, machineMs: number): number {
  return line.stopped ? line.wallMs : Math.floor(line.wallMs + (machineMs - line.machineMs) * line.factor);
}

/** Write time: wall time by the microsecond, and what it runs ahead. */
export function microsAt(line: ClockLine, machineMicros: bigint): bigint {
  const base = BigInt(line.wallMs) * 1000n + BigInt(line.aheadMicros);
  if (line.stopped) return base;
  const elapsed = machineMicros - BigInt(line.machineMs) * 1000n;
  return base + (line.factor === 1 ? elapsed : BigInt(Math.floor(Number(elapsed) * line.factor)));
}

/** The line after a change made at `machineMs`. Throws a ClockRefusal. */
export function changed(line: ClockLine, change: ClockChange, machineMs: number): ClockLine {
  const wallMs = wallAt(line, machineMs);
  const here = { ...line, machineMs, wallMs };
  switch (change.kind) {
    case 'advance':
      if (!(change.milliseconds >= 0)) throw new ClockRefusal('The clock advances by a positive length of time');
      return moved(here, wallMs + Math.round(change.milliseconds));
    case 'set':
      return moved(here, Math.round(change.atMs));
    case 'scale':
      if (!(change.factor > 0 && change.factor <= limits.clockFactor))
        throw new ClockRefusal(
          `The clock runs at more than 0 and at most ${limits.clockFactor} times the machine's speed`,
        );
      return { ...here, factor: change.factor };
    case 'stop':
      return { ...here, stopped: true };
    case 'resume':
      return { ...here, stopped: false };
    case 'reset':
      return { ...moved({ ...here, factor: 1, stopped: false }, machineMs) };
  }
}

function moved(here: ClockLine, toMs: number): ClockLine {
  if (!(toMs >= limits.clockEarliestMs && toMs <= limits.clockLatestMs)) {
    const [from, to] = [limits.clockEarliestMs, limits.clockLatestMs].map((ms) => new Date(ms).toISOString());
    throw new ClockRefusal(`The clock can be set between ${from} and ${to}`);
  }
  return { ...here, wallMs: toMs, aheadMicros: Math.max(0, here.aheadMicros - (toMs - here.wallMs) * 1000) };
}
