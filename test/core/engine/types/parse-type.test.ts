import { describe, expect, test } from 'vitest';
import { type CqlType, native } from '../../../../src/core/engine/types/cql-type.js';
import { cqlTypeText } from '../../../../src/core/engine/types/format-type.js';
import { parseCqlType, type UserTypeShape } from '../../../../src/core/engine/types/parse-type.js';
import { isAssignable, sameType } from '../../../../src/core/engine/types/same-type.js';

const address: UserTypeShape = { keyspace: 'ks', name: 'address', fieldNames: ['city'], fieldTypes: [native('text')] };
const odd: UserTypeShape = { keyspace: 'ks', name: 'My Type', fieldNames: ['a'], fieldTypes: [native('int')] };
const holder: UserTypeShape = {
  keyspace: 'ks',
  name: 'holder',
  fieldNames: ['l'],
  fieldTypes: [{ kind: 'list', frozen: false, element: native('int') }],
};

const parse = (text: string): CqlType =>
  parseCqlType(text, ({ name }) => [address, odd, holder].find((shape) => shape.name === name), 'ks');

test.each([
  ['INT', 'int'],
  ['varchar', 'text'],
  ['list<TEXT>', 'list<text>'],
  [' map < text , int > ', 'map<text, int>'],
  ['frozen<list<list<int>>>', 'frozen<list<frozen<list<int>>>>'],
  ['list<frozen<set<int>>>', 'list<frozen<set<int>>>'],
  ['tuple<int, list<text>>', 'frozen<tuple<int, frozen<list<text>>>>'],
  ['frozen<tuple<int>>', 'frozen<tuple<int>>'],
  ['list<tuple<int, int>>', 'list<frozen<tuple<int, int>>>'],
  ['address', 'address'],
  ['Frozen<ADDRESS>', 'frozen<address>'],
  ['ks.address', 'address'],
  ['frozen<"My Type">', 'frozen<"My Type">'],
  ['map<text, frozen<address>>', 'map<text, frozen<address>>'],
  ['frozen<holder>', 'frozen<holder>'],
  ["'org.example.Kind'", "'org.example.Kind'"],
])('%s is %s', (text, spelling) => {
  expect(cqlTypeText(parse(text))).toBe(spelling);
});

test('a frozen user type has frozen fields', () => {
  expect(parse('frozen<holder>')).toMatchObject({
    kind: 'udt',
    frozen: true,
    fieldTypes: [{ kind: 'list', frozen: true }],
  });
});

describe('what is refused', () => {
  test.each([
    ['nosuch', 0x2200, 'Unknown type ks.nosuch'],
    ['list<nosuch>', 0x2200, 'Unknown type ks.nosuch'],
    ['list<list<int>>', 0x2200, 'Non-frozen collections are not allowed inside collections: list<list<int>>'],
    ['map<int, set<text>>', 0x2200, 'Non-frozen collections are not allowed inside collections: map<int, set<text>>'],
    ['set<address>', 0x2200, 'Non-frozen UDTs are not allowed inside collections: set<address>'],
    ['map<duration, int>', 0x2200, 'Durations are not allowed as map keys: map<duration, int>'],
    ['frozen<int>', 0x2000, 'frozen<> is only allowed on collections, tuples, and user-defined types (got int)'],
    ['list<counter>', 0x2200, 'Counters are not allowed inside collections: list<counter>'],
    ['tuple<counter>', 0x2200, 'Counters are not allowed inside tuples'],
    ['list<int', 0x2000, "line 0:-1 no viable alternative at input '<EOF>'"],
    ['map<int>', 0x2000, "line 1:7 no viable alternative at input '>'"],
    ['int int', 0x2000, "line 1:4 no viable alternative at input 'int'"],
    ['', 0x2000, "line 0:-1 no viable alternative at input '<EOF>'"],
    ['a-b', 0x2000, "line 1:1 no viable alternative at character '-'"],
  ])('%s', (text, code, message) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code, message }));
  });

  test('a type without end', () => {
    expect(() => parse(`${'frozen<list<'.repeat(5000)}int`)).toThrow(/nested/);
  });

  test('a user type of another keyspace', () => {
    expect(() => parse('other.address')).toThrow(/cannot refer to a user type in keyspace other/);
  });
});

test.each([
  ['ascii', 'text', true],
  ['text', 'ascii', false],
  ['int', 'bigint', false],
  ['int', 'varint', true],
  ['bigint', 'timestamp', true],
  ['timeuuid', 'uuid', true],
  ['uuid', 'timeuuid', false],
  ['list<int>', 'blob', true],
  ['frozen<list<int>>', 'list<int>', true],
  ['list<ascii>', 'list<text>', true],
  ['list<int>', 'set<int>', false],
  ['tuple<int>', 'tuple<int, int>', true],
  ['tuple<int, int>', 'tuple<int>', false],
])('%s for %s: %s', (from, to, may) => {
  expect(isAssignable(parse(from), parse(to))).toBe(may);
});

test('the same type, frozen or not included', () => {
  expect(sameType(parse('map<text, frozen<address>>'), parse('map<text, frozen<address>>'))).toBe(true);
  expect(sameType(parse('list<int>'), parse('frozen<list<int>>'))).toBe(false);
  expect(sameType(parse('frozen<address>'), parse('frozen<"My Type">'))).toBe(false);
});
