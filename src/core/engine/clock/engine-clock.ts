// The clock that everything in the engine asks: the machine's, or set, scaled and stopped by what lies in the store, so that
// every process on a data directory sees one time. Sleeps, intervals and durations stay the machine's.

import type { Clock } from '../../ports/clock.js';
import type { Kv } from '../kv/kv.js';
import {
  type ClockChange,
  type ClockLine,
  type ClockView,
  changed,
  isMachineTime,
  machineLine,
  microsAt,
  readLine,
  wallAt,
  writeLine,
} from './clock-state.js';

export interface SettableClock extends Clock {
  show(): ClockView;
  /** Resolves when the change is stored; other processes see it with their next look at the store. Throws a ClockRefusal. */
  change(change: ClockChange): Promise<ClockView>;
}

export class EngineClock implements SettableClock {
  private readonly machine: Clock;
  private readonly kv: Kv;
  private line: ClockLine = machineLine;
  private isMachines = true;
  private epoch = Number.NaN;
  private lastMicros = 0n;
  private closed = false;

  constructor(machine: Clock, kv: Kv) {
    this.machine = machine;
    this.kv = kv;
  }

  wallMs(): number {
    const line = this.current();
    return this.isMachines ? this.machine.wallMs() : wallAt(line, this.machine.wallMs());
  }

  wallMicros(): bigint {
    const line = this.current();
    const micros = this.machine.wallMicros();
    if (line === machineLine) return micros;
    const now = microsAt(line, micros);
    if (now > this.lastMicros) this.lastMicros = now;
    return this.lastMicros;
  }

  monotonicNs(): bigint {
    return this.machine.monotonicNs();
  }
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return this.machine.sleep(milliseconds, signal);
  }
  every(milliseconds: number, task: () => void): () => void {
    return this.machine.every(milliseconds, task);
  }

  show(): ClockView {
    const line = this.current();
    const machineMs = this.machine.wallMs();
    const nowMs = wallAt(line, machineMs);
    return {
      now: new Date(nowMs).toISOString(),
      machine: new Date(machineMs).toISOString(),
      offsetMs: nowMs - machineMs,
      factor: line.factor,
      stopped: line.stopped,
      writeAheadMs: Math.round(line.aheadMicros / 1000),
    };
  }

  async change(change: ClockChange): Promise<ClockView> {
    await this.kv.write((tx) => {
      const before = readLine(tx);
      writeLine(tx, changed(before, change, this.machine.wallMs()));
    });
    this.epoch = Number.NaN;
    return this.show();
  }

  /** From now on nothing is read from the store. */
  close(): void {
    this.current();
    this.closed = true;
  }

  private current(): ClockLine {
    if (this.closed) return this.line;
    const epoch = this.kv.epoch();
    if (epoch !== this.epoch) {
      this.epoch = epoch;
      this.line = readLine(this.kv);
      this.isMachines = isMachineTime(this.line);
    }
    return this.line;
  }
}
