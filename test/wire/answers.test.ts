// Answers byte by byte: results, errors, events, warnings, and how they leave together.

import { describe, expect, it } from 'vitest';
import { CqlError, ErrorCode } from '../../src/core/engine/cql-error.js';
import { limits } from '../../src/core/engine/limits.js';
import type { Outcome, RowsOutcome } from '../../src/core/engine/session/api.js';
import { native } from '../../src/core/engine/types/cql-type.js';
import { errorOf, hex, preparedInsert, query, ready, request, type Wire } from './harness.js';

const rows: RowsOutcome = {
  kind: 'rows',
  columns: [
    { keyspace: 'k', table: 't', name: 'a', type: native('int') },
    { keyspace: 'k', table: 't', name: 'd', type: native('date') },
  ],
  rowCount: 2,
  body: hex('00000004 00000001 ffffffff 00000004 00000002 00000004 80000000'),
};

const answering = (outcome: Outcome, options: { version?: 3 | 4 } = {}): Wire => {
  const wire = ready(options);
  wire.sessions.respond = () => outcome;
  return wire.send(query('q', options));
};

describe('results', () => {
  it('rows', () => {
    expect(answering(rows).writes[0]).toEqual(
      hex(`84 00 0001 08 0000003c
           00000002 00000001 00000002        # rows, global table, two columns
           0001 6b 0001 74 0001 61 0009 0001 64 0011
           00000002
           00000004 00000001 ffffffff
           00000004 00000002 00000004 80000000`),
    );
  });

  it('v3 gets newer types as custom ones', () => {
    const name = 'org.apache.cassandra.db.marshal.SimpleDateType';
    const body = answering(rows, { version: 3 }).last.body.toString('latin1');
    expect(body).toContain(`\0\x01d\0\0\0\x2e${name}`);
  });

  it('duration is custom in v4 too', () => {
    const columns = [{ keyspace: 'k', table: 't', name: 'a', type: native('duration') }];
    const body = answering({ ...rows, columns }).last.body.toString('latin1');
    expect(body).toContain('org.apache.cassandra.db.marshal.DurationType');
  });

  it('columns of several tables carry their tables', () => {
    const columns = [rows.columns[0]!, { ...rows.columns[1]!, table: 'u' }];
    expect(answering({ ...rows, columns, rowCount: 0, body: hex('') }).last.body).toEqual(
      hex(`00000002 00000000 00000002
           0001 6b 0001 74 0001 61 0009
           0001 6b 0001 75 0001 64 0011
           00000000`),
    );
  });

  it('nested types', () => {
    const type = {
      kind: 'map',
      frozen: false,
      key: native('text'),
      value: {
        kind: 'udt',
        frozen: true,
        keyspace: 'k',
        name: 'u',
        fieldNames: ['f', 'g'],
        fieldTypes: [
          { kind: 'tuple', elements: [native('int'), { kind: 'set', frozen: true, element: native('uuid') }] },
          { kind: 'list', frozen: true, element: native('inet') },
        ],
      },
    } as const;
    const columns = [{ keyspace: 'k', table: 't', name: 'm', type }];
    expect(answering({ ...rows, columns, rowCount: 0, body: hex('') }).last.body).toEqual(
      hex(`00000002 00000001 00000001 0001 6b 0001 74 0001 6d
           0021 000d
           0030 0001 6b 0001 75 0002
             0001 66 0031 0002 0009 0022 000c
             0001 67 0020 0010
           00000000`),
    );
  });

  it('a page with more to come, and a client that knows the columns', () => {
    const wire = ready();
    wire.sessions.respond = () => ({ ...rows, pagingState: hex('cafe') });
    wire.send(request(0x0a, Buffer.concat([hex('0010'), preparedInsert.id, hex('0001 02')])));
    expect(wire.last.body.subarray(0, 22)).toEqual(hex('00000002 00000006 00000002 00000002 cafe 00000002'));
  });

  it('void, set keyspace and schema changes', () => {
    expect(answering({ kind: 'void' }).last.body).toEqual(hex('00000001'));
    expect(answering({ kind: 'set-keyspace', keyspace: 'k' }).last.body).toEqual(hex('00000003 0001 6b'));
    const change = { kind: 'schema-change', change: 'CREATED', target: 'TABLE', keyspace: 'k', name: 't' } as const;
    expect(answering(change).last.body.toString('latin1')).toBe('\0\0\0\x05\0\x07CREATED\0\x05TABLE\0\x01k\0\x01t');
    const keyspace = { kind: 'schema-change', change: 'DROPPED', target: 'KEYSPACE', keyspace: 'k' } as const;
    expect(answering(keyspace).last.body.toString('latin1')).toBe('\0\0\0\x05\0\x07DROPPED\0\x08KEYSPACE\0\x01k');
  });

  it('warnings go before the result in v4, and are left out in v3', () => {
    const outcome: Outcome = { kind: 'void', warnings: ['hm'] };
    expect(answering(outcome).last).toMatchObject({ flags: 0x08, body: hex('0001 0002 686d 00000001') });
    expect(answering(outcome, { version: 3 }).last).toMatchObject({ flags: 0, body: hex('00000001') });
  });

  it('a warning ends where a [string] must, and the result stands behind it', () => {
    const { body } = answering({ kind: 'void', warnings: ['a'.repeat(70_000)] }).last;
    expect(body.subarray(0, 6)).toEqual(hex('0001 ffff 6161'));
    expect(body.subarray(4 + 0xffff)).toEqual(hex('00000001'));
  });
});

