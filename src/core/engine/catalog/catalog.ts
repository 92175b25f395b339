// The catalog of one Region: what exists in the store at this moment, as records for the control plane and system
// tables and as compiled schema for statements. Follows changes of other processes and the passing of time.

import { assert } from '../../lib/assert.js';
import type { Clock } from '../../ports/clock.js';
import type { Kv } from '../kv/kv.js';
import type { ResolveUdt } from '../types/parse-type.js';
import { compileKeyspace, compileTable, compileUserType } from './compile.js';
import { readCounter, versionKey } from './keys.js';
import { nextChangeMs, owesRemoval, qualifiedName, type RecordSet, readRecords, restoreSources } from './record-set.js';
import { type CatalogView, type KeyspaceRecord, settle, type TableRecord, type TypeRecord } from './records.js';
import { cassandraKeyspaceNames, systemKeyspaceNames, systemKeyspaceRecord } from './reserved-keyspaces.js';
import type { CatalogReader, KeyspaceSchema, Resolved, UserType, VirtualTable } from './schema.js';
import { readEvents, type TableEvent } from './table-events.js';

export interface CatalogDeps {
  readonly kv: Kv;
  readonly clock: Clock;
  readonly region: string;
  /** Also has the system keyspaces that only Cassandra has. */
  readonly cassandraKeyspaces?: boolean;
  /** Called once, at the first look: the computed tables of the system keyspaces. */
  readonly virtualTables?: (view: CatalogView) => readonly VirtualTable[];
}

export class Catalog implements CatalogReader, CatalogView {
  readonly region: string;
  readonly #kv: Kv;
  readonly #clock: Clock;
  readonly #systemNames: readonly string[];
  readonly #virtualTables: (view: CatalogView) => readonly VirtualTable[];
  #virtual: Map<string, Map<string, Resolved>> | undefined;
  #epoch = Number.NaN;
  #storedVersion = -1;
  #set: RecordSet = { keyspaces: new Map(), tables: new Map(), types: new Map(), dropped: new Map() };
  /** Nothing changes before this instant; a clock set back below `#settledMs` also counts as a change. */
  #nextChangeMs = Number.NEGATIVE_INFINITY;
  #settledMs = Number.NEGATIVE_INFINITY;
  #version = 0;
  #schemas = new Map<string, KeyspaceSchema | null>();
  #resolved = new Map<string, Map<string, Resolved | null>>();
  #types = new Map<string, UserType | null>();

  constructor(deps: CatalogDeps) {
    this.region = deps.region;
    this.#kv = deps.kv;
    this.#clock = deps.clock;
    this.#systemNames = deps.cassandraKeyspaces
      ? [...systemKeyspaceNames, ...cassandraKeyspaceNames]
      : systemKeyspaceNames;
    this.#virtualTables = deps.virtualTables ?? (() => []);
  }

  get version(): number {
    this.#refresh();
    return this.#version;
  }

  versionAt(nowMs: number): number {
    this.#refreshAt(nowMs);
    return this.#version;
  }

