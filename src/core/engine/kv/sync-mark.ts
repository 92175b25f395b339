// The number of the last LMDB transaction that is on disk whole, in a file of its own: LMDB commits here without waiting for the
// disk, so its newest meta page alone does not tell. Writers write it under LMDB's write lock, or while nobody else has the store open.

import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Disk, DiskFile } from './disk.js';

const name = 'store.sync';
/** Two places, used in turn, each within a sector: magic, u64 transaction, u32 checksum. */
const places = [0, 512] as const;
const magic = Buffer.from('ks sync1');
const markBytes = magic.length + 12;
const fileBytes = 4096;

export class SyncMark {
  private readonly file: DiskFile;
  private readonly bytes = Buffer.alloc(markBytes);
  private turn = 0;

  private constructor(file: DiskFile) {
    this.file = file;
  }

  static open(disk: Disk, directory: string): SyncMark {
    const file = disk.open(join(directory, name), true)!;
    if (file.size() < fileBytes) file.writeNow(Buffer.alloc(fileBytes), 0);
    return new SyncMark(file);
  }

  /** Undefined when the store never had one. */
  read(): number | undefined {
    let newest: number | undefined;
    for (const [turn, at] of places.entries()) {
      if (this.file.read(this.bytes, at) < markBytes || !this.bytes.subarray(0, magic.length).equals(magic)) continue;
      const sound = crc32(this.bytes.subarray(0, markBytes - 4)) === this.bytes.readUInt32LE(markBytes - 4);
      const transaction = Number(this.bytes.readBigUInt64LE(magic.length));
      if (!sound || transaction < (newest ?? 0)) continue;
      newest = transaction;
      this.turn = 1 - turn;
    }
    return newest;
  }

  /** Blocks until it is on disk. */
  writeNow(transaction: number): void {
    this.file.writeNow(this.seal(transaction), places[this.turn]!);
  }

  /** Forgets what another store's files left. */
  reset(): void {
    this.file.writeNow(Buffer.alloc(fileBytes), 0);
  }

  close(): void {
    this.file.close();
  }

  private seal(transaction: number): Buffer {
    // another process may have written the place that this one would write next
    this.read();
    const { bytes } = this;
    magic.copy(bytes);
    bytes.writeBigUInt64LE(BigInt(transaction), magic.length);
    bytes.writeUInt32LE(crc32(bytes.subarray(0, markBytes - 4)), markBytes - 4);
    return bytes;
  }
}
