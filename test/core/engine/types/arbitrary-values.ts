// Arbitraries of types and of valid values of a type, for the property tests of this folder.

import fc from 'fast-check';
import {
  readElements,
  readFields,
  readPairs,
  writeElements,
  writeFields,
  writePairs,
} from '../../../../src/core/engine/types/collections.js';
import { type CqlType, type NativeName, native, nativeTypes } from '../../../../src/core/engine/types/cql-type.js';
import { encodeDuration } from '../../../../src/core/engine/types/duration.js';
import { sortUnique } from '../../../../src/core/engine/types/normalize.js';
import { encodeDecimal, encodeVarint } from '../../../../src/core/engine/types/numbers.js';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

// small counts and values near each other make equal prefixes likely
const fixed = (size: number) =>
  fc.oneof(
    bytes(size),
    fc.integer({ min: -3, max: 3 }).map((n) => {
      const out = Buffer.alloc(8);
      out.writeBigInt64BE(BigInt(n));
      return new Uint8Array(out.subarray(8 - size));
    }),
  );

const bigints = fc.oneof(
  fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }),
  fc.bigInt({ min: -300n, max: 300n }),
);

const uuid = (version: fc.Arbitrary<number>) =>
  fc
    .tuple(fc.oneof(bytes(16), fc.constant(new Uint8Array(16))), version, fc.integer({ min: 0, max: 255 }))
    .map(([b, v, last]) => {
      const out = Uint8Array.from(b);
      out[6] = (v << 4) | (out[6]! & 0x0f);
      out[15] = last;
      return out;
    });

const double = fc.oneof(fc.double(), fc.constantFrom(0, -0, Number.NaN, 1, -1, 1.5, Infinity, -Infinity));

function nativeValue(name: NativeName): fc.Arbitrary<Uint8Array> {
  switch (name) {
    case 'ascii':
      return fc
        .oneof(fc.string(), fc.stringMatching(/^[a\0]{0,4}$/))
        .map((s) => Buffer.from(s.replace(/[^\0-\x7f]/g, '?')));
    case 'text':
      return fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[ab\0]{0,4}$/)).map((s) => Buffer.from(s));
    case 'blob':
      return fc.oneof(
        fc.uint8Array({ maxLength: 12 }),
        fc.array(fc.constantFrom(0, 1, 255), { maxLength: 4 }).map((a) => Uint8Array.from(a)),
      );
    case 'boolean':
      return fc.constantFrom(Uint8Array.of(0), Uint8Array.of(1));
    case 'bigint':
    case 'counter':
      return fixed(8);
    case 'timestamp':
      return fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }).map((ms) => {
        const out = Buffer.alloc(8);
        out.writeBigInt64BE(BigInt(ms));
        return out;
      });
    case 'date':
      return fixed(4);
    case 'time':
      return fc.bigInt({ min: 0n, max: 86_399_999_999_999n }).map((n) => {
        const out = Buffer.alloc(8);
        out.writeBigInt64BE(n);
        return out;
      });
    case 'decimal':
      return fc
        .tuple(bigints, fc.integer({ min: -20, max: 40 }))
        .map(([unscaled, scale]) => encodeDecimal({ unscaled, scale }));
    case 'double':
      return double.map((n) => {
        const out = Buffer.alloc(8);
        out.writeDoubleBE(n);
        return out;
      });
    case 'float':
      return double.map((n) => {
        const out = Buffer.alloc(4);
        out.writeFloatBE(Math.fround(n));
        return out;
      });
    case 'duration':
      return fc
        .tuple(fc.nat(), fc.nat(), fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), fc.constantFrom(1, -1))
        .map(([months, days, nanoseconds, sign]) =>
          encodeDuration({
            months: BigInt(months * sign),
            days: BigInt(days * sign),
            nanoseconds: nanoseconds * BigInt(sign),
          }),
        );
    case 'inet':
      return fc.oneof(bytes(4), bytes(16));
    case 'int':
      return fixed(4);
    case 'smallint':
      return fixed(2);
    case 'tinyint':
      return fixed(1);
    case 'timeuuid':
      return uuid(fc.constant(1));
    case 'uuid':
      return uuid(fc.integer({ min: 0, max: 15 }));
    case 'varint':
      return bigints.map(encodeVarint);
  }
}

