// Requests written out by hand from the protocol's specification, and what the session is asked for them.

import { describe, expect, it } from 'vitest';
import { UNSET } from '../../src/core/engine/session/api.js';
import { hex, longStringBytes, preparedInsert, query, ready, request, stringBytes } from './harness.js';

const idBytes = preparedInsert.id.toString('hex');

describe('QUERY', () => {
  it('with every field that a flag can bring', () => {
    const wire = ready();
    const body = Buffer.concat([
      longStringBytes('SELECT é'),
      hex(`0006 7d                      # LOCAL_QUORUM; values, page size, paging state, serial, timestamp, names
           0003`),
      stringBytes('a'),
      hex('00000004 00000007'),
      stringBytes('b'),
      hex('ffffffff                    # null'),
      stringBytes('c'),
      hex(`fffffffe                    # not set
           000003e8                    # page size 1000
           00000002 cafe               # paging state
           0009                        # LOCAL_SERIAL
           0000000000000001`),
    ]);
    wire.send(request(0x07, body));
    expect(wire.sessions.calls).toEqual([
      {
        kind: 'query',
        text: 'SELECT é',
        options: {
          consistency: 6,
          skipMetadata: false,
          names: ['a', 'b', 'c'],
          values: [hex('00000007'), null, UNSET],
          pageSize: 1000,
          pagingState: hex('cafe'),
          serialConsistency: 9,
          timestamp: 1n,
        },
      },
    ]);
  });

  it('without any', () => {
    const wire = ready().send(query('SELECT 1'));
    expect(wire.sessions.calls).toEqual([
      { kind: 'query', text: 'SELECT 1', options: { consistency: 1, skipMetadata: false } },
    ]);
  });

  it('a page size of nothing is no page size', () => {
    const wire = ready().send(request(0x07, Buffer.concat([longStringBytes('q'), hex('0001 04 00000000')])));
    expect(wire.sessions.calls[0]!.options.pageSize).toBeUndefined();
  });

  it('node asks with flags 0x24', () => {
    const body = Buffer.concat([longStringBytes('q'), hex('000a 24 00001388 0005f5e100000000')]);
    const { options } = ready().send(request(0x07, body)).sessions.calls[0]!;
    expect(options).toEqual({ consistency: 10, skipMetadata: false, pageSize: 5000, timestamp: 0x0005f5e100000000n });
  });

  it('passes over a custom payload', () => {
    const payload = Buffer.concat([hex('0001'), stringBytes('key'), hex('00000002 beef')]);
    const plain = query('SELECT 1').subarray(9);
    const wire = ready().send(request(0x07, Buffer.concat([payload, plain]), { flags: 0x04 }));
    expect(wire.sessions.calls[0]).toMatchObject({ text: 'SELECT 1' });
  });

  it('takes no notice of the tracing flag', () => {
    const wire = ready().send(query('SELECT 1', { flags: 0x02 }));
    expect(wire.last).toMatchObject({ opcode: 0x08, flags: 0 });
  });
});

describe('PREPARE and EXECUTE', () => {
  it('a prepared statement tells its columns and, in v4, the key among the markers', () => {
    const wire = ready().send(request(0x09, longStringBytes(preparedInsert.text)));
    expect(wire.last.body).toEqual(
      hex(`00000004 0010 ${idBytes}
           00000001 00000002 00000001 0000  # global table, two columns, one key part: marker 0
           0001 6b 0001 74                  # k, t
           0001 61 0009                     # a int
           0001 62 000d                     # b varchar
           00000004 00000000                # no result metadata`),
    );
  });

  it('v3 has no key part', () => {
    const wire = ready({ version: 3 }).send(request(0x09, longStringBytes(preparedInsert.text), { version: 3 }));
    expect(wire.last.body.subarray(4 + 18)).toEqual(
      hex('00000001 00000002 0001 6b 0001 74 0001 61 0009 0001 62 000d 00000004 00000000'),
    );
  });

  it('executes with values', () => {
    const wire = ready().send(request(0x0a, hex(`0010 ${idBytes} 0006 01 0002 00000004 00000001 00000001 78`)));
    expect(wire.sessions.calls).toEqual([
      {
        kind: 'execute',
        prepared: preparedInsert,
        options: { consistency: 6, skipMetadata: false, values: [hex('00000001'), hex('78')] },
      },
    ]);
  });

  it('an unknown id comes back in the error', () => {
    const wire = ready().send(request(0x0a, hex('0002 dead 0006 00')));
    expect(wire.lastError.code).toBe(0x2500);
    expect(wire.lastError.details.preparedId).toEqual(hex('dead'));
  });
});

describe('BATCH', () => {
  it('mixes texts and prepared statements', async () => {
    const wire = ready();
    const body = Buffer.concat([
      hex('01 0002 00'),
      longStringBytes('DELETE'),
      hex(`0001 00000001 2a
           01 0010 ${idBytes} 0002 ffffffff fffffffe
           0006 30 0009 0000000000000002`),
    ]);
    wire.send(request(0x0d, body));
    await wire.turn();
    expect(wire.sessions.calls).toEqual([
      {
        kind: 'batch',
        request: {
          type: 'unlogged',
          children: [
            { statement: 'DELETE', values: [hex('2a')] },
            { statement: preparedInsert, values: [null, UNSET] },
          ],
        },
        options: { consistency: 6, serialConsistency: 9, timestamp: 2n },
      },
    ]);
    expect(wire.last.body).toEqual(hex('00000001'));
  });
});