  get schemaVersion(): string {
    this.#refresh();
    const next = Number.isFinite(this.#nextChangeMs) ? this.#nextChangeMs : 0;
    const high = this.#storedVersion.toString(16).padStart(12, '0').slice(-12);
    const low = next.toString(16).padStart(12, '0').slice(-12);
    return `${high.slice(0, 8)}-${high.slice(8)}-4000-8000-${low}`;
  }

  /** Looks at the store again at the next question, whatever its epoch says. Called after an own change. */
  invalidate(): void {
    this.#epoch = Number.NaN;
  }

  keyspace(name: string): KeyspaceSchema | undefined {
    this.#refresh();
    const known = this.#schemas.get(name);
    if (known !== undefined) return known ?? undefined;
    const record = this.keyspaceRecord(name);
    const ready = record !== undefined && isReady(record.status.state) ? compileKeyspace(record) : undefined;
    this.#schemas.set(name, ready ?? null);
    return ready;
  }

  table(keyspace: string, name: string): Resolved | undefined {
    this.#refresh();
    let tables = this.#resolved.get(keyspace);
    if (tables === undefined) {
      tables = new Map();
      this.#resolved.set(keyspace, tables);
    }
    const known = tables.get(name);
    if (known !== undefined) return known ?? undefined;
    const found = this.#resolve(keyspace, name);
    tables.set(name, found ?? null);
    return found;
  }

  userType(keyspace: string, name: string): UserType | undefined {
    this.#refresh();
    const key = qualifiedName(keyspace, name);
    const known = this.#types.get(key);
    if (known !== undefined) return known ?? undefined;
    const record = this.typeRecord(keyspace, name);
    const ready = record?.status.state === 'ACTIVE' ? compileUserType(record, this.udtResolver(keyspace)) : undefined;
    this.#types.set(key, ready ?? null);
    return ready;
  }

  indexedTable(keyspace: string, index: string): string | undefined {
    return this.tables(keyspace).find(({ indexes }) => indexes?.some(({ name }) => name === index))?.name;
  }

  /** For the texts of types in `keyspace`. */
  udtResolver(keyspace: string): ResolveUdt {
    return (type) => this.userType(type.keyspace ?? keyspace, type.name);
  }

  keyspaceRecord(name: string): KeyspaceRecord | undefined {
    this.#refresh();
    if (this.#systemNames.includes(name)) return systemKeyspaceRecord(name, this.region);
    return shown(this.#set.keyspaces.get(name), this.#settledMs);
  }
  tableRecord(keyspace: string, name: string): TableRecord | undefined {
    this.#refresh();
    return shown(this.#set.tables.get(qualifiedName(keyspace, name)), this.#settledMs);
  }
  typeRecord(keyspace: string, name: string): TypeRecord | undefined {
    this.#refresh();
    return shown(this.#set.types.get(qualifiedName(keyspace, name)), this.#settledMs);
  }

  keyspaces(): readonly KeyspaceRecord[] {
    this.#refresh();
    const system = this.#systemNames.map((name) => systemKeyspaceRecord(name, this.region));
    return [...system, ...this.#list(this.#set.keyspaces)];
  }
  tables(keyspace?: string): readonly TableRecord[] {
    this.#refresh();
    const all = this.#list(this.#set.tables);
    return keyspace === undefined ? all : all.filter((record) => record.keyspace === keyspace);
  }
  userTypes(keyspace?: string): readonly TypeRecord[] {
    this.#refresh();
    const all = this.#list(this.#set.types);
    return keyspace === undefined ? all : all.filter((record) => record.keyspace === keyspace);
  }
  droppedTables(): readonly TableRecord[] {
    this.#refresh();
    const cleared = [...this.#set.dropped.values()].map((entry) => entry.table);
    const uncleared = [...this.#set.tables.values()]
      .map((record) => settle(record, this.#settledMs))
      .filter((record) => record.status.state === 'DELETED');
    return [...cleared, ...uncleared];
  }
  tableEvents(): readonly TableEvent[] {
    return readEvents(this.#kv, this.region);
  }
  /** Tables whose rows or history are to be removed now; 0 when nobody owes anything. */
  dropsOwed(): number {
    this.#refresh();
    let owed = 0;
    const read = restoreSources(this.#set.tables.values());
    const nowMs = this.#clock.wallMs();
    for (const entry of this.#set.dropped.values())
      if (!read.has(entry.table.number) && owesRemoval(entry, nowMs)) owed += 1;
    for (const record of this.#set.tables.values()) {
      if (settle(record, this.#settledMs).status.state === 'DELETED') owed += 1;
    }
    return owed;
  }
  /** Tables that are still being restored. */
  restoresOwed(): TableRecord[] {
    this.#refresh();
    return [...this.#set.tables.values()].filter(({ restore }) => restore !== undefined && !restore.copiedAtMs);
  }
  /** Numbers of the tables that they are restored from. */
  restoreSources(): ReadonlySet<number> {
    this.#refresh();
    return restoreSources(this.#set.tables.values());
  }
  /** Computed tables of a system keyspace, by name. */
  virtualTables(keyspace: string): readonly Resolved[] {
    return [...(this.#virtualOf(keyspace)?.values() ?? [])];
  }

  #list<Kept extends KeyspaceRecord | TableRecord | TypeRecord>(map: ReadonlyMap<string, Kept>): Kept[] {
    const found: Kept[] = [];
    for (const record of map.values()) {
      const settled = shown(record, this.#settledMs);
      if (settled !== undefined) found.push(settled);
    }
    return found;
  }

  #resolve(keyspace: string, name: string): Resolved | undefined {
    const virtual = this.#virtualOf(keyspace)?.get(name);
    if (virtual !== undefined) return virtual;
    if (this.keyspace(keyspace) === undefined) return undefined;
    const record = this.tableRecord(keyspace, name);
    if (record === undefined || !isReady(record.status.state)) return undefined;
    return { kind: 'stored', schema: compileTable(record, this.udtResolver(keyspace), this.region) };
  }

  #virtualOf(keyspace: string): Map<string, Resolved> | undefined {
    if (this.#virtual === undefined) {
      this.#virtual = new Map();
      for (const virtual of this.#virtualTables(this)) {
        const { keyspace: home, name } = virtual.schema;
        assert(this.#systemNames.includes(home), `virtual table ${home}.${name} lives in a system keyspace`);
        const tables = this.#virtual.get(home) ?? new Map<string, Resolved>();
        tables.set(name, { kind: 'virtual', schema: virtual.schema, virtual });
        this.#virtual.set(home, tables);
      }
    }
    return this.#virtual.get(keyspace);
  }

  #refresh(): void {
    this.#refreshAt(this.#clock.wallMs());
  }

  #refreshAt(nowMs: number): void {
    const epoch = this.#kv.epoch();
    if (epoch === this.#epoch && nowMs < this.#nextChangeMs && nowMs >= this.#settledMs) return;
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      const stored = readCounter(this.#kv.view('meta', versionKey(this.region)));
      if (stored !== this.#storedVersion) {
        this.#set = readRecords(this.#kv, this.region);
        this.#storedVersion = stored;
        this.#nextChangeMs = Number.NEGATIVE_INFINITY;
      }
    }
    if (nowMs < this.#nextChangeMs && nowMs >= this.#settledMs) return;
    this.#settledMs = nowMs;
    this.#nextChangeMs = nextChangeMs(allRecords(this.#set), nowMs);
    this.#version += 1;
    this.#schemas = new Map();
    this.#resolved = new Map();
    this.#types = new Map();
  }
}

/** What statements may use: an update under way does not stop them. */
function isReady(state: string): boolean {
  return state === 'ACTIVE' || state === 'UPDATING';
}

function shown<Kept extends KeyspaceRecord | TableRecord | TypeRecord>(
  record: Kept | undefined,
  nowMs: number,
): Kept | undefined {
  if (record === undefined) return undefined;
  const settled = settle(record, nowMs);
  return settled.status.state === 'DELETED' ? undefined : settled;
}

function* allRecords(set: RecordSet): Iterable<KeyspaceRecord | TableRecord | TypeRecord> {
  yield* set.keyspaces.values();
  yield* set.tables.values();
  yield* set.types.values();
}
