import { describe, expect, it } from 'vitest';
import { type CqlValue, cqlValueToJson, renderCqlValue } from '../../../src/core/model/cql-value.js';

const uuid = '5b6962dd-3f90-4c93-8f61-eabfa4a803e2';

describe('values as text', () => {
  it.each<[CqlValue, string, string]>([
    [null, 'int', 'null'],
    ["it's", 'text', "it's"],
    [uuid, 'uuid', uuid],
    [-0, 'double', '-0'],
    [9007199254740993n, 'bigint', '9007199254740993'],
    [new Uint8Array([1, 255]), 'blob', '0x01ff'],
    [['a', "b'"], 'list<text>', "['a', 'b''']"],
    [[1, 2], 'set<int>', '{1, 2}'],
    [['x', 1], 'frozen<tuple<text, int>>', "('x', 1)"],
    [new Map<CqlValue, CqlValue>([['k', [1]]]), 'map<text, frozen<list<int>>>', "{'k': [1]}"],
    [{ street: 'Main', zip: 12, id: uuid }, 'frozen<address>', `{street: 'Main', zip: 12, id: ${uuid}}`],
    [['2020-01-01'], 'list<date>', "['2020-01-01']"],
  ])('of case %#', (value, type, text) => expect(renderCqlValue(value, type)).toBe(text));

  it('becomes JSON without losing digits', () => {
    expect(cqlValueToJson(12n)).toBe(12);
    expect(cqlValueToJson(9007199254740993n)).toBe('9007199254740993');
    expect(cqlValueToJson(Number.NaN)).toBe('NaN');
    expect(cqlValueToJson(new Map([[uuid, 1n]]))).toEqual({ [uuid]: 1 });
    expect(cqlValueToJson({ a: new Uint8Array([0]) })).toEqual({ a: '0x00' });
  });
});
