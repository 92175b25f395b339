import { describe, expect, it } from 'vitest';
import { decodeValue } from '../../../../src/core/adapters/engine/decode.js';
import type { EngineType } from '../../../../src/core/adapters/engine/door.js';
import { encodeValue } from '../../../../src/core/adapters/engine/encode.js';
import { typeText } from '../../../../src/core/adapters/engine/type-text.js';
import type { CqlValue } from '../../../../src/core/model/cql-value.js';

const of = (name: Extract<EngineType, { kind: 'native' }>['name']): EngineType => ({ kind: 'native', name });
const hex = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString('hex'));

describe('plain values and wire bytes', () => {
  // bytes by hand from the native protocol v4, section 6
  it.each<readonly [EngineType, CqlValue, string]>([
    [of('int'), -2, 'fffffffe'],
    [of('bigint'), 1n, '0000000000000001'],
    [of('boolean'), true, '01'],
    [of('date'), '1970-01-01', '80000000'],
    [of('decimal'), '-0.05', '00000002fb'],
    [of('varint'), 128n, '0080'],
    [of('varint'), -129n, 'ff7f'],
    [of('double'), 1, '3ff0000000000000'],
    [of('inet'), '::1', `${'0'.repeat(31)}1`],
    [of('inet'), '127.0.0.1', '7f000001'],
    [of('time'), '00:00:01.000000001', '000000003b9aca01'],
    [of('timestamp'), '1970-01-01T00:00:00.001Z', '0000000000000001'],
    [of('blob'), Buffer.from([0, 255]), '00ff'],
    [{ kind: 'list', frozen: false, element: of('int') }, [1], '000000010000000400000001'],
    [{ kind: 'tuple', elements: [of('int'), of('text')] }, [null, 'a'], 'ffffffff0000000161'],
    [
      { kind: 'map', frozen: true, key: of('text'), value: of('int') },
      new Map([['k', 7]]),
      '00000001000000016b0000000400000007',
    ],
  ])('case %#', (type, value, bytes) => {
    expect(hex(encodeValue(type, value))).toBe(bytes);
    expect(decodeValue(type, Buffer.from(bytes, 'hex'))).toEqual(value);
  });

  it('reads a user type whose last fields were never written', () => {
    const type: EngineType = {
      kind: 'udt',
      frozen: true,
      keyspace: 'k',
      name: 'address',
      fieldNames: ['a', 'b'],
      fieldTypes: [of('int'), of('int')],
    };
    expect(decodeValue(type, Buffer.from('0000000400000001', 'hex'))).toEqual({ a: 1, b: null });
    expect(typeText({ kind: 'list', frozen: true, element: type })).toBe('frozen<list<frozen<address>>>');
  });

  it('shows a decimal of any scale without working it out', () => {
    expect(decodeValue(of('decimal'), Buffer.from('8000000001', 'hex'))).toBe('1E2147483648');
    expect(decodeValue(of('decimal'), Buffer.from('7fffffff05', 'hex'))).toBe('5E-2147483647');
    expect(decodeValue(of('decimal'), encodeValue(of('decimal'), '12E3') as Buffer)).toBe('12E3');
  });

  it('tells empty from null', () => {
    expect(decodeValue(of('int'), Buffer.alloc(0))).toBe('');
    expect(decodeValue(of('int'), null)).toBeNull();
  });

  it.each<readonly [EngineType, CqlValue]>([
    [of('int'), 'many'],
    [of('uuid'), '123'],
    [of('boolean'), 1],
    [of('inet'), '1:2'],
    [of('timestamp'), 'yesterday'],
  ])('refuses to bind case %#', (type, value) => expect(() => encodeValue(type, value)).toThrow(/cannot be bound/));
});
