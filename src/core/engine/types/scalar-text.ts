// long: two switches over the native types that mirror each other
// A scalar's text form: what Cassandra calls fromString and getString. Literals, JSON, CAST and printing build on it.

import { assertNever } from '../../lib/assert.js';
import { invalid } from '../cql-error.js';
import type { NativeName } from './cql-type.js';
import { dateText, parseDate, parseTime, parseTimestamp, timestampText, timeText } from './date-text.js';
import { decodeDuration, durationText, encodeDuration, parseDuration } from './duration.js';
import { javaInetText, parseInet } from './inet-text.js';
import {
  decimalText,
  decodeDecimal,
  decodeVarint,
  doubleText,
  encodeDecimal,
  encodeVarint,
  floatText,
  parseDecimal,
  refuseHugeNumber,
} from './numbers.js';

const none = Buffer.alloc(0);

const words = {
  tinyint: { bits: 8, word: 'byte' },
  smallint: { bits: 16, word: 'short' },
  int: { bits: 32, word: 'int' },
  bigint: { bits: 64, word: 'long' },
  counter: { bits: 64, word: 'long' },
} as const;

/** A two's complement number of `bits` bits, big-endian. */
export function integerBytes(value: bigint, bits: number): Buffer {
  const out = Buffer.allocUnsafe(8);
  out.writeBigInt64BE(BigInt.asIntN(64, value));
  return out.subarray(8 - bits / 8);
}

function parseInteger(name: keyof typeof words, text: string): Buffer {
  const { bits, word } = words[name];
  const value = /^[+-]?\d{1,40}$/.test(text) ? BigInt(text.replace('+', '')) : undefined;
  if (value === undefined || value !== BigInt.asIntN(bits, value))
    throw invalid(`Unable to make ${word} from '${text}'`);
  return integerBytes(value, bits);
}

function parseFloating(name: 'float' | 'double', text: string): Buffer {
  // Java's parseFloat: decimal form or NaN or Infinity, also with a type letter at the end
  const trimmed = text.trim();
  const match = /^([+-]?)(?:(NaN)|(Infinity)|(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)[fFdD]?)$/.exec(
    trimmed,
  );
  if (match === null) throw invalid(`Unable to make ${name} from '${text}'`);
  const [, sign, nan, infinity, digits] = match;
  const magnitude = nan !== undefined ? Number.NaN : infinity !== undefined ? Number.POSITIVE_INFINITY : Number(digits);
  // one NaN, as Java has: its sign bit would be kept in the bytes
  const value = sign === '-' && nan === undefined ? -magnitude : magnitude;
  const out = Buffer.allocUnsafe(name === 'float' ? 4 : 8);
  if (name === 'float') out.writeFloatBE(value);
  else out.writeDoubleBE(value);
  return out;
}

const uuidPattern = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;

const uuidBytes = (text: string): Buffer | undefined =>
  uuidPattern.test(text) ? Buffer.from(text.replaceAll('-', ''), 'hex') : undefined;

export function uuidText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Hexadecimal digits without 0x. */
function hexBytes(text: string): Buffer {
  if (text.length % 2 === 1 || !/^[0-9a-fA-F]*$/.test(text)) throw invalid(`cannot parse '${text}' as hex bytes`);
  return Buffer.from(text, 'hex');
}

// types whose empty text is an empty value
const emptyText: ReadonlySet<NativeName> = new Set<NativeName>([
  'bigint',
  'counter',
  'boolean',
  'decimal',
  'double',
  'float',
  'inet',
  'int',
  'timestamp',
  'timeuuid',
  'uuid',
  'varint',
]);

