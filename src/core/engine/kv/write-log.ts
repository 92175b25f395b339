// The write-ahead log of a store: two files, used in turn. The records of one generation lie in one file; a generation ends with
// a checkpoint (kv/commits.ts), and its file is written over from the start two generations later.

import { join } from 'node:path';
import type { Disk, DiskFile } from './disk.js';
import type { Space } from './kv.js';
import {
  logHeader,
  logHeaderBytes,
  nextRecord,
  type OperationVisitor,
  RecordSink,
  readLogHeader,
  readRecord,
  visitOperations,
} from './log-record.js';
import { corrupt } from './store-error.js';

/** A new log is small: most stores hold little, and zeros cost disk. It grows whenever it was full. */
const firstBytes = 1024 * 1024;
/** Bounds what a replay has to do: about 65,000 rows of 200 bytes. */
const lastBytes = 16 * 1024 * 1024;
const zeros = Buffer.alloc(1024 * 1024);

export class WriteLog {
  private readonly disk: Disk;
  private readonly directory: string;
  private readonly files: (DiskFile | undefined)[] = [undefined, undefined];
  private readonly sizes = [0, 0];
  private storeId: Buffer = Buffer.alloc(0);
  private generation = 0;
  private sequence = 0;
  private position = 0;
  // the operations of the group at hand, and the record that is being written
  private sink = new RecordSink();
  private spare = new RecordSink();
  private flying: { readonly file: DiskFile; readonly bytes: Buffer; readonly at: number } | undefined;
  private readonly growing = [false, false];
  private closed: Error | undefined;

  constructor(disk: Disk, directory: string) {
    this.disk = disk;
    this.directory = directory;
  }

  /** Begins a generation at the start of its file. What the file held must be in the store and on disk. Throws what the disk throws. */
  begin(storeId: Buffer, generation: number): void {
    const turn = generation % 2;
    this.storeId = storeId;
    this.generation = generation;
    this.sequence = 0;
    this.position = logHeaderBytes;
    this.sink.clear();
    if (this.files[turn] === undefined) this.make(turn);
  }

  /** Bytes left for records in this generation. */
  get room(): number {
    return this.sizes[this.generation % 2]! - this.position;
  }

  /** True when the log of this generation is so full that the next group may not fit. */
  get nearlyFull(): boolean {
    return this.room < this.sizes[this.generation % 2]! / 8;
  }

  put(space: Space, key: Uint8Array, value: Uint8Array): void {
    this.sink.put(space, key, value);
  }

  remove(space: Space, key: Uint8Array): void {
    this.sink.remove(space, key);
  }

  get operations(): number {
    return this.sink.operations;
  }

  /** Bytes of the group at hand. */
  get groupBytes(): number {
    return this.sink.bytes;
  }

  forgetGroup(): void {
    this.sink.clear();
  }

  /** Writes the group at hand; `done` when it is on disk. One at a time. After an error the generation takes no more records. */
  write(done: (error?: unknown) => void): void {
    const file = this.files[this.generation % 2]!;
    const { bytes, at } = this.seal();
    this.flying = { file, bytes, at };
    file.write(bytes, at, (error) => {
      this.flying = undefined;
      // unless a record at once came behind it, which made it certain first
      if (error !== undefined && this.position === at + bytes.length) this.position = at;
      done(error);
    });
  }

  /** The same at once. A record that is still being written is made certain first: replay ends at the first gap. */
  writeNow(): void {
    const file = this.files[this.generation % 2]!;
    this.flying?.file.writeNow(this.flying.bytes, this.flying.at);
    const { bytes, at } = this.seal();
    try {
      file.writeNow(bytes, at);
    } catch (cause) {
      this.position = at;
      throw cause;
    }
  }

  /** Makes the file of an ended generation larger, up to a bound, with zeros that are on disk before the room is used: later writes
   * change no metadata. Goes on beside all else; a disk that refuses leaves the file as it is. */
  grow(generation: number): void {
    const turn = generation % 2;
    const file = this.files[turn];
    const size = this.sizes[turn]!;
    if (file === undefined || size >= logHeaderBytes + lastBytes || this.growing[turn]) return;
    this.growing[turn] = true;
    const end = logHeaderBytes + Math.min(lastBytes, (size - logHeaderBytes) * 4);
    this.fill(file, size, end, (error) => {
      this.growing[turn] = false;
      if (error === undefined) this.sizes[turn] = end;
    });
  }

