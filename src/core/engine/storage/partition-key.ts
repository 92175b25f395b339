// Serialised partition keys taken apart: the value itself for one column, for several each as [short] length, bytes, 0x00.

/** The values of `count` columns: views. */
export function splitComponents(count: number, key: Uint8Array): Uint8Array[] {
  if (count === 1) return [key];
  const parts: Uint8Array[] = [];
  let at = 0;
  while (at < key.length) {
    const length = (key[at]! << 8) | key[at + 1]!;
    parts.push(key.subarray(at + 2, at + 2 + length));
    at += length + 3;
  }
  return parts;
}