describe('errors', () => {
  const failing = (error: Error, version: 3 | 4 = 4): Buffer => {
    const wire = ready({ version });
    wire.sessions.respond = () => {
      throw error;
    };
    return wire.send(query('q', { version })).last.body;
  };
  const e = (code: ErrorCode, details = {}) => new CqlError(code, 'no', details);
  const replicas = { consistency: 6, received: 0, blockFor: 2 };

  it.each([
    ['invalid', e(ErrorCode.invalid), '00002200 0002 6e6f'],
    [
      'unavailable',
      e(ErrorCode.unavailable, { ...replicas, received: 1 }),
      '00001000 0002 6e6f 0006 00000002 00000001',
    ],
    [
      'write timeout',
      e(ErrorCode.writeTimeout, { ...replicas, writeType: 'CAS' }),
      '00001100 0002 6e6f 0006 00000000 00000002 0003 434153',
    ],
    ['read timeout', e(ErrorCode.readTimeout, replicas), '00001200 0002 6e6f 0006 00000000 00000002 00'],
    [
      'read failure',
      e(ErrorCode.readFailure, { ...replicas, dataPresent: true }),
      '00001300 0002 6e6f 0006 00000000 00000002 00000002 01',
    ],
    [
      'write failure',
      e(ErrorCode.writeFailure, { ...replicas, writeType: 'SIMPLE' }),
      '00001500 0002 6e6f 0006 00000000 00000002 00000002 0006 53494d504c45',
    ],
    [
      'function failure',
      e(ErrorCode.functionFailure, { keyspace: 'k', functionName: 'f', argumentTypes: ['int'] }),
      '00001400 0002 6e6f 0001 6b 0001 66 0001 0003 696e74',
    ],
    ['already exists', e(ErrorCode.alreadyExists, { keyspace: 'k', table: '' }), '00002400 0002 6e6f 0001 6b 0000'],
    ['unprepared', e(ErrorCode.unprepared, { preparedId: hex('01ff') }), '00002500 0002 6e6f 0002 01ff'],
  ])('%s', (_, error, body) => {
    expect(failing(error)).toEqual(hex(body));
  });

  it('v3 gets the older of two codes', () => {
    expect(failing(e(ErrorCode.readFailure, replicas), 3)).toEqual(hex('00001200 0002 6e6f 0006 00000000 00000002 00'));
    expect(failing(e(ErrorCode.writeFailure, { ...replicas, writeType: 'CAS' }), 3)).toEqual(
      hex('00001100 0002 6e6f 0006 00000000 00000002 0003 434153'),
    );
    expect(failing(e(ErrorCode.functionFailure), 3)).toEqual(hex('00002200 0002 6e6f'));
  });

  it('what nobody foresaw is a server error, without its text, and is logged', () => {
    const wire = ready();
    const failure = new TypeError('secret');
    wire.sessions.respond = () => {
      throw failure;
    };
    expect(wire.send(query('q')).lastError).toMatchObject({ code: 0, message: 'An unexpected error occurred' });
    expect(wire.errors).toEqual([failure]);
  });

  it('a rejected promise is an error as well', async () => {
    const wire = ready();
    wire.sessions.respond = () => Promise.reject(new CqlError(ErrorCode.invalid, 'late'));
    await wire.send(query('q')).turn();
    expect(wire.lastError.message).toBe('late');
  });

  it('a text that no [string] holds is cut', () => {
    expect(failing(new CqlError(ErrorCode.invalid, 'x'.repeat(70_000)))).toHaveLength(4 + 2 + 65_535);
  });
});

