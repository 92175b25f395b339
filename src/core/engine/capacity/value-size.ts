// How many bytes Amazon Keyspaces counts for one value [data-plane facts 4.3]: not its wire length, because numbers are
// counted by their digits.

import type { CqlType } from '../types/cql-type.js';

/** Bytes of a column id, or of a UDT field id: one for up to 62, one more for each further 62. */
export const idBytes = (count: number): number => Math.max(1, Math.ceil(count / 62));

/** ceil(significant digits / 2) + 1, leading and trailing zeros trimmed: 0 is 2, 100 is 2, 123 is 3. */
export function numberBytes(value: bigint | number): number {
  if (typeof value === 'number') return Math.ceil(significantDigits(Math.abs(value)) / 2) + 1;
  let digits = (value < 0n ? -value : value).toString();
  let end = digits.length;
  while (end > 1 && digits.charCodeAt(end - 1) === 48) end--;
  digits = digits.slice(0, end);
  return Math.ceil(digits.length / 2) + 1;
}

/** Of an integer: without the zeros at its end; 1 of 0. */
function significantDigits(magnitude: number): number {
  let rest = magnitude;
  while (rest >= 10 && rest % 10 === 0) rest /= 10;
  let digits = 1;
  for (; rest >= 10; rest = Math.floor(rest / 10)) digits++;
  return digits;
}

function intOf(bytes: Uint8Array): bigint | number {
  if (bytes.length <= 4) {
    let value = 0;
    for (let i = 0; i < bytes.length; i++) value = (value << 8) | bytes[i]!;
    const unused = 32 - 8 * bytes.length;
    return (value << unused) >> unused;
  }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length === 8) return buffer.readBigInt64BE(0);
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${buffer.toString('hex')}`));
}

/** Bytes counted for a value in native-protocol form. */
export function valueBytes(type: CqlType, bytes: Uint8Array): number {
  switch (type.kind) {
    case 'native':
      switch (type.name) {
        case 'int':
        case 'bigint':
        case 'smallint':
        case 'tinyint':
        case 'varint':
          return numberBytes(intOf(bytes));
        case 'boolean':
          return 1;
        default:
          return bytes.length;
      }
    case 'list':
    case 'set':
      return 3 + sum(elements(bytes, 1), (element) => nestedBytes(type.element, element) + 1);
    case 'map': {
      let total = 3;
      const parts = elements(bytes, 2);
      for (let i = 0; i + 1 < parts.length; i += 2)
        total += nestedBytes(type.key, parts[i]!) + nestedBytes(type.value, parts[i + 1]!) + 1;
      return total;
    }
    case 'udt': {
      let total = 3;
      fields(bytes).forEach((field, index) => {
        const fieldType = type.fieldTypes[index];
        if (field !== null && fieldType) total += idBytes(type.fieldTypes.length) + nestedBytes(fieldType, field) + 1;
      });
      return total;
    }
    // not documented: the binary length
    case 'tuple':
    case 'custom':
      return bytes.length;
  }
}

/** A frozen compound inside another counts four bytes an element besides its binary form; a scalar counts as itself. */
function nestedBytes(type: CqlType, bytes: Uint8Array): number {
  switch (type.kind) {
    case 'list':
    case 'set':
      return 4 * elements(bytes, 1).length + bytes.length;
    case 'map':
      return 4 * elements(bytes, 2).length + bytes.length;
    case 'udt':
      return 4 * type.fieldTypes.length + bytes.length;
    default:
      return valueBytes(type, bytes);
  }
}

function sum(parts: readonly Uint8Array[], size: (part: Uint8Array) => number): number {
  let total = 0;
  for (const part of parts) total += size(part);
  return total;
}

/** Elements of a collection in wire form ([int] count, then [bytes] each); `perEntry` is 2 for maps. */
function elements(bytes: Uint8Array, perEntry: 1 | 2): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const parts: Uint8Array[] = [];
  if (bytes.length < 4) return parts;
  const count = view.getInt32(0) * perEntry;
  let at = 4;
  for (let i = 0; i < count && at + 4 <= bytes.length; i++) {
    const length = Math.max(0, view.getInt32(at));
    parts.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return parts;
}

/** Fields of a UDT in wire form; null where the length is negative. */
function fields(bytes: Uint8Array): (Uint8Array | null)[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const found: (Uint8Array | null)[] = [];
  let at = 0;
  while (at + 4 <= bytes.length) {
    const length = view.getInt32(at);
    found.push(length < 0 ? null : bytes.subarray(at + 4, at + 4 + length));
    at += 4 + Math.max(0, length);
  }
  return found;
}
