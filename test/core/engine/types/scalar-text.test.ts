import { describe, expect, test } from 'vitest';
import { type NativeName, native } from '../../../../src/core/engine/types/cql-type.js';
import { type LiteralKind, literalToValue } from '../../../../src/core/engine/types/literal.js';
import { encodeVarint } from '../../../../src/core/engine/types/numbers.js';
import { scalarFromText, scalarText } from '../../../../src/core/engine/types/scalar-text.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const textOf = (name: NativeName, value: string) => scalarText(name, Buffer.from(value, 'hex'));

describe('wire bytes of text', () => {
  test.each([
    ['varint', '0', '00'],
    ['varint', '127', '7f'],
    ['varint', '128', '0080'],
    ['varint', '-1', 'ff'],
    ['varint', '-128', '80'],
    ['varint', '-129', 'ff7f'],
    ['duration', '1mo2d3ns', '020406'],
    ['duration', '-1mo', '010000'],
    ['duration', '89h4m48s', '0000fe024753fca5c000'],
    ['duration', 'P1M2D', '020400'],
    ['duration', 'P1W', '000e00'],
    ['decimal', '1.5', '000000010f'],
    ['decimal', '-0.01', '00000002ff'],
    ['decimal', '1e3', 'fffffffd01'],
    ['int', '-1', 'ffffffff'],
    ['int', '+7', '00000007'],
    ['smallint', '-32768', '8000'],
    ['tinyint', '-1', 'ff'],
    ['bigint', '9223372036854775807', '7fffffffffffffff'],
    ['float', '1.5', '3fc00000'],
    ['double', '-Infinity', 'fff0000000000000'],
    ['boolean', 'TRUE', '01'],
    ['date', '1970-01-01', '80000000'],
    ['date', '1969-12-31', '7fffffff'],
    ['date', '-5877641-06-23', '00000000'],
    ['date', '5881580-07-11', 'ffffffff'],
    ['date', '2147483648', '80000000'],
    ['date', '2024-2-29', '80004d46'],
    ['time', '00:00:00.000000001', '0000000000000001'],
    ['time', '8:12:54.1', '00001ae5c1b99d00'],
    ['time', '86399999999999', '00004e94914effff'],
    ['timestamp', '0', '0000000000000000'],
    ['timestamp', '1970-01-01', '0000000000000000'],
    ['timestamp', '1970-01-01 00:01', '000000000000ea60'],
    ['timestamp', '1970-01-01T00:00:01', '00000000000003e8'],
    ['timestamp', '1970-01-01 00:00:00.123', '000000000000007b'],
    ['timestamp', '1970-01-01 01:00+0100', '0000000000000000'],
    ['timestamp', '1970-01-01 01:00:00.000+01:00', '0000000000000000'],
    ['timestamp', '1970-01-01T00:00:00Z', '0000000000000000'],
    ['timestamp', '1970-01-01 00:00:00 UTC', '0000000000000000'],
    ['timestamp', '1970-01-01+00', '0000000000000000'],
    ['timestamp', '1969-12-31 23:59:59.999', 'ffffffffffffffff'],
    ['inet', '127.0.0.1', '7f000001'],
    ['inet', '127.1', '7f000001'],
    ['inet', '::1', '00000000000000000000000000000001'],
    ['inet', '2001:db8::ff00:42:8329', '20010db8000000000000ff0000428329'],
    ['inet', '::ffff:10.0.0.1', '0a000001'],
    ['uuid', '50554d6e-29bb-11e5-b345-feff819cdc9f', '50554d6e29bb11e5b345feff819cdc9f'],
    ['ascii', 'abc', '616263'],
    ['text', 'é', 'c3a9'],
    ['int', '', ''],
    ['timestamp', '', ''],
  ] as const)('%s %s', (name, text, bytes) => {
    expect(hex(scalarFromText(name, text))).toBe(bytes);
  });
});

describe('text of wire bytes', () => {
  test.each([
    ['double', '3ff0000000000000', '1.0'],
    ['double', '416312d000000000', '1.0E7'],
    ['double', '3f50624dd2f1a9fc', '0.001'],
    ['double', '3ee4f8b588e368f1', '1.0E-5'],
    ['double', '40c81cd6c8b43958', '12345.678'],
    ['double', '8000000000000000', '-0.0'],
    ['float', '3dcccccd', '0.1'],
    ['float', '7f7fffff', '3.4028235E38'],
    ['decimal', '000000020096', '1.50'],
    ['decimal', '0000000a01', '1E-10'],
    ['decimal', 'fffffffd0f', '1.5E+4'],
    ['decimal', '0000000700', '0E-7'],
    ['inet', '00000000000000000000000000000001', '0:0:0:0:0:0:0:1'],
    ['time', '00004e94914effff', '23:59:59.999999999'],
    ['timestamp', 'ffffffffffffffff', '1969-12-31T23:59:59.999Z'],
    ['date', '00000000', '-5877641-06-23'],
    ['date', 'ffffffff', '5881580-07-11'],
    ['duration', '0000fe024753fca5c000', '89h4m48s'],
    ['duration', '1c0406', '1y2mo2d3ns'],
    ['blob', 'cafe', 'cafe'],
    ['bigint', '', ''],
  ] as const)('%s %s', (name, bytes, text) => {
    expect(textOf(name, bytes)).toBe(text);
  });
});

