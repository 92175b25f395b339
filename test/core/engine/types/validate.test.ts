import { describe, expect, test } from 'vitest';
import {
  readElements,
  readFields,
  readPairs,
  writeElements,
  writeFields,
  writePairs,
} from '../../../../src/core/engine/types/collections.js';
import { type CqlType, native } from '../../../../src/core/engine/types/cql-type.js';
import { checkDigits } from '../../../../src/core/engine/types/number-digits.js';
import { encodeDecimal, encodeVarint } from '../../../../src/core/engine/types/numbers.js';
import { validateValue } from '../../../../src/core/engine/types/validate.js';

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const refused = (type: CqlType, hex: string, message: string) =>
  expect(() => validateValue(type, bytes(hex))).toThrow(expect.objectContaining({ code: 0x2200, message }));

const list: CqlType = { kind: 'list', frozen: false, element: native('int') };
const set: CqlType = { kind: 'set', frozen: false, element: native('text') };
const map: CqlType = { kind: 'map', frozen: false, key: native('int'), value: native('text') };
const tuple: CqlType = { kind: 'tuple', elements: [native('int'), native('text')] };
const udt: CqlType = {
  kind: 'udt',
  frozen: true,
  keyspace: 'ks',
  name: 'u',
  fieldNames: ['a', 'b'],
  fieldTypes: [native('int'), native('text')],
};

test('an empty value is a set or map within fields, and nowhere else [Cassandra 3.11.19]', () => {
  const frozenMap: CqlType = { ...map, frozen: true };
  const holder: CqlType = { kind: 'tuple', elements: [frozenMap, { kind: 'list', frozen: true, element: frozenMap }] };
  for (const hex of ['00000000', '00000000 00000008 00000001 00000000'])
    expect(() => validateValue(holder, bytes(hex))).not.toThrow();
  refused(holder, '00000000 00000000', 'Not enough bytes to read a list');
  refused({ ...list, element: frozenMap }, '00000001 00000000', 'Not enough bytes to read a map');
  refused(map, '', 'Not enough bytes to read a map');
});

describe('scalars', () => {
  test.each([
    ['int', '010203', 'Expected 4 or 0 byte int (3)'],
    ['bigint', '01020304', 'Expected 8 or 0 byte long (4)'],
    ['counter', '00', 'Expected 8 or 0 byte long (1)'],
    ['float', '00', 'Expected 4 or 0 byte value for a float (1)'],
    ['double', '00', 'Expected 8 or 0 byte value for a double (1)'],
    ['timestamp', '00', 'Expected 8 or 0 byte long for date (1)'],
    ['uuid', '00', 'UUID should be 16 or 0 bytes (1)'],
    ['timeuuid', '50554d6e29bb41e5b345feff819cdc9f', 'Invalid version for TimeUUID type.'],
    ['text', 'ff', "String didn't validate."],
    ['text', 'c3', "String didn't validate."],
    ['ascii', '6180', 'Invalid byte for ascii: -128'],
    ['boolean', '0000', 'Expected 1 or 0 byte value (2)'],
    ['smallint', '', 'Expected 2 bytes for a smallint (0)'],
    ['tinyint', '0000', 'Expected 1 byte for a tinyint (2)'],
    ['date', '00', 'Expected 4 byte long for date (1)'],
    ['time', '', 'Expected 8 byte long for time (0)'],
    ['decimal', '000000', 'Expected 0 or at least 4 bytes (3)'],
    ['inet', '010203', 'Expected 4 or 16 byte inetaddress; got 010203'],
    ['duration', '0000', 'Expected at least 3 bytes for a duration (2)'],
    ['duration', '020100', 'The duration months, days and nanoseconds must be all of the same sign (1, -1, 0)'],
  ] as const)('%s %s', (name, hex, message) => {
    refused(native(name), hex, message);
  });

  test('an empty value is a value of most types', () => {
    for (const name of ['int', 'bigint', 'text', 'blob', 'uuid', 'timestamp', 'boolean', 'inet', 'decimal'] as const) {
      expect(() => validateValue(native(name), bytes(''))).not.toThrow();
    }
  });

  test('numbers so long that reading them takes a noticeable time', () => {
    for (const name of ['varint', 'decimal'] as const) {
      validateValue(native(name), Buffer.alloc(50_000, 1));
      expect(() => validateValue(native(name), Buffer.alloc(50_001, 1))).toThrow(/100000 digits/);
    }
  });

  test('numbers beyond 38 digits, wherever they stand', () => {
    const most = 10n ** 38n - 1n;
    const list = { kind: 'list', element: native('varint'), frozen: true } as const;
    checkDigits(native('varint'), encodeVarint(-most));
    checkDigits(native('decimal'), encodeDecimal({ unscaled: most, scale: 3 }));
    checkDigits(native('text'), Buffer.alloc(100));
    checkDigits(list, writeElements([encodeVarint(most)]));
    const long = encodeVarint(most + 1n);
    expect(() => checkDigits(native('varint'), long)).toThrow(/38 digits/);
    expect(() => checkDigits(native('decimal'), encodeDecimal({ unscaled: -most - 1n, scale: 0 }))).toThrow(
      /38 digits/,
    );
    expect(() => checkDigits(list, writeElements([encodeVarint(1n), long]))).toThrow(/38 digits/);
    expect(() =>
      checkDigits({ kind: 'tuple', elements: [native('int'), list] }, writeFields([null, writeElements([long])])),
    ).toThrow(/38 digits/);
  });
});

