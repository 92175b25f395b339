// long: one branch a CQL type
// Plain values → wire bytes, for values bound in process: the other half of decode.ts.

import { assertNever } from '../../lib/assert.js';
import type { CqlRecord, CqlValue } from '../../model/cql-value.js';
import { KsError } from '../../model/errors.js';
import type { EngineType } from './door.js';

export function encodeValue(type: EngineType, value: CqlValue): Uint8Array | null {
  if (value === null) return null;
  switch (type.kind) {
    case 'native':
      return encodeNative(type.name, value);
    case 'list':
    case 'set': {
      const items = asArray(value, type.kind).map((item) => encodeValue(type.element, item));
      return Buffer.concat([int32(items.length), ...items.map(withLength)]);
    }
    case 'map': {
      if (!(value instanceof Map)) throw mismatch('map', value);
      const parts = [...value].flatMap(([k, v]) => [encodeValue(type.key, k), encodeValue(type.value, v)]);
      return Buffer.concat([int32(value.size), ...parts.map(withLength)]);
    }
    case 'tuple': {
      const items = asArray(value, 'tuple');
      return Buffer.concat(type.elements.map((element, at) => withLength(encodeValue(element, items[at] ?? null))));
    }
    case 'udt': {
      if (typeof value !== 'object' || Array.isArray(value) || value instanceof Map) throw mismatch(type.name, value);
      const record = value as CqlRecord;
      return Buffer.concat(
        type.fieldTypes.map((field, at) => withLength(encodeValue(field, record[type.fieldNames[at] ?? ''] ?? null))),
      );
    }
    case 'custom':
      throw mismatch(type.className, value);
    default:
      return assertNever(type);
  }
}

type NativeName = Extract<EngineType, { kind: 'native' }>['name'];

function mismatch(type: string, value: unknown): KsError {
  const shown = String(value).slice(0, 40);
  return new KsError({ code: 'BIND', kind: 'usage', message: `"${shown}" cannot be bound as ${type}.` });
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
const withLength = (bytes: Uint8Array | null): Buffer =>
  bytes === null ? int32(-1) : Buffer.concat([int32(bytes.length), bytes]);

function asArray(value: CqlValue, type: string): readonly CqlValue[] {
  if (!Array.isArray(value)) throw mismatch(type, value);
  return value;
}

function encodeNative(name: NativeName, value: CqlValue): Uint8Array {
  switch (name) {
    case 'text':
    case 'ascii':
      return Buffer.from(asText(name, value), 'utf8');
    case 'blob':
      if (value instanceof Uint8Array) return value;
      return Buffer.from(asText(name, value).replace(/^0x/i, ''), 'hex');
    case 'boolean':
      if (typeof value !== 'boolean') throw mismatch(name, value);
      return Buffer.from([value ? 1 : 0]);
    case 'tinyint':
      return Buffer.from([Number(asBigint(name, value)) & 0xff]);
    case 'smallint': {
      const bytes = Buffer.alloc(2);
      bytes.writeInt16BE(Number(asBigint(name, value)));
      return bytes;
    }
    case 'int':
      return int32(Number(asBigint(name, value)));
    case 'bigint':
    case 'counter':
      return int64(asBigint(name, value));
    case 'varint':
      return varintBytes(asBigint(name, value));
    case 'decimal':
      return decimalBytes(String(value));
    case 'double':
    case 'float':
      return floatBytes(name, Number(value));
    case 'date': {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(Math.floor(timeOf(name, value) / 86_400_000) + 2 ** 31);
      return bytes;
    }
    case 'time':
      return int64(timeNanoseconds(asText(name, value)));
    case 'timestamp':
      return int64(typeof value === 'bigint' ? value : BigInt(timeOf(name, value)));
    case 'uuid':
    case 'timeuuid': {
      const bytes = Buffer.from(asText(name, value).replaceAll('-', ''), 'hex');
      if (bytes.length !== 16) throw mismatch(name, value);
      return bytes;
    }
    case 'inet':
      return inetBytes(asText(name, value));
    case 'duration':
      throw mismatch(name, value);
    default:
      return assertNever(name);
  }
}

function asText(type: string, value: CqlValue): string {
  if (typeof value !== 'string') throw mismatch(type, value);
  return value;
}
function asBigint(type: string, value: CqlValue): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return BigInt(value);
  throw mismatch(type, value);
}
/** Epoch milliseconds of a number or an ISO text. */
function timeOf(type: string, value: CqlValue): number {
  const ms = typeof value === 'number' ? value : Date.parse(asText(type, value));
  if (Number.isNaN(ms)) throw mismatch(type, value);
  return ms;
}
function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}
function floatBytes(name: 'double' | 'float', value: number): Buffer {
  const bytes = Buffer.alloc(name === 'double' ? 8 : 4);
  if (name === 'double') bytes.writeDoubleBE(value);
  else bytes.writeFloatBE(value);
  return bytes;
}

/** The shortest two's complement form. */
function varintBytes(value: bigint): Buffer {
  let length = 1;
  while (value < -(1n << BigInt(length * 8 - 1)) || value >= 1n << BigInt(length * 8 - 1)) length++;
  const unsigned = BigInt.asUintN(length * 8, value);
  return Buffer.from(unsigned.toString(16).padStart(length * 2, '0'), 'hex');
}

function decimalBytes(text: string): Buffer {
  const match = /^(-?\d+)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text);
  if (match === null) throw mismatch('decimal', text);
  const fraction = match[2] ?? '';
  return Buffer.concat([int32(fraction.length - Number(match[3] ?? 0)), varintBytes(BigInt(`${match[1]}${fraction}`))]);
}

function timeNanoseconds(text: string): bigint {
  const match = /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,9}))?$/.exec(text);
  if (match === null) throw mismatch('time', text);
  const seconds = Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]);
  return BigInt(seconds) * 1_000_000_000n + BigInt((match[4] ?? '').padEnd(9, '0'));
}

function inetBytes(text: string): Buffer {
  if (/^\d+(?:\.\d+){3}$/.test(text)) return Buffer.from(text.split('.').map(Number));
  const [head = '', tail] = text.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...right];
  if (groups.length !== 8) throw mismatch('inet', text);
  const bytes = Buffer.alloc(16);
  for (const [at, group] of groups.entries()) bytes.writeUInt16BE(Number.parseInt(group, 16), at * 2);
  return bytes;
}
