// Murmur3Partitioner's tokens as Cassandra computes them, in 32-bit arithmetic: no BigInt on the hot path. Vectors in
// data-plane facts 1.14.

/** MurmurHash3 x64-128, seed 0, first half; the tail's bytes are sign-extended as in Cassandra. One object is reused: `hash` leaves
 * the token in `high` and `low` (signed 32-bit halves). */
export class Murmur3 {
  high = 0;
  low = 0;
  // the other half, and the result of mul
  private high2 = 0;
  private low2 = 0;
  private mulHigh = 0;
  private mulLow = 0;

  hash(bytes: Uint8Array): void {
    const length = bytes.length;
    const blocks = length >>> 4;
    this.high = 0;
    this.low = 0;
    this.high2 = 0;
    this.low2 = 0;
    for (let i = 0; i < blocks; i++) this.block(bytes, i << 4);
    this.tail(bytes, blocks << 4, length & 15);
    this.low ^= length;
    this.low2 ^= length;
    this.addSecondToFirst();
    this.addFirstToSecond();
    this.mixFirst();
    this.mixSecond();
    this.addSecondToFirst();
    // Long.MIN_VALUE is the place before the ring's first token
    if (this.high === -0x80000000 && this.low === 0) {
      this.high = 0x7fffffff;
      this.low = -1;
    }
  }

  /** The token's eight bytes so that unsigned order of bytes is order of tokens. */
  writeOrdered(target: Uint8Array, at: number): void {
    const high = this.high ^ 0x80000000;
    const low = this.low;
    target[at] = high >>> 24;
    target[at + 1] = high >>> 16;
    target[at + 2] = high >>> 8;
    target[at + 3] = high;
    target[at + 4] = low >>> 24;
    target[at + 5] = low >>> 16;
    target[at + 6] = low >>> 8;
    target[at + 7] = low;
  }

  get token(): bigint {
    return (BigInt(this.high) << 32n) | BigInt(this.low >>> 0);
  }

