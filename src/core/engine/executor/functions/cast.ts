// CAST(x AS type) in a selection: Cassandra 3.11's matrix. Numbers convert into each other as Java's numeric
// conversions do, everything that prints converts to text and ascii, and moments convert into each other.

import { invalid } from '../../cql-error.js';
import { type CqlType, type NativeName, type NativeType, native, nativeTypes } from '../../types/cql-type.js';
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
import { type ArgumentType, chooseOverload } from './overloads.js';
import { functionKeyspace, ofPresent, type ScalarFunction } from './scalar-function.js';
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

/** The function of CAST(x AS `to`) for a value of type `from`; a cast to its own type gives the value back. Types whose
 * bytes read as a castable type are cast by way of that. `named`: the column that the refusal speaks of. Throws
 * CqlError invalid. */
export function resolveCast(from: ArgumentType, to: CqlType, named: string): ScalarFunction {
  if (isType(from) && sameType(from, to)) {
    return {
      name: castName(to),
      argumentTypes: [from],
      returnType: to,
      pure: true,
      evaluate: (args) => args[0] ?? null,
    };
  }
  const casts = to.kind === 'native' ? castsTo(to) : [];
  if (casts.length === 0) throw invalid(`${named} cannot be cast to ${cqlTypeText(to)}`);
  const name = `${functionKeyspace}.castAs${capitalized(cqlTypeText(to))}`;
  return chooseOverload({ called: name, printed: name }, casts, [from]);
}

const isType = (given: ArgumentType): given is CqlType =>
  given !== undefined && given.kind !== 'constant' && given.kind !== 'tested';

const capitalized = (name: string): string => name[0]!.toUpperCase() + name.slice(1);

const castName = (to: CqlType): string => (to.kind === 'native' ? `castas${to.name}` : 'cast');

function castsTo(to: NativeType): ScalarFunction[] {
  return nativeTypes.flatMap((from) => {
    const convert = from === to.name ? undefined : conversion(from, to.name);
    if (convert === undefined) return [];
    const signature = { name: castName(to), argumentTypes: [native(from)], returnType: to, pure: true };
    // text that is empty is still text, and what else is empty is printed as null [Cassandra 3.11 toCQLLiteral]
    if (from === 'ascii') return [{ ...signature, evaluate: (args) => args[0] ?? null }];
    if (to.name !== 'text' && to.name !== 'ascii') return [ofPresent(signature, convert)];
    return [{ ...signature, evaluate: ([value]) => (value?.length === 0 ? nullText : value ? convert(value) : null) }];
  });
}

const nullText = Buffer.from('null');

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
      // Java's longValue: of a decimal the lowest 64 bits
      return encodeVarint(typeof value === 'object' ? BigInt.asIntN(64, decimalToBigint(value)) : asInteger(value, 64));
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
