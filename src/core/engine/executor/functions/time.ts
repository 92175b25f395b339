// The functions of time: the present in every type, and conversions between timeuuid, timestamp, date and their number.

import { type NativeName, native } from '../../types/cql-type.js';
import { daysOfValue, integerBytes, integerOf } from '../../types/scalar-text.js';
import { maxTimeuuid, minTimeuuid, timeuuidMs } from '../../types/timeuuid.js';
import { type FunctionEnv, ofPresent, type ScalarFunction } from './scalar-function.js';

const DAY_MS = 86_400_000;

export const timestampValue = (ms: number): Buffer => integerBytes(BigInt(ms), 64);

/** The day, in UTC, that a moment is in. Before 1970 it is the day after, as Cassandra 3.11 cuts toward zero. */
export function dateValue(ms: number): Buffer {
  const out = Buffer.allocUnsafe(4);
  // beyond the range of dates the days wrap around, as Java's int does
  out.writeUInt32BE((((Math.trunc(ms / DAY_MS) + 2 ** 31) % 2 ** 32) + 2 ** 32) % 2 ** 32);
  return out;
}

/** Milliseconds since the epoch of a value of one of the types that have a moment. */
export function momentOf(name: 'timeuuid' | 'timestamp' | 'date', value: Uint8Array): number {
  if (name === 'timeuuid') return timeuuidMs(value);
  return name === 'date' ? daysOfValue(value) * DAY_MS : Number(integerOf(value));
}

function present(name: string, returns: NativeName, compute: (env: FunctionEnv) => Uint8Array): ScalarFunction {
  return { name, argumentTypes: [], returnType: native(returns), pure: false, evaluate: (_args, env) => compute(env) };
}

type Moment = 'timeuuid' | 'timestamp' | 'date';

function conversion(name: string, from: Moment, to: NativeName, compute: (ms: number) => Uint8Array): ScalarFunction {
  const signature = { name, argumentTypes: [native(from)], returnType: native(to), pure: true };
  return ofPresent(signature, (value) => compute(momentOf(from, value)));
}

export const timeFunctions: readonly ScalarFunction[] = [
  present('now', 'timeuuid', (env) => env.nextTimeuuid()),
  present('currenttimeuuid', 'timeuuid', (env) => env.nextTimeuuid()),
  present('currenttimestamp', 'timestamp', (env) => timestampValue(env.nowMs)),
  present('currentdate', 'date', (env) => dateValue(env.nowMs)),
  present('currenttime', 'time', (env) => integerBytes(BigInt(Math.floor(env.nowMs) % DAY_MS) * 1_000_000n, 64)),
  conversion('mintimeuuid', 'timestamp', 'timeuuid', minTimeuuid),
  conversion('maxtimeuuid', 'timestamp', 'timeuuid', maxTimeuuid),
  conversion('dateof', 'timeuuid', 'timestamp', timestampValue),
  conversion('unixtimestampof', 'timeuuid', 'bigint', timestampValue),
  conversion('todate', 'timeuuid', 'date', dateValue),
  conversion('todate', 'timestamp', 'date', dateValue),
  conversion('totimestamp', 'timeuuid', 'timestamp', timestampValue),
  conversion('totimestamp', 'date', 'timestamp', timestampValue),
  conversion('tounixtimestamp', 'timeuuid', 'bigint', timestampValue),
  conversion('tounixtimestamp', 'timestamp', 'bigint', timestampValue),
  conversion('tounixtimestamp', 'date', 'bigint', timestampValue),
];
