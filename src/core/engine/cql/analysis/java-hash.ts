// The order of Java's hash maps, in which Cassandra goes through the columns of a definition and the sub-options of an
// option: it decides which of several mistakes is told, and how lists of names read.

/** `ByteBuffer.hashCode` of a name in UTF-8. */
function bufferHash(name: string): number {
  const bytes = Buffer.from(name);
  let hash = 1;
  for (let i = bytes.length - 1; i >= 0; i--) hash = (Math.imul(31, hash) + bytes.readInt8(i)) | 0;
  return hash;
}

function stringHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(31, hash) + text.charCodeAt(i)) | 0;
  return hash;
}

/** Keys by the buckets of a table of `size`, a power of two; within a bucket as they were put in. */
function byBuckets(keys: readonly string[], hash: (key: string) => number, size: number): string[] {
  const bucketOf = (key: string): number => {
    const plain = hash(key);
    return (plain ^ (plain >>> 16)) & (size - 1);
  };
  return keys
    .map((key) => ({ key, bucket: bucketOf(key) }))
    .sort((a, b) => a.bucket - b.bucket)
    .map(({ key }) => key);
}

/** Names of columns, all different, as a map into which they were put one by one goes through them. */
export function inHashOrder(names: readonly string[]): string[] {
  let size = 16;
  while (names.length > size * 0.75) size *= 2;
  return byBuckets(names, bufferHash, size);
}

/** Those of `shown` that are in `all`, as a map copied from one with all of them goes through them. */
export function inCopiedOrder(all: readonly string[], shown: readonly string[]): string[] {
  let size = 1;
  while (size < all.length / 0.75 + 1) size *= 2;
  return byBuckets(shown, stringHash, size);
}
