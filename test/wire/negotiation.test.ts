// How clients of other versions are answered, byte by byte, and the state machine of data-plane facts 1.6.

import { describe, expect, it } from 'vitest';
import { hex, query, ready, request, startup, Wire } from './harness.js';

const refused = (version: number) =>
  `Invalid or unsupported protocol version (${version}); supported versions are (3/v3, 4/v4)`;

describe('versions', () => {
  for (const version of [0x42, 0x41, 0x06, 0x05]) {
    it(`${version} is answered in v4 with a text that every driver falls back on`, () => {
      const wire = new Wire().send(startup({ CQL_VERSION: '3.0.0' }, version));
      expect(wire.writes[0]![0]).toBe(0x84);
      expect(wire.lastError.code).toBe(0x000a);
      expect(wire.lastError.message).toBe(refused(version));
      expect(wire.ended).toBe(true);
    });
  }

  it('v1 and v2 are answered in their own header of eight bytes', () => {
    const wire = new Wire();
    wire.connection.receive(hex('01 00 07 05 00000000'));
    const text = refused(1);
    expect(wire.writes[0]!.subarray(0, 8)).toEqual(
      Buffer.concat([hex('81 00 00 00'), hex((6 + text.length).toString(16).padStart(8, '0'))]),
    );
    expect(wire.writes[0]!.subarray(8).toString('latin1')).toContain(text);
  });

  it('one byte is enough to be refused', () => {
    const wire = new Wire();
    wire.connection.receive(hex('42'));
    expect(wire.lastError.message).toBe(refused(0x42));
    expect(wire.last.stream).toBe(0);
  });

  it('a refusal comes on stream 0, whatever the stream of the refused frame', () => {
    expect(new Wire().send(request(0x05, hex(''), { version: 5, stream: 300 })).last.stream).toBe(0);
  });

  it('a connection keeps the version that it began with', () => {
    const wire = ready().send(query('SELECT 1', { version: 3 }));
    expect(wire.lastError.message).toBe(
      'Invalid message version. Got 3/v3 but previous messages on this connection had version 4/v4',
    );
    expect(wire.send(query('SELECT 1')).last.opcode).toBe(0x08);
  });

  it('v3 is answered in v3', () => {
    const wire = ready({ version: 3 }).send(query('SELECT 1', { version: 3 }));
    expect(wire.writes[0]).toEqual(hex('83 00 0001 08 00000004 00000001'));
  });
});

describe('startup', () => {
  it('READY has no body', () => {
    expect(new Wire().send(startup()).writes).toEqual([hex('84 00 0001 02 00000000')]);
  });

  it('OPTIONS lists versions, compressions and the CQL version', () => {
    const wire = new Wire().send(request(0x05, hex('')));
    expect(wire.writes[0]!.subarray(9).toString('latin1')).toBe(
      '\0\x03' +
        '\0\x11PROTOCOL_VERSIONS\0\x02\0\x043/v3\0\x044/v4' +
        '\0\x0bCOMPRESSION\0\x02\0\x06snappy\0\x03lz4' +
        '\0\x0bCQL_VERSION\0\x01\0\x053.4.4',
    );
  });

  it('OPTIONS is answered in every state', () => {
    const options = request(0x05, hex(''));
    expect(ready().send(options).last.opcode).toBe(0x06);
    expect(new Wire({ auth: { kind: 'open' } }).send(startup(), options).last.opcode).toBe(0x06);
  });

  for (const [why, options, text] of [
    ['no CQL version', {}, 'Missing value CQL_VERSION in STARTUP message'],
    [
      'an old CQL version',
      { CQL_VERSION: '2.1.0' },
      'CQL version 2.1.0 is not supported by the binary protocol (supported version are >= 3.0.0)',
    ],
    ['what is no version', { CQL_VERSION: '3' }, 'Invalid version value: 3'],
    ['an empty version', { CQL_VERSION: '' }, 'Invalid version value: '],
    ['a patch that is no number', { CQL_VERSION: '3.0.x' }, 'Invalid version value: 3.0.x'],
    ['an endless major', { CQL_VERSION: '99999999999.0.0' }, 'Invalid version value: 99999999999.0.0'],
    ['an empty compression', { CQL_VERSION: '3.0.0', COMPRESSION: '' }, 'Unknown compression algorithm: '],
    ['an unknown compression', { CQL_VERSION: '3.0.0', COMPRESSION: 'zstd' }, 'Unknown compression algorithm: zstd'],
  ] as const) {
    it(`refuses ${why}`, () => {
      const wire = new Wire().send(startup(options));
      expect(wire.lastError.code).toBe(0x000a);
      expect(wire.lastError.message).toBe(text);
    });
  }

  it.each(['3.4.4', '3.0', '4.0.0', '3.0.0-beta1', '3.0.0+build'])('takes CQL version %s', (version) => {
    expect(new Wire().send(startup({ CQL_VERSION: version })).last.opcode).toBe(0x02);
  });

  it('names of options are in any letter case', () => {
    expect(new Wire().send(startup({ cql_version: '3.0.0', Compression: 'zstd' })).lastError.message).toBe(
      'Unknown compression algorithm: zstd',
    );
  });

  it('unknown options do not matter', () => {
    const wire = new Wire().send(startup({ CQL_VERSION: '3.4.7', DRIVER_NAME: 'x', NO_COMPACT: 'true' }));
    expect(wire.last.opcode).toBe(0x02);
  });
});

describe('states', () => {
  it.each([
    ['new', () => new Wire(), query('SELECT 1'), 'Unexpected message QUERY, expecting STARTUP or OPTIONS'],
    [
      'authenticating',
      () => new Wire({ auth: { kind: 'open' } }).send(startup()),
      query('SELECT 1'),
      'Unexpected message QUERY, expecting SASL_RESPONSE',
    ],
    ['ready', () => ready(), startup(), 'Unexpected message STARTUP, the connection is already initialized'],
  ])('%s', (_, begin, frame, text) => {
    const wire = begin().send(frame);
    expect(wire.lastError.code).toBe(0x000a);
    expect(wire.lastError.message).toBe(text);
    expect(wire.ended).toBe(false);
  });

  it('closes the session with the connection', () => {
    const wire = ready();
    wire.connection.closed();
    expect(wire.sessions.closed).toBe(1);
  });
});
