// Reads the notations of the native protocol (data-plane facts 1.3) from a part of a buffer. One object serves every
// message of a connection, so that decoding allocates only what the message yields. All integers are big-endian.

import { type Consistency, consistencyName } from '../consistency.js';
import { CqlError, ErrorCode } from '../cql-error.js';
import { type BoundValue, UNSET } from '../session/api.js';
import type { Version } from './opcodes.js';

const empty = Buffer.alloc(0);
/** Of a text that is no UTF-8, from where it is wrong. */
const shownBytes = 64;

/** 0x000A: the bytes are not what the protocol says they should be. */
export const malformed = (message: string): CqlError => new CqlError(ErrorCode.protocol, message);

// Cassandra 3.11's texts
const noText = (prefixBytes: number): CqlError =>
  malformed(`Not enough bytes to read an UTF8 serialized string preceded by its ${prefixBytes} bytes length`);
const noShortBytes = (): CqlError => malformed('Not enough bytes to read a byte array preceded by its 2 bytes length');

function checkUtf8(bytes: Buffer, text: string): void {
  const again = Buffer.from(text, 'utf8');
  if (again.equals(bytes)) return;
  const wrong = Math.max(
    0,
    bytes.findIndex((byte, at) => byte !== again[at]),
  );
  throw malformed(`Cannot decode string as UTF8: '${bytes.toString('hex', wrong, wrong + shownBytes)}'`);
}

/** Every method moves on by what it read, or throws 0x000A when the message ends before. */
export class Reader {
  #bytes: Buffer = empty;
  #at = 0;
  #end = 0;

  over(bytes: Buffer, start = 0, end = bytes.length): this {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    return this;
  }

  /** What is read, for a reader of places: the message goes on at `position` and ends before `end`. */
  get bytesRead(): Buffer {
    return this.#bytes;
  }
  get position(): number {
    return this.#at;
  }
  get end(): number {
    return this.#end;
  }

  get remaining(): number {
    return this.#end - this.#at;
  }

  /** What has not been read, as a view. */
  rest(): Buffer {
    return this.#bytes.subarray(this.#at, this.#end);
  }

  #take(count: number): number {
    const at = this.#at;
    if (count > this.#end - at) {
      throw malformed(`Message ends ${count - (this.#end - at)} byte(s) too early`);
    }
    this.#at = at + count;
    return at;
  }

  u8(): number {
    return this.#bytes[this.#take(1)]!;
  }

  i8(): number {
    return (this.u8() << 24) >> 24;
  }

  u16(): number {
    const at = this.#take(2);
    return (this.#bytes[at]! << 8) | this.#bytes[at + 1]!;
  }

  i32(): number {
    const at = this.#take(4);
    const b = this.#bytes;
    return (b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!;
  }

  i64(): bigint {
    return this.#bytes.readBigInt64BE(this.#take(8));
  }

  view(count: number): Buffer {
    const at = this.#take(count);
    return this.#bytes.subarray(at, at + count);
  }

  string(): string {
    if (this.remaining < 2) throw noText(2);
    return this.#text(this.u16(), 2);
  }

  longString(): string {
    if (this.remaining < 4) throw noText(4);
    return this.#text(this.i32(), 4);
  }

  #text(length: number, prefixBytes: number): string {
    if (length < 0 || length > this.remaining) throw noText(prefixBytes);
    const at = this.#take(length);
    const text = this.#bytes.toString('utf8', at, at + length);
    // what is no UTF-8 comes as replacement characters, and would be stored as such
    if (text.includes('\ufffd')) checkUtf8(this.#bytes.subarray(at, at + length), text);
    return text;
  }

  /** [bytes]: a view, or null. */
  bytes(): Buffer | null {
    const length = this.i32();
    return length < 0 ? null : this.view(length);
  }

  shortBytes(): Buffer {
    if (this.remaining < 2) throw noShortBytes();
    const length = this.u16();
    if (length > this.remaining) throw noShortBytes();
    return this.view(length);
  }

  /** [value]: a view, null, or UNSET where the version knows it. */
  value(version: Version): BoundValue {
    const length = this.i32();
    if (length >= 0) return this.view(length);
    if (length === -1) return null;
    if (length === -2 && version >= 4) return UNSET;
    throw malformed(`Invalid ByteBuf length ${length}`);
  }

  consistency(): Consistency {
    const level = this.u16();
    if (consistencyName(level) === undefined) throw malformed(`Unknown code ${level} for a consistency level`);
    return level as Consistency;
  }

  stringList(): string[] {
    const count = this.u16();
    const list: string[] = [];
    for (let i = 0; i < count; i++) list.push(this.string());
    return list;
  }

  stringMap(): Map<string, string> {
    const count = this.u16();
    const map = new Map<string, string>();
    for (let i = 0; i < count; i++) map.set(this.string(), this.string());
    return map;
  }

  bytesMap(): Map<string, Buffer | null> {
    const count = this.u16();
    const map = new Map<string, Buffer | null>();
    for (let i = 0; i < count; i++) map.set(this.string(), this.bytes());
    return map;
  }
}
