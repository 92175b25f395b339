// long: one encoding a type, which belong side by side
// The encoding of clustering values in row keys: unsigned comparison of encodings is compareValues of the values, and
// no encoding is the beginning of another, so that columns are simply written one after another.
//
//   empty value           01
//   fixed-size number     02 then the bytes with the sign bit flipped            int 1     → 02 80000001
//   date, time, boolean   02 then the bytes (boolean as 00 or 01)
//   float, double         02 then the bits: sign flipped, or all flipped when negative; every NaN is the last value
//   timeuuid              02, time high to low (8 bytes), the last 8 with every byte's sign flipped
//   uuid                  02 + version, then as it is; version 1 with its time first
//   text, blob, inet,     02, the bytes with 00 written 00 ff, then 00 00        'a'       → 02 61 0000
//     custom                (an empty text is 02 0000: no 01 there)
//   varint                02, length of the magnitude as 2 bytes with the sign flipped, magnitude; inverted if negative
//   decimal               02, 00 negative / 01 zero / 02 positive, exponent (8 bytes, sign flipped), two digits a byte
//                           plus one, then 00; from the exponent on inverted if negative
//   list, set, map        02, the elements (a map's key, value, key, ...), then 00
//   tuple, udt            02, the fields up to the last that is not null, null as 00 01, then 00 00: a field that is
//                           added to a type later leaves its values where they are
//
// A descending column has every byte inverted. The first byte is never 00 or ff, so these may stand below and above
// every value of a column. Encodings of different bytes are the same where the type holds the values equal (1.0 and 1.00).

import { assert, assertNever } from '../../lib/assert.js';
import type { ByteSink } from '../../lib/byte-sink.js';
import { readElements, readFields, readPairs } from './collections.js';
import type { CqlType, NativeName } from './cql-type.js';
import { decimalDigits, decodeDecimal, decodeVarint, encodeVarint } from './numbers.js';

const EMPTY = 0x01;
const PRESENT = 0x02;

/** Appends the encoding of a validated `value` to `out`. Allocates nothing for numbers of fixed size, text and uuids. */
export function encodeOrdered(type: CqlType, value: Uint8Array, descending: boolean, out: ByteSink): void {
  const flip = descending ? 0xff : 0;
  if (type.kind === 'native') {
    encodeNative(type.name, value, flip, out);
    return;
  }
  encodeCompound(type, value, flip, out);
}

function encodeNative(name: NativeName, value: Uint8Array, flip: number, out: ByteSink): void {
  switch (name) {
    case 'text':
    case 'ascii':
    case 'blob':
    case 'inet':
    case 'duration':
      encodeBytes(value, flip, out);
      return;
    case 'int':
    case 'bigint':
    case 'timestamp':
    case 'counter':
    case 'smallint':
    case 'tinyint':
      encodeFixed(value, 0x80, flip, out);
      return;
    case 'timeuuid':
      encodeTimeuuid(value, flip, out);
      return;
    case 'uuid':
      encodeUuid(value, flip, out);
      return;
    case 'date':
    case 'time':
      encodeFixed(value, 0, flip, out);
      return;
    case 'boolean':
      if (value.length === 0) {
        out.u8(EMPTY ^ flip);
        return;
      }
      out.u8(PRESENT ^ flip);
      out.u8((value[0] === 0 ? 0 : 1) ^ flip);
      return;
    case 'float':
    case 'double':
      encodeFloating(value, flip, out);
      return;
    case 'varint':
      encodeVarintOrdered(value, flip, out);
      return;
    case 'decimal':
      encodeDecimalOrdered(value, flip, out);
      return;
    default:
      assertNever(name);
  }
}

function encodeFixed(value: Uint8Array, sign: number, flip: number, out: ByteSink): void {
  const length = value.length;
  if (length === 0) {
    out.u8(EMPTY ^ flip);
    return;
  }
  out.ensure(length + 1);
  const b = out.buffer;
  let at = out.position;
  b[at++] = PRESENT ^ flip;
  b[at++] = value[0]! ^ sign ^ flip;
  for (let i = 1; i < length; i++) b[at++] = value[i]! ^ flip;
  out.position = at;
}

function encodeBytes(value: Uint8Array, flip: number, out: ByteSink): void {
  const length = value.length;
  out.ensure(2 * length + 3);
  const b = out.buffer;
  let at = out.position;
  b[at++] = PRESENT ^ flip;
  for (let i = 0; i < length; i++) {
    const byte = value[i]!;
    b[at++] = byte ^ flip;
    if (byte === 0) b[at++] = 0xff ^ flip;
  }
  b[at++] = flip;
  b[at++] = flip;
  out.position = at;
}

/** Writes time high, mid, low: eight bytes. */
function putUuidTime(value: Uint8Array, flip: number, b: Uint8Array, at: number): void {
  b[at] = value[6]! ^ flip;
  b[at + 1] = value[7]! ^ flip;
  b[at + 2] = value[4]! ^ flip;
  b[at + 3] = value[5]! ^ flip;
  for (let i = 0; i < 4; i++) b[at + 4 + i] = value[i]! ^ flip;
}

