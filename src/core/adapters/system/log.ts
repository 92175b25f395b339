// The program's own log: one JSON line an entry, on a stream that the caller gives, or nowhere.

import type { Clock } from '../../ports/clock.js';
import type { Log } from '../../ports/log.js';

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

export function lineLog(write: (line: string) => void, clock: Clock, least: LogLevel): Log {
  const at =
    (level: LogLevel) =>
    (message: string, fields?: Readonly<Record<string, unknown>>): void => {
      if (levels.indexOf(level) < levels.indexOf(least)) return;
      write(`${JSON.stringify({ time: new Date(clock.wallMs()).toISOString(), level, message, ...fields })}\n`);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
