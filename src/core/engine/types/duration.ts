// The duration type: months, days and nanoseconds as three signed vints. Amazon Keyspaces has no such type; the lenient
// mode takes it.

import { invalid } from '../cql-error.js';

export interface Duration {
  readonly months: number;
  readonly days: number;
  readonly nanoseconds: bigint;
}

/** Zigzag, then as many leading one bits as bytes follow the first. */
function encodeVint(value: bigint): Buffer {
  const zigzag = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  const bits = zigzag.toString(2).length;
  const extra = Math.min(8, Math.floor((bits - 1) / 7));
  const out = Buffer.alloc(extra + 1);
  let rest = zigzag;
  for (let i = extra; i > 0; i--) {
    out[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  out[0] = Number(rest) | ((0xff << (8 - extra)) & 0xff);
  return out;
}

function decodeVint(bytes: Uint8Array, at: number): { readonly value: bigint; readonly next: number } | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  const extra = Math.clz32(~(first << 24));
  const size = Math.min(extra, 8);
  if (at + size >= bytes.length) return undefined;
  let raw = BigInt(size === 8 ? 0 : first & (0xff >> size));
  for (let i = 1; i <= size; i++) raw = (raw << 8n) | BigInt(bytes[at + i]!);
  return { value: BigInt.asIntN(64, (raw >> 1n) ^ -(raw & 1n)), next: at + size + 1 };
}

export const encodeDuration = (value: Duration): Buffer =>
  Buffer.concat([encodeVint(BigInt(value.months)), encodeVint(BigInt(value.days)), encodeVint(value.nanoseconds)]);

/** Undefined when the bytes do not begin with three vints; what follows them is not looked at [Cassandra 3.11]. */
export function decodeDuration(bytes: Uint8Array): Duration | undefined {
  const months = decodeVint(bytes, 0);
  const days = months && decodeVint(bytes, months.next);
  const nanoseconds = days && decodeVint(bytes, days.next);
  if (nanoseconds === undefined) return undefined;
  return { months: Number(months!.value), days: Number(days!.value), nanoseconds: nanoseconds.value };
}

const sameSign = ({ months, days, nanoseconds }: Duration): boolean =>
  (months >= 0 && days >= 0 && nanoseconds >= 0n) || (months <= 0 && days <= 0 && nanoseconds <= 0n);

/** Throws CqlError invalid. */
export function validateDuration(bytes: Uint8Array): void {
  if (bytes.length < 3) throw invalid(`Expected at least 3 bytes for a duration (${bytes.length})`);
  const value = decodeDuration(bytes);
  if (value === undefined) throw invalid('Not enough bytes to read a duration');
  if (!sameSign(value)) {
    throw invalid(
      'The duration months, days and nanoseconds must be all of the same sign ' +
        `(${value.months}, ${value.days}, ${value.nanoseconds})`,
    );
  }
}

// the largest first; the date units count months or days, the time units nanoseconds
const timeUnits = [
  ['h', 3_600_000_000_000n],
  ['m', 60_000_000_000n],
  ['s', 1_000_000_000n],
  ['ms', 1_000_000n],
  ['us', 1_000n],
  ['ns', 1n],
] as const;

/** `1y2mo3d4h5m6s7ms8us9ns`, with a minus before the whole; `0ns` for none at all, so that it reads back. */
export function durationText(value: Duration): string {
  if (value.months === 0 && value.days === 0 && value.nanoseconds === 0n) return '0ns';
  const negative = value.months < 0 || value.days < 0 || value.nanoseconds < 0n;
  const months = Math.abs(value.months);
  let text = negative ? '-' : '';
  if (months >= 12) text += `${Math.floor(months / 12)}y`;
  if (months % 12 !== 0) text += `${months % 12}mo`;
  if (value.days !== 0) text += `${Math.abs(value.days)}d`;
  let rest = negative ? -value.nanoseconds : value.nanoseconds;
  for (const [unit, size] of timeUnits) {
    if (rest / size > 0n) text += `${rest / size}${unit}`;
    rest %= size;
  }
  return text;
}

const unitsPattern = /(\d+)(y|mo|w|d|h|ms|m|s|us|µs|ns)/giy;

/** The unit form (`1y2mo`, `89h4m48s`) and those of ISO 8601 (`P1Y2M3DT4H`, `P2W`, `P0001-02-03T04:00:00`). Undefined
 * when it is none. */
export function parseDuration(text: string): Duration | undefined {
  const negative = text.startsWith('-');
  const body = negative ? text.slice(1) : text;
  const counted = /^P/i.test(body) ? isoUnits(body) : plainUnits(body);
  if (counted === undefined) return undefined;
  let months = 0n;
  let days = 0n;
  let nanoseconds = 0n;
  for (const [count, unit] of counted) {
    if (unit === 'y') months += count * 12n;
    else if (unit === 'mo') months += count;
    else if (unit === 'w') days += count * 7n;
    else if (unit === 'd') days += count;
    else nanoseconds += count * timeUnits.find(([name]) => name === (unit === 'µs' ? 'us' : unit))![1];
  }
  if (months > 0x7fffffffn || days > 0x7fffffffn || nanoseconds >= 2n ** 63n) return undefined;
  const sign = negative ? -1 : 1;
  return {
    months: sign * Number(months) || 0,
    days: sign * Number(days) || 0,
    nanoseconds: BigInt(sign) * nanoseconds,
  };
}

type Counted = readonly (readonly [count: bigint, unit: string])[];

function plainUnits(body: string): Counted | undefined {
  const counted: [bigint, string][] = [];
  unitsPattern.lastIndex = 0;
  let at = 0;
  while (at < body.length) {
    unitsPattern.lastIndex = at;
    const match = unitsPattern.exec(body);
    if (match === null) return undefined;
    counted.push([BigInt(match[1]!), match[2]!.toLowerCase()]);
    at = unitsPattern.lastIndex;
  }
  return counted.length === 0 ? undefined : counted;
}

function isoUnits(body: string): Counted | undefined {
  const match = /^P(?:(\d+)W|(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)$/i.exec(body);
  if (match === null) return isoAlternative(body);
  const units = ['w', 'y', 'mo', 'd', 'h', 'm', 's'];
  return units.flatMap((unit, i) => (match[i + 1] === undefined ? [] : [[BigInt(match[i + 1]!), unit] as const]));
}

function isoAlternative(body: string): Counted | undefined {
  const match = /^P(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})$/.exec(body);
  if (match === null) return undefined;
  return ['y', 'mo', 'd', 'h', 'm', 's'].map((unit, i) => [BigInt(match[i + 1]!), unit] as const);
}
