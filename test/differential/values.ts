// long: a generator for each CQL type belongs beside the others
// Values of every CQL type for the differential run, as a literal and as wire bytes, drawn from small pools so that
// keys and elements meet again.

import type { CqlType, NativeName } from '../../src/core/engine/types/cql-type.js';
import type { Dice } from './dice.js';

export interface Value {
  readonly literal: string;
  readonly bytes: Buffer;
}

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const int = (value: number | bigint, size: 1 | 2 | 4 | 8): Buffer => {
  const out = Buffer.alloc(8);
  out.writeBigInt64BE(BigInt.asIntN(64, BigInt(value)));
  return out.subarray(8 - size);
};
const double = (value: number): Buffer => {
  const out = Buffer.alloc(8);
  out.writeDoubleBE(value);
  return out;
};
const float = (value: number): Buffer => {
  const out = Buffer.alloc(4);
  out.writeFloatBE(value);
  return out;
};
const varint = (value: bigint): Buffer => {
  let size = 1;
  while (BigInt.asIntN(size * 8, value) !== value) size++;
  const hex = BigInt.asUintN(size * 8, value)
    .toString(16)
    .padStart(size * 2, '0');
  return Buffer.from(hex, 'hex');
};
const sized = (part: Buffer | null): Buffer =>
  part === null ? int(-1, 4) : Buffer.concat([int(part.length, 4), part]);
const uuid = (text: string): Value => ({ literal: text, bytes: Buffer.from(text.replaceAll('-', ''), 'hex') });

const whole =
  (size: 1 | 2 | 4 | 8, pool: readonly bigint[]) =>
  (dice: Dice): Value => {
    const value = dice.chance(0.8) ? BigInt(dice.below(5)) : dice.pick(pool);
    return { literal: String(value), bytes: int(value, size) };
  };
const text =
  (pool: readonly string[]) =>
  (dice: Dice): Value => {
    const value = dice.pick(pool);
    return {
      literal: dice.chance(0.05) && !value.includes('$') ? `$$${value}$$` : quote(value),
      bytes: Buffer.from(value),
    };
  };
const moment = (ms: bigint, literal: string): Value => ({ literal, bytes: int(ms, 8) });

const decimals: readonly (readonly [string, bigint, number])[] = [
  ['0', 0n, 0],
  ['1', 1n, 0],
  ['1.0', 10n, 1],
  ['-1.50', -150n, 2],
  ['3.14159', 314159n, 5],
  ['1e3', 1n, -3],
  ['1E-7', 1n, 7],
  ['12345678901234567890.5', 123456789012345678905n, 1],
];
const timeuuids = [
  '50554d6e-29bb-11e5-b345-feff819cdc9f',
  '50554d6e-29bb-11e5-b345-feff819cdc00',
  'd2177dd0-eaa2-11de-a572-001b779c76e3',
  '13814000-1dd2-11b2-8080-808080808080',
  '00000000-0000-1000-8000-000000000000',
];
const durations: readonly (readonly [string, string])[] = [
  ['1mo', '020000'],
  ['1d', '000200'],
  ['12h', '0000fc4e94914f0000'],
  ['-1mo', '010000'],
  ['P1Y2M', '1c0000'],
  ['1ns', '000002'],
];

