import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeElements, writeFields } from '../../../../src/core/engine/types/collections.js';
import type { CqlType } from '../../../../src/core/engine/types/cql-type.js';
import { native } from '../../../../src/core/engine/types/cql-type.js';
import { encodeDecimal, encodeVarint } from '../../../../src/core/engine/types/numbers.js';
import { compareValues, encodeOrdered } from '../../../../src/core/engine/types/order.js';
import { ByteSink } from '../../../../src/core/lib/byte-sink.js';
import { anyValueOf, scalarTypes, typeOf } from './arbitrary-values.js';

function encoded(type: CqlType, value: Uint8Array, descending = false): Buffer {
  const sink = new ByteSink(4);
  encodeOrdered(type, value, descending, sink);
  return sink.copy();
}

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** The order of keys is the order of values, ascending and descending, and no key begins another. */
function checkPair(type: CqlType, a: Uint8Array, b: Uint8Array): void {
  const order = Math.sign(compareValues(type, a, b));
  expect(Math.sign(compareValues(type, b, a))).toBe(order === 0 ? 0 : -order);
  expect(Math.sign(Buffer.compare(encoded(type, a), encoded(type, b)))).toBe(order);
  expect(Math.sign(Buffer.compare(encoded(type, a, true), encoded(type, b, true)))).toBe(order === 0 ? 0 : -order);
  if (order !== 0) expect(encoded(type, a).subarray(0, encoded(type, b).length).equals(encoded(type, b))).toBe(false);
  for (const key of [encoded(type, a), encoded(type, a, true)]) {
    expect(key[0]).toBeGreaterThan(0x00);
    expect(key[0]).toBeLessThan(0xff);
  }
}

