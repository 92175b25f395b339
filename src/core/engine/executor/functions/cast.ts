// CAST(x AS type) in a selection: Cassandra 3.11's matrix. Numbers convert into each other as Java's numeric
// conversions do, everything that prints converts to text and ascii, and moments convert into each other.

import { type CqlError, invalid } from '../../cql-error.js';
import { type CqlType, type NativeName, nativeTypes } from '../../types/cql-type.js';
import { cqlTypeText } from '../../types/format-type.js';
import {
  type Decimal,
  decimalToBigint,
  decimalToNumber,
  decodeDecimal,
  decodeVarint,
  doubleText,
  encodeDecimal,
  encodeVarint,
  parseDecimal,
} from '../../types/numbers.js';
import { sameType } from '../../types/same-type.js';
import { doubleOf, floatOf, integerBytes, integerOf, scalarText } from '../../types/scalar-text.js';
import { ofPresent, type ScalarFunction } from './scalar-function.js';
import { dateValue, momentOf, timestampValue } from './time.js';

const integerBits: Partial<Record<NativeName, number>> = { tinyint: 8, smallint: 16, int: 32, bigint: 64 };

const numeric = new Set<NativeName>([
  'tinyint',
  'smallint',
  'int',
  'bigint',
  'counter',
  'float',
  'double',
  'decimal',
  'varint',
]);
const printed = new Set<NativeName>([...numeric, 'boolean', 'inet', 'date', 'time', 'timestamp', 'timeuuid', 'uuid']);

/** Undefined when CAST cannot take `from` to `to`. A cast to the same type gives the value back. */
export function castFunction(from: CqlType, to: CqlType): ScalarFunction | undefined {
  const signature = { name: castName(to), argumentTypes: [from], returnType: to, pure: true };
  if (sameType(from, to)) return { ...signature, evaluate: (args) => args[0] ?? null };
  if (from.kind !== 'native' || to.kind !== 'native') return undefined;
  const convert = conversion(from.name, to.name);
  return convert && ofPresent(signature, convert);
}

const castName = (to: CqlType): string => (to.kind === 'native' ? `castas${to.name}` : 'cast');

type Convert = (value: Uint8Array) => Uint8Array;

function conversion(from: NativeName, to: NativeName): Convert | undefined {
  if (to === 'text' || to === 'ascii') {
    if (from === 'ascii') return (value) => value;
    return printed.has(from) ? (value) => Buffer.from(scalarText(from, value), 'utf8') : undefined;
  }
  if (numeric.has(from) && numeric.has(to) && to !== 'counter') {
    if (to === 'decimal' && (from === 'float' || from === 'double')) {
      return (value) => encodeDecimal(decimalOfText(scalarText(from, value)));
    }
    return (value) => writeNumber(to, readNumber(from, value));
  }
  if (from === 'timeuuid' || from === 'timestamp' || from === 'date') {
    if (to === 'timestamp') return (value) => timestampValue(momentOf(from, value));
    if (to === 'date') return (value) => dateValue(momentOf(from, value));
  }
  return undefined;
}

type Numeric = bigint | number | Decimal;

function readNumber(name: NativeName, value: Uint8Array): Numeric {
  if (name === 'float') return floatOf(value);
  if (name === 'double') return doubleOf(value);
  if (name === 'decimal') return decodeDecimal(value);
  return name === 'varint' ? decodeVarint(value) : integerOf(value);
}

// by the number's shortest text, as BigDecimal.valueOf does; there is none for NaN and infinities
function decimalOfText(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (parsed === undefined) throw invalid(`${text} cannot be cast to decimal`);
  return parsed;
}

function writeNumber(name: NativeName, value: Numeric): Uint8Array {
  switch (name) {
    case 'float': {
      const out = Buffer.allocUnsafe(4);
      out.writeFloatBE(asNumber(value));
      return out;
    }
    case 'double': {
      const out = Buffer.allocUnsafe(8);
      out.writeDoubleBE(asNumber(value));
      return out;
    }
    case 'decimal':
      return encodeDecimal(asDecimal(value));
    case 'varint':
      return encodeVarint(asInteger(value, 64));
    default: {
      const bits = integerBits[name]!;
      // Java goes from floating point to byte and short by way of int
      return integerBytes(BigInt.asIntN(bits, asInteger(value, Math.max(bits, 32))), bits);
    }
  }
}

function asNumber(value: Numeric): number {
  return typeof value === 'object' ? decimalToNumber(value) : Number(value);
}

/** Floating point saturates at `bits` and NaN is 0; the fraction is cut off. */
function asInteger(value: Numeric, bits: number): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'object') return decimalToBigint(value);
  if (Number.isNaN(value)) return 0n;
  const least = -(2n ** BigInt(bits - 1));
  const greatest = -least - 1n;
  if (value <= Number(least)) return least;
  return value >= Number(greatest) ? greatest : BigInt(Math.trunc(value));
}

function asDecimal(value: Numeric): Decimal {
  if (typeof value === 'object') return value;
  return typeof value === 'bigint' ? { unscaled: value, scale: 0 } : decimalOfText(doubleText(value));
}

// CAST's spelling of its own functions: castAsInt
const castWord = (name: NativeName): string => `system.castAs${name[0]!.toUpperCase()}${name.slice(1)}`;

/** Why `argument`, a value of type `from`, cannot be cast to `to`: Cassandra lists what the target can be made from. */
export function castRefusal(argument: string, from: CqlType, to: CqlType): CqlError {
  const target = to.kind === 'native' ? to.name : undefined;
  const sources = target === undefined ? [] : nativeTypes.filter((name) => name !== target && conversion(name, target));
  if (target === undefined || sources.length === 0 || sameType(from, to)) {
    return invalid(`${argument} cannot be cast to ${cqlTypeText(to)}`);
  }
  const known = sources.map((name) => `${castWord(target)} : (${name}) -> ${target}`).join(', ');
  return invalid(
    `Invalid call to function ${castWord(target)}, none of its type signatures match (known type signatures: ${known})`,
  );
}
