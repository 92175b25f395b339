import { describe, expect, test } from 'vitest';
import { countRows, resolveAggregate } from '../../../../../src/core/engine/executor/functions/aggregates.js';
import {
  type ArgumentType,
  type FunctionEnv,
  resolveCast,
  resolveFunction,
} from '../../../../../src/core/engine/executor/functions/registry.js';
import { type CqlType, type NativeName, native } from '../../../../../src/core/engine/types/cql-type.js';
import { scalarFromText } from '../../../../../src/core/engine/types/scalar-text.js';
import { valueToPlain } from '../../../../../src/core/engine/types/text.js';
import { TimeuuidGenerator } from '../../../../../src/core/engine/types/timeuuid.js';
import { validateValue } from '../../../../../src/core/engine/types/validate.js';

const nowMs = Date.UTC(2024, 1, 29, 12, 30, 15, 250);
const random = { bytes: (count: number) => Buffer.alloc(count, 0xff), integer: () => 0 };
const generator = new TimeuuidGenerator(random);
const env: FunctionEnv = { nowMs, random, nextTimeuuid: () => generator.next(nowMs) };

/** Calls a function with one argument given by its text, and shows what comes out. */
function call(name: string, type?: NativeName, text?: string): unknown {
  const types = type === undefined ? [] : [native(type)];
  const found = resolveFunction({ name }, types)!;
  const args = type === undefined ? [] : [scalarFromText(type, text!)];
  const result = found.evaluate(args, env);
  if (result !== null) validateValue(found.returnType, result);
  return valueToPlain(found.returnType, result);
}