describe('what is refused', () => {
  test.each([
    ['int', 'x', "Unable to make int from 'x'"],
    ['int', '2147483648', "Unable to make int from '2147483648'"],
    ['bigint', '1.0', "Unable to make long from '1.0'"],
    ['tinyint', '128', "Unable to make byte from '128'"],
    ['smallint', '', "Unable to make short from ''"],
    ['float', '1,5', "Unable to make float from '1,5'"],
    ['double', 'x', "Unable to make double from 'x'"],
    ['boolean', 'yes', "Unable to make boolean from 'yes'"],
    ['varint', 'x', "unable to make int from 'x'"],
    ['decimal', '1.2.3', "unable to make BigDecimal from '1.2.3'"],
    ['uuid', '50554d6e', "Unable to make UUID from '50554d6e'"],
    ['timeuuid', 'x', 'Unknown timeuuid representation: x'],
    ['timeuuid', '50554d6e-29bb-41e5-b345-feff819cdc9f', 'TimeUUID supports only version 1 UUIDs'],
    ['date', '2023-02-29', "Unable to coerce '2023-02-29' to a formatted date (long)"],
    ['date', '-1', "Unable to make unsigned int (for date) from: '-1'"],
    ['timestamp', '2023-13-01', "Unable to coerce '2023-13-01' to a formatted date (long)"],
    ['timestamp', 'soon', "Unable to coerce 'soon' to a formatted date (long)"],
    ['time', '24:00:00', "(TimeType) Unable to coerce '24:00:00' to a formatted time (long)"],
    ['time', '10:00', "(TimeType) Unable to coerce '10:00' to a formatted time (long)"],
    ['inet', 'localhost', "Unable to make inet address from 'localhost'"],
    ['inet', '1.2.3.256', "Unable to make inet address from '1.2.3.256'"],
    ['inet', '1::2::3', "Unable to make inet address from '1::2::3'"],
  ] as const)('%s %s', (name, text, message) => {
    expect(() => scalarFromText(name, text)).toThrow(expect.objectContaining({ code: 0x2200, message }));
  });

  test('more digits than anybody waits for', () => {
    const most = '9'.repeat(100_000);
    expect(hex(scalarFromText('varint', most))).toBe(hex(encodeVarint(BigInt(most))));
    expect(() => scalarFromText('varint', `${most}9`)).toThrow(/out of range/);
    expect(() => scalarFromText('decimal', `0.${most}`)).toThrow(/out of range/);
  });
});

describe('constants', () => {
  const literal = (name: NativeName, kind: LiteralKind, text: string) =>
    literalToValue(native(name), { kind, text }, 'id');

  test('of every kind', () => {
    expect(hex(literal('blob', 'HEX', '0xCAFE'))).toBe('cafe');

    expect(hex(literal('float', 'INTEGER', '1'))).toBe('3f800000');
    expect(hex(literal('double', 'FLOAT', '-infinity'))).toBe('fff0000000000000');
    expect(hex(literal('float', 'FLOAT', 'NAN'))).toBe('7fc00000');
    expect(hex(literal('date', 'INTEGER', '0'))).toBe('00000000');
    expect(hex(literal('boolean', 'BOOLEAN', 'True'))).toBe('01');
  });

  test.each([
    ['int', 'STRING', 'abc', 'Invalid STRING constant (abc) for "id" of type int'],
    ['text', 'INTEGER', '1', 'Invalid INTEGER constant (1) for "id" of type text'],
    ['uuid', 'STRING', 'x', 'Invalid STRING constant (x) for "id" of type uuid'],
    ['int', 'FLOAT', '1.5', 'Invalid FLOAT constant (1.5) for "id" of type int'],
    ['text', 'HEX', '0x00', 'Invalid HEX constant (0x00) for "id" of type text'],
    ['blob', 'HEX', '0xabc', "cannot parse 'abc' as hex bytes"],
    ['boolean', 'INTEGER', '1', 'Invalid INTEGER constant (1) for "id" of type boolean'],
    ['int', 'INTEGER', '2147483648', "Unable to make int from '2147483648'"],
  ] as const)('%s from %s %s', (name, kind, text, message) => {
    expect(() => literal(name, kind, text)).toThrow(expect.objectContaining({ code: 0x2200, message }));
  });

  test('none fits a collection', () => {
    const list = { kind: 'list', frozen: false, element: native('int') } as const;
    expect(() => literalToValue(list, { kind: 'STRING', text: 'a' }, 'l')).toThrow(
      'Invalid STRING constant (a) for "l" of type list<int>',
    );
  });
});