  /** What the current generation holds, for a store that has to take it in again. */
  replayCurrent(visit: OperationVisitor): void {
    const file = this.files[this.generation % 2]!;
    replayFile(readAll(file).subarray(0, this.position), this.directory, this.storeId, this.generation, visit);
  }

  close(): void {
    this.closed = new Error('closed');
    for (const file of this.files) file?.close();
    this.files.fill(undefined);
  }

  private seal(): { readonly bytes: Buffer; readonly at: number } {
    const { sink } = this;
    const bytes = sink.seal(this.storeId, this.generation, this.sequence++);
    const at = this.position;
    this.position += bytes.length;
    this.sink = this.spare;
    this.spare = sink;
    this.sink.clear();
    return { bytes, at };
  }

  private make(turn: number): void {
    const file = this.disk.open(logPath(this.directory, turn), true)!;
    try {
      const size = file.size();
      if (size >= logHeaderBytes + firstBytes) {
        this.sizes[turn] = size;
      } else {
        for (let at = logHeaderBytes; at < logHeaderBytes + firstBytes; at += zeros.length) file.writeNow(zeros, at);
        this.sizes[turn] = logHeaderBytes + firstBytes;
      }
      file.writeNow(logHeader(this.storeId), 0);
      file.writeDirectly();
    } catch (cause) {
      file.close();
      throw cause;
    }
    this.files[turn] = file;
  }

  private fill(file: DiskFile, at: number, end: number, done: (error?: unknown) => void): void {
    if (at >= end || this.closed) {
      done(this.closed);
      return;
    }
    file.writeAside(zeros.subarray(0, Math.min(zeros.length, end - at)), at, (error) => {
      if (error !== undefined) done(error);
      else this.fill(file, at + zeros.length, end, done);
    });
  }
}

const logPath = (directory: string, turn: number): string => join(directory, `store.log.${turn}`);

function readAll(file: DiskFile): Buffer {
  const bytes = Buffer.allocUnsafe(file.size());
  return bytes.subarray(0, file.read(bytes, 0));
}

/** The generations after `generation` that the log files of a store hold, oldest first, given operation by operation. Returns the last
 * of them. Throws StoreError `corrupt` when a file is another store's, or was damaged before its end. */
export function replayLog(
  disk: Disk,
  directory: string,
  storeId: Buffer,
  generation: number,
  visit: OperationVisitor,
): number {
  const logs = [0, 1].map((turn) => readLog(disk, directory, turn, storeId));
  let last = generation;
  while (replayFile(logs[(last + 1) % 2]!, directory, storeId, last + 1, visit)) last++;
  return last;
}

/** True when there are log files that a store without a log cannot have made. */
export function hasLog(disk: Disk, directory: string): boolean {
  return [0, 1].some((turn) => readLog(disk, directory, turn, undefined).length > 0);
}

function readLog(disk: Disk, directory: string, turn: number, storeId: Buffer | undefined): Buffer {
  const file = disk.open(logPath(directory, turn), false);
  if (file === undefined) return Buffer.alloc(0);
  try {
    const bytes = readAll(file);
    const owner = readLogHeader(bytes);
    if (owner === 'empty') return Buffer.alloc(0);
    if (owner === 'damaged') throw corrupt(directory, `the head of store.log.${turn} is unreadable`);
    if (storeId !== undefined && !owner.equals(storeId))
      throw corrupt(
        directory,
        `store.log.${turn} belongs to another store: files of two stores were mixed. Put the files of one store back together`,
      );
    return bytes;
  } finally {
    file.close();
  }
}

// True when the file holds the generation. A record that is cut or wrong ends it: its group was never acknowledged, unless a
// whole record of the same generation lies behind it.
function replayFile(
  log: Buffer,
  directory: string,
  storeId: Buffer,
  generation: number,
  visit: OperationVisitor,
): boolean {
  let at = logHeaderBytes;
  for (let sequence = 0; ; sequence++) {
    const record = readRecord(log, at, storeId);
    if (record === undefined || record.generation !== generation || record.sequence !== sequence) {
      for (let behind = nextRecord(log, at + 1); behind >= 0; behind = nextRecord(log, behind + 1)) {
        const later = readRecord(log, behind, storeId);
        if (later?.generation === generation && later.sequence > sequence)
          throw corrupt(directory, 'its write-ahead log is damaged before its end');
      }
      return sequence > 0;
    }
    visitOperations(record.payload, visit);
    at = record.next;
  }
}
