// Looking up what an operation is about, with the service's errors when it is not there or not ready.

import type { CatalogEdit } from '../catalog/edit.js';
import type { CatalogRecord, KeyspaceRecord, Lifecycle, TableRecord } from '../catalog/records.js';
import { isSystemKeyspace } from '../catalog/reserved-keyspaces.js';
import type { Compat } from '../limits.js';
import { limits } from '../limits.js';
import { accessDenied, conflict, ExistenceError, quotaExceeded } from './errors.js';

/** Text of Cassandra (data-plane facts 6.5). */
export function refuseSystemKeyspace(keyspace: string): void {
  if (isSystemKeyspace(keyspace)) throw accessDenied(`${keyspace} keyspace is not user-modifiable.`);
}

/** A keyspace that tables and types can be made in: present and ready. While a Region is added nothing else is changed in it. */
export function readyKeyspace(edit: CatalogEdit, name: string): KeyspaceRecord {
  refuseSystemKeyspace(name);
  const record = edit.keyspace(name);
  if (record?.status.state === 'UPDATING') throw conflict(`Keyspace ${name} is being updated`);
  if (record?.status.state !== 'ACTIVE') throw new ExistenceError({ kind: 'keyspace-missing', keyspace: name });
  return record;
}

/** A table in any state, in a keyspace that is there. */
export function presentTable(edit: CatalogEdit, keyspace: string, name: string): TableRecord {
  refuseSystemKeyspace(keyspace);
  if (edit.keyspace(keyspace) === undefined) throw new ExistenceError({ kind: 'keyspace-missing', keyspace });
  const record = edit.table(keyspace, name);
  if (record === undefined) throw new ExistenceError({ kind: 'table-missing', keyspace, name });
  return record;
}

/** For who makes a table: there is none of the name, not even one that is going. */
export function refuseTakenName(edit: CatalogEdit, keyspace: string, name: string): void {
  const existing = edit.table(keyspace, name);
  if (existing?.status.state === 'DELETING') throw conflict(`Table ${keyspace}.${name} is being deleted`);
  if (existing !== undefined) throw new ExistenceError({ kind: 'table-exists', keyspace, name });
}

/** A table that may be changed now (facts 2.2): one without its key may be given another. */
export function changeableTable(
  edit: CatalogEdit,
  keyspace: string,
  name: string,
  change?: { readonly ofEncryption: boolean },
): TableRecord {
  const record = presentTable(edit, keyspace, name);
  if (record.status.state === 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' && change?.ofEncryption === true) return record;
  if (record.status.state !== 'ACTIVE')
    throw conflict(`Table ${keyspace}.${name} is ${record.status.state}: wait until it is ACTIVE`);
  return record;
}

/** `state` for `delayMs`, after it `next`; at once when there is no delay. */
export function lifecycle<State extends string>(
  state: State,
  next: State,
  nowMs: number,
  delayMs: number,
): Lifecycle<State> {
  return delayMs <= 0 ? { state: next } : { state, untilMs: nowMs + delayMs, next };
}

/** L-29E90199: fifty changes of a Region may be under way at once; a keyspace that goes with all its tables is one. */
export function checkConcurrentDdl(edit: CatalogEdit, compat: Compat): void {
  if (compat.unlimited) return;
  const isUnderWay = ({ status }: CatalogRecord) =>
    status.untilMs !== undefined &&
    status.untilMs > edit.nowMs &&
    status.state !== 'INACCESSIBLE_ENCRYPTION_CREDENTIALS';
  const keyspaces = edit.keyspaces();
  const going = new Set(keyspaces.filter(({ status }) => status.state === 'DELETING').map(({ name }) => name));
  const within = [...edit.tables(), ...edit.userTypes()].filter((record) => !going.has(record.keyspace));
  const underWay = keyspaces.filter(isUnderWay).length + within.filter(isUnderWay).length;
  if (underWay >= limits.concurrentDdl)
    throw quotaExceeded(`At most ${limits.concurrentDdl} DDL operations can be under way in a Region`);
}
