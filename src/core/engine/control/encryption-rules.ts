// Encryption settings and how often they may be changed (control-plane facts 5.3). No key is ever used: rows are stored
// as they are, and the setting is kept for read-back.

import type { ChangeHistory, EncryptionRecord, TableRecord } from '../catalog/records.js';
import type { Compat } from '../limits.js';
import { quotaExceeded, validation } from './errors.js';
import type { EncryptionInput } from './shared-shapes.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const freeChanges = 4;
const changesPerDay = 8;
const keyArn = /^arn:aws[a-zA-Z0-9-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)\/.+$/;

export function readEncryption(input: EncryptionInput | undefined, multiRegion: boolean): EncryptionRecord {
  if (input === undefined) return { type: 'AWS_OWNED_KMS_KEY' };
  const { type, kmsKeyIdentifier } = input;
  if (type === 'AWS_OWNED_KMS_KEY') {
    if (kmsKeyIdentifier !== undefined) throw validation("'AWS_OWNED_KMS_KEY' does not take a 'kms_key_identifier'");
    return { type };
  }
  if (multiRegion) throw validation('Customer managed keys are not available for tables of multi-Region keyspaces');
  if (kmsKeyIdentifier === undefined || !keyArn.test(kmsKeyIdentifier))
    throw validation("'CUSTOMER_MANAGED_KMS_KEY' requires 'kms_key_identifier' to be the ARN of a KMS key");
  return { type, kmsKeyIdentifier };
}

/** The history after the change, when the change is allowed now. */
export function changeEncryption(
  table: TableRecord,
  next: EncryptionRecord,
  nowMs: number,
  compat: Compat,
): ChangeHistory {
  const same = table.encryption.type === next.type && table.encryption.kmsKeyIdentifier === next.kmsKeyIdentifier;
  if (same) return table.history;
  const changes = table.history.encryptionChangesAtMs;
  const windowStart = nowMs - ((nowMs - table.createdAtMs) % dayMs);
  const inWindow = changes.filter((atMs) => atMs >= windowStart);
  const quiet = changes.every((atMs) => nowMs - atMs >= 6 * hourMs);
  const refused = inWindow.length >= changesPerDay || (inWindow.length >= freeChanges && !quiet);
  if (refused && next.type !== 'AWS_OWNED_KMS_KEY' && !compat.unlimited)
    throw quotaExceeded(
      `Encryption was changed ${inWindow.length} times in this 24 hour window: ${freeChanges} changes, one more after six quiet hours, ${changesPerDay} in all`,
    );
  return { ...table.history, encryptionChangesAtMs: [...changes.filter((atMs) => nowMs - atMs < dayMs), nowMs] };
}
