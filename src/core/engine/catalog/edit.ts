// One change of a Region's catalog inside a write transaction: settled records as they are now, and puts that become
// visible together. Opening an edit also clears away what time has made DELETED.

import type { KvTransaction } from '../kv/kv.js';
import {
  counterBytes,
  droppedKey,
  encodeJson,
  readCounter,
  recordKey,
  replicationVersionKey,
  tableNumberKey,
  versionKey,
} from './keys.js';
import {
  type DroppedRecord,
  owesRemoval,
  qualifiedName,
  type RecordSet,
  readRecords,
  restoreSources,
} from './record-set.js';
import { type CatalogRecord, type KeyspaceRecord, settle, type TableRecord, type TypeRecord } from './records.js';
import { type TableEventName, tellEvent } from './table-events.js';

export class CatalogEdit {
  readonly region: string;
  readonly nowMs: number;
  readonly #tx: KvTransaction;
  readonly #set: RecordSet;
  #dirty = false;
  #replicas = false;

  constructor(tx: KvTransaction, region: string, nowMs: number) {
    this.#tx = tx;
    this.region = region;
    this.nowMs = nowMs;
    this.#set = readRecords(tx, region);
    this.#clearAway();
  }

  keyspace(name: string): KeyspaceRecord | undefined {
    return this.#settled(this.#set.keyspaces.get(name));
  }
  table(keyspace: string, name: string): TableRecord | undefined {
    return this.#settled(this.#set.tables.get(qualifiedName(keyspace, name)));
  }
  userType(keyspace: string, name: string): TypeRecord | undefined {
    return this.#settled(this.#set.types.get(qualifiedName(keyspace, name)));
  }
  keyspaces(): KeyspaceRecord[] {
    return [...this.#set.keyspaces.values()].map((record) => settle(record, this.nowMs));
  }
  tables(keyspace?: string): TableRecord[] {
    const all = [...this.#set.tables.values()].map((record) => settle(record, this.nowMs));
    return keyspace === undefined ? all : all.filter((record) => record.keyspace === keyspace);
  }
  userTypes(keyspace?: string): TypeRecord[] {
    const all = [...this.#set.types.values()].map((record) => settle(record, this.nowMs));
    return keyspace === undefined ? all : all.filter((record) => record.keyspace === keyspace);
  }
  /** Dropped tables whose rows or history are to be removed now. */
  dropsOwed(): DroppedRecord[] {
    const read = restoreSources(this.#set.tables.values());
    return [...this.#set.dropped.values()].filter(
      (entry) => !read.has(entry.table.number) && owesRemoval(entry, this.nowMs),
    );
  }
  /** The deleted table of this name that can still be restored. */
  restorableTable(keyspace: string, name: string): TableRecord | undefined {
    for (const { table } of this.#set.dropped.values()) {
      if (table.keyspace !== keyspace || table.name !== name || table.restorableUntilMs === undefined) continue;
      if (this.nowMs < table.restorableUntilMs) return table;
    }
    return undefined;
  }
  /** Whether a restore under way reads the rows of this table number. */
  isRestoreSource(tableNumber: number): boolean {
    return restoreSources(this.#set.tables.values()).has(tableNumber);
  }

  put(record: CatalogRecord): void {
    this.#tx.put('catalog', recordKey(this.region, record), encodeJson(record));
    if (record.kind === 'keyspace') this.#set.keyspaces.set(record.name, record);
    else if (record.kind === 'table') {
      if (this.#set.tables.get(qualifiedName(record.keyspace, record.name))?.id !== record.id)
        this.tell('CREATED', record, record.createdAtMs);
      this.#set.tables.set(qualifiedName(record.keyspace, record.name), record);
      if (record.replicas.length > 0) this.#replicas = true;
      this.#forgetNamesakes(record);
    } else this.#set.types.set(qualifiedName(record.keyspace, record.name), record);
    this.#dirty = true;
  }

  /** For tables_history; creations are told by themselves. `table`: as it is once the change is done. */
  tell(event: TableEventName, table: TableRecord, atMs = this.nowMs): void {
    tellEvent(this.#tx, this.region, { event, atMs, table });
  }

  /** Never the same twice, in any Region. */
  nextTableNumber(): number {
    const next = readCounter(this.#tx.view('meta', tableNumberKey)) + 1;
    this.#tx.put('meta', tableNumberKey, counterBytes(next));
    return next;
  }

  /** Remembers that rows under `table.number` are to be removed. */
  owe(table: TableRecord): void {
    this.#putDropped({ table, rowsGone: false });
  }

  rowsGone(tableNumber: number): void {
    const entry = this.#set.dropped.get(tableNumber);
    if (entry !== undefined) this.#putDropped({ ...entry, rowsGone: true });
  }
  historyGone(tableNumber: number): void {
    const entry = this.#set.dropped.get(tableNumber);
    if (entry !== undefined) this.#putDropped({ ...entry, historyGone: true });
  }

  /** Makes the change known to every reader. Call once, last. */
  finish(): void {
    if (this.#dirty) this.#count(versionKey(this.region));
    if (this.#replicas) this.#count(replicationVersionKey);
  }

  #count(key: Buffer): void {
    this.#tx.put('meta', key, counterBytes(readCounter(this.#tx.view('meta', key)) + 1));
  }

  #settled<Kept extends CatalogRecord>(record: Kept | undefined): Kept | undefined {
    return record === undefined ? undefined : settle(record, this.nowMs);
  }

  /** A new table of a deleted one's name makes that unrestorable for ever (facts 4.3). */
  #forgetNamesakes(record: TableRecord): void {
    for (const entry of this.#set.dropped.values()) {
      const { keyspace, name, number, restorableUntilMs } = entry.table;
      if (keyspace !== record.keyspace || name !== record.name || number === record.number) continue;
      if (restorableUntilMs === undefined) continue;
      const { restorableUntilMs: _until, deletedTypes: _types, ...table } = entry.table;
      this.#putDropped({ ...entry, table });
    }
  }

  #putDropped(entry: DroppedRecord): void {
    this.#tx.put('catalog', droppedKey(this.region, entry.table.number), encodeJson(entry));
    this.#set.dropped.set(entry.table.number, entry);
    this.#dirty = true;
  }

  #clearAway(): void {
    const gone = (record: CatalogRecord) => settle(record, this.nowMs).status.state === 'DELETED';
    for (const [key, stored] of this.#set.tables) {
      const record = settle(stored, this.nowMs);
      if (record.status.state !== 'DELETED') continue;
      this.#set.tables.delete(key);
      if (record.replicas.length > 0) this.#replicas = true;
      this.#tx.remove('catalog', recordKey(this.region, record));
      this.owe(record);
    }
    for (const map of [this.#set.keyspaces, this.#set.types]) {
      for (const [key, record] of map) {
        if (!gone(record)) continue;
        map.delete(key);
        this.#tx.remove('catalog', recordKey(this.region, record));
        this.#dirty = true;
      }
    }
    for (const [number, entry] of this.#set.dropped) {
      if (!entry.rowsGone || entry.historyGone !== true) continue;
      const { table } = entry;
      // the former rows of a truncated table have no deletion to tell of
      if (table.deletedAtMs !== undefined) this.tell('DELETED', table, table.deletedAtMs);
      this.#set.dropped.delete(number);
      this.#tx.remove('catalog', droppedKey(this.region, number));
      this.#dirty = true;
    }
  }
}
