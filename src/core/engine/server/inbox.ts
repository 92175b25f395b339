// The bytes of a connection that have come and are not handled yet, and the frames in them. What was read is never
// written over, because values of requests are views of it.

import { limits } from '../limits.js';
import { FrameHeader, isSupported } from '../protocol/frame.js';
import { headerBytes, responseBit } from '../protocol/opcodes.js';

const empty = Buffer.alloc(0);

/**
 * What comes next. `none`: not all there. `frame`: header and body lie ready. `version`: a first byte that is not spoken
 * here. `length`: a negative body length. `large`: over the limit; the body is passed over as it comes.
 */
export type Found = 'none' | 'frame' | 'version' | 'length' | 'large';

export class Inbox {
  /** Of the frame found last. */
  readonly header = new FrameHeader();
  /** The frame's body is `bytes[bodyStart, bodyEnd)`. */
  bytes: Buffer = empty;
  bodyStart = 0;
  bodyEnd = 0;
  #at = 0;
  #end = 0;
  /** `bytes` when it was made here, with room at its end. */
  #own: Buffer | undefined;
  #toSkip = 0;

  /** Takes a chunk, without copying it when nothing waits. */
  push(chunk: Buffer): void {
    const waiting = this.#end - this.#at;
    if (waiting === 0) {
      this.bytes = chunk;
      this.#own = undefined;
      this.#at = 0;
      this.#end = chunk.length;
      return;
    }
    const wanted = this.#end + chunk.length;
    if (this.#own === this.bytes && wanted <= this.bytes.length) {
      this.bytes.set(chunk, this.#end);
      this.#end = wanted;
      return;
    }
    // room to double: a large frame that comes in many chunks is copied a few times, not once a chunk
    const grown = Buffer.allocUnsafeSlow((waiting + chunk.length) * 2);
    grown.set(this.bytes.subarray(this.#at, this.#end));
    grown.set(chunk, waiting);
    this.bytes = grown;
    this.#own = grown;
    this.#at = 0;
    this.#end = waiting + chunk.length;
  }

  next(): Found {
    if (this.#toSkip > 0) this.#skip();
    const available = this.#end - this.#at;
    if (available === 0) return 'none';
    // the version alone is looked at before the rest of the header: v1 and v2 headers are shorter
    if (!isSupported(this.version)) return 'version';
    if (available < headerBytes || !this.header.read(this.bytes, this.#at)) return 'none';
    const { bodyBytes } = this.header;
    if (bodyBytes < 0) return 'length';
    if (bodyBytes > limits.frameBytes) {
      this.#at += headerBytes;
      this.#toSkip = bodyBytes;
      return 'large';
    }
    if (available < headerBytes + bodyBytes) return 'none';
    this.bodyStart = this.#at + headerBytes;
    this.bodyEnd = this.bodyStart + bodyBytes;
    this.#at = this.bodyEnd;
    return 'frame';
  }

  /** The version that the next byte tells. */
  get version(): number {
    return this.bytes[this.#at]! & ~responseBit;
  }

  clear(): void {
    this.bytes = empty;
    this.#own = undefined;
    this.#at = 0;
    this.#end = 0;
  }

  #skip(): void {
    const skipped = Math.min(this.#toSkip, this.#end - this.#at);
    this.#at += skipped;
    this.#toSkip -= skipped;
  }
}