export const scalars: Record<NativeName, (dice: Dice) => Value> = {
  ascii: text(['a', 'b', 'abc', '', "it's", 'A', 'select']),
  text: text(['a', 'b', 'abc', '', "it's", 'ü', '€uro', '😀', 'line\nbreak', 'A', '"q"', '\\', 'c\t', '{"a": 1}']),
  bigint: whole(8, [-1n, 2n ** 63n - 1n, -(2n ** 63n), 1n << 40n]),
  counter: whole(8, [-1n, 5n]),
  int: whole(4, [-1n, 2n ** 31n - 1n, -(2n ** 31n), 255n]),
  smallint: whole(2, [-1n, 32767n, -32768n]),
  tinyint: whole(1, [-1n, 127n, -128n]),
  varint: (dice) => {
    const value = dice.chance(0.7) ? BigInt(dice.below(5)) : dice.pick([-1n, 128n, -129n, 2n ** 70n, -(2n ** 64n)]);
    return { literal: String(value), bytes: varint(value) };
  },
  decimal: (dice) => {
    const [literal, unscaled, scale] = dice.pick(decimals);
    return { literal, bytes: Buffer.concat([int(scale, 4), varint(unscaled)]) };
  },
  double: (dice) => {
    const value = dice.pick([0, 1, 1.5, -2.25, 1e100, -1e-7, 0.1, 123456789.125, 1e7, 1e-3]);
    if (dice.chance(0.05))
      return dice.pick(['NaN', 'Infinity', '-Infinity'].map((l) => ({ literal: l, bytes: double(Number(l)) })));
    return { literal: String(value).replace('e+', 'e'), bytes: double(value) };
  },
  float: (dice) => {
    const value = dice.pick([0, 1, 1.5, -2.25, 1e10, 0.1, 3.4e38, 1e-10, 16777217, 1e7]);
    if (dice.chance(0.05))
      return dice.pick(['NaN', 'Infinity', '-Infinity'].map((l) => ({ literal: l, bytes: float(Number(l)) })));
    return { literal: String(value).replace('e+', 'e'), bytes: float(value) };
  },
  boolean: (dice) =>
    dice.chance(0.5) ? { literal: 'true', bytes: int(1, 1) } : { literal: 'FALSE', bytes: int(0, 1) },
  blob: (dice) => {
    const hex = dice.pick(['', '00', 'ff', 'cafe', 'CAFEBABE', '0001', '00'.repeat(9)]);
    return { literal: `0x${hex}`, bytes: Buffer.from(hex, 'hex') };
  },
  uuid: (dice) =>
    uuid(dice.pick([...timeuuids, '123e4567-e89b-42d3-a456-426614174000', 'ffffffff-ffff-4fff-8fff-ffffffffffff'])),
  timeuuid: (dice) => uuid(dice.pick(timeuuids)),
  inet: (dice) =>
    dice.pick([
      { literal: "'127.0.0.1'", bytes: Buffer.from('7f000001', 'hex') },
      { literal: "'10.1.2.3'", bytes: Buffer.from('0a010203', 'hex') },
      { literal: "'::1'", bytes: Buffer.concat([Buffer.alloc(15), int(1, 1)]) },
      { literal: "'2001:db8::ff00:42:8329'", bytes: Buffer.from('20010db8000000000000ff0000428329', 'hex') },
    ]),
  timestamp: (dice) =>
    dice.pick([
      moment(0n, '0'),
      moment(1000n, '1000'),
      moment(-1n, '-1'),
      moment(1300060800000n, "'2011-03-14T00:00:00Z'"),
      moment(1300060800123n, "'2011-03-14 00:00:00.123+0000'"),
      moment(1300060800000n, "'2011-03-14+0000'"),
      moment(1300053600000n, "'2011-03-14 00:00+02:00'"),
      moment(253402300799999n, '253402300799999'),
    ]),
  date: (dice) =>
    dice.pick([
      { literal: "'1970-01-01'", bytes: int(2 ** 31, 4) },
      { literal: "'2020-02-29'", bytes: int(2 ** 31 + 18321, 4) },
      { literal: "'1969-12-31'", bytes: int(2 ** 31 - 1, 4) },
      { literal: '2147483648', bytes: int(2 ** 31, 4) },
      { literal: "'9999-12-31'", bytes: int(2 ** 31 + 2932896, 4) },
    ]),
  time: (dice) =>
    dice.pick([
      { literal: "'00:00:00'", bytes: int(0, 8) },
      { literal: "'08:12:54.123456789'", bytes: int(29574123456789n, 8) },
      { literal: "'23:59:59.999'", bytes: int(86399999000000n, 8) },
      { literal: '1', bytes: int(1, 8) },
    ]),
  duration: (dice) => {
    const [literal, hex] = dice.pick(durations);
    return { literal, bytes: Buffer.from(hex, 'hex') };
  },
};

/** Alike for values that compare as equal, such as 1 and 1.0: which of them a literal keeps is left to chance in Cassandra. */
const equalAs = (value: Value): string => value.bytes.toString('hex').replaceAll('000000010a', '0000000001');

/** A value of any type. Elements of sets and keys of maps are in wire order only by chance, as clients may send them. */
export function anyValue(dice: Dice, type: CqlType, depth = 0): Value {
  const count = dice.weighted([
    [2, 0],
    [5, 1],
    [4, 2],
    [2, 3],
  ] as const);
  switch (type.kind) {
    case 'native':
      return scalars[type.name](dice);
    case 'custom':
      return { literal: "''", bytes: Buffer.alloc(0) };
    case 'list':
    case 'set': {
      const seen = new Map(
        dice
          .times(count, () => anyValue(dice, type.element, depth + 1))
          .map((v) => [type.kind === 'set' ? equalAs(v) : {}, v]),
      );
      const parts = [...seen.values()];
      const inner = parts.map((v) => v.literal).join(', ');
      return {
        literal: type.kind === 'list' ? `[${inner}]` : `{${inner}}`,
        bytes: Buffer.concat([int(parts.length, 4), ...parts.map((v) => sized(v.bytes))]),
      };
    }
    case 'map': {
      const seen = new Map(
        dice
          .times(count, () => [anyValue(dice, type.key, depth + 1), anyValue(dice, type.value, depth + 1)] as const)
          .map((pair) => [equalAs(pair[0]), pair]),
      );
      const pairs = [...seen.values()];
      return {
        literal: `{${pairs.map(([k, v]) => `${k.literal}: ${v.literal}`).join(', ')}}`,
        bytes: Buffer.concat([int(pairs.length, 4), ...pairs.flatMap(([k, v]) => [sized(k.bytes), sized(v.bytes)])]),
      };
    }
    case 'tuple': {
      const parts = type.elements.map((t) => maybe(dice, t, depth));
      const cut = dice.chance(0.05) ? dice.between(1, parts.length) : parts.length;
      const kept = parts.slice(0, cut);
      return {
        literal: `(${kept.map((v) => v?.literal ?? 'null').join(', ')})`,
        bytes: Buffer.concat(kept.map((v) => sized(v?.bytes ?? null))),
      };
    }
    case 'udt': {
      const parts = type.fieldTypes.map((t) => maybe(dice, t, depth));
      const members = parts.flatMap((v, i) =>
        v === null && dice.chance(0.5) ? [] : [`${nameText(type.fieldNames[i]!)}: ${v?.literal ?? 'null'}`],
      );
      if (members.length === 0) members.push(`${nameText(type.fieldNames[0]!)}: ${parts[0]?.literal ?? 'null'}`);
      return { literal: `{${members.join(', ')}}`, bytes: Buffer.concat(parts.map((v) => sized(v?.bytes ?? null))) };
    }
  }
}

const maybe = (dice: Dice, type: CqlType, depth: number): Value | null =>
  dice.chance(0.12) ? null : anyValue(dice, type, depth + 1);

export const nameText = (name: string): string =>
  /^[a-z][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