describe('the order of keys is the order of values', () => {
  for (const type of scalarTypes) {
    test(type.kind === 'native' ? type.name : type.kind, () => {
      const value = anyValueOf(type, { empties: true });
      fc.assert(
        fc.property(value, value, (a, b) => checkPair(type, a, b)),
        { numRuns: 300 },
      );
    });
  }

  test('compound types', () => {
    const pairs = typeOf(2).chain((type) => {
      const value = anyValueOf(type, { empties: true });
      return fc.tuple(fc.constant(type), value, value);
    });
    fc.assert(
      fc.property(pairs, ([type, a, b]) => checkPair(type, a, b)),
      { numRuns: 500 },
    );
  });

  test('several columns one after another, each with its own direction', () => {
    const column = fc.tuple(typeOf(1), fc.boolean()).chain(([type, descending]) => {
      const value = anyValueOf(type, { empties: true });
      return fc.record({
        type: fc.constant(type),
        descending: fc.constant(descending),
        a: value,
        b: fc.oneof(value, fc.constant(null)),
      });
    });
    fc.assert(
      fc.property(fc.array(column, { minLength: 1, maxLength: 4 }), (columns) => {
        const left = new ByteSink(4);
        const right = new ByteSink(4);
        let order = 0;
        for (const { type, descending, a, b } of columns) {
          const other = b ?? a;
          encodeOrdered(type, a, descending, left);
          encodeOrdered(type, other, descending, right);
          if (order === 0) order = Math.sign(compareValues(type, a, other)) * (descending ? -1 : 1);
        }
        expect(Math.sign(Buffer.compare(left.view(), right.view())) - order).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the shape of keys', () => {
  test.each([
    ['int', '00000001', '02 80000001'],
    ['int', 'ffffffff', '02 7fffffff'],
    ['int', '', '01'],
    ['text', '61', '02 61 0000'],
    ['text', '6100', '02 61 00ff 0000'],
    ['text', '', '02 0000'],
    ['boolean', '01', '02 01'],
    ['date', '80000000', '02 80000000'],
    ['uuid', '0102030405064708890a0b0c0d0e0f10', '06 0102030405064708890a0b0c0d0e0f10'],
    ['timeuuid', '0102030405061708890a0b0c0d0e0f10', '02 1708050601020304 098a8b8c8d8e8f90'],
    ['varint', '7f', '02 8001 7f'],
    ['varint', '81', '02 7ffe 80'],
  ] as const)('%s %s', (name, value, key) => {
    expect(encoded(native(name), hex(value)).toString('hex')).toBe(hex(key).toString('hex'));
    const inverted = hex(key).map((byte) => byte ^ 0xff);
    expect(encoded(native(name), hex(value), true).toString('hex')).toBe(Buffer.from(inverted).toString('hex'));
  });
});

describe("Cassandra's order", () => {
  const sorted = (type: CqlType, values: readonly Uint8Array[]) => {
    const shuffled = [...values].reverse().sort((a, b) => compareValues(type, a, b));
    expect(shuffled.map((v) => Buffer.from(v).toString('hex'))).toEqual(
      values.map((v) => Buffer.from(v).toString('hex')),
    );
  };

  test('uuids by version, then time or bytes', () => {
    sorted(native('uuid'), [
      hex('00000000000000000000000000000000'),
      hex('ffffffff000010000000000000000000'),
      hex('00000000000110000000000000000000'),
      hex('00000000000040000000000000000000'),
      hex('80000000000040000000000000000000'),
    ]);
  });

  test('timeuuids of one time by signed bytes', () => {
    sorted(native('timeuuid'), [
      hex('00000000000010008080808080808080'),
      hex('0000000000001000ff00000000000000'),
      hex('00000000000010000000000000000000'),
      hex('00000000000010007f7f7f7f7f7f7f7f'),
    ]);
  });

  test('floating point: minus zero before zero, NaN last', () => {
    const double = (n: number) => {
      const out = Buffer.alloc(8);
      out.writeDoubleBE(n);
      return out;
    };
    sorted(native('double'), [-Infinity, -1, -0, 0, 5e-324, 1, Infinity, Number.NaN].map(double));
  });

  test('numbers by value, whatever their bytes', () => {
    sorted(native('varint'), [-(10n ** 30n), -129n, -128n, -1n, 0n, 127n, 128n, 10n ** 30n].map(encodeVarint));
    expect(compareValues(native('varint'), hex('0001'), hex('01'))).toBe(0);
    expect(encoded(native('varint'), hex('0001'))).toEqual(encoded(native('varint'), hex('01')));
    const one = encodeDecimal({ unscaled: 1n, scale: 0 });
    const alsoOne = encodeDecimal({ unscaled: 100n, scale: 2 });
    expect(compareValues(native('decimal'), one, alsoOne)).toBe(0);
    sorted(native('decimal'), [
      encodeDecimal({ unscaled: -1n, scale: -2_147_483_648 }),
      encodeDecimal({ unscaled: -11n, scale: 1 }),
      encodeDecimal({ unscaled: -1n, scale: 0 }),
      encodeDecimal({ unscaled: 0n, scale: 9 }),
      encodeDecimal({ unscaled: 1n, scale: 2_147_483_647 }),
      encodeDecimal({ unscaled: 999n, scale: 3 }),
      encodeDecimal({ unscaled: 1n, scale: 0 }),
    ]);
  });

  test('a null field comes first and a missing tail is null', () => {
    const type: CqlType = { kind: 'tuple', elements: [native('int'), native('int')] };
    const one = hex('00000001');
    sorted(type, [writeFields([null, one]), writeFields([one]), writeFields([one, hex('')]), writeFields([one, one])]);
    expect(compareValues(type, writeFields([one]), writeFields([one, null]))).toBe(0);
    const longer: CqlType = { kind: 'tuple', elements: [...type.elements, native('text')] };
    expect(encoded(type, writeFields([one]))).toEqual(encoded(longer, writeFields([one, null, null])));
    expect(encoded(type, writeFields([null, one]))).toEqual(encoded(longer, writeFields([null, one])));
  });

  test('a list before a longer one that it begins', () => {
    const type: CqlType = { kind: 'list', frozen: true, element: native('int') };
    sorted(type, [[], [hex('80000000')], [hex('00000001')], [hex('00000001'), hex('00000000')]].map(writeElements));
  });
});
