// Compression of frame bodies as v3 and v4 have it (data-plane facts 1.4): LZ4 with the uncompressed length, four
// bytes, before the block; Snappy as one raw block.

import { compress as compressSnappy, uncompress as uncompressSnappy } from 'snappyjs';
import { limits } from '../limits.js';
import { compressLz4, decompressLz4 } from './lz4.js';
import { malformed } from './reader.js';

export type CompressionName = 'lz4' | 'snappy';

export interface Compressor {
  readonly name: CompressionName;
  compress(body: Uint8Array): Uint8Array;
  /** Throws 0x000A when the bytes are no body of this kind. */
  decompress(body: Buffer): Buffer;
}

/** In the order of SUPPORTED's COMPRESSION list. */
export const compressionNames: readonly CompressionName[] = ['snappy', 'lz4'];

/** Names are compared without regard to case, as Cassandra does. */
export function compressorOf(name: string): Compressor | undefined {
  const wanted = name.toLowerCase();
  if (wanted === 'lz4') return lz4;
  if (wanted === 'snappy') return snappyBody;
  return undefined;
}

const broken = () => malformed('Unable to decompress the frame body');

const lz4: Compressor = {
  name: 'lz4',
  compress(body) {
    const block = compressLz4(body);
    const framed = Buffer.allocUnsafe(4 + block.length);
    framed.writeInt32BE(body.length, 0);
    framed.set(block, 4);
    return framed;
  },
  decompress(body) {
    if (body.length < 4) throw broken();
    const size = body.readInt32BE(0);
    // a block grows at most 255-fold, so a larger claim is a lie and no memory is made for it
    if (size < 0 || size > limits.frameBytes || size > (body.length - 4) * 255) throw broken();
    const plain = decompressLz4(body.subarray(4), size);
    if (plain === undefined) throw broken();
    return plain;
  },
};

const snappyBody: Compressor = {
  name: 'snappy',
  compress: (body) => compressSnappy(Buffer.isBuffer(body) ? new Uint8Array(body) : body),
  decompress(body) {
    try {
      // three bytes of a block give at most 64 bytes
      const sizeMax = Math.min(limits.frameBytes, body.length * 32);
      const plain = uncompressSnappy(new Uint8Array(body), sizeMax);
      return Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
    } catch {
      throw broken();
    }
  },
};