/** A type whose values may be empty although they are no strings. */
const mayBeEmpty = (name: NativeName) => !['date', 'time', 'smallint', 'tinyint', 'duration'].includes(name);

export interface ValueOptions {
  /** Also empty values, which are neither null nor a number. */
  readonly empties: boolean;
}

export function anyValueOf(type: CqlType, options: ValueOptions): fc.Arbitrary<Uint8Array> {
  const inner = (t: CqlType) => anyValueOf(t, options);
  switch (type.kind) {
    case 'native': {
      const value = nativeValue(type.name);
      if (!options.empties || !mayBeEmpty(type.name)) return value;
      return fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: fc.constant(new Uint8Array(0)) });
    }
    case 'list':
    case 'set':
      return fc.array(inner(type.element), { maxLength: 3 }).map(writeElements);
    case 'map':
      return fc.array(fc.tuple(inner(type.key), inner(type.value)), { maxLength: 3 }).map(writePairs);
    case 'tuple':
    case 'udt': {
      const types = type.kind === 'tuple' ? type.elements : type.fieldTypes;
      return fc.tuple(...types.map((t) => fc.option(inner(t), { freq: 4 }))).map(writeFields);
    }
    case 'custom':
      return fc.uint8Array({ maxLength: 12 });
  }
}

export const scalarTypes: readonly CqlType[] = nativeTypes.map(native);

const scalarType = fc.constantFrom(...nativeTypes.filter((name) => name !== 'counter')).map(native);

/** Frozen compound types up to `depth` deep. */
export function typeOf(depth: number): fc.Arbitrary<CqlType> {
  if (depth === 0) return scalarType;
  const inner = typeOf(depth - 1);
  // durations have no order: Cassandra keeps them out of sets and map keys
  const ordered = inner.filter((type) => type.kind !== 'native' || type.name !== 'duration');
  return fc.oneof(
    scalarType,
    inner.map((element): CqlType => ({ kind: 'list', frozen: true, element })),
    ordered.map((element): CqlType => ({ kind: 'set', frozen: true, element })),
    fc.tuple(ordered, inner).map(([key, value]): CqlType => ({ kind: 'map', frozen: true, key, value })),
    fc.array(inner, { minLength: 1, maxLength: 3 }).map((elements): CqlType => ({ kind: 'tuple', elements })),
    fc.array(inner, { minLength: 1, maxLength: 3 }).map(
      (fieldTypes): CqlType => ({
        kind: 'udt',
        frozen: true,
        keyspace: 'ks',
        name: 'shape',
        fieldNames: fieldTypes.map((_, i) => (i === 1 ? 'Two words' : `f${i}`)),
        fieldTypes,
      }),
    ),
  );
}

/** Sets and maps sorted within tuples and user types too: what texts and JSON give back. */
export function deeplyNormal(type: CqlType, bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) return bytes;
  switch (type.kind) {
    case 'list':
      return writeElements(readElements(bytes).map((element) => deeplyNormal(type.element, element)));
    case 'set': {
      const elements = readElements(bytes).map((element) => deeplyNormal(type.element, element));
      return writeElements(sortUnique(elements, (element) => element, type.element));
    }
    case 'map': {
      const pairs = readPairs(bytes).map(([k, v]) => [deeplyNormal(type.key, k), deeplyNormal(type.value, v)] as const);
      return writePairs(sortUnique(pairs, (pair) => pair[0], type.key));
    }
    case 'tuple':
    case 'udt': {
      const types = type.kind === 'tuple' ? type.elements : type.fieldTypes;
      const fields = readFields(bytes, types.length);
      return writeFields(fields.map((field, i) => (field === null ? null : deeplyNormal(types[i]!, field))));
    }
    default:
      return bytes;
  }
}