describe('flags without a meaning are passed over, as on Cassandra 3.11', () => {
  it('compression that was not agreed upon', () => {
    expect(ready().send(query('SELECT 1', { flags: 0x01 })).last.opcode).toBe(0x08);
  });

  it('those of v5 and of later versions', () => {
    expect(ready().send(query('SELECT 1', { flags: 0xf0 })).last.opcode).toBe(0x08);
    expect(ready().send(request(0x07, hex('00000001 71 0001 80 0001 6b'))).last.opcode).toBe(0x08);
  });

  it('page size and names in a batch', async () => {
    const wire = ready().send(request(0x0d, hex('00 0000 0006 64 00000005 0000000000000007')));
    await wire.turn();
    expect(wire.last.opcode).toBe(0x08);
    expect(wire.sessions.calls).toMatchObject([{ kind: 'batch', options: { consistency: 6, timestamp: 7n } }]);
  });
});

const noText = (prefix: number): string =>
  `Not enough bytes to read an UTF8 serialized string preceded by its ${prefix} bytes length`;

describe('what cannot be read is a protocol error, and the connection goes on', () => {
  it.each([
    ['a value of length -3', 0x07, '00000001 71 0001 01 0001 fffffffd', 'Invalid ByteBuf length -3'],
    ['an unknown consistency', 0x07, '00000001 71 000b 00', 'Unknown code 11 for a consistency level'],
    ['a text that ends early', 0x07, '00000009 71', noText(4)],
    ['a text of negative length', 0x09, 'ffffffff', noText(4)],
    ['a name that ends early', 0x0b, '0001 0009 53', noText(2)],
    ['no text', 0x09, '', noText(4)],
    ['an id that ends early', 0x0a, '0010 00', 'Not enough bytes to read a byte array preceded by its 2 bytes length'],
    ['parameters that end early', 0x07, '00000001 71 0001 01', 'Message ends 2 byte(s) too early'],
    ['a text that is no UTF-8', 0x07, '00000004 71c32871 0001 00', "Cannot decode string as UTF8: 'c32871'"],
    ['a surrogate', 0x09, '00000003 eda080', "Cannot decode string as UTF8: 'eda080'"],
    ['a character that is cut', 0x09, '00000002 efbf', "Cannot decode string as UTF8: 'efbf'"],
    [
      'a name that is no UTF-8',
      0x07,
      '00000001 71 0001 41 0001 0001 ff 00000000',
      "Cannot decode string as UTF8: 'ff'",
    ],
    ['a batch type', 0x0d, '03 0000 0001 00', 'Invalid BATCH message type 3'],
    ['a batch type, which is signed', 0x0d, 'ff 0000 0001 00', 'Invalid BATCH message type -1'],
    ['a batch child', 0x0d, '00 0001 02', 'Invalid query kind in BATCH messages. Must be 0 or 1 but got 2'],
    ['an event type', 0x0b, '0001 0003 464f4f', "Invalid value 'FOO' for Type"],
    [
      'the smallest timestamp',
      0x07,
      '00000001 71 0001 20 8000000000000000',
      'Out of bound timestamp, must be in [-9223372036854775807, 9223372036854775807] (got -9223372036854775808)',
    ],
  ])('%s', (_, opcode, body, text) => {
    const wire = ready().send(request(opcode, hex(body), { stream: 9 }));
    expect(wire.lastError.code).toBe(0x000a);
    expect(wire.lastError.message).toBe(text);
    expect(wire.last.stream).toBe(9);
    expect(wire.send(query('SELECT 1')).last.opcode).toBe(0x08);
  });

  it('v3 knows no "not set"', () => {
    const body = hex('00000001 71 0001 01 0001 fffffffe');
    expect(ready({ version: 3 }).send(request(0x07, body, { version: 3 })).lastError.message).toBe(
      'Invalid ByteBuf length -2',
    );
  });

  it.each([
    [
      0x04,
      'Legacy credentials authentication is not supported in protocol versions > 1. Please use SASL authentication via a SaslResponse message',
    ],
    [0x08, 'Wrong protocol direction (expected RESPONSE, got REQUEST) for opcode 8 (RESULT)'],
    [0x11, 'Unknown opcode 17'],
  ])('opcode %i', (opcode, text) => {
    expect(ready().send(request(opcode, hex(''))).lastError.message).toBe(text);
  });

  it('a replacement character is a character', () => {
    const wire = ready().send(query("SELECT '\ufffd'"));
    expect(wire.sessions.calls).toMatchObject([{ text: "SELECT '\ufffd'" }]);
  });

  it('a frame over the limit is refused and passed over, however it comes', () => {
    const wire = ready();
    wire.send(hex('04 00 0005 07 10000001'));
    expect(wire.lastError.code).toBe(0x2200);
    expect(wire.lastError.message).toBe(
      'Request is too big: length 268435457 exceeds maximum allowed length 268435456.',
    );
    const part = Buffer.alloc(1024 * 1024);
    for (let i = 0; i < 256; i++) wire.connection.receive(part);
    wire.send(Buffer.from([0]), query('SELECT 1', { stream: 6 }));
    expect(wire.answers.map(({ stream, opcode }) => [stream, opcode])).toEqual([
      [5, 0x00],
      [6, 0x08],
    ]);
  });

  it('a negative body length ends the connection', () => {
    const wire = ready();
    wire.connection.receive(hex('04 00 0005 07 ffffffff'));
    expect(wire.lastError.code).toBe(0x000a);
    expect(wire.ended).toBe(true);
  });
});
