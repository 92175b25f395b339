// LZ4 blocks, both ways. Written here because a decompressor for bytes from outside must refuse every bad offset and
// length, which the packages for JavaScript do not. Format: lz4_Block_format.md of the LZ4 project.
//
//   token (4 bits literal length, 4 bits match length - 4) | more literal length | literals | offset, 2 bytes little-endian | more match length

const matchMin = 4;
/** The last match starts at least 12 bytes before the end, and the last 5 bytes are literals. */
const tailMin = 12;
const literalTail = 5;
const offsetMax = 0xffff;
const hashBits = 13;

/** A block of unknown worth: undefined unless it gives exactly `size` bytes. */
export function decompressLz4(block: Uint8Array, size: number): Buffer | undefined {
  const out = Buffer.allocUnsafe(size);
  let from = 0;
  let to = 0;
  while (from < block.length) {
    const token = block[from++]!;
    let literals = token >>> 4;
    if (literals === 15) {
      const more = readLength(block, from);
      if (more === undefined) return undefined;
      literals += more.length;
      from = more.next;
    }
    if (literals > block.length - from || literals > size - to) return undefined;
    out.set(block.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    if (from === block.length) return to === size ? out : undefined;
    if (block.length - from < 2) return undefined;
    const offset = block[from]! | (block[from + 1]! << 8);
    from += 2;
    let match = (token & 15) + matchMin;
    if (match === 15 + matchMin) {
      const more = readLength(block, from);
      if (more === undefined) return undefined;
      match += more.length;
      from = more.next;
    }
    if (offset === 0 || offset > to || match > size - to) return undefined;
    // byte by byte: a match may overlap what it produces
    for (const end = to + match; to < end; to++) out[to] = out[to - offset]!;
  }
  return size === 0 && block.length === 0 ? out : undefined;
}

/** Lengths of 15 and more go on in bytes that add up, until one below 255. */
function readLength(block: Uint8Array, at: number): { readonly length: number; readonly next: number } | undefined {
  let length = 0;
  for (let i = at; i < block.length; i++) {
    const byte = block[i]!;
    length += byte;
    if (byte !== 255) return { length, next: i + 1 };
  }
  return undefined;
}

/** A block that gives `source` back. */
export function compressLz4(source: Uint8Array): Buffer {
  const out = Buffer.allocUnsafe(source.length + Math.ceil(source.length / 255) + 16);
  const seen = new Int32Array(1 << hashBits).fill(-1);
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  const lastMatch = source.length - tailMin;
  let written = 0;
  let anchor = 0;
  let at = 0;
  let misses = 0;
  while (at <= lastMatch) {
    const sequence = view.getInt32(at, true);
    const slot = Math.imul(sequence, -1640531535) >>> (32 - hashBits);
    const candidate = seen[slot]!;
    seen[slot] = at;
    if (candidate < 0 || at - candidate > offsetMax || view.getInt32(candidate, true) !== sequence) {
      at += 1 + (misses++ >> 6);
      continue;
    }
    misses = 0;
    let length = matchMin;
    const end = source.length - literalTail;
    while (at + length < end && source[candidate + length] === source[at + length]) length++;
    written = writeSequence(out, written, source.subarray(anchor, at), { offset: at - candidate, length });
    at += length;
    anchor = at;
  }
  written = writeSequence(out, written, source.subarray(anchor), undefined);
  return out.subarray(0, written);
}

function writeSequence(
  out: Buffer,
  start: number,
  literals: Uint8Array,
  match: { readonly offset: number; readonly length: number } | undefined,
): number {
  const matchCode = match === undefined ? 0 : match.length - matchMin;
  let at = start;
  out[at++] = (Math.min(literals.length, 15) << 4) | Math.min(matchCode, 15);
  if (literals.length >= 15) at = writeLength(out, at, literals.length - 15);
  out.set(literals, at);
  at += literals.length;
  if (match === undefined) return at;
  out[at++] = match.offset;
  out[at++] = match.offset >>> 8;
  return matchCode >= 15 ? writeLength(out, at, matchCode - 15) : at;
}

function writeLength(out: Buffer, start: number, length: number): number {
  let at = start;
  let left = length;
  for (; left >= 255; left -= 255) out[at++] = 255;
  out[at++] = left;
  return at;
}
