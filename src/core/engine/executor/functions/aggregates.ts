// count, min, max, sum and avg, for the lenient mode: Amazon Keyspaces has no aggregates. Results and overflow are
// Cassandra 3.11's: sum and avg have the type of their argument and wrap around.

import { assert } from '../../../lib/assert.js';
import { invalid } from '../../cql-error.js';
import { type CqlType, type NativeName, native, nativeTypes } from '../../types/cql-type.js';
import {
  type Decimal,
  decimalToNumber,
  decodeDecimal,
  decodeVarint,
  doubleText,
  encodeDecimal,
  encodeVarint,
  parseDecimal,
} from '../../types/numbers.js';
import { compareValues } from '../../types/order.js';
import { doubleOf, floatOf, integerBytes, integerOf } from '../../types/scalar-text.js';
import { type ArgumentType, chooseOverload } from './overloads.js';
import { functionKeyspace } from './scalar-function.js';

/** The state of one aggregate over one group of rows. */
export interface Accumulator {
  step(value: Uint8Array | null): void;
  result(): Uint8Array | null;
}

export interface AggregateFunction {
  readonly name: string;
  /** None for count(*). */
  readonly argumentTypes: readonly CqlType[];
  readonly returnType: CqlType;
  init(): Accumulator;
}

const aggregateNames = ['count', 'min', 'max', 'sum', 'avg'];

export const isAggregateName = (name: string): boolean => aggregateNames.includes(name.toLowerCase());

const summed: readonly NativeName[] = [
  'tinyint',
  'smallint',
  'int',
  'bigint',
  'counter',
  'varint',
  'float',
  'double',
  'decimal',
];

/** Undefined when no aggregate has that name. Of other types, min, max and count
 * take what reads as a blob. Throws CqlError invalid. */
export function resolveAggregate(name: string, given: readonly ArgumentType[]): AggregateFunction | undefined {
  const folded = name.toLowerCase();
  if (!aggregateNames.includes(folded)) return undefined;
  const types = folded === 'sum' || folded === 'avg' ? summed : nativeTypes;
  const candidates = types.map((type) => aggregateOf(folded, native(type)));
  const printed = `${functionKeyspace}.${folded}`;
  // Cassandra has them for a type that no column can have
  const beside = types === summed ? [] : [`${printed} : (empty) -> ${folded === 'count' ? 'bigint' : 'empty'}`];
  return chooseOverload({ called: folded, printed, beside }, candidates, given);
}

/** count(*) and count(1). */
export const countRows: AggregateFunction = {
  name: 'countrows',
  argumentTypes: [],
  returnType: native('bigint'),
  init: () => counting(true),
};

function aggregateOf(name: string, type: CqlType): AggregateFunction {
  const signature = { name, argumentTypes: [type] };
  if (name === 'count') return { ...signature, returnType: native('bigint'), init: () => counting(false) };
  const init = name === 'min' || name === 'max' ? extremes(type, name) : sums(type, name);
  return { ...signature, returnType: type, init };
}

function counting(rows: boolean): Accumulator {
  let count = 0;
  return {
    step: (value) => {
      if (rows || value !== null) count++;
    },
    result: () => integerBytes(BigInt(count), 64),
  };
}

const extremes = (type: CqlType, name: 'min' | 'max') => (): Accumulator => {
  let best: Uint8Array | null = null;
  const sign = name === 'min' ? 1 : -1;
  return {
    step: (value) => {
      if (value === null || (best !== null && sign * compareValues(type, value, best) >= 0)) return;
      // the value is a view of memory that the next row may reuse
      best = Uint8Array.from(value);
    },
    result: () => best,
  };
};

const bitsOf: Partial<Record<NativeName, number>> = { tinyint: 8, smallint: 16, int: 32, bigint: 64, counter: 64 };

