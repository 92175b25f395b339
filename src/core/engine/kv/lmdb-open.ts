// Opens the files of a store: waits for a process that holds changes, takes the data file back to what is on disk and replays the
// write-ahead log when nobody else has the store. The only module that imports lmdb.

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type DatabaseOptions, open } from 'lmdb';
import { limits } from '../limits.js';
import { type Disk, type DiskFile, untilSyncFails } from './disk.js';
import type { Space } from './kv.js';
import { spaces } from './kv.js';
import { LeafFinder } from './leaf-finder.js';
import { checkDataFile, makeFolder } from './lmdb-file.js';
import { pageBytes } from './lmdb-format.js';
import { LmdbMap } from './lmdb-map.js';
import { LmdbPages } from './lmdb-pages.js';
import { type ByteStore, LmdbReader } from './lmdb-reader.js';
import { takeBack } from './lmdb-recovery.js';
import type { LmdbRoot } from './lmdb-root.js';
import { decodeLogState, encodeLogState, logKey } from './log-state.js';
import type { RawStore } from './logged-commits.js';
import { pause, withOpeningLock } from './opening-lock.js';
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.js';
import { RowCache } from './row-cache.js';
import { corrupt, StoreError } from './store-error.js';
import { type StoreUser, StoreUsers, sharingWanted, waitsMax } from './store-users.js';
import { SyncMark } from './sync-mark.js';
import { SyncedCommits } from './synced-commits.js';
import { hasLog, replayLog, WriteLog } from './write-log.js';

const dataFileName = 'store.mdb';

export interface StoreFiles {
  readonly root: LmdbRoot;
  readonly reader: LmdbReader;
  readonly rows: RowCache;
  readonly store: RawStore;
  readonly own: ProcessIdentity;
  readonly users: StoreUsers;
  readonly mark: SyncMark;
  readonly dataFile: DiskFile;
  readonly synced: SyncedCommits;
  readonly log: WriteLog;
  close(): Promise<void>;
}

type Opened = Omit<StoreFiles, 'own' | 'users'>;

/** Throws StoreError, and what the system and LMDB throw. */
export function openStore(directory: string, disk: Disk): StoreFiles {
  makeFolder(directory);
  const own = ownIdentity();
  const users = new StoreUsers(directory, own);
  try {
    withOpeningLock(directory, own, () => users.join());
    for (;;) {
      const found = withOpeningLock(directory, own, () => openBeside(users, directory, disk));
      if ('root' in found)
        return {
          ...found,
          own,
          users,
          close: async () => {
            await found.close();
            users.leave();
            users.close();
          },
        };
      waitFor(directory, users, found, own);
    }
  } catch (cause) {
    users.leave();
    users.close();
    throw cause;
  }
}

// A process that is `alone` has to commit first: it is given back to be waited for.
function openBeside(users: StoreUsers, directory: string, disk: Disk): Opened | StoreUser {
  const others = users.others();
  const holder = others.find((user) => user.state === 'alone');
  if (holder !== undefined) return holder;
  const first = others.every((user) => user.state === 'joining');
  const opened = openFiles(users, directory, disk, first);
  users.set('sharing');
  return opened;
}

function waitFor(directory: string, users: StoreUsers, holder: StoreUser, own: ProcessIdentity): void {
  // nobody else runs while this waits
  if (holder.pid === own.pid) sharingWanted.publish(directory);
  for (let waits = 0; waits < (holder.pid === own.pid ? 1 : waitsMax); waits++) {
    if (!users.others().some((user) => user.slot === holder.slot && user.state === 'alone')) return;
    if (!isAlive(holder)) return;
    pause();
  }
  throw new StoreError(
    'locked',
    `The local store in ${directory} is in use by process ${holder.pid}, which does not share it. Stop that process, then try again.`,
  );
}