describe('leaving together', () => {
  it('all answers to one chunk are one write', () => {
    const wire = ready().send(query('a', { stream: 1 }), query('b', { stream: 2 }), query('c', { stream: 3 }));
    expect(wire.writes).toHaveLength(1);
    expect(wire.answers.map(({ stream }) => stream)).toEqual([1, 2, 3]);
  });

  it('many answers leave in pieces, of which the first of a turn is small', () => {
    const keyspace = 'k'.repeat(1000);
    const sizes = (isFirst: boolean): number[] => {
      const wire = ready();
      wire.isFirst = isFirst;
      wire.sessions.respond = () => ({ kind: 'set-keyspace', keyspace });
      wire.send(...Array.from({ length: 70 }, (_, i) => query('q', { stream: i })));
      expect(wire.answers.map(({ stream }) => stream)).toEqual(Array.from({ length: 70 }, (_, i) => i));
      return wire.writes.map((bytes) => Math.round(bytes.length / 1015));
    };
    // each answer has 1,015 bytes
    expect(sizes(true)).toEqual([3, 33, 33, 1]);
    expect(sizes(false)).toEqual([33, 33, 4]);
  });

  it('frames may come in any pieces', () => {
    const bytes = Buffer.concat([query('a', { stream: 1 }), query('b'.repeat(3000), { stream: 2 })]);
    const wire = ready();
    for (const byte of bytes) wire.connection.receive(Buffer.from([byte]));
    expect(wire.sessions.calls.map((call) => (call.kind === 'query' ? call.text.length : 0))).toEqual([1, 3000]);
    expect(wire.answers.map(({ stream }) => stream)).toEqual([1, 2]);
  });

  it('promises of one turn leave in one write, and may overtake each other', async () => {
    const wire = ready();
    const settle: ((outcome: Outcome) => void)[] = [];
    wire.sessions.respond = () => new Promise((resolve) => settle.push(resolve));
    wire.send(query('a', { stream: 1 }), query('b', { stream: 2 }));
    expect(wire.writes).toEqual([]);
    settle[1]!({ kind: 'void' });
    settle[0]!({ kind: 'void' });
    await wire.turn();
    expect(wire.writes).toHaveLength(1);
    expect(wire.answers.map(({ stream }) => stream)).toEqual([2, 1]);
  });

  it('memory that the transport still holds is not written over', () => {
    const wire = ready();
    wire.takesAtOnce = false;
    wire.sessions.respond = () => ({ kind: 'set-keyspace', keyspace: 'first' });
    wire.send(query('a'));
    wire.sessions.respond = () => ({ kind: 'set-keyspace', keyspace: 'other' });
    wire.send(query('b'));
    expect(wire.answers.map(({ body }) => body.subarray(6).toString())).toEqual(['first', 'other']);
  });

  it('an answer after the client has gone is dropped', async () => {
    const wire = ready();
    let settle: (outcome: Outcome) => void = () => undefined;
    wire.sessions.respond = () =>
      new Promise((resolve) => {
        settle = resolve;
      });
    wire.send(query('a'));
    wire.connection.closed();
    settle({ kind: 'void' });
    await wire.turn();
    expect(wire.writes).toEqual([]);
  });
});

describe('back pressure', () => {
  it('stops reading while too much waits to be sent, in the middle of a chunk too', () => {
    const wire = ready();
    wire.backlogBytes = limits.connectionBacklogBytes;
    wire.send(query('a'), query('b'));
    expect(wire.sessions.calls).toHaveLength(0);
    expect(wire.paused).toBe(true);
    wire.backlogBytes = 0;
    wire.connection.drained();
    expect(wire.sessions.calls).toHaveLength(2);
    expect(wire.paused).toBe(false);
  });

  it('stops reading while too many requests are under way', async () => {
    const wire = ready();
    const settle: ((outcome: Outcome) => void)[] = [];
    wire.sessions.respond = () => new Promise((resolve) => settle.push(resolve));
    const count = limits.connectionRequestsInFlight + 5;
    wire.send(...Array.from({ length: count }, (_, stream) => query('a', { stream })));
    expect(wire.sessions.calls).toHaveLength(limits.connectionRequestsInFlight);
    expect(wire.paused).toBe(true);
    for (const done of settle.splice(0)) done({ kind: 'void' });
    await wire.turn();
    expect(wire.sessions.calls).toHaveLength(count);
    expect(wire.paused).toBe(false);
  });
});

describe('events', () => {
  const change = { kind: 'schema-change', change: 'UPDATED', target: 'TABLE', keyspace: 'k', name: 't' } as const;

  it('schema changes are pushed to who registered', async () => {
    const wire = ready().send(request(0x0b, Buffer.concat([hex('0001 000d'), Buffer.from('SCHEMA_CHANGE')])));
    expect(wire.last.opcode).toBe(0x02);
    wire.writes.length = 0;
    wire.sessions.announce(change);
    await wire.turn();
    expect(wire.last).toMatchObject({ stream: -1, opcode: 0x0c });
    expect(wire.last.body.toString('latin1')).toBe('\0\x0dSCHEMA_CHANGE\0\x07UPDATED\0\x05TABLE\0\x01k\0\x01t');
  });

  it('other events can be registered for, and never come', async () => {
    const wire = ready().send(request(0x0b, Buffer.concat([hex('0001 000d'), Buffer.from('STATUS_CHANGE')])));
    expect(wire.last.opcode).toBe(0x02);
    expect(wire.sessions.listeners).toBe(0);
  });

  it('a closed connection listens no more', () => {
    const wire = ready().send(request(0x0b, Buffer.concat([hex('0001 000d'), Buffer.from('SCHEMA_CHANGE')])));
    expect(wire.sessions.listeners).toBe(1);
    wire.connection.closed();
    expect(wire.sessions.listeners).toBe(0);
  });
});

it('a request that prepares nothing answers the error of its stream', () => {
  const wire = ready().send(request(0x09, hex('00000001 71'), { stream: 4 }));
  expect(errorOf(wire.last).code).toBe(0x2000);
  expect(wire.last.stream).toBe(4);
});
