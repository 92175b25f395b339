// The parameters of an EXECUTE that reads, decoded with nothing allocated: values lie in memory that the next request uses again.
// Apart from parameters.ts, which reads every form for statements that keep what they are given.

import { Consistency, consistencyName } from '../../consistency.js';
import { type BoundValue, UNSET } from '../../session/api.js';
import { parameterFlag } from './parameters.js';

/** More or longer values, or one of the rarer parameters, are left to decodeParameters. */
const valuesMax = 8;
const valueBytesMax = 255;
const taken =
  parameterFlag.values |
  parameterFlag.skipsMetadata |
  parameterFlag.pageSize |
  parameterFlag.serial |
  parameterFlag.timestamp;

export class LentParameters {
  consistency: Consistency = Consistency.localQuorum;
  skipMetadata = false;
  /** Valid until the next `read`. */
  readonly values: BoundValue[] = [];
  // a view for each place and length met: making one costs more than copying a key
  private readonly memory = new ArrayBuffer(valuesMax * (valueBytesMax + 1));
  private readonly views: Uint8Array[][] = Array.from({ length: valuesMax }, () => []);
  private at = 0;

  /** False for what decodeParameters has to look at, damaged messages among it. Time stamps and serial consistency, which reads do not
   * use, and page sizes above one row are passed over. */
  read(bytes: Uint8Array, start: number, end: number, version: number): boolean {
    if (end - start < 3) return false;
    const level = u16(bytes, start);
    const flags = bytes[start + 2]!;
    if ((flags & ~taken) !== 0 || consistencyName(level) === undefined) return false;
    this.consistency = level as Consistency;
    this.skipMetadata = (flags & parameterFlag.skipsMetadata) !== 0;
    this.values.length = 0;
    this.at = start + 3;
    if ((flags & parameterFlag.values) !== 0 && !this.readValues(bytes, end, version)) return false;
    return this.passOver(bytes, end, flags);
  }

  private readValues(bytes: Uint8Array, end: number, version: number): boolean {
    if (end - this.at < 2) return false;
    const count = u16(bytes, this.at);
    if (count > valuesMax) return false;
    let at = this.at + 2;
    for (let i = 0; i < count; i++) {
      if (end - at < 4) return false;
      const length = i32(bytes, at);
      at += 4;
      if (length >= 0) {
        if (length > valueBytesMax || length > end - at) return false;
        this.values.push(this.lend(i, bytes, at, length));
        at += length;
      } else if (length === -1) this.values.push(null);
      else if (length === -2 && version >= 4) this.values.push(UNSET);
      else return false;
    }
    this.at = at;
    return true;
  }

  private lend(place: number, bytes: Uint8Array, at: number, length: number): Uint8Array {
    const views = this.views[place]!;
    let view = views[length];
    if (view === undefined) {
      view = new Uint8Array(this.memory, place * (valueBytesMax + 1), length);
      views[length] = view;
    }
    for (let i = 0; i < length; i++) view[i] = bytes[at + i]!;
    return view;
  }

  private passOver(bytes: Uint8Array, end: number, flags: number): boolean {
    let { at } = this;
    if ((flags & parameterFlag.pageSize) !== 0) {
      // a page of one row is the one case in which the answer to a read of one row says more than the row
      if (end - at < 4 || i32(bytes, at) === 1) return false;
      at += 4;
    }
    if ((flags & parameterFlag.serial) !== 0) {
      if (end - at < 2 || consistencyName(u16(bytes, at)) === undefined) return false;
      at += 2;
    }
    if ((flags & parameterFlag.timestamp) === 0) return true;
    // the least one is refused, and begins so
    return end - at >= 8 && i32(bytes, at) !== -0x80000000;
  }
}

const u16 = (b: Uint8Array, at: number): number => (b[at]! << 8) | b[at + 1]!;
const i32 = (b: Uint8Array, at: number): number => (b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!;
