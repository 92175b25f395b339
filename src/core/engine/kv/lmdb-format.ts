// Where things lie in a data file of LMDB's data format 2 as lmdb-js 3.5 writes it: meta pages, pages of trees and their
// entries. Apart because the look at a file before it is opened and the reader of pages share it.

export const pageBytes = 8192;
export const magic = 0xbeefc0de;
export const dataFormat = 2;

/** Two meta pages; in each a page header of 24 bytes, then the fields. */
export const metaAt = {
  magic: 24,
  format: 28,
  mapSize: 40,
  pageSize: 48,
  freeRoot: 88,
  mainRoot: 136,
  lastPage: 144,
  transaction: 152,
  end: 160,
} as const;
export const noPage = 0xffffffffffffffffn;
export const noPageNumber = Number(noPage);

/** `lower` and `upper` and the offsets of entries count from behind the header. */
export const pageAt = {
  number: 0,
  transaction: 8,
  flags: 18,
  lower: 20,
  upper: 22,
  header: 24,
  branch: 1,
  leaf: 2,
} as const;

/** An entry: length of its data (in a branch: number of the child page), flags, length of its key, then key and data. A named
 * database is 48 bytes with its root last; the data of an overflowing entry is the number of its first page. */
export const nodeAt = {
  flags: 4,
  keyLength: 6,
  key: 8,
  overflow: 1,
  database: 2,
  rootInData: 40,
  databaseBytes: 48,
} as const;

/** Below 0 when the key of `length` bytes at `at` comes before `key`, as LMDB orders keys. */
export function compareKey(bytes: Uint8Array, at: number, length: number, key: Uint8Array): number {
  const shorter = Math.min(length, key.length);
  for (let i = 0; i < shorter; i++) {
    const difference = bytes[at + i]! - key[i]!;
    if (difference !== 0) return difference;
  }
  return length - key.length;
}
