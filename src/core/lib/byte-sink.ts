// A growable byte buffer with big-endian writers: the one place where response bytes are gathered. Apart from
// Buffer so that the hot path writes cell after cell with no allocation.

import { assert } from './assert.js';

/** Bytes are valid in `buffer[0, position)`. `reset` starts again on the same memory. */
export class ByteSink {
  buffer: Buffer;
  position = 0;

  constructor(initialBytes = 64 * 1024) {
    this.buffer = Buffer.allocUnsafeSlow(initialBytes);
  }

  reset(): void {
    this.position = 0;
  }

  /** Makes room for `bytes` more; call before writing at `position` directly. */
  ensure(bytes: number): void {
    const wanted = this.position + bytes;
    if (wanted <= this.buffer.length) return;
    assert(wanted < 2 ** 31, 'a byte sink stays below 2 GiB');
    let size = this.buffer.length * 2;
    while (size < wanted) size *= 2;
    const grown = Buffer.allocUnsafeSlow(size);
    grown.set(this.buffer.subarray(0, this.position));
    this.buffer = grown;
  }

  u8(value: number): void {
    this.ensure(1);
    this.buffer[this.position++] = value;
  }

  u16(value: number): void {
    this.ensure(2);
    const b = this.buffer;
    b[this.position++] = value >>> 8;
    b[this.position++] = value;
  }

  i32(value: number): void {
    this.ensure(4);
    this.i32At(this.position, value);
    this.position += 4;
  }

  /** Overwrites four bytes written before, such as a count that is known only at the end. */
  i32At(at: number, value: number): void {
    const b = this.buffer;
    b[at] = value >>> 24;
    b[at + 1] = value >>> 16;
    b[at + 2] = value >>> 8;
    b[at + 3] = value;
  }

  i64(value: bigint): void {
    this.ensure(8);
    this.buffer.writeBigInt64BE(value, this.position);
    this.position += 8;
  }

  /** Raw bytes, no length before them. */
  bytes(source: Uint8Array): void {
    this.ensure(source.length);
    this.buffer.set(source, this.position);
    this.position += source.length;
  }

  /** A CQL [bytes] value: four bytes of length, then the bytes; null is length -1. */
  value(source: Uint8Array | null): void {
    if (source === null) {
      this.i32(-1);
      return;
    }
    this.i32(source.length);
    this.bytes(source);
  }

  /** What was written so far, as a view that the next write may overwrite or leave behind. */
  view(): Buffer {
    return this.buffer.subarray(0, this.position);
  }

  /** What was written so far, as bytes of its own. */
  copy(): Buffer {
    return Buffer.from(this.view());
  }
}
