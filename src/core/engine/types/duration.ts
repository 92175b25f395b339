// The duration type: months, days and nanoseconds as three signed vints. Amazon Keyspaces has no such type; the lenient
// mode takes it.

import { type CqlError, invalid } from '../cql-error.js';

export interface Duration {
  readonly months: bigint;
  readonly days: bigint;
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
  Buffer.concat([encodeVint(value.months), encodeVint(value.days), encodeVint(value.nanoseconds)]);

/** Undefined when the bytes do not begin with three vints; what follows them is not looked at [Cassandra 3.11]. */
export function decodeDuration(bytes: Uint8Array): Duration | undefined {
  const months = decodeVint(bytes, 0);
  const days = months && decodeVint(bytes, months.next);
  const nanoseconds = days && decodeVint(bytes, days.next);
  if (nanoseconds === undefined) return undefined;
  return { months: months!.value, days: days!.value, nanoseconds: nanoseconds.value };
}

const sameSign = ({ months, days, nanoseconds }: Duration): boolean =>
  (months >= 0n && days >= 0n && nanoseconds >= 0n) || (months <= 0n && days <= 0n && nanoseconds <= 0n);

const isInt = (value: bigint): boolean => value === BigInt.asIntN(32, value);

/** Throws CqlError invalid. */
export function validateDuration(bytes: Uint8Array): void {
  if (bytes.length < 3) throw invalid(`Expected at least 3 bytes for a duration (${bytes.length})`);
  const value = decodeDuration(bytes);
  if (value === undefined) throw invalid('Not enough bytes to read a duration');
  const { months, days } = value;
  if (!isInt(months)) throw invalid(`The duration months must be a 32 bits integer but was: ${months}`);
  if (!isInt(days)) throw invalid(`The duration days must be a 32 bits integer but was: ${days}`);
  if (!sameSign(value)) {
    throw invalid(
      'The duration months, days and nanoseconds must be all of the same sign ' +
        `(${months}, ${days}, ${value.nanoseconds})`,
    );
  }
}

/** In the order in which a duration names them. */
const allUnits = [
  { symbol: 'y', plural: 'years', part: 'months', size: 12n },
  { symbol: 'mo', plural: 'months', part: 'months', size: 1n },
  { symbol: 'w', plural: 'weeks', part: 'days', size: 7n },
  { symbol: 'd', plural: 'days', part: 'days', size: 1n },
  { symbol: 'h', plural: 'hours', part: 'nanoseconds', size: 3_600_000_000_000n },
  { symbol: 'm', plural: 'minutes', part: 'nanoseconds', size: 60_000_000_000n },
  { symbol: 's', plural: 'seconds', part: 'nanoseconds', size: 1_000_000_000n },
  { symbol: 'ms', plural: 'milliseconds', part: 'nanoseconds', size: 1_000_000n },
  { symbol: 'us', plural: 'microseconds', part: 'nanoseconds', size: 1_000n },
  { symbol: 'ns', plural: 'nanoseconds', part: 'nanoseconds', size: 1n },
] as const;

/** `1y2mo3d4h5m6s7ms8us9ns`, with a minus before the whole; `0ns` for none at all, so that it reads back. */
export function durationText(value: Duration): string {
  const { months, days, nanoseconds } = value;
  if (months === 0n && days === 0n && nanoseconds === 0n) return '0ns';
  const negative = months < 0n || days < 0n || nanoseconds < 0n;
  let text = negative ? '-' : '';
  const parts = { months, days, nanoseconds };
  for (const { symbol, part, size } of allUnits) {
    if (symbol === 'w') continue;
    const rest = parts[part] < 0n ? -parts[part] : parts[part];
    if (rest / size > 0n) text += `${rest / size}${symbol}`;
    parts[part] = rest % size;
  }
  return text;
}

const unitsPattern = /(\d+)(y|mo|w|d|h|ms|m|s|us|µs|ns)/iy;

type Counted = readonly (readonly [count: bigint, unit: string])[];

const unreadable = (source: string): CqlError => invalid(`Unable to convert '${source}' to a duration`);

/** The unit form (`1y2mo`, `89h4m48s`) and those of ISO 8601 (`P1Y2M3DT4H`, `P2W`, `P0001-02-03T04:00:00`). Throws
 * CqlError invalid in Cassandra 3.11's words, which know of the text without its sign. */
export function parseDuration(text: string): Duration {
  const negative = text.startsWith('-');
  const source = negative ? text.slice(1) : text;
  const sum = { months: 0n, days: 0n, nanoseconds: 0n };
  let last = -1;
  for (const [count, symbol] of source.startsWith('P') ? isoUnits(source) : plainUnits(source)) {
    const at = allUnits.findIndex((unit) => unit.symbol === symbol);
    const { part, plural, size } = allUnits[at]!;
    if (count >= 2n ** 63n) throw unreadable(source);
    if (at === last) throw invalid(`Invalid duration. The ${plural} are specified multiple times`);
    if (at < last) throw invalid(`Invalid duration. The ${allUnits[last]!.plural} should be after ${plural}`);
    last = at;
    const most = part === 'nanoseconds' ? 2n ** 63n - 1n : 2n ** 31n - 1n;
    sum[part] += count * size;
    // the bound that is told is always that of an int
    if (sum[part] > most) {
      throw invalid(`Invalid duration. The total number of ${part} must be less or equal to 2147483647`);
    }
  }
  const sign = negative ? -1n : 1n;
  return { months: sign * sum.months, days: sign * sum.days, nanoseconds: sign * sum.nanoseconds };
}

/** Errors of `parseDuration`, which Cassandra's JSON readers pass on as they are. */
export const isDurationRefusal = ({ message }: CqlError): boolean =>
  /^(?:Unable to convert .* to a duration$|Invalid duration\. )/s.test(message);

function* plainUnits(source: string): Generator<Counted[number]> {
  let at = 0;
  do {
    unitsPattern.lastIndex = at;
    const match = unitsPattern.exec(source);
    if (match === null) throw unreadable(source);
    const symbol = match[2]!.toLowerCase();
    yield [BigInt(match[1]!), symbol === 'µs' ? 'us' : symbol];
    at += match[0].length;
  } while (at < source.length);
}

function isoUnits(source: string): Counted {
  const match = /^P(?:(\d+)W|(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)$/.exec(source);
  if (match === null) return isoAlternative(source);
  const units = ['w', 'y', 'mo', 'd', 'h', 'm', 's'];
  return units.flatMap((unit, i) => (match[i + 1] === undefined ? [] : [[BigInt(match[i + 1]!), unit] as const]));
}

function isoAlternative(source: string): Counted {
  const match = /^P(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})$/.exec(source);
  if (match === null) throw unreadable(source);
  return ['y', 'mo', 'd', 'h', 'm', 's'].map((unit, i) => [BigInt(match[i + 1]!), unit] as const);
}
