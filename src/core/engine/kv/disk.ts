// The disk as the write-ahead log and its checkpoints need it: few files, written in place, each write on disk before it
// is answered. Apart so that tests can fail it and take its power away.

import {
  closeSync,
  constants,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  write,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { DirectFile } from './direct-file.js';

export interface DiskFile {
  size(): number;
  /** How many bytes there were; fewer than asked for at the end of the file. */
  read(into: Uint8Array, at: number): number;
  /** Blocks until the bytes are on disk. */
  writeNow(bytes: Uint8Array, at: number): void;
  /** `bytes` must stay as they are until `done`, which is called when they are on disk. */
  write(bytes: Uint8Array, at: number, done: (error?: unknown) => void): void;
  /** The same for what shares no page of 4 KiB with what `write` and `writeNow` are given, and beside them. */
  writeAside(bytes: Uint8Array, at: number, done: (error?: unknown) => void): void;
  /** From here on all that `write` and `writeNow` are given is whole blocks of `directBytes`, and goes past the system's cache if it can. */
  writeDirectly(): void;
  /** Blocks until everything that anybody wrote to the file is on disk. */
  syncNow(): void;
  sync(done: (error?: unknown) => void): void;
  /** Calls under way end first. */
  close(): void;
}

/** The file, but a sync that failed once fails for good: the system may have let go of what it could not write, and would say of a later
 * sync that all is well. */
export function untilSyncFails(file: DiskFile): DiskFile {
  let failure: { readonly cause: unknown } | undefined;
  return {
    size: () => file.size(),
    read: (into, at) => file.read(into, at),
    writeNow: (bytes, at) => file.writeNow(bytes, at),
    write: (bytes, at, done) => file.write(bytes, at, done),
    writeAside: (bytes, at, done) => file.writeAside(bytes, at, done),
    writeDirectly: () => file.writeDirectly(),
    close: () => file.close(),
    syncNow: () => {
      if (failure !== undefined) throw failure.cause;
      try {
        file.syncNow();
      } catch (cause) {
        failure = { cause };
        throw cause;
      }
    },
    sync: (done) => {
      if (failure !== undefined) {
        done(failure.cause);
        return;
      }
      file.sync((error) => {
        if (error !== undefined) failure ??= { cause: error };
        done(failure?.cause);
      });
    },
  };
}

export interface Disk {
  /** Opens a file for reading and writing, made with mode 0600 when it is not there; undefined then, unless `make`. */
  open(path: string, make: boolean): DiskFile | undefined;
}

// A write with O_DSYNC is on disk when it returns: one call, and one turn of the thread pool, where write and sync are two. macOS
// keeps such writes in the drive's cache; fdatasync of libuv asks it to empty that.
const syncedWrites = process.platform === 'linux';

class NodeFile implements DiskFile {
  private readonly path: string;
  private readonly file: number;
  // all records or none: the cache's copy of a page, written whole, could undo what was written beside it
  private direct: DirectFile | undefined;
  // calls that the thread pool has: the number of a closed file may soon be another file's
  private underWay = 0;
  private closing = false;

  constructor(path: string, file: number) {
    this.path = path;
    this.file = file;
  }

  writeDirectly(): void {
    this.direct ??= DirectFile.open(this.path);
  }

  size(): number {
    return fstatSync(this.file).size;
  }

  read(into: Uint8Array, at: number): number {
    let done = 0;
    while (done < into.length) {
      const bytes = readSync(this.file, into, done, into.length - done, at + done);
      if (bytes === 0) break;
      done += bytes;
    }
    return done;
  }

  writeNow(bytes: Uint8Array, at: number): void {
    if (this.direct !== undefined) {
      this.direct.writeNow(bytes, at);
      return;
    }
    let written = 0;
    while (written < bytes.length)
      written += writeSync(this.file, bytes, written, bytes.length - written, at + written);
    if (!syncedWrites) this.syncNow();
  }

  write(bytes: Uint8Array, at: number, done: (error?: unknown) => void): void {
    if (this.direct === undefined) {
      this.writeAside(bytes, at, done);
      return;
    }
    this.underWay++;
    this.direct.write(bytes, at, (error) => {
      done(error);
      this.ended();
    });
  }

  writeAside(bytes: Uint8Array, at: number, done: (error?: unknown) => void): void {
    this.underWay++;
    write(this.file, bytes, 0, bytes.length, at, (error, written) => {
      if (error) done(error);
      else if (written < bytes.length) this.writeAside(bytes.subarray(written), at + written, done);
      else if (syncedWrites) done();
      else this.sync(done);
      this.ended();
    });
  }

  syncNow(): void {
    fdatasyncSync(this.file);
  }

  sync(done: (error?: unknown) => void): void {
    this.underWay++;
    fdatasync(this.file, (error) => {
      this.ended();
      done(error ?? undefined);
    });
  }

  close(): void {
    this.closing = true;
    if (this.underWay === 0) this.closeFiles();
  }

  private ended(): void {
    this.underWay--;
    if (this.closing && this.underWay === 0) this.closeFiles();
  }

  private closeFiles(): void {
    this.direct?.close();
    closeSync(this.file);
  }
}

export const nodeDisk: Disk = {
  open(path, make) {
    const flags = constants.O_RDWR | (syncedWrites ? constants.O_DSYNC : 0);
    try {
      return new NodeFile(path, openSync(path, flags));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
      if (!make) return undefined;
    }
    const made = new NodeFile(path, openSync(path, flags | constants.O_CREAT, 0o600));
    syncFolder(dirname(path));
    return made;
  },
};

/** The name of a new file is on disk, too. */
function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
