// Takes the data file back to the last transaction that is known to be on disk, before LMDB looks at it: commits do not wait for the
// disk, so after a loss of power the newest meta page may name pages that never got there. Only for a process that has the store alone.

import { closeSync, constants, fdatasyncSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { magic, metaAt, pageBytes } from './lmdb-format.js';
import { machineStart } from './process-identity.js';
import { corrupt } from './store-error.js';

/** In a meta page, besides `metaAt`. Stores of earlier versions of ks marked a commit that had not reached the disk. */
const at = { flags: 52, machineStart: 160, end: 168 } as const;
const unsynced = 0x1000;
/** Their last commit that had: the second half of the first page, without magic and format. */
const syncedMetaAt = pageBytes / 2;

/** `mark` is the last transaction on disk: 0 when the making of the store was not finished, undefined for a store of an earlier
 * version. Throws StoreError `corrupt` when the file is not of the store that the mark is of. */
export function takeBack(directory: string, path: string, mark: number | undefined): void {
  let file: number;
  try {
    file = openSync(path, constants.O_RDWR);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw cause;
  }
  try {
    if (fstatSync(file).size < 2 * pageBytes) return;
    if (mark === 0) {
      ftruncateSync(file, 0);
      return;
    }
    const pages = Buffer.alloc(2 * pageBytes);
    readSync(file, pages, 0, pages.length, 0);
    const metas = [pages.subarray(0, pageBytes), pages.subarray(pageBytes)] as const;
    // another program's file: the look at it that follows says so
    if (metas.some((meta) => meta.readUInt32LE(metaAt.magic) !== magic)) return;
    const synced = mark === undefined ? syncedOfEarlier(pages, metas) : syncedMeta(directory, metas, mark);
    if (synced !== undefined) putMeta(file, newest(metas), synced);
  } finally {
    closeSync(file);
  }
}

type Metas = readonly [Buffer, Buffer];
const transaction = (meta: Buffer): number => Number(meta.readBigUInt64LE(metaAt.transaction));
const newest = (metas: Metas): 0 | 1 => (transaction(metas[0]) >= transaction(metas[1]) ? 0 : 1);

// Undefined when the newest one is on disk.
function syncedMeta(directory: string, metas: Metas, mark: number): Buffer | undefined {
  const latest = newest(metas);
  if (transaction(metas[latest]) === mark) return undefined;
  const other = metas[1 - latest]!;
  if (transaction(other) === mark) return other;
  throw corrupt(
    directory,
    `its data file holds transaction ${transaction(metas[latest])} and store.sync says ${mark}: files of two stores, or of two times, were mixed`,
  );
}

function syncedOfEarlier(pages: Buffer, metas: Metas): Buffer | undefined {
  const latest = metas[newest(metas)];
  if ((latest.readUInt16LE(at.flags) & unsynced) === 0) return undefined;
  const start = machineStart();
  if (start !== 0 && latest.readBigInt64LE(at.machineStart) === BigInt(start)) return undefined;
  const synced = pages.subarray(syncedMetaAt, syncedMetaAt + at.end);
  return synced.readUInt32LE(metaAt.pageSize) === pageBytes && transaction(synced) > 0 ? synced : undefined;
}

// Over the newest meta page; where the place of a transaction's meta page is given by its number, the older number goes there.
function putMeta(file: number, place: 0 | 1, meta: Buffer): void {
  for (const page of [place, 1 - place]) {
    const number = BigInt(transaction(meta));
    const bytes = Buffer.from(meta.subarray(metaAt.mapSize, at.end));
    const own = Number(number % 2n) === page ? number : number - 1n;
    bytes.writeBigUInt64LE(own < 0n ? 0n : own, metaAt.transaction - metaAt.mapSize);
    writeSync(file, bytes, 0, bytes.length, page * pageBytes + metaAt.mapSize);
    fdatasyncSync(file);
  }
}
