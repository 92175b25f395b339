// Compressed bodies on a connection, against independent codecs.

import { createRequire } from 'node:module';
import { compress as compressSnappy, uncompress as uncompressSnappy } from 'snappyjs';
import { describe, expect, it } from 'vitest';
import { native } from '../../src/core/engine/types/cql-type.js';
import { hex, longStringBytes, query, ready, request, type Wire } from './harness.js';

interface Lz4Block {
  compressBlock(source: Uint8Array, out: Uint8Array, at: number, length: number, table: Uint32Array): number;
  decompressBlock(block: Uint8Array, out: Uint8Array, at: number, length: number, outAt: number): number;
}
const lz4js = createRequire(import.meta.url)('lz4js') as Lz4Block;

const lz4 = {
  compress(body: Buffer): Buffer {
    const block = Buffer.alloc(body.length * 2 + 64);
    const size = lz4js.compressBlock(body, block, 0, body.length, new Uint32Array(1 << 16));
    const length = Buffer.alloc(4);
    length.writeInt32BE(body.length);
    return Buffer.concat([length, block.subarray(0, size)]);
  },
  decompress(body: Buffer): Buffer {
    const plain = Buffer.alloc(body.readInt32BE(0));
    lz4js.decompressBlock(body, plain, 4, body.length - 4, 0);
    return plain;
  },
};
const snappy = {
  compress: (body: Buffer) => Buffer.from(compressSnappy(new Uint8Array(body))),
  decompress: (body: Buffer) => Buffer.from(uncompressSnappy(new Uint8Array(body))),
};

const answerRows = (wire: Wire, body: Buffer): void => {
  const columns = [{ keyspace: 'k', table: 't', name: 'a', type: native('blob') }];
  wire.sessions.respond = () => ({ kind: 'rows', columns, rowCount: 1, body });
};

const text = `SELECT ${'column, '.repeat(40)} last FROM k.t`;

describe.each([
  ['lz4', lz4],
  ['snappy', snappy],
  ['LZ4', lz4],
])('%s', (compression, codec) => {
  it('a compressed request is understood, and its answer is compressed', () => {
    const wire = ready({ compression });
    const value = Buffer.alloc(5000, 'abcdefg');
    answerRows(wire, Buffer.concat([hex('00001388'), value]));
    wire.send(request(0x07, codec.compress(Buffer.concat([longStringBytes(text), hex('0001 00')])), { flags: 1 }));
    expect(wire.sessions.calls[0]).toMatchObject({ text });
    expect(wire.last.flags).toBe(0x01);
    expect(wire.last.body.length).toBeLessThan(500);
    const plain = codec.decompress(wire.last.body);
    expect(plain.subarray(plain.length - 5000)).toEqual(value);
  });

  it('an uncompressed request is understood too, and what would grow is sent as it is', () => {
    const wire = ready({ compression });
    wire.send(query('q'));
    expect(wire.last).toMatchObject({ flags: 0, body: hex('00000001') });
  });

  it.each([
    ['nothing', ''],
    ['half a length', '0000'],
    ['a length without a block', '00000005'],
    ['a negative length', 'ffffffff 00'],
    ['a length that no block of its size can have', '0fffffff 00'],
    ['a match before the beginning', '00000010 1f 61 0500 00 00'],
    ['noise', 'f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff'],
  ])('%s is a protocol error', (_, body) => {
    const wire = ready({ compression }).send(request(0x07, hex(body), { flags: 1 }));
    expect(wire.lastError.code).toBe(0x000a);
    expect(wire.send(query('q')).last.opcode).toBe(0x08);
  });
});
