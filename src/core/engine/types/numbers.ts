// varint and decimal, which have no fixed size: bytes to exact numbers and back, and how Java spells decimals and
// floating point, which JSON and CAST results follow.

import { invalid } from '../cql-error.js';
import { limits } from '../limits.js';

/** Minimal two's complement, big-endian: 127 → 7f, 128 → 0080, -129 → ff7f. */
export function encodeVarint(value: bigint): Buffer {
  if (value >= -128n && value <= 127n) return Buffer.of(Number(value) & 0xff);
  // of a negative number the complement has the same bit length
  const magnitude = value < 0n ? -value - 1n : value;
  const bits = magnitude.toString(2).length;
  const size = (bits >> 3) + 1;
  const hex = BigInt.asUintN(size * 8, value)
    .toString(16)
    .padStart(size * 2, '0');
  return Buffer.from(hex, 'hex');
}

/** Two's complement of any length; no bytes at all read as 0. */
export function decodeVarint(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
}

/** unscaled × 10^-scale. */
export interface Decimal {
  readonly unscaled: bigint;
  /** A signed 32-bit number. */
  readonly scale: number;
}

/** [int] scale, then the unscaled number as a varint. */
export function encodeDecimal(value: Decimal): Buffer {
  const digits = encodeVarint(value.unscaled);
  const out = Buffer.allocUnsafe(4 + digits.length);
  out.writeInt32BE(value.scale, 0);
  out.set(digits, 4);
  return out;
}

export function decodeDecimal(bytes: Uint8Array): Decimal {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return { scale: view.readInt32BE(0), unscaled: decodeVarint(view.subarray(4)) };
}

/** Java's `new BigDecimal(text)`: sign, digits with an optional point, optional exponent. Undefined when it is none. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,10}))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const power = Number(exponent);
  const scale = fraction.length - power;
  if (power > 0x7fffffff || power < -0x80000000 || scale > 0x7fffffff || scale < -0x80000000) return undefined;
  const digits = BigInt(whole + fraction);
  return { unscaled: sign === '-' ? -digits : digits, scale };
}

/** Java's BigDecimal.toString: plain where the exponent is small, `1.5E+10` otherwise. */
export function decimalText({ unscaled, scale }: Decimal): string {
  const sign = unscaled < 0n ? '-' : '';
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString();
  if (scale === 0) return sign + digits;
  const exponent = digits.length - 1 - scale;
  if (scale > 0 && exponent >= -6) {
    const padded = digits.padStart(scale + 1, '0');
    return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
  }
  const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
  return exponent === 0 ? sign + mantissa : `${sign}${mantissa}E${exponent > 0 ? '+' : ''}${exponent}`;
}

/** The integer part. A scale that would make a number of more digits than `limits` of any use is refused. */
export function decimalToBigint({ unscaled, scale }: Decimal): bigint {
  if (scale <= 0) {
    if (-scale > 10_000 && unscaled !== 0n)
      throw invalid(`decimal is out of range: ${decimalText({ unscaled, scale })}`);
    return unscaled === 0n ? 0n : unscaled * 10n ** BigInt(-scale);
  }
  // BigInt division cuts toward zero, as BigDecimal.toBigInteger does
  return scale > 100_000 ? 0n : unscaled / 10n ** BigInt(scale);
}

export const decimalToNumber = ({ unscaled, scale }: Decimal): number => Number(`${unscaled}e${-scale}`);

/** Digits and decimal exponent: d.ddd × 10^exponent. */
function shortest(text: string): { digits: string; exponent: number } {
  const [mantissa, exponent] = text.split('e');
  return { digits: mantissa!.replace('.', ''), exponent: Number(exponent) };
}

function javaSpelling(negative: boolean, digits: string, exponent: number): string {
  const sign = negative ? '-' : '';
  if (exponent >= 7 || exponent < -3) return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent}`;
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const padded = digits.padEnd(exponent + 2, '0');
  return `${sign}${padded.slice(0, exponent + 1)}.${padded.slice(exponent + 1)}`;
}

function javaNumber(value: number, exponential: (magnitude: number) => string): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value < 0 ? '-Infinity' : 'Infinity';
  const negative = value < 0 || Object.is(value, -0);
  if (value === 0) return negative ? '-0.0' : '0.0';
  const { digits, exponent } = shortest(exponential(Math.abs(value)));
  return javaSpelling(negative, digits, exponent);
}

/** Double.toString: `1.0`, `1.0E10`, `NaN`, `-Infinity`. */
export const doubleText = (value: number): string => javaNumber(value, (magnitude) => magnitude.toExponential());

/** Float.toString: the fewest digits that give the same 32-bit float back. */
export const floatText = (value: number): string =>
  javaNumber(value, (magnitude) => {
    for (let digits = 0; digits < 9; digits++) {
      const text = magnitude.toExponential(digits);
      if (Math.fround(Number(text)) === magnitude) return trimZeros(text);
    }
    return magnitude.toExponential();
  });

// 1.50e+3 → 1.5e+3
const trimZeros = (text: string): string => text.replace(/\.?0+e/, 'e');

/** Throws CqlError invalid for a number so long that working with it would keep everybody waiting; ours. */
export function refuseHugeNumber(digits: number): void {
  if (digits > limits.numberTextDigits) {
    throw invalid(`Number is out of range: at most ${limits.numberTextDigits} digits are supported`);
  }
}

/** |value| = 0.digits × 10^exponent, without trailing zeros; of zero the digits are none. */
export function decimalDigits(value: Decimal): { readonly digits: string; readonly exponent: number } {
  const digits = (value.unscaled < 0n ? -value.unscaled : value.unscaled).toString();
  return { digits: digits.replace(/0+$/, ''), exponent: digits.length - value.scale };
}
