// long: one branch a CQL type
// Wire bytes → plain values, for the in-process session: what a driver does for everybody else [native protocol v4, 6].

import { assertNever } from '../../lib/assert.js';
import type { CqlValue } from '../../model/cql-value.js';
import { shortestFloat } from '../../model/float.js';
import type { EngineType } from './door.js';

/** Of one value; `bytes` undefined or null is null. Nothing of `bytes` is kept. */
export function decodeValue(type: EngineType, bytes: Buffer | null): CqlValue {
  if (bytes === null) return null;
  switch (type.kind) {
    case 'native':
      return decodeNative(type.name, bytes);
    case 'list':
    case 'set':
      return readItems(bytes).map((item) => decodeValue(type.element, item));
    case 'map': {
      const items = readItems(bytes, 2);
      const entries = new Map<CqlValue, CqlValue>();
      for (let at = 0; at + 1 < items.length; at += 2) {
        entries.set(decodeValue(type.key, items[at] ?? null), decodeValue(type.value, items[at + 1] ?? null));
      }
      return entries;
    }
    case 'tuple': {
      const parts = readParts(bytes, 0);
      return type.elements.map((element, at) => decodeValue(element, parts[at] ?? null));
    }
    case 'udt': {
      const parts = readParts(bytes, 0);
      return Object.fromEntries(
        type.fieldNames.map((name, at) => {
          const field = type.fieldTypes[at];
          return [name, field === undefined ? null : decodeValue(field, parts[at] ?? null)];
        }),
      );
    }
    case 'custom':
      return Buffer.from(bytes);
    default:
      return assertNever(type);
  }
}

function readItems(bytes: Buffer, perItem = 1): readonly (Buffer | null)[] {
  return bytes.length < 4 ? [] : readParts(bytes, 4).slice(0, bytes.readInt32BE(0) * perItem);
}

/** [bytes] after [bytes] until the end. */
function readParts(bytes: Buffer, from: number): readonly (Buffer | null)[] {
  const parts: (Buffer | null)[] = [];
  let at = from;
  while (at + 4 <= bytes.length) {
    const length = bytes.readInt32BE(at);
    at += 4;
    parts.push(length < 0 ? null : bytes.subarray(at, at + length));
    if (length > 0) at += length;
  }
  return parts;
}

type NativeName = Extract<EngineType, { kind: 'native' }>['name'];

function decodeNative(name: NativeName, bytes: Buffer): CqlValue {
  if (name === 'text' || name === 'ascii') return bytes.toString('utf8');
  if (name === 'blob') return Buffer.from(bytes);
  // a value of no bytes is "empty", which is not null
  if (bytes.length === 0) return '';
  switch (name) {
    case 'bigint':
    case 'counter':
      return bytes.readBigInt64BE(0);
    case 'boolean':
      return bytes[0] !== 0;
    case 'date':
      return isoDate(bytes.readUInt32BE(0) - 2 ** 31);
    case 'decimal':
      return decimalText(bytes);
    case 'double':
      return bytes.readDoubleBE(0);
    case 'float':
      return shortestFloat(bytes.readFloatBE(0));
    case 'inet':
      return inetText(bytes);
    case 'int':
      return bytes.readInt32BE(0);
    case 'smallint':
      return bytes.readInt16BE(0);
    case 'tinyint':
      return bytes.readInt8(0);
    case 'time':
      return timeText(bytes.readBigInt64BE(0));
    case 'timestamp':
      return timestampText(bytes.readBigInt64BE(0));
    case 'timeuuid':
    case 'uuid':
      return uuidText(bytes);
    case 'varint':
      return readVarint(bytes);
    case 'duration':
      return durationText(bytes);
    default:
      return assertNever(name);
  }
}

export function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const dayMs = 86_400_000;
const widestDateMs = 8.64e15;

function isoDate(day: number): string {
  const ms = day * dayMs;
  // beyond what Date knows, CQL itself accepts the day number
  return Math.abs(ms) > widestDateMs ? String(day) : new Date(ms).toISOString().replace(/T.*$/, '');
}

function timestampText(ms: bigint): string {
  const number = Number(ms);
  return Math.abs(number) > widestDateMs ? String(ms) : new Date(number).toISOString();
}

function timeText(nanoseconds: bigint): string {
  const seconds = Number(nanoseconds / 1_000_000_000n);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const fraction = String(nanoseconds % 1_000_000_000n).padStart(9, '0');
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}.${fraction}`;
}

function readVarint(bytes: Buffer): bigint {
  const unsigned = BigInt(`0x${bytes.toString('hex')}`);
  return (bytes[0] ?? 0) & 0x80 ? unsigned - (1n << BigInt(bytes.length * 8)) : unsigned;
}

const decimalDigitsShown = 1000;

function decimalText(bytes: Buffer): string {
  const scale = bytes.readInt32BE(0);
  const unscaled = readVarint(bytes.subarray(4));
  // a scale may be any 32-bit number: what nobody could write out stays an exponent
  if (scale < 0 || scale > decimalDigitsShown) return `${unscaled}E${-scale}`;
  if (scale === 0) return String(unscaled);
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function inetText(bytes: Buffer): string {
  if (bytes.length === 4) return [...bytes].join('.');
  const groups = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(at * 2).toString(16));
  const zeros = [...groups.join(':').matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].sort((a, b) => b[0].length - a[0].length)[0];
  if (zeros === undefined) return groups.join(':');
  const text = groups.join(':');
  return `${text.slice(0, zeros.index)}::${text.slice(zeros.index + zeros[0].length).replace(/^:/, '')}`;
}

/** Three zig-zag variable-length numbers: months, days, nanoseconds. */
function durationText(bytes: Buffer): string {
  let at = 0;
  const next = (): bigint => {
    const first = bytes[at++] ?? 0;
    let extra = 0;
    while (extra < 8 && first & (0x80 >> extra)) extra++;
    let value = extra >= 8 ? 0n : BigInt(first & (0xff >> (extra + 1)));
    for (let more = 0; more < extra; more++) value = (value << 8n) | BigInt(bytes[at++] ?? 0);
    return (value >> 1n) ^ -(value & 1n);
  };
  const [months, days, nanoseconds] = [next(), next(), next()];
  return `${months}mo${days}d${nanoseconds}ns`;
}