function encodeTimeuuid(value: Uint8Array, flip: number, out: ByteSink): void {
  if (value.length === 0) {
    out.u8(EMPTY ^ flip);
    return;
  }
  out.ensure(17);
  const b = out.buffer;
  const at = out.position;
  b[at] = PRESENT ^ flip;
  putUuidTime(value, flip, b, at + 1);
  for (let i = 8; i < 16; i++) b[at + 1 + i] = value[i]! ^ 0x80 ^ flip;
  out.position = at + 17;
}

function encodeUuid(value: Uint8Array, flip: number, out: ByteSink): void {
  if (value.length === 0) {
    out.u8(EMPTY ^ flip);
    return;
  }
  out.ensure(17);
  const b = out.buffer;
  const at = out.position;
  const version = value[6]! >> 4;
  b[at] = (PRESENT + version) ^ flip;
  if (version === 1) putUuidTime(value, flip, b, at + 1);
  else for (let i = 0; i < 8; i++) b[at + 1 + i] = value[i]! ^ flip;
  for (let i = 8; i < 16; i++) b[at + 1 + i] = value[i]! ^ flip;
  out.position = at + 17;
}

function encodeFloating(value: Uint8Array, flip: number, out: ByteSink): void {
  const length = value.length;
  if (length === 0) {
    out.u8(EMPTY ^ flip);
    return;
  }
  out.u8(PRESENT ^ flip);
  const view = new DataView(value.buffer, value.byteOffset, length);
  if (Number.isNaN(length === 4 ? view.getFloat32(0) : view.getFloat64(0))) {
    for (let i = 0; i < length; i++) out.u8(0xff ^ flip);
    return;
  }
  const negative = value[0]! >= 0x80;
  const turn = (negative ? 0xff : 0) ^ flip;
  out.u8(value[0]! ^ (negative ? 0 : 0x80) ^ turn);
  for (let i = 1; i < length; i++) out.u8(value[i]! ^ turn);
}

function encodeVarintOrdered(value: Uint8Array, flip: number, out: ByteSink): void {
  if (value.length === 0) {
    out.u8(EMPTY ^ flip);
    return;
  }
  out.u8(PRESENT ^ flip);
  const number = decodeVarint(value);
  const magnitude = encodeVarint(number < 0n ? -number : number);
  assert(magnitude.length < 0x8000, 'a varint in a key is shorter than 32 KiB');
  const turn = (number < 0n ? 0xff : 0) ^ flip;
  out.u8((0x80 | (magnitude.length >> 8)) ^ turn);
  out.u8((magnitude.length & 0xff) ^ turn);
  for (const byte of magnitude) out.u8(byte ^ turn);
}

function encodeDecimalOrdered(value: Uint8Array, flip: number, out: ByteSink): void {
  if (value.length === 0) {
    out.u8(EMPTY ^ flip);
    return;
  }
  out.u8(PRESENT ^ flip);
  const decimal = decodeDecimal(value);
  if (decimal.unscaled === 0n) {
    out.u8(0x01 ^ flip);
    return;
  }
  const negative = decimal.unscaled < 0n;
  const turn = (negative ? 0xff : 0) ^ flip;
  const { digits, exponent } = decimalDigits(decimal);
  out.u8((negative ? 0x00 : 0x02) ^ flip);
  const biased = BigInt(exponent) + 2n ** 63n;
  for (let shift = 56n; shift >= 0n; shift -= 8n) out.u8(Number((biased >> shift) & 0xffn) ^ turn);
  for (let i = 0; i < digits.length; i += 2) out.u8((Number(digits.slice(i, i + 2).padEnd(2, '0')) + 1) ^ turn);
  out.u8(turn);
}

function encodeCompound(
  type: Exclude<CqlType, { kind: 'native' }>,
  value: Uint8Array,
  flip: number,
  out: ByteSink,
): void {
  if (type.kind === 'custom') {
    encodeBytes(value, flip, out);
    return;
  }
  if (value.length === 0) {
    out.u8(EMPTY ^ flip);
    return;
  }
  out.u8(PRESENT ^ flip);
  const descending = flip !== 0;
  switch (type.kind) {
    case 'list':
    case 'set':
      for (const element of readElements(value)) encodeOrdered(type.element, element, descending, out);
      out.u8(flip);
      return;
    case 'map':
      for (const [key, mapped] of readPairs(value)) {
        encodeOrdered(type.key, key, descending, out);
        encodeOrdered(type.value, mapped, descending, out);
      }
      out.u8(flip);
      return;
    case 'tuple':
    case 'udt': {
      const types = type.kind === 'tuple' ? type.elements : type.fieldTypes;
      const fields = readFields(value, types.length);
      const end = fields.findLastIndex((field) => field !== null) + 1;
      for (const [i, field] of fields.slice(0, end).entries()) {
        if (field === null) {
          out.u8(flip);
          out.u8(0x01 ^ flip);
        } else encodeOrdered(types[i]!, field, descending, out);
      }
      out.u8(flip);
      out.u8(flip);
      return;
    }
    default:
      assertNever(type);
  }
}