/** Throws CqlError invalid with Cassandra's text when `text` is no `name`. */
export function scalarFromText(name: NativeName, text: string): Uint8Array {
  if (text === '' && emptyText.has(name)) return none;
  switch (name) {
    case 'text':
      return Buffer.from(text, 'utf8');
    case 'ascii': {
      const bytes = Buffer.from(text, 'utf8');
      if (bytes.length !== text.length) {
        throw invalid(
          'Invalid ASCII character in string literal: java.nio.charset.UnmappableCharacterException: Input length = 1',
        );
      }
      return bytes;
    }
    case 'blob':
      return hexBytes(text);
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
    case 'counter':
      return parseInteger(name, text);
    case 'varint': {
      if (!/^[+-]?\d+$/.test(text)) throw invalid(`unable to make int from '${text}'`);
      refuseHugeNumber(text.length);
      return encodeVarint(BigInt(text.replace('+', '')));
    }
    case 'decimal': {
      refuseHugeNumber(text.length);
      const value = parseDecimal(text);
      if (value === undefined) throw invalid(`unable to make BigDecimal from '${text}'`);
      return encodeDecimal(value);
    }
    case 'float':
    case 'double':
      return parseFloating(name, text);
    case 'boolean': {
      const lower = text.toLowerCase();
      if (lower !== 'true' && lower !== 'false') throw invalid(`Unable to make boolean from '${text}'`);
      return Buffer.of(lower === 'true' ? 1 : 0);
    }
    default:
      return otherFromText(name, text);
  }
}

type Formatted = Extract<NativeName, 'date' | 'time' | 'timestamp' | 'uuid' | 'timeuuid' | 'inet' | 'duration'>;

function otherFromText(name: Formatted, text: string): Uint8Array {
  switch (name) {
    case 'date': {
      const out = Buffer.allocUnsafe(4);
      out.writeUInt32BE(parseDate(text) + 2 ** 31);
      return out;
    }
    case 'time':
      return integerBytes(parseTime(text), 64);
    case 'timestamp':
      return integerBytes(parseTimestamp(text), 64);
    case 'uuid': {
      const bytes = uuidBytes(text);
      if (bytes === undefined) throw invalid(`Unable to make UUID from '${text}'`);
      return bytes;
    }
    case 'timeuuid': {
      const bytes = uuidBytes(text);
      if (bytes === undefined) throw invalid(`Unknown timeuuid representation: ${text}`);
      if (bytes[6]! >> 4 !== 1) throw invalid('TimeUUID supports only version 1 UUIDs');
      return bytes;
    }
    case 'inet': {
      const bytes = parseInet(text);
      if (bytes === undefined) throw invalid(`Unable to make inet address from '${text}'`);
      return bytes;
    }
    case 'duration':
      return text === '' ? new Uint8Array(0) : encodeDuration(parseDuration(text));
    default:
      return assertNever(name);
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

/** A whole number of 1, 2, 4 or 8 bytes. */
export function integerOf(bytes: Uint8Array): bigint {
  return decodeVarint(bytes);
}

export const floatOf = (bytes: Uint8Array): number => viewOf(bytes).getFloat32(0);
export const doubleOf = (bytes: Uint8Array): number => viewOf(bytes).getFloat64(0);
/** Days since the epoch of a date value. */
export const daysOfValue = (bytes: Uint8Array): number => viewOf(bytes).getUint32(0) - 2 ** 31;
export const utf8Of = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');

/** As Cassandra's server spells it: Java's numbers, timestamps as `2011-02-03T04:05:06.789Z`, blobs as bare hex. An
 * empty value is an empty text. */
export function scalarText(name: NativeName, bytes: Uint8Array): string {
  if (bytes.length === 0) return '';
  switch (name) {
    case 'text':
    case 'ascii':
      return utf8Of(bytes);
    case 'blob':
      return Buffer.from(bytes).toString('hex');
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
    case 'counter':
    case 'varint':
      return integerOf(bytes).toString();
    case 'decimal':
      return decimalText(decodeDecimal(bytes));
    case 'float':
      return floatText(floatOf(bytes));
    case 'double':
      return doubleText(doubleOf(bytes));
    case 'boolean':
      return bytes[0] === 0 ? 'false' : 'true';
    case 'date':
      return dateText(daysOfValue(bytes));
    case 'time':
      return timeText(integerOf(bytes));
    case 'timestamp':
      return timestampText(integerOf(bytes), { separator: 'T', zone: 'Z' });
    case 'uuid':
    case 'timeuuid':
      return uuidText(bytes);
    case 'inet':
      return javaInetText(bytes);
    case 'duration':
      return durationText(decodeDuration(bytes)!);
    default:
      return assertNever(name);
  }
}
