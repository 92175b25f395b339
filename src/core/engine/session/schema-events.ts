// Tells listeners when keyspaces, tables and types become usable, change or go, whichever process did it. Apart because
// DDL is asynchronous: the answer to a statement and the event are different moments [facts 1.12, 2.7].

import type { SchemaChange } from './api.js';
import type { SessionCatalog } from './deps.js';

/** What a listener would notice of an object: another text, another object. */
type Snapshot = ReadonlyMap<string, { readonly mark: string; readonly change: Omit<SchemaChange, 'change'> }>;

export class SchemaEvents {
  private readonly listeners = new Set<(change: SchemaChange) => void>();
  private readonly seen = new Map<SessionCatalog, { version: number; snapshot: Snapshot }>();

  /** Starts to watch a catalog; what it holds now is no change. */
  watch(catalog: SessionCatalog): void {
    if (!this.seen.has(catalog)) this.seen.set(catalog, { version: catalog.version, snapshot: snapshotOf(catalog) });
  }

  subscribe(listener: (change: SchemaChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Cheap while no catalog has changed. */
  poll(): void {
    for (const [catalog, last] of this.seen) {
      const { version } = catalog;
      if (version === last.version) continue;
      const snapshot = snapshotOf(catalog);
      const changes = differences(last.snapshot, snapshot);
      last.version = version;
      last.snapshot = snapshot;
      for (const change of changes) for (const listener of this.listeners) listener(change);
    }
  }
}

/** Only what statements can use: an object that is still CREATING is not there. */
function snapshotOf(catalog: SessionCatalog): Snapshot {
  const found = new Map<string, { mark: string; change: Omit<SchemaChange, 'change'> }>();
  const kind = 'schema-change' as const;
  for (const { name: keyspace } of catalog.keyspaces?.() ?? []) {
    const schema = catalog.keyspace(keyspace);
    if (schema === undefined || schema.isSystem) continue;
    const mark = JSON.stringify([schema.replication, schema.durableWrites]);
    found.set(`0 ${keyspace}`, { mark, change: { kind, target: 'KEYSPACE', keyspace } });
  }
  for (const { keyspace, name } of catalog.userTypes?.() ?? []) {
    const type = catalog.userType(keyspace, name);
    if (type === undefined) continue;
    const mark = JSON.stringify([type.fieldNames, type.fieldTypes]);
    found.set(`1 ${keyspace} ${name}`, { mark, change: { kind, target: 'TYPE', keyspace, name } });
  }
  for (const { keyspace, name } of catalog.tables?.() ?? []) {
    const table = catalog.table(keyspace, name);
    if (table?.kind !== 'stored') continue;
    const { id, columns, options } = table.schema;
    const mark = JSON.stringify([id, columns.map((c) => [c.name, c.type]), options]);
    found.set(`2 ${keyspace} ${name}`, { mark, change: { kind, target: 'TABLE', keyspace, name } });
  }
  return found;
}

/** Keyspaces before types before tables when they come, the other way round when they go. */
function differences(before: Snapshot, after: Snapshot): SchemaChange[] {
  const changes: SchemaChange[] = [];
  for (const key of [...before.keys()].sort().reverse()) {
    if (!after.has(key)) changes.push({ ...before.get(key)!.change, change: 'DROPPED' });
  }
  for (const key of [...after.keys()].sort()) {
    const old = before.get(key);
    const now = after.get(key)!;
    if (old === undefined) changes.push({ ...now.change, change: 'CREATED' });
    else if (old.mark !== now.mark) changes.push({ ...now.change, change: 'UPDATED' });
  }
  return changes;
}