  private block(b: Uint8Array, at: number): void {
    const low1 = b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24);
    const high1 = b[at + 4]! | (b[at + 5]! << 8) | (b[at + 6]! << 16) | (b[at + 7]! << 24);
    const low2 = b[at + 8]! | (b[at + 9]! << 8) | (b[at + 10]! << 16) | (b[at + 11]! << 24);
    const high2 = b[at + 12]! | (b[at + 13]! << 8) | (b[at + 14]! << 16) | (b[at + 15]! << 24);
    this.mixIntoFirst(high1, low1);
    // h1 = rotl(h1, 27) + h2, times 5 plus 0x52dce729
    let high = (this.high << 27) | (this.low >>> 5);
    let low = (this.low << 27) | (this.high >>> 5);
    this.high = high;
    this.low = low;
    this.addSecondToFirst();
    this.timesFive(this.high, this.low, 0x52dce729);
    this.high = this.mulHigh;
    this.low = this.mulLow;
    this.mixIntoSecond(high2, low2);
    // h2 = rotl(h2, 31) + h1, times 5 plus 0x38495ab5
    high = (this.high2 << 31) | (this.low2 >>> 1);
    low = (this.low2 << 31) | (this.high2 >>> 1);
    this.high2 = high;
    this.low2 = low;
    this.addFirstToSecond();
    this.timesFive(this.high2, this.low2, 0x38495ab5);
    this.high2 = this.mulHigh;
    this.low2 = this.mulLow;
  }

  // sign extension: a byte of 0x80 and above also fills every higher byte, so bytes are combined with xor
  private tail(b: Uint8Array, at: number, count: number): void {
    if (count > 8) {
      this.gather(b, at + 8, count - 8);
      this.mixIntoSecond(this.mulHigh, this.mulLow);
    }
    if (count > 0) {
      this.gather(b, at, Math.min(count, 8));
      this.mixIntoFirst(this.mulHigh, this.mulLow);
    }
  }

  private gather(b: Uint8Array, at: number, count: number): void {
    let high = 0;
    let low = 0;
    for (let i = 0; i < count; i++) {
      const byte = (b[at + i]! << 24) >> 24;
      if (i < 4) {
        low ^= byte << (8 * i);
        // the sign fills what lies above
        if (byte < 0) high ^= -1;
      } else high ^= byte << (8 * (i - 4));
    }
    this.mulHigh = high;
    this.mulLow = low;
  }

  // k1 *= c1, rotl 31, *= c2, h1 ^= k1
  private mixIntoFirst(high: number, low: number): void {
    this.mul(high, low, 0x87c37b91 | 0, 0x114253d5);
    this.mul(
      (this.mulHigh << 31) | (this.mulLow >>> 1),
      (this.mulLow << 31) | (this.mulHigh >>> 1),
      0x4cf5ad43,
      0x2745937f,
    );
    this.high ^= this.mulHigh;
    this.low ^= this.mulLow;
  }

  // k2 *= c2, rotl 33, *= c1, h2 ^= k2
  private mixIntoSecond(high: number, low: number): void {
    this.mul(high, low, 0x4cf5ad43, 0x2745937f);
    this.mul(
      (this.mulLow << 1) | (this.mulHigh >>> 31),
      (this.mulHigh << 1) | (this.mulLow >>> 31),
      0x87c37b91 | 0,
      0x114253d5,
    );
    this.high2 ^= this.mulHigh;
    this.low2 ^= this.mulLow;
  }

  // h1 += h2
  private addSecondToFirst(): void {
    const low = (this.low >>> 0) + (this.low2 >>> 0);
    this.high = (this.high + this.high2 + (low > 0xffffffff ? 1 : 0)) | 0;
    this.low = low | 0;
  }
  // h2 += h1
  private addFirstToSecond(): void {
    const low = (this.low >>> 0) + (this.low2 >>> 0);
    this.high2 = (this.high + this.high2 + (low > 0xffffffff ? 1 : 0)) | 0;
    this.low2 = low | 0;
  }

  private timesFive(high: number, low: number, plus: number): void {
    this.mul(high, low, 0, 5);
    const sum = (this.mulLow >>> 0) + plus;
    this.mulHigh = (this.mulHigh + (sum > 0xffffffff ? 1 : 0)) | 0;
    this.mulLow = sum | 0;
  }

  private mixFirst(): void {
    this.finalMix(this.high, this.low);
    this.high = this.mulHigh;
    this.low = this.mulLow;
  }
  private mixSecond(): void {
    this.finalMix(this.high2, this.low2);
    this.high2 = this.mulHigh;
    this.low2 = this.mulLow;
  }

  // x ^= x >>> 33, times a constant, twice; x ^= x >>> 33
  private finalMix(high: number, low: number): void {
    this.mul(high, low ^ (high >>> 1), 0xff51afd7 | 0, 0xed558ccd | 0);
    this.mul(this.mulHigh, this.mulLow ^ (this.mulHigh >>> 1), 0xc4ceb9fe | 0, 0x1a85ec53);
    this.mulLow ^= this.mulHigh >>> 1;
  }

  // the low 64 bits of a product, from four partial products of 16 bits for the part that overflows 32
  private mul(aHigh: number, aLow: number, bHigh: number, bLow: number): void {
    const a0 = aLow & 0xffff;
    const a1 = aLow >>> 16;
    const b0 = bLow & 0xffff;
    const b1 = bLow >>> 16;
    const p00 = Math.imul(a0, b0) >>> 0;
    const p01 = Math.imul(a0, b1) >>> 0;
    const p10 = Math.imul(a1, b0) >>> 0;
    const p11 = Math.imul(a1, b1);
    const middle = (p00 >>> 16) + (p01 & 0xffff) + (p10 & 0xffff);
    this.mulLow = (p00 & 0xffff) | (middle << 16);
    const carry = p11 + (p01 >>> 16) + (p10 >>> 16) + (middle >>> 16);
    this.mulHigh = (carry + Math.imul(aHigh, bLow) + Math.imul(aLow, bHigh)) | 0;
  }
}

/** Token of a serialised partition key. */
export function murmur3Token(partitionKey: Uint8Array): bigint {
  const murmur = new Murmur3();
  murmur.hash(partitionKey);
  return murmur.token;
}
