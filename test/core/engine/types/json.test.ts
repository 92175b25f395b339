import { describe, expect, test } from 'vitest';
import { type CqlType, native } from '../../../../src/core/engine/types/cql-type.js';
import { JsonNumber, jsonToValue, parseJson, valueToJson } from '../../../../src/core/engine/types/json.js';
import { parseCqlType } from '../../../../src/core/engine/types/parse-type.js';
import { plainToValue, valueToCqlText, valueToPlain } from '../../../../src/core/engine/types/text.js';

const shape = { keyspace: 'ks', name: 'u', fieldNames: ['a', 'B'], fieldTypes: [native('int'), native('text')] };
const typeOf = (text: string): CqlType => parseCqlType(text, () => shape);
const fromJson = (type: string, json: string) => jsonToValue(typeOf(type), parseJson(json), () => 1234n)!;
const again = (type: string, json: string) => valueToJson(typeOf(type), fromJson(type, json));

test.each([
  ['int', '1', '1'],
  ['int', '"12"', '12'],
  ['bigint', '9223372036854775807', '9223372036854775807'],
  ['varint', '123456789012345678901234567890', '123456789012345678901234567890'],
  ['decimal', '0.10', '0.1'],
  ['decimal', '"0.10"', '0.10'],
  ['decimal', '"1e3"', '1E+3'],
  ['double', '1e10', '1.0E10'],
  ['float', '0.1', '0.1'],
  ['double', '"NaN"', 'null'],
  ['boolean', '"true"', 'true'],
  ['text', '"a\\"\\n\\u0001\\u00e9/"', '"a\\"\\n\\u0001é/"'],
  ['blob', '"0xCAFE"', '"0xcafe"'],
  ['timestamp', '"2011-02-03 04:05:06.7"', '"2011-02-03 04:05:06.007Z"'],
  ['timestamp', '5', '"1970-01-01 00:00:00.005Z"'],
  ['date', '"2024-2-9"', '"2024-02-09"'],
  ['time', '"1:2:3"', '"01:02:03.000000000"'],
  ['inet', '"::1"', '"0:0:0:0:0:0:0:1"'],
  ['int', '""', '""'],
  ['list<int>', '[3, 1, 1]', '[3, 1, 1]'],
  ['list<int>', '"[1,2]"', '[1, 2]'],
  ['set<text>', '["b", "a", "b"]', '["a", "b"]'],
  ['map<int, text>', '{"2": "b", "1": "a"}', '{"1": "a", "2": "b"}'],
  ['map<frozen<list<int>>, int>', '{"[2]": 1, "[1]": 2}', '{"[1]": 2, "[2]": 1}'],
  ['tuple<int, text>', '[null, "x"]', '[null, "x"]'],
  ['u', '{"A": 1, "\\"B\\"": "x"}', '{"a": 1, "\\"B\\"": "x"}'],
  ['u', '{}', '{"a": null, "\\"B\\"": null}'],
])('%s from %s prints %s', (type, json, printed) => {
  expect(again(type, json)).toBe(printed);
});

test('null is null', () => {
  expect(jsonToValue(typeOf('list<int>'), parseJson('null'), () => 0n)).toBeNull();
});

test.each([
  ['ascii', '1', 'Expected an ascii string, but got a Integer: 1'],
  ['ascii', '"é"', /^Invalid ASCII character in string literal/],
  ['text', '{"a":1}', 'Expected a UTF-8 string, but got a LinkedHashMap: {a=1}'],
  ['text', '[1]', 'Expected a UTF-8 string, but got a ArrayList: [1]'],
  ['bigint', '1.5', 'Expected a bigint value, but got a Double: 1.5'],
  ['int', '2147483648', 'Expected an int value, but got a Long: 2147483648'],
  ['int', '9223372036854775808', 'Expected an int value, but got a BigInteger: 9223372036854775808'],
  ['int', '"x"', "Unable to make int from 'x'"],
  ['smallint', '1.5', "Unable to make short from '1.5'"],
  ['smallint', 'true', 'Expected a short value, but got a Boolean: true'],
  ['tinyint', '300', "Unable to make byte from '300'"],
  [
    'blob',
    '"ab"',
    "Value 'ab' is not a valid blob representation: String representation of blob is missing 0x prefix: ab",
  ],
  ['blob', '1', "Value '1' is not a valid blob representation: java.lang.Integer cannot be cast to java.lang.String"],
  ['boolean', '1', 'Expected a boolean value, but got a Integer: 1'],
  ['decimal', 'true', "Value 'true' is not a valid representation of a decimal value"],
  ['varint', '1.5', "Value '1.5' is not a valid representation of a varint value"],
  ['float', '[]', 'Expected a float value, but got a ArrayList: []'],
  ['timestamp', '1.5', 'Expected a long or a datestring representation of a timestamp value, but got a Double: 1.5'],
  ['uuid', '1', 'Expected a string representation of a uuid, but got a Integer: 1'],
  ['list<int>', '5', 'Expected a list, but got a Integer: 5'],
  ['list<int>', '[null]', 'Invalid null element in list'],
  ['list<int>', '"x"', /^Error decoding JSON string: /],
  ['set<text>', '{}', 'Expected a list (representing a set), but got a LinkedHashMap: {}'],
  ['map<int, text>', '[1]', 'Expected a map, but got a ArrayList: [1]'],
  ['map<int, text>', '{"1": null}', 'Invalid null value in map'],
  ['tuple<int, text>', '[1]', 'Tuple is missing items (expected 2): [1]'],
  ['tuple<int, text>', '[1, "a", 2]', 'Tuple contains extra items (expected 2): [1, a, 2]'],
  ['u', '{"b": 1}', "Unknown field 'b' in value of user defined type u"],
])('%s from %s is refused', (type, json, message) => {
  expect(() => fromJson(type, json)).toThrow(message);
});

