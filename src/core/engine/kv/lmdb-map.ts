// The data file as LMDB has it in memory, to be read in place. Apart because this is the one place that holds memory of LMDB's:
// lmdb-js 3.5 maps a file that outgrew its map anew and leaves the old map where it is until the store is closed, so a view stays good until then.

import { readFileSync, realpathSync, statSync } from 'node:fs';
import { nativeAddon } from './lmdb-addon.js';
import { pageBytes } from './lmdb-format.js';

/** Pages of one piece: 1 GiB, so that places in it are small integers. */
export const pieceBits = 17;
const pieceBytes = 2 ** pieceBits * pageBytes;

/** Page n lies at (n - 1) mod 2^pieceBits of piece (n - 1) / 2^pieceBits: views that begin behind page 0 are never those of lmdb-js. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly words: Uint16Array;
}

export class LmdbMap {
  private readonly path: string;
  pieces: readonly Piece[] = [];
  /** Pages below this number lie in the pieces. */
  end = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** Looks for the map, which LMDB makes anew as the file grows. False where the system does not tell where it is. */
  look(): boolean {
    const found = this.place();
    if (found === undefined) return false;
    const pieces: Piece[] = [];
    for (let at = found.start + pageBytes; at < found.end; at += pieceBytes) {
      const buffer = nativeAddon.createBufferForAddress(at, Math.min(pieceBytes, found.end - at));
      if (buffer === undefined) return false;
      const { buffer: memory, byteOffset, length } = buffer;
      const bytes = new Uint8Array(memory, byteOffset, length);
      pieces.push({ bytes, words: new Uint16Array(memory, byteOffset, length >> 1) });
    }
    this.pieces = pieces;
    this.end = Math.floor((found.end - found.start) / pageBytes);
    return true;
  }

  /** Before LMDB gives its maps up. */
  close(): void {
    this.pieces = [];
    this.end = 0;
  }

  // The longest map of the file. A line of Linux: `start-end r--s offset device inode path`.
  private place(): { readonly start: number; readonly end: number } | undefined {
    let lines: readonly string[];
    let inode: string;
    let path: string;
    try {
      path = realpathSync(this.path);
      inode = String(statSync(path, { bigint: true }).ino);
      lines = readFileSync('/proc/self/maps', 'utf8').split('\n');
    } catch {
      return undefined;
    }
    let longest: { readonly start: number; readonly end: number } | undefined;
    for (const line of lines) {
      const [range = '', rights, offset, , number] = line.split(/ +/, 5);
      if (number !== inode || !line.endsWith(` ${path}`) || rights !== 'r--s' || !/^0+$/.test(offset ?? '')) continue;
      const [start = 0, end = 0] = range.split('-').map((text) => Number.parseInt(text, 16));
      if (longest === undefined || end - start > longest.end - longest.start) longest = { start, end };
    }
    return longest;
  }
}
