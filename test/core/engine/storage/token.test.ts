// Vectors of data-plane facts 1.14, and random keys against a plain 64-bit implementation.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Murmur3, murmur3Token } from '../../../../src/core/engine/storage/token.js';

const vectors: readonly (readonly [string, string, bigint])[] = [
  ['int 1', '00000001', -4069959284402364209n],
  ['int 0', '00000000', -3485513579396041028n],
  ['int -1', 'ffffffff', 7297452126230313552n],
  ['text a', '61', -8839064797231613815n],
  ['text hello world', Buffer.from('hello world').toString('hex'), 5998619086395760910n],
  ['(1, a)', '0004000000010000016100', 6516349416904725244n],
  ['20 times é', Buffer.from('é'.repeat(20)).toString('hex'), -4404908830454854452n],
];

describe('tokens', () => {
  it.each(vectors)('of %s', (_name, hex, murmur) => {
    expect(murmur3Token(Buffer.from(hex, 'hex'))).toBe(murmur);
  });

  it('are those of the algorithm with 64-bit numbers', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        expect(murmur3Token(bytes)).toBe(reference(bytes));
      }),
      { numRuns: 500 },
    );
  });

  it('keep their order as bytes', () => {
    const murmur = new Murmur3();
    const ordered = Array.from({ length: 300 }, (_, i) => {
      const bytes = Buffer.alloc(8);
      murmur.hash(Buffer.from(`key ${i}`));
      murmur.writeOrdered(bytes, 0);
      return { bytes, token: murmur.token };
    }).sort((a, b) => Buffer.compare(a.bytes, b.bytes));
    for (let i = 1; i < ordered.length; i++) expect(ordered[i]!.token > ordered[i - 1]!.token).toBe(true);
  });
});

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotl = (value: bigint, by: bigint): bigint => u64((value << by) | (value >> (64n - by)));
const c1 = 0x87c37b91114253d5n;
const c2 = 0x4cf5ad432745937fn;
function mix(value: bigint): bigint {
  let x = value;
  x = u64((x ^ (x >> 33n)) * 0xff51afd7ed558ccdn);
  x = u64((x ^ (x >> 33n)) * 0xc4ceb9fe1a85ec53n);
  return x ^ (x >> 33n);
}
function reference(bytes: Uint8Array): bigint {
  const b = Buffer.from(bytes);
  let h1 = 0n;
  let h2 = 0n;
  const blocks = b.length >> 4;
  for (let i = 0; i < blocks; i++) {
    h1 ^= u64(rotl(u64(b.readBigUInt64LE(i * 16) * c1), 31n) * c2);
    h1 = u64(u64(rotl(h1, 27n) + h2) * 5n + 0x52dce729n);
    h2 ^= u64(rotl(u64(b.readBigUInt64LE(i * 16 + 8) * c2), 33n) * c1);
    h2 = u64(u64(rotl(h2, 31n) + h1) * 5n + 0x38495ab5n);
  }
  let k1 = 0n;
  let k2 = 0n;
  const tail = b.subarray(blocks * 16);
  for (let i = 0; i < tail.length; i++) {
    const byte = BigInt.asUintN(64, BigInt(tail.readInt8(i)) << BigInt(8 * (i % 8)));
    if (i < 8) k1 ^= byte;
    else k2 ^= byte;
  }
  if (tail.length > 8) h2 ^= u64(rotl(u64(k2 * c2), 33n) * c1);
  if (tail.length > 0) h1 ^= u64(rotl(u64(k1 * c1), 31n) * c2);
  h1 ^= BigInt(b.length);
  h2 ^= BigInt(b.length);
  h1 = u64(h1 + h2);
  h2 = u64(h2 + h1);
  h1 = mix(h1);
  h2 = mix(h2);
  const token = BigInt.asIntN(64, h1 + h2);
  return token === -(2n ** 63n) ? 2n ** 63n - 1n : token;
}
