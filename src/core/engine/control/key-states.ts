// Tables under customer managed keys that cannot be used (control-plane facts 2.1, 5.3). The engine has no KMS: which keys
// fail is told from outside. A week without its key, and the service deletes the table, keeping a backup for 35 days.

import type { CatalogEdit } from '../catalog/edit.js';
import { applyChanges, type EncryptionRecord, type TableRecord } from '../catalog/records.js';
import { limits } from '../limits.js';
import { typesNeeded } from '../recovery/user-types.js';
import { validation } from './errors.js';

/** Brings every table of a Region into the state that follows from the keys that fail now. */
export function followKeys(edit: CatalogEdit, failed: ReadonlySet<string>): void {
  for (const table of edit.tables()) {
    const { state } = table.status;
    const isLost = usesFailedKey(table.encryption, failed);
    if (state === 'INACCESSIBLE_ENCRYPTION_CREDENTIALS') {
      if (!isLost) edit.put(accessible(table));
    } else if (isLost && state === 'CREATING') edit.put({ ...table, status: { state: 'DELETED' } });
    else if (isLost && (state === 'ACTIVE' || state === 'UPDATING')) edit.put(lost(edit, table));
  }
}

/** Whether followKeys would change something. */
export const keysMatter = (tables: readonly TableRecord[], failed: ReadonlySet<string>): boolean =>
  tables.some(
    ({ status, encryption }) =>
      ['CREATING', 'ACTIVE', 'UPDATING', 'INACCESSIBLE_ENCRYPTION_CREDENTIALS'].includes(status.state) &&
      usesFailedKey(encryption, failed) !== (status.state === 'INACCESSIBLE_ENCRYPTION_CREDENTIALS'),
  );

/** ACTIVE, and no longer to be deleted. */
export function accessible({ pending: _pending, ...table }: TableRecord): TableRecord {
  return { ...table, status: { state: 'ACTIVE' } };
}

export function checkKey(encryption: EncryptionRecord, failed: ReadonlySet<string> | undefined): void {
  if (failed !== undefined && usesFailedKey(encryption, failed))
    throw validation(`The KMS key ${encryption.kmsKeyIdentifier} is not accessible`);
}

const usesFailedKey = ({ kmsKeyIdentifier }: EncryptionRecord, failed: ReadonlySet<string>): boolean =>
  kmsKeyIdentifier !== undefined && failed.has(kmsKeyIdentifier);

/** An update under way is done at once: its end must not make the table ACTIVE. */
function lost(edit: CatalogEdit, table: TableRecord): TableRecord {
  const { pending: _pending, ...settled } = applyChanges(table, table.pending?.changes ?? {});
  const atMs = edit.nowMs + limits.lostKeyMs;
  const deletedTypes = typesNeeded(settled.columns, (name) => edit.userType(settled.keyspace, name));
  const changes = {
    deletedAtMs: atMs,
    restorableUntilMs: atMs + limits.recoveryWindowMs,
    ...(deletedTypes.length > 0 ? { deletedTypes } : {}),
  };
  const status = { state: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS', untilMs: atMs, next: 'DELETED' } as const;
  return { ...settled, status, pending: { atMs, changes } };
}