// `first`: no other process has opened the store, so what a dead one left is for this one to put right.
function openFiles(users: StoreUsers, directory: string, disk: Disk, first: boolean): Opened {
  const path = join(directory, dataFileName);
  const mark = SyncMark.open(disk, directory);
  const fresh = first && isEmpty(path);
  if (first) {
    if (fresh) {
      if (hasLog(disk, directory)) throw corrupt(directory, 'its data file is gone and its write-ahead log is there');
      mark.reset();
      mark.writeNow(0);
    } else takeBack(directory, path, mark.read());
  }
  const root = users.opening(() => {
    checkDataFile(directory, path);
    return openRoot(path);
  });
  root.readerCheck();
  const dataFile = untilSyncFails(disk.open(path, false)!);
  const synced = new SyncedCommits(root, dataFile, mark);
  const rows = new RowCache(limits.rowCacheBytes);
  const settle = fresh ? () => undefined : () => void synced.commit(() => undefined);
  const reader = openReader(root, path, rows, settle);
  const store = rawStore(reader);
  const log = new WriteLog(disk, directory);
  const opened: Opened = {
    ...{ root, reader, rows, store, mark, dataFile, synced, log },
    close: async () => {
      synced.end();
      log.close();
      dataFile.close();
      mark.close();
      await root.close();
    },
  };
  try {
    if (first) replay(opened, directory, disk);
  } catch (cause) {
    reader.close();
    void opened.close();
    throw cause;
  }
  return opened;
}

function openRoot(path: string): LmdbRoot {
  return open<Uint8Array, Uint8Array>({
    path,
    noSubdir: true,
    pageSize: pageBytes,
    keyEncoding: 'binary',
    encoding: 'binary',
    maxDbs: spaces.length + 2,
    maxReaders: 256,
    // commits are brought to the disk in order by this engine, see docs/decisions/0006-write-ahead-log.md
    noSync: true,
  } as Parameters<typeof open>[0]) as unknown as LmdbRoot;
}

// Takes the generations of the log in that the data file does not have.
function replay({ store, synced }: Opened, directory: string, disk: Disk): void {
  const state = decodeLogState(store.view('meta', logKey));
  if (state === undefined) {
    if (hasLog(disk, directory))
      throw corrupt(
        directory,
        'its write-ahead log belongs to another store: files of two stores were mixed. Put the files of one store back together',
      );
    return;
  }
  const transaction = synced.commit(() => {
    const generation = replayLog(disk, directory, state.storeId, state.generation, (space, key, value) => {
      if (value === undefined) store.remove(space, key);
      else store.put(space, key, value);
    });
    if (generation > state.generation) store.put('meta', logKey, encodeLogState({ ...state, generation }));
  });
  // the log holds it until then
  if (transaction !== undefined) synced.syncBehind(transaction);
}

// A space that the store does not have yet is made by a commit of its own, which `settle` brings to the disk.
function openReader(root: LmdbRoot, path: string, rows: RowCache, settle: () => void): LmdbReader {
  settle();
  return new LmdbReader(
    new LmdbPages(path),
    new LeafFinder(new LmdbMap(path)),
    rows,
    (space, decode) => {
      const before = root.env.info().lastTxnId;
      const store = root.openDB({
        name: space,
        keyEncoding: 'binary',
        encoder: { encode: (value: Uint8Array) => value, decode },
      } as unknown as DatabaseOptions & { name: string }) as unknown as ByteStore;
      if (root.env.info().lastTxnId !== before) settle();
      return store;
    },
    spaces,
  );
}

interface Statistics {
  readonly db: { stat(): { readonly treeLeafPageCount: number } };
}

function rawStore(reader: LmdbReader): RawStore {
  const leaves = (space: Space): number => (reader.store(space) as unknown as Statistics).db.stat().treeLeafPageCount;
  return {
    view: (space, key) => reader.view(space, key),
    put: (space, key, value) => void reader.store(space).putSync(key, value),
    remove: (space, key) => void reader.store(space).removeSync(key),
    leafPages: () => spaces.reduce((sum, space) => sum + leaves(space), 0),
  };
}

function isEmpty(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;
}
