// A disk that can be looked at as a loss of power would leave it, and that fails when told to. What is written to the data file past the
// engine (LMDB does that itself) is on it from the next sync on; until then any block of it may be there or not.

import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Disk, type DiskFile, nodeDisk } from '../../src/core/engine/kv/disk.js';

export type Fault = { readonly file: RegExp; readonly call: 'write' | 'sync'; readonly code: 'EIO' | 'ENOSPC' };

const blockBytes = 4096;
const dataFile = 'store.mdb';

export class UnreliableDisk implements Disk {
  private readonly directory: string;
  /** The data file as of its last sync. */
  private synced: Buffer = Buffer.alloc(0);
  /** While set, calls that it names fail. */
  fault: Fault | undefined;
  /** Calls so far, by `file call`. */
  readonly calls = new Map<string, number>();

  constructor(directory: string) {
    this.directory = directory;
    // a store that was closed is on disk
    if (existsSync(join(directory, dataFile))) this.synced = readFileSync(join(directory, dataFile));
  }

  open(path: string, make: boolean): DiskFile | undefined {
    const inner = nodeDisk.open(path, make);
    if (inner === undefined) return undefined;
    const name = basename(path);
    return {
      size: () => inner.size(),
      read: (into, at) => inner.read(into, at),
      close: () => inner.close(),
      writeDirectly: () => inner.writeDirectly(),
      writeAside: (bytes, at, done) => {
        const error = this.errorOf(name, 'write');
        if (error !== undefined) setImmediate(() => done(error));
        else inner.writeAside(bytes, at, done);
      },
      writeNow: (bytes, at) => {
        this.call(name, 'write');
        inner.writeNow(bytes, at);
      },
      write: (bytes, at, done) => {
        const error = this.errorOf(name, 'write');
        if (error !== undefined) setImmediate(() => done(error));
        else inner.write(bytes, at, done);
      },
      syncNow: () => {
        this.call(name, 'sync');
        const after = this.look(name);
        inner.syncNow();
        after();
      },
      sync: (done) => {
        const error = this.errorOf(name, 'sync');
        if (error !== undefined) {
          setImmediate(() => done(error));
          return;
        }
        const after = this.look(name);
        inner.sync((failure) => {
          after();
          done(failure);
        });
      },
    };
  }

  /** What a loss of power at this moment may leave, put into a folder: `kept` says of each block of the data file that was written since
   * its last sync whether it got to the disk. */
  losePower(into: string, kept: (block: number) => boolean): void {
    mkdirSync(into, { recursive: true });
    for (const name of ['store.log.0', 'store.log.1', 'store.sync'])
      if (existsSync(join(this.directory, name))) copyFileSync(join(this.directory, name), join(into, name));
    const now = readFileSync(join(this.directory, dataFile));
    const image = Buffer.alloc(now.length);
    this.synced.copy(image);
    for (let at = 0; at < now.length; at += blockBytes)
      if (kept(at / blockBytes)) now.copy(image, at, at, Math.min(now.length, at + blockBytes));
    writeFileSync(join(into, dataFile), image);
  }

  // what the file holds when the sync begins is on disk when it ends
  private look(name: string): () => void {
    if (name !== dataFile) return () => undefined;
    const bytes = readFileSync(join(this.directory, name));
    return () => {
      this.synced = bytes;
    };
  }

  private call(name: string, call: Fault['call']): void {
    const error = this.errorOf(name, call);
    if (error !== undefined) throw error;
  }

  private errorOf(name: string, call: Fault['call']): Error | undefined {
    const key = `${name} ${call}`;
    this.calls.set(key, (this.calls.get(key) ?? 0) + 1);
    const { fault } = this;
    if (fault === undefined || fault.call !== call || !fault.file.test(name)) return undefined;
    return Object.assign(new Error(`${fault.code}: injected, ${call}`), { code: fault.code });
  }
}