describe('the reader', () => {
  test('keeps numbers exact', () => {
    expect(parseJson(' [ 12345678901234567890.10 ] ')).toEqual([new JsonNumber('12345678901234567890.10')]);
  });

  test.each(['', '{', '[1,]', '{"a" 1}', '01', '"a', '1 2', '{a: 1}', '"\n"', 'nul', '"\\x"'])('refuses %j', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  test('bounds the nesting', () => {
    expect(() => parseJson('['.repeat(100_000))).toThrow(/nested deeper/);
  });
});

describe('for people and scripts', () => {
  const value = (type: string, plain: unknown) => plainToValue(typeOf(type), plain);
  test.each([
    ['text', "it's", "'it''s'", "it's"],
    ['bigint', 5n, '5', '5'],
    ['int', 5, '5', 5],
    ['double', 0.1, '0.1', 0.1],
    ['float', 0.1, '0.1', 0.1],
    ['double', Number.NaN, 'NaN', 'NaN'],
    ['boolean', true, 'true', true],
    ['blob', Buffer.of(1, 2), '0x0102', '0x0102'],
    ['timestamp', new Date(0), "'1970-01-01 00:00:00.000+0000'", '1970-01-01T00:00:00.000Z'],
    ['inet', '2001:db8:0:0:0:0:0:1', "'2001:db8::1'", '2001:db8::1'],
    [
      'uuid',
      '50554d6e-29bb-11e5-b345-feff819cdc9f',
      '50554d6e-29bb-11e5-b345-feff819cdc9f',
      '50554d6e-29bb-11e5-b345-feff819cdc9f',
    ],
    ['date', '2024-02-09', "'2024-02-09'", '2024-02-09'],
    ['list<int>', [2, 1], '[2, 1]', [2, 1]],
    ['set<text>', new Set(['b', 'a']), "{'a', 'b'}", ['a', 'b']],
    ['map<text, int>', { b: 1, a: 2 }, "{'a': 2, 'b': 1}", { a: 2, b: 1 }],
    ['map<int, int>', new Map([[1, 2]]), '{1: 2}', { 1: 2 }],
    ['tuple<int, text>', [1], '(1, null)', [1, null]],
    ['u', { B: 'x' }, '{a: null, "B": \'x\'}', { a: null, B: 'x' }],
    ['int', null, 'null', null],
  ])('%s %o', (type, plain, text, back) => {
    const bytes = value(type, plain);
    expect(valueToCqlText(typeOf(type), bytes)).toBe(text);
    expect(valueToPlain(typeOf(type), bytes)).toEqual(back);
  });

  test('a key named __proto__ is a key', () => {
    const type = typeOf('map<text, int>');
    const plain = valueToPlain(type, plainToValue(type, new Map([['__proto__', 1]])));
    expect(Object.entries(plain as object)).toEqual([['__proto__', 1]]);
  });

  test.each([
    ['int', {}],
    ['list<int>', 'x'],
    ['u', { nosuch: 1 }],
    ['tuple<int, text>', [1, 'a', 2]],
    ['blob', 'abc'],
    ['set<int>', [null]],
  ])('%s from %o is refused', (type, plain) => {
    expect(() => value(type, plain)).toThrow(expect.objectContaining({ code: 0x2200 }));
  });
});
