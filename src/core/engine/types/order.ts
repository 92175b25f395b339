// long: one comparison a type, which belong side by side
// The order of values that Cassandra 3.11 gives each type: clustering order, the order of sets and map keys, and of
// conditions. Negative, zero or positive as in Array.sort; never throws for validated values.

import { assertNever } from '../../lib/assert.js';
import { readElements, readFields, readPairs } from './collections.js';
import type { CqlType, NativeName } from './cql-type.js';
import { type Decimal, decimalDigits, decodeDecimal, decodeVarint } from './numbers.js';

export { encodeOrdered } from './order-encoding.js';

/** An empty value comes before every other value of its type; tuples and UDTs put null fields first. */
export function compareValues(type: CqlType, a: Uint8Array, b: Uint8Array): number {
  switch (type.kind) {
    case 'native':
      return compareNative(type.name, a, b);
    case 'custom':
      return compareBytes(a, b);
    case 'list':
    case 'set':
      if (a.length === 0 || b.length === 0) return emptyFirst(a, b);
      return compareSequences(readElements(a), readElements(b), type.element, type.element);
    case 'map':
      if (a.length === 0 || b.length === 0) return emptyFirst(a, b);
      return compareSequences(readPairs(a).flat(), readPairs(b).flat(), type.key, type.value);
    case 'tuple':
      return compareFields(type.elements, a, b);
    case 'udt':
      return compareFields(type.fieldTypes, a, b);
    default:
      return assertNever(type);
  }
}

/** Unsigned, byte by byte; a prefix comes first. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = a[i]! - b[i]!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Each byte as a number from -128 to 127; a prefix comes first. */
export function compareSignedBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = ((a[i]! << 24) >> 24) - ((b[i]! << 24) >> 24);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

const emptyFirst = (a: Uint8Array, b: Uint8Array): number => (a.length > 0 ? 1 : 0) - (b.length > 0 ? 1 : 0);

// two's complement, both of the same length: the first byte carries the sign, the rest is unsigned
function compareSigned(a: Uint8Array, b: Uint8Array): number {
  if (a.length === 0 || b.length === 0) return emptyFirst(a, b);
  const first = ((a[0]! << 24) >> 24) - ((b[0]! << 24) >> 24);
  return first !== 0 ? first : compareBytes(a, b);
}

function compareNative(name: NativeName, a: Uint8Array, b: Uint8Array): number {
  switch (name) {
    case 'text':
    case 'ascii':
    case 'blob':
    case 'inet':
    case 'date':
    case 'time':
    case 'duration':
      return compareBytes(a, b);
    case 'int':
    case 'bigint':
    case 'timestamp':
    case 'counter':
    case 'smallint':
    case 'tinyint':
      return compareSigned(a, b);
    case 'timeuuid':
      return compareTimeuuid(a, b);
    case 'uuid':
      return compareUuid(a, b);
    case 'boolean':
      if (a.length === 0 || b.length === 0) return emptyFirst(a, b);
      return (a[0] === 0 ? 0 : 1) - (b[0] === 0 ? 0 : 1);
    case 'float':
      if (a.length === 0 || b.length === 0) return emptyFirst(a, b);
      return compareNumbers(readFloat(a), readFloat(b));
    case 'double':
      if (a.length === 0 || b.length === 0) return emptyFirst(a, b);
      return compareNumbers(readDouble(a), readDouble(b));
    case 'varint': {
      if (a.length === 0 || b.length === 0) return emptyFirst(a, b);
      return compareBigints(decodeVarint(a), decodeVarint(b));
    }
    case 'decimal':
      if (a.length === 0 || b.length === 0) return emptyFirst(a, b);
      return compareDecimals(decodeDecimal(a), decodeDecimal(b));
    default:
      return assertNever(name);
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
const readFloat = (bytes: Uint8Array): number => viewOf(bytes).getFloat32(0);
const readDouble = (bytes: Uint8Array): number => viewOf(bytes).getFloat64(0);

const compareBigints = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

// Double.compare: -0.0 before 0.0, NaN after everything
function compareNumbers(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  const rank = (value: number): number => (Number.isNaN(value) ? 2 : Object.is(value, -0) ? 0 : 1);
  return Number.isNaN(a) || Number.isNaN(b) || a === 0 ? rank(a) - rank(b) : 0;
}

/** By the place of the first digit, then by the digits: scales may be billions apart, so none is multiplied out. */
function compareDecimals(a: Decimal, b: Decimal): number {
  const signs = compareBigints(a.unscaled, 0n) - compareBigints(b.unscaled, 0n);
  if (signs !== 0 || a.unscaled === 0n) return signs;
  const left = decimalDigits(a);
  const right = decimalDigits(b);
  const magnitudes =
    left.exponent - right.exponent || (left.digits < right.digits ? -1 : left.digits > right.digits ? 1 : 0);
  return a.unscaled < 0n ? 0 - magnitudes : magnitudes;
}

// A version-1 uuid begins low, mid, high of its time: byte 6, 7, 4, 5, 0, 1, 2, 3 from the most significant on.
function compareUuidTime(a: Uint8Array, b: Uint8Array): number {
  return (
    a[6]! - b[6]! ||
    a[7]! - b[7]! ||
    a[4]! - b[4]! ||
    a[5]! - b[5]! ||
    a[0]! - b[0]! ||
    a[1]! - b[1]! ||
    a[2]! - b[2]! ||
    a[3]! - b[3]!
  );
}

function compareTimeuuid(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== 16 || b.length !== 16) return emptyFirst(a, b);
  const byTime = compareUuidTime(a, b);
  if (byTime !== 0) return byTime;
  // signed bytes, as Cassandra has had it since its first versions
  for (let i = 8; i < 16; i++) {
    const difference = (a[i]! ^ 0x80) - (b[i]! ^ 0x80);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareUuid(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== 16 || b.length !== 16) return emptyFirst(a, b);
  const version = a[6]! >> 4;
  const byVersion = version - (b[6]! >> 4);
  if (byVersion !== 0) return byVersion;
  if (version === 1) {
    const byTime = compareUuidTime(a, b);
    if (byTime !== 0) return byTime;
  }
  return compareBytes(a, b);
}

// types alternate: of a map key and value, of a list twice the same
function compareSequences(a: readonly Uint8Array[], b: readonly Uint8Array[], even: CqlType, odd: CqlType): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = compareValues(i % 2 === 0 ? even : odd, a[i]!, b[i]!);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function compareFields(types: readonly CqlType[], a: Uint8Array, b: Uint8Array): number {
  if (a.length === 0 || b.length === 0) return emptyFirst(a, b);
  const left = readFields(a, types.length);
  const right = readFields(b, types.length);
  for (let i = 0; i < types.length; i++) {
    const x = left[i] ?? null;
    const y = right[i] ?? null;
    if (x === null || y === null) {
      if (x !== y) return x === null ? -1 : 1;
      continue;
    }
    const difference = compareValues(types[i]!, x, y);
    if (difference !== 0) return difference;
  }
  return 0;
}