describe('containers', () => {
  test.each([
    [list, '00000001', 'Not enough bytes to read a list'],
    [list, '7fffffff 00000000', 'Not enough bytes to read a list'],
    [list, '00000001 ffffffff', 'null is not supported inside collections'],
    [list, '00000000 00', 'Unexpected extraneous bytes after list value'],
    [list, '00000001 00000004 01', 'Not enough bytes to read a list'],
    [list, '00000001 00000001 01', 'Expected 4 or 0 byte int (1)'],
    [set, '00000001 00000001 ff', "String didn't validate."],
    [set, '00000001', 'Not enough bytes to read a set'],
    [map, '00000001 00000004 0000000a', 'Not enough bytes to read a map'],
    [map, '00000001 00000004 0000000a ffffffff', 'null is not supported inside collections'],
    [tuple, '00000004 0000', 'Not enough bytes to read 0th component'],
    [tuple, '0000', 'Not enough bytes to read size of 0th component'],
    [tuple, 'ffffffff ffffffff 00', 'Invalid remaining data after end of tuple value'],
    [udt, '00', 'Not enough bytes to read size of 0th field a'],
    [udt, 'ffffffff 00000002 61', 'Not enough bytes to read 1th field b'],
    [udt, 'ffffffff ffffffff 00', 'Invalid remaining data after end of UDT value'],
    [udt, '00000001 00', 'Expected 4 or 0 byte int (1)'],
  ] as const)('%o %s', (type, hex, message) => {
    refused(type, hex, message);
  });

  test('are written as they are read', () => {
    const elements = [bytes('01'), bytes(''), bytes('0203')];
    expect(writeElements(elements).toString('hex')).toBe(
      bytes('00000003 00000001 01 00000000 00000002 0203').toString('hex'),
    );
    expect(readElements(writeElements(elements))).toEqual(elements);
    const pairs = [
      [bytes('01'), bytes('02')],
      [bytes('03'), bytes('')],
    ] as const;
    expect(writePairs(pairs).readInt32BE(0)).toBe(2);
    expect(readPairs(writePairs(pairs))).toEqual(pairs);
    const fields = [bytes('01'), null, bytes('')];
    expect(writeFields(fields).toString('hex')).toBe(bytes('00000001 01 ffffffff 00000000').toString('hex'));
    expect(readFields(writeFields(fields), 3)).toEqual(fields);
  });

  test('a missing tail of fields is null', () => {
    expect(readFields(writeFields([bytes('01')]), 3)).toEqual([bytes('01'), null, null]);
    validateValue(udt, bytes(''));
  });

  test('null does not go into a collection', () => {
    expect(() => writeElements([null])).toThrow('null is not supported inside collections');
    expect(() => writePairs([[bytes('01'), null]])).toThrow('null is not supported inside collections');
  });
});
