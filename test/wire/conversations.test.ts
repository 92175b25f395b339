// How drivers come in, message by message (data-plane facts 1.1 and 1.13): each line is a new connection or a frame on
// it, and what the driver needs to see in order to go on.

import { describe, expect, it } from 'vitest';
import { hex, longStringBytes, query, request, startup, stringBytes, Wire } from './harness.js';

const options = (version: number) => request(0x05, hex(''), { version, stream: 0 });
const registerAll = (stream: number) =>
  request(
    0x0b,
    Buffer.concat([hex('0003'), ...['TOPOLOGY_CHANGE', 'STATUS_CHANGE', 'SCHEMA_CHANGE'].map(stringBytes)]),
    { stream },
  );

/** Both texts that drivers search for, in a frame of a version that they know. */
function expectFallback(wire: Wire): void {
  expect(wire.writes[0]![0]).toBe(0x84);
  expect(wire.lastError.code).toBe(0x000a);
  expect(wire.lastError.message).toMatch(/^Invalid or unsupported protocol version/);
  expect(wire.ended).toBe(true);
}

describe('python', () => {
  it('tries 66, 65 and 5 on connections of their own, then speaks 4', () => {
    for (const version of [66, 65, 5]) expectFallback(new Wire().send(options(version)));
    const wire = new Wire().send(options(4));
    expect(wire.last.opcode).toBe(0x06);
    wire.send(startup({ CQL_VERSION: '3.4.4', DRIVER_NAME: 'DataStax Python Driver', DRIVER_VERSION: '3.30.0' }));
    expect(wire.last.opcode).toBe(0x02);
    wire.send(registerAll(1));
    expect(wire.last.opcode).toBe(0x02);
    wire.send(
      query('SELECT * FROM system.peers_v2', { stream: 2 }),
      query("SELECT * FROM system.local WHERE key='local'", { stream: 3 }),
    );
    expect(wire.answers.slice(-2).map(({ stream }) => stream)).toEqual([2, 3]);
  });
});

describe('node', () => {
  it('sends STARTUP in 0x42, reconnects in the version of the answer, and sends OPTIONS after READY', () => {
    expectFallback(new Wire().send(startup({ CQL_VERSION: '3.0.0' }, 0x42)));
    const wire = new Wire().send(startup({ CQL_VERSION: '3.0.0' }));
    expect(wire.last.opcode).toBe(0x02);
    expect(wire.send(options(4)).last.opcode).toBe(0x06);
    wire.send(registerAll(5));
    expect(wire.last).toMatchObject({ opcode: 0x02, stream: 5 });
  });
});

describe('gocql', () => {
  it('begins with OPTIONS in 4, or in 5 and falls back', () => {
    expectFallback(new Wire().send(options(5)));
    const wire = new Wire({ auth: { kind: 'open' } }).send(options(4), startup());
    expect(wire.last.opcode).toBe(0x03);
    wire.send(request(0x0f, Buffer.concat([hex('00000004'), Buffer.from('\0u\0p')]), { stream: 2 }));
    expect(wire.last).toMatchObject({ opcode: 0x10, stream: 2 });
  });
});

describe('java', () => {
  it('asks for compression, and names what it binds', () => {
    expectFallback(new Wire().send(options(0x42)));
    const wire = new Wire().send(options(4), startup({ CQL_VERSION: '3.0.0', COMPRESSION: 'LZ4' }));
    expect(wire.last).toMatchObject({ opcode: 0x02, flags: 0 });
    const named = Buffer.concat([
      longStringBytes('SELECT * FROM system.peers WHERE peer = :address'),
      hex('0001 41 0001'),
      stringBytes('address'),
      hex('00000004 7f000001'),
    ]);
    wire.send(request(0x07, named));
    expect(wire.sessions.calls[0]!.options).toMatchObject({ names: ['address'], values: [hex('7f000001')] });
  });
});
