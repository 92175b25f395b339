// Looks at the data file before LMDB maps it: a foreign, cut or damaged file must become a sentence, where LMDB itself
// may end the process with a signal. Offsets are those of LMDB's data format 2 as lmdb-js 3.5 writes it.

import { chmodSync, closeSync, constants, fstatSync, mkdirSync, openSync, readSync } from 'node:fs';
import { corrupt, StoreError, storeError } from './store-error.js';

export const pageBytes = 8192;
const magic = 0xbeefc0de;
const dataFormat = 2;
// two meta pages; in each a page header of 24 bytes, then the fields
const at = { magic: 24, format: 28, pageSize: 48, freeRoot: 88, mainRoot: 136, lastPage: 144 } as const;
const noPage = 0xffffffffffffffffn;
// the last pages of a file may never have been written when they were given up in the transaction that took them
const slackPages = 64n;

/** Makes the folder (only its owner may open it) and throws a StoreError when a data file there is not ours to map. */
export function checkDataFile(directory: string, path: string): void {
  let file: number;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  } catch (cause) {
    throw storeError(cause, directory);
  }
  try {
    const size = fstatSync(file).size;
    if (size === 0) return;
    if (size < 2 * pageBytes) throw corrupt(directory, 'its data file is too short');
    const metas = Buffer.alloc(2 * pageBytes);
    readSync(file, metas, 0, metas.length, 0);
    checkMeta(directory, metas.subarray(0, pageBytes), size);
    checkMeta(directory, metas.subarray(pageBytes), size);
  } finally {
    closeSync(file);
  }
}

function checkMeta(directory: string, meta: Buffer, size: number): void {
  if (meta.readUInt32LE(at.magic) !== magic) throw corrupt(directory, 'its data file was written by another program');
  const format = meta.readUInt32LE(at.format);
  if (format !== dataFormat)
    throw new StoreError(
      'version',
      `The local store in ${directory} has data format ${format} and this version of ks reads ${dataFormat}. ` +
        'Use the version of ks that wrote it, or type `ks local reset` to begin with an empty one.',
    );
  if (meta.readUInt32LE(at.pageSize) !== pageBytes) throw corrupt(directory, 'its pages have an unknown size');
  const pages = BigInt(Math.ceil(size / pageBytes));
  for (const root of [at.freeRoot, at.mainRoot]) {
    const page = meta.readBigUInt64LE(root);
    if (page !== noPage && page >= pages) throw corrupt(directory, 'its data file was cut off');
  }
  const lastPage = meta.readBigUInt64LE(at.lastPage);
  if (lastPage >= pages + slackPages) throw corrupt(directory, 'its data file was cut off');
}

/** A folder that was there before keeps its owner's choice unless others could read it. */
export function closeToOthers(directory: string): void {
  try {
    chmodSync(directory, 0o700);
  } catch {
    // a folder of another owner that we may write to: its permissions are not ours to change
  }
}
