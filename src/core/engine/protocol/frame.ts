// The nine-byte frame header of the native protocol v3 and v4 (data-plane facts 1.2), and where in the bytes received
// so far the next frame lies. Knows nothing of what bodies mean.
//
//   0        1      2-3        4        5-8            9...
//   version  flags  stream id  opcode   body length    body

import type { ByteSink } from '../../lib/byte-sink.js';
import { headerBytes, responseBit, type Version, versions } from './opcodes.js';

export interface Frame {
  readonly version: Version;
  readonly flags: number;
  readonly stream: number;
  readonly opcode: number;
  readonly body: Buffer;
}

/** The header at an offset; one object is read into again and again. */
export class FrameHeader {
  version = 0;
  isResponse = false;
  flags = 0;
  stream = 0;
  opcode = 0;
  bodyBytes = 0;

  /** False when the header is not all there yet. */
  read(bytes: Buffer, at: number): boolean {
    if (bytes.length - at < headerBytes) return false;
    const first = bytes[at]!;
    this.version = first & ~responseBit;
    this.isResponse = (first & responseBit) !== 0;
    this.flags = bytes[at + 1]!;
    this.stream = bytes.readInt16BE(at + 2);
    this.opcode = bytes[at + 4]!;
    this.bodyBytes = bytes.readInt32BE(at + 5);
    return true;
  }
}

export const isSupported = (version: number): version is Version =>
  version >= versions.lowest && version <= versions.highest;

/** The text that makes node, python, java and gocql try a lower version (data-plane facts 1.1). */
export const unsupportedVersionText = (version: number): string =>
  `Invalid or unsupported protocol version (${version}); supported versions are (3/v3, 4/v4)`;

/** Starts a response; give what it returns to `endFrame`. */
export function beginFrame(sink: ByteSink, version: number, stream: number, opcode: number): number {
  const at = sink.position;
  sink.ensure(headerBytes);
  const b = sink.buffer;
  b[at] = version | responseBit;
  b[at + 1] = 0;
  b[at + 2] = stream >> 8;
  b[at + 3] = stream;
  b[at + 4] = opcode;
  sink.position = at + headerBytes;
  return at;
}

export function endFrame(sink: ByteSink, at: number): void {
  sink.i32At(at + 5, sink.position - at - headerBytes);
}

export function setFrameFlag(sink: ByteSink, at: number, flag: number): void {
  sink.buffer[at + 1] = sink.buffer[at + 1]! | flag;
}

/** A whole request, as a client sends it. */
export function writeRequest(sink: ByteSink, frame: Frame): void {
  const at = beginFrame(sink, frame.version, frame.stream, frame.opcode);
  sink.buffer[at] = frame.version;
  sink.buffer[at + 1] = frame.flags;
  sink.bytes(frame.body);
  endFrame(sink, at);
}

/** Every whole frame in `bytes`, and how many bytes they take together. */
export function readFrames(bytes: Buffer): { readonly frames: readonly Frame[]; readonly used: number } {
  const frames: Frame[] = [];
  const header = new FrameHeader();
  let at = 0;
  while (header.read(bytes, at) && bytes.length - at >= headerBytes + header.bodyBytes) {
    const start = at + headerBytes;
    at = start + header.bodyBytes;
    const { flags, stream, opcode } = header;
    frames.push({ version: header.version as Version, flags, stream, opcode, body: bytes.subarray(start, at) });
  }
  return { frames, used: at };
}