describe('time', () => {
  const uuid = '50554d6e-29bb-11e5-b345-feff819cdc9f';
  test.each([
    ['currentTimestamp', undefined, undefined, '2024-02-29T12:30:15.250Z'],
    ['currentDate', undefined, undefined, '2024-02-29'],
    ['currentTime', undefined, undefined, '12:30:15.250000000'],
    ['minTimeuuid', 'timestamp', '-1', '138118f0-1dd2-11b2-8080-808080808080'],
    ['MAXTIMEUUID', 'timestamp', '-1', '13813fff-1dd2-11b2-7f7f-7f7f7f7f7f7f'],
    ['dateOf', 'timeuuid', uuid, '2015-07-14T00:00:18.805Z'],
    ['unixTimestampOf', 'timeuuid', uuid, '1436832018805'],
    ['toDate', 'timeuuid', uuid, '2015-07-14'],
    ['toDate', 'timestamp', '2024-02-29 23:59', '2024-02-29'],
    ['toDate', 'timestamp', '-1', '1970-01-01'],
    ['toTimestamp', 'date', '2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['toTimestamp', 'timeuuid', uuid, '2015-07-14T00:00:18.805Z'],
    ['toUnixTimestamp', 'date', '1970-01-02', '86400000'],
    ['toUnixTimestamp', 'timestamp', '5', '5'],
    ['toUnixTimestamp', 'timestamp', '', null],
  ] as const)('%s(%s %s)', (name, type, text, shown) => {
    expect(call(name, type, text)).toBe(shown);
  });

  test('now() is another one each time', () => {
    expect(call('now')).not.toBe(call('now'));
    expect(resolveFunction({ name: 'now' }, [])).toMatchObject({ pure: false, returnType: native('timeuuid') });
  });

  test('null in, null out', () => {
    expect(resolveFunction({ name: 'todate' }, [native('timestamp')])!.evaluate([null], env)).toBeNull();
  });
});

test('uuid() is of version 4', () => {
  expect(call('uuid')).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
});

describe('blobs', () => {
  test('there and back', () => {
    expect(call('intAsBlob', 'int', '1')).toBe('0x00000001');
    expect(call('varcharAsBlob', 'text', 'a')).toBe('0x61');
    expect(call('blobAsText', 'blob', '61')).toBe('a');
    expect(call('blobAsBigint', 'blob', '')).toBe('');
  });

  test('bytes of another type', () => {
    expect(() => call('blobAsInt', 'blob', '00')).toThrow(
      'In call to function system.blobasint, value 0x00 is not a valid binary representation for type int',
    );
  });
});

describe('JSON', () => {
  const list: CqlType = { kind: 'list', frozen: false, element: native('int') };
  const json = (text: string, receiver: CqlType = list) =>
    resolveFunction({ name: 'fromJson' }, [native('text')], receiver)!.evaluate([Buffer.from(text)], env);

  test('toJson and fromJson', () => {
    const bytes = json('[1, 2]');
    expect(valueToPlain(list, bytes)).toEqual([1, 2]);
    const toJson = resolveFunction({ name: 'toJson' }, [list])!;
    expect(toJson.evaluate([bytes], env)!.toString()).toBe('[1, 2]');
    expect(toJson.evaluate([null], env)!.toString()).toBe('null');
    expect(json('null')).toBeNull();
  });

  test('a failure has the code of functions', () => {
    const details = { keyspace: 'system', functionName: 'fromjson', argumentTypes: ['text'] };
    expect(() => json('x')).toThrow(expect.objectContaining({ code: 0x1400, details }));
    expect(() => json('x')).toThrow(
      /^execution of 'system.fromjson\[text\]' failed: Could not decode JSON string 'x': /,
    );
    expect(() => json('"x"', native('int'))).toThrow(
      "execution of 'system.fromjson[text]' failed: org.apache.cassandra.serializers.MarshalException: Unable to make int from 'x'",
    );
  });
});

describe('which function is meant', () => {
  const resolve = (name: string, types: readonly ArgumentType[], texts?: readonly string[]) =>
    resolveFunction({ name }, types, undefined, texts);
  const string = { kind: 'constant', literal: 'STRING' } as const;

  test('keyspaces', () => {
    expect(resolveFunction({ keyspace: 'system', name: 'now' }, [])).toBeDefined();
    expect(resolveFunction({ keyspace: 'ks', name: 'now' }, [])).toBeUndefined();
    expect(resolve('nosuch', [])).toBeUndefined();
  });

  test('a constant chooses by its kind, and a marker cannot', () => {
    expect(resolve('todate', [string])!.argumentTypes).toEqual([native('timestamp')]);
    expect(() => resolve('todate', [undefined])).toThrow(
      'Ambiguous call to function todate (can be matched by following signatures: system.todate : (timeuuid) -> date, ' +
        'system.todate : (timestamp) -> date): use type casts to disambiguate',
    );
  });

  test.each([
    [
      'mintimeuuid',
      [],
      undefined,
      'Invalid number of arguments in call to function system.mintimeuuid: 1 required but 0 provided',
    ],
    [
      'now',
      [native('int')],
      undefined,
      'Invalid number of arguments in call to function system.now: 0 required but 1 provided',
    ],
    [
      'mintimeuuid',
      [native('timeuuid')],
      ['now()'],
      'Type error: now() cannot be passed as argument 0 of function system.mintimeuuid of type timestamp',
    ],
    [
      'intasblob',
      [string],
      ["'a'"],
      "Type error: 'a' cannot be passed as argument 0 of function system.intasblob of type int",
    ],
    [
      'todate',
      [native('int')],
      undefined,
      'Invalid call to function todate, none of its type signatures match (known type signatures: ' +
        'system.todate : (timeuuid) -> date, system.todate : (timestamp) -> date)',
    ],
    ['tojson', [], undefined, 'toJson() only accepts one argument (got 0)'],
    [
      'fromjson',
      [native('text')],
      undefined,
      'fromJson() cannot be used in the selection clause of a SELECT statement',
    ],
  ] as const)('%s %o', (name, types, texts, message) => {
    expect(() => resolve(name, types, texts)).toThrow(expect.objectContaining({ code: 0x2200, message }));
  });
});

describe('CAST', () => {
  const cast = (from: NativeName, text: string, to: NativeName): unknown => {
    const found = resolveCast(native(from), native(to), 'c');
    return valueToPlain(native(to), found.evaluate([scalarFromText(from, text)], env));
  };

  // each of these was asked of Cassandra 3.11.19
  test.each([
    ['double', '1e20', 'varint', '9223372036854775807'],
    ['double', '1e20', 'int', 2147483647],
    ['double', '1e20', 'smallint', -1],
    ['double', '1e20', 'decimal', '1.0E+20'],
    ['float', '1.1', 'decimal', '1.1'],
    ['float', '1.1', 'double', 1.100000023841858],
    ['float', '1.1', 'text', '1.1'],
    ['decimal', '12345678901.9', 'int', -539222987],
    ['decimal', '12345678901.9', 'smallint', 7221],
    ['decimal', '12345678901.9', 'varint', '12345678901'],
    ['varint', '1234567890123456789012', 'bigint', '-1363962815083169260'],
    ['bigint', '5000000000', 'int', 705032704],
    ['int', '70000', 'tinyint', 112],
    ['timestamp', '-1', 'text', '1969-12-31T23:59:59.999Z'],
    ['timestamp', '-1', 'date', '1970-01-01'],
    ['inet', '2001:db8::1', 'text', '2001:db8:0:0:0:0:0:1'],
    ['timestamp', '', 'text', 'null'],
    ['int', '', 'ascii', 'null'],
    ['int', '5', 'int', 5],
  ] as const)('%s %s as %s', (from, text, to, shown) => {
    expect(cast(from, text, to)).toBe(shown);
  });

  test.each([
    ['int', 'uuid'],
    ['blob', 'text'],
    ['timeuuid', 'uuid'],
    ['text', 'int'],
    ['boolean', 'int'],
    ['bigint', 'counter'],
  ] as const)('no %s as %s', (from, to) => {
    expect(() => resolveCast(native(from), native(to), 'c')).toThrow(/^c cannot be cast to|^Invalid call to function/);
  });

  test('by way of a type that reads the same bytes', () => {
    expect(resolveCast(native('timestamp'), native('bigint'), 'c').argumentTypes).toEqual([native('varint')]);
    expect(() => resolveCast(native('timestamp'), native('int'), 'c')).toThrow(
      'Ambiguous call to function system.castAsInt (can be matched by following signatures: ' +
        'system.castAsInt : (bigint) -> int, system.castAsInt : (varint) -> int): use type casts to disambiguate',
    );
  });

  test('why not', () => {
    expect(() => resolveCast(native('int'), native('uuid'), 'c')).toThrow('c cannot be cast to uuid');
    expect(() => resolveCast(native('text'), native('date'), 'c')).toThrow(
      'Invalid call to function system.castAsDate, none of its type signatures match (known type signatures: ' +
        'system.castAsDate : (timestamp) -> date, system.castAsDate : (timeuuid) -> date)',
    );
  });
});

describe('aggregates', () => {
  const aggregate = (name: string, type: NativeName, texts: readonly (string | null)[]): unknown => {
    const found = resolveAggregate(name, [native(type)])!;
    const accumulator = found.init();
    for (const text of texts) accumulator.step(text === null ? null : scalarFromText(type, text));
    return valueToPlain(found.returnType, accumulator.result());
  };

  test.each([
    ['count', 'int', ['1', null, '3'], '2'],
    ['min', 'text', ['b', null, 'a', 'c'], 'a'],
    ['MAX', 'int', ['-5', '7', null], 7],
    ['max', 'int', [], null],
    ['sum', 'int', ['1', '2', null], 3],
    ['sum', 'tinyint', ['127', '1'], -128],
    ['avg', 'int', ['1', '2', '4'], 2],
    ['avg', 'int', [], 0],
    ['avg', 'double', ['1', '2'], 1.5],
    ['sum', 'decimal', ['1.5', '0.25'], '1.75'],
    ['avg', 'decimal', ['1.0', '1.5', '1.5'], '1.3'],
    ['sum', 'varint', ['99999999999999999999', '1'], '100000000000000000000'],
  ] as const)('%s of %s %o', (name, type, texts, shown) => {
    expect(aggregate(name, type, texts)).toBe(shown);
  });

  test('count(*) counts rows', () => {
    const accumulator = countRows.init();
    accumulator.step(null);
    accumulator.step(null);
    expect(accumulator.result()).toEqual(Buffer.from('0000000000000002', 'hex'));
  });

  test('what does not add up', () => {
    expect(() => resolveAggregate('sum', [native('text')])).toThrow(/^Invalid call to function sum, none of its/);
    expect(() => resolveAggregate('avg', [])).toThrow(/^Invalid call to function avg/);
    expect(resolveAggregate('median', [native('int')])).toBeUndefined();
    const tuple = { kind: 'tuple', elements: [native('int')] } as const;
    expect(resolveAggregate('max', [tuple])?.returnType).toEqual(native('blob'));
    expect(() => resolveAggregate('avg', [native('timestamp')])).toThrow(/^Ambiguous call to function avg/);
  });
});