function sums(type: CqlType, name: string): () => Accumulator {
  assert(type.kind === 'native', 'only numbers add up');
  const average = name === 'avg';
  const bits = bitsOf[type.name];
  if (bits !== undefined) {
    return () => adding(integerOf, (sum) => integerBytes(BigInt.asIntN(bits, sum), bits), average);
  }
  switch (type.name) {
    case 'varint':
      return () => adding(decodeVarint, encodeVarint, average);
    case 'float':
      return () => addingNumbers(floatOf, 4, average);
    case 'double':
      return () => addingNumbers(doubleOf, 8, average);
    case 'decimal':
      return () => addingDecimals(average);
    default:
      throw new Error(`assertion failed: ${type.name} does not add up`);
  }
}

function adding(
  read: (value: Uint8Array) => bigint,
  write: (sum: bigint) => Uint8Array,
  average: boolean,
): Accumulator {
  let sum = 0n;
  let count = 0n;
  return {
    step: (value) => {
      if (value === null || value.length === 0) return;
      sum += read(value);
      count++;
    },
    result: () => write(average && count > 0n ? sum / count : sum),
  };
}

function addingNumbers(read: (value: Uint8Array) => number, size: 4 | 8, average: boolean): Accumulator {
  let sum = 0;
  let count = 0;
  // what rounding lost: Cassandra adds by Kahan's algorithm [C3 AggregateFcts]
  let compensation = 0;
  let plain = 0;
  // of an average, the sum once it is beyond all doubles
  let beyond: Decimal | undefined;
  const total = (): number => {
    if (beyond !== undefined) {
      return decimalToNumber({ unscaled: divideHalfEven(beyond.unscaled, BigInt(count)), scale: beyond.scale });
    }
    const exact = sum + compensation;
    const added = Number.isNaN(exact) && Math.abs(plain) === Number.POSITIVE_INFINITY ? plain : exact;
    return average && count > 0 ? added / count : added;
  };
  return {
    step: (value) => {
      if (value === null || value.length === 0) return;
      const number = read(value);
      plain += number;
      count++;
      if (beyond !== undefined && Number.isFinite(number)) {
        beyond = addDecimals(beyond, exactly(number));
        return;
      }
      beyond = undefined;
      const before = sum;
      const corrected = number - compensation;
      const rounded = sum + corrected;
      compensation = rounded - sum - corrected;
      sum = rounded;
      if (average && !Number.isFinite(sum) && Number.isFinite(before) && Number.isFinite(number)) {
        beyond = addDecimals(exactly(before), exactly(number));
      }
    },
    result: () => {
      const value = total();
      const out = Buffer.allocUnsafe(size);
      if (size === 4) out.writeFloatBE(value);
      else out.writeDoubleBE(value);
      return out;
    },
  };
}

/** The digits of the number's text, as Java's `BigDecimal.valueOf(double)`. */
function exactly(number: number): Decimal {
  const decimal = parseDecimal(doubleText(number));
  assert(decimal !== undefined, 'a finite number has digits');
  return decimal;
}

/** An average moves from number to number, each step rounded to the digits that number and average have [C3 AggregateFcts]. */
function addingDecimals(average: boolean): Accumulator {
  let sum: Decimal = { unscaled: 0n, scale: 0 };
  let count = 0n;
  return {
    step: (value) => {
      if (value === null || value.length === 0) return;
      const number = decodeDecimal(value);
      count++;
      if (!average) {
        sum = addDecimals(sum, number);
        return;
      }
      const { unscaled, scale } = addDecimals(number, { unscaled: -sum.unscaled, scale: sum.scale });
      sum = addDecimals(sum, { unscaled: divideHalfEven(unscaled, count), scale });
    },
    result: () => encodeDecimal(sum),
  };
}

function addDecimals(a: Decimal, b: Decimal): Decimal {
  if (Math.abs(a.scale - b.scale) > 10_000) throw invalid('decimals of too different magnitude cannot be added');
  const scale = Math.max(a.scale, b.scale);
  const at = (value: Decimal): bigint => value.unscaled * 10n ** BigInt(scale - value.scale);
  return { unscaled: at(a) + at(b), scale };
}

/** To the nearest, ties to the even neighbour. */
function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const rest = dividend - quotient * divisor;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const away = dividend < 0n ? -1n : 1n;
  if (twice > divisor || (twice === divisor && quotient % 2n !== 0n)) return quotient + away;
  return quotient;
}
