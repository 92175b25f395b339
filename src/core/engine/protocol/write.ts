// Writes the notations of the native protocol (data-plane facts 1.3) that ByteSink itself has no method for. The
// counterpart of reader.ts.

import { assert } from '../../lib/assert.js';
import type { ByteSink } from '../../lib/byte-sink.js';
import { type BoundValue, UNSET } from '../session/api.js';

const shortMax = 0xffff;

/** [string]. */
export function writeString(sink: ByteSink, text: string): void {
  // a UTF-16 unit takes at most three bytes of UTF-8
  sink.ensure(2 + text.length * 3);
  const at = sink.position;
  const length = sink.buffer.write(text, at + 2, 'utf8');
  assert(length <= shortMax, 'a [string] has at most 65535 bytes');
  sink.u16(length);
  sink.position = at + 2 + length;
}

/** [string] of a message for people, cut where a [string] must end. */
export function writeMessageText(sink: ByteSink, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  const kept = bytes.length <= shortMax ? bytes : bytes.subarray(0, shortMax);
  sink.u16(kept.length);
  sink.bytes(kept);
}

/** The warnings of a frame whose header's flag says that there are some; cut like any text for people. */
export function writeWarnings(sink: ByteSink, warnings: readonly string[]): void {
  sink.u16(warnings.length);
  for (const text of warnings) writeMessageText(sink, text);
}

/** [long string]. */
export function writeLongString(sink: ByteSink, text: string): void {
  sink.ensure(4 + text.length * 3);
  const at = sink.position;
  const length = sink.buffer.write(text, at + 4, 'utf8');
  sink.i32(length);
  sink.position = at + 4 + length;
}

/** [short bytes]. */
export function writeShortBytes(sink: ByteSink, bytes: Uint8Array): void {
  assert(bytes.length <= shortMax, 'a [short bytes] has at most 65535 bytes');
  sink.u16(bytes.length);
  sink.bytes(bytes);
}

/** [value]. */
export function writeBoundValue(sink: ByteSink, value: BoundValue): void {
  if (value === UNSET) sink.i32(-2);
  else sink.value(value);
}

/** [inet]: an address of 4 or 16 bytes, and a port. */
export function writeInet(sink: ByteSink, address: Uint8Array, port: number): void {
  sink.u8(address.length);
  sink.bytes(address);
  sink.i32(port);
}

export function writeStringList(sink: ByteSink, list: readonly string[]): void {
  sink.u16(list.length);
  for (const text of list) writeString(sink, text);
}

export function writeStringMap(sink: ByteSink, map: ReadonlyMap<string, string>): void {
  sink.u16(map.size);
  for (const [key, value] of map) {
    writeString(sink, key);
    writeString(sink, value);
  }
}

export function writeStringMultimap(sink: ByteSink, map: ReadonlyMap<string, readonly string[]>): void {
  sink.u16(map.size);
  for (const [key, values] of map) {
    writeString(sink, key);
    writeStringList(sink, values);
  }
}
