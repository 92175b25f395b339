// Looks at the data file before LMDB maps it: a foreign, cut or damaged file must become a sentence, where LMDB itself
// may end the process with a signal.

import { chmodSync, closeSync, constants, fstatSync, mkdirSync, openSync, readSync } from 'node:fs';
import { dataFormat, magic, metaAt, nodeAt, noPage, pageAt, pageBytes } from './lmdb-format.js';
import { corrupt, StoreError, storeError } from './store-error.js';

// the last pages of a file may never have been written when they were given up in the transaction that took them
const slackPages = 64n;

/** Makes the folder; only its owner may open it. */
export function makeFolder(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw storeError(cause, directory);
  }
  closeToOthers(directory);
}

/** Makes the file when there is none; throws a StoreError when the one there is not ours to map. Nobody may commit meanwhile. */
export function checkDataFile(directory: string, path: string): void {
  let file: number;
  try {
    file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  } catch (cause) {
    throw storeError(cause, directory);
  }
  try {
    const size = fstatSync(file).size;
    if (size === 0) return;
    if (size < 2 * pageBytes) throw corrupt(directory, 'its data file is too short');
    for (const meta of readMetas(file)) checkMeta(directory, meta, size);
    checkRoots(directory, file);
  } finally {
    closeSync(file);
  }
}

function checkMeta(directory: string, meta: Buffer, size: number): void {
  if (meta.readUInt32LE(metaAt.magic) !== magic)
    throw corrupt(directory, 'its data file was written by another program');
  const format = meta.readUInt32LE(metaAt.format);
  if (format !== dataFormat)
    throw new StoreError(
      'version',
      `The local store in ${directory} has data format ${format} and this version of ks reads ${dataFormat}. ` +
        'Use the version of ks that wrote it, or type `ks local reset` to begin with an empty one.',
    );
  if (meta.readUInt32LE(metaAt.pageSize) !== pageBytes) throw corrupt(directory, 'its pages have an unknown size');
  const pages = BigInt(Math.ceil(size / pageBytes));
  for (const root of [metaAt.freeRoot, metaAt.mainRoot]) {
    const page = meta.readBigUInt64LE(root);
    if (page !== noPage && page >= pages) throw corrupt(directory, 'its data file was cut off');
  }
  const lastPage = meta.readBigUInt64LE(metaAt.lastPage);
  if (lastPage >= pages + slackPages) throw corrupt(directory, 'its data file was cut off');
}

// A folder that was there before keeps its owner's choice unless others could read it.
function closeToOthers(directory: string): void {
  try {
    chmodSync(directory, 0o700);
  } catch {
    // a folder of another owner that we may write to: its permissions are not ours to change
  }
}

function readMetas(file: number): readonly [Buffer, Buffer] {
  const pages = Buffer.alloc(2 * pageBytes);
  readSync(file, pages, 0, pages.length, 0);
  return [pages.subarray(0, pageBytes), pages.subarray(pageBytes)];
}

function newestMeta(file: number): Buffer {
  const [a, b] = readMetas(file);
  return a.readBigUInt64LE(metaAt.transaction) >= b.readBigUInt64LE(metaAt.transaction) ? a : b;
}

// The pages that every read begins at.
function checkRoots(directory: string, file: number): void {
  if (!rootsAreSound(file, newestMeta(file))) throw corrupt(directory, 'its data file has unreadable pages');
}

function rootsAreSound(file: number, meta: Buffer): boolean {
  const free = meta.readBigUInt64LE(metaAt.freeRoot);
  const main = meta.readBigUInt64LE(metaAt.mainRoot);
  if (free !== noPage && readTreePage(file, free) === undefined) return false;
  if (main === noPage) return true;
  const root = readTreePage(file, main);
  return root !== undefined && (root.readUInt16LE(pageAt.flags) & pageAt.leaf) !== 0 && databasesAreSound(file, root);
}

/** Undefined when it is not a page of a tree. */
function readTreePage(file: number, number: bigint): Buffer | undefined {
  const bytes = Buffer.alloc(pageBytes);
  readSync(file, bytes, 0, pageBytes, Number(number) * pageBytes);
  const lower = bytes.readUInt16LE(pageAt.lower);
  const upper = bytes.readUInt16LE(pageAt.upper);
  const kind = bytes.readUInt16LE(pageAt.flags) & (pageAt.branch | pageAt.leaf);
  const sound = bytes.readBigUInt64LE(pageAt.number) === number && (kind === pageAt.branch || kind === pageAt.leaf);
  return sound && lower <= upper && pageAt.header + upper <= pageBytes ? bytes : undefined;
}

function databasesAreSound(file: number, leaf: Buffer): boolean {
  // offsets inside a page count from behind its header
  for (let i = 0; i < leaf.readUInt16LE(pageAt.lower); i += 2) {
    const entry = pageAt.header + leaf.readUInt16LE(pageAt.header + i);
    if (entry + nodeAt.key > pageBytes) return false;
    if ((leaf.readUInt16LE(entry + nodeAt.flags) & nodeAt.database) === 0) continue;
    const data = entry + nodeAt.key + leaf.readUInt16LE(entry + nodeAt.keyLength);
    if (data + nodeAt.databaseBytes > pageBytes) return false;
    const root = leaf.readBigUInt64LE(data + nodeAt.rootInData);
    if (root !== noPage && readTreePage(file, root) === undefined) return false;
  }
  return true;
}
