// Sixteen bytes as a uuid, so that everything that hands out ids writes them in one way.

/** The text of a uuid of `version` (4 random, 5 by name); the bytes' version and variant bits are overwritten in a copy. */
export function uuidText(bytes: Uint8Array, version: 4 | 5 = 4): string {
  const own = Buffer.from(bytes.subarray(0, 16));
  own[6] = ((own[6] ?? 0) & 0x0f) | (version << 4);
  own[8] = ((own[8] ?? 0) & 0x3f) | 0x80;
  return own.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
