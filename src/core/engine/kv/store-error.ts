// The error of the store itself: what is wrong with the files, why, and what to type next. Apart so that commands can
// tell it from a defect without importing an adapter.

export type StoreErrorCode = 'corrupt' | 'permission' | 'version' | 'locked' | 'full' | 'closed' | 'unknown';

/** `message` is whole sentences for people: what, why, what to type next. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}

/** Puts a failure of the store library or of the system into our words; a StoreError stays as it is. */
export function storeError(cause: unknown, directory: string): StoreError {
  if (cause instanceof StoreError) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || /permission denied|read-only file/i.test(text))
    return new StoreError(
      'permission',
      `The local store in ${directory} cannot be written: ${text}. Give its owner write permission, or choose another folder with --data-dir.`,
      { cause },
    );
  if (code === 'ENOSPC' || /no space|MDB_MAP_FULL|quota/i.test(text))
    return new StoreError(
      'full',
      `The local store in ${directory} has no room: ${text}. Free disk space, then try again.`,
      { cause },
    );
  if (/READERS_FULL/i.test(text))
    return new StoreError(
      'locked',
      `The local store in ${directory} has too many readers: ${text}. Stop other ks processes, then try again.`,
      { cause },
    );
  if (/MDB_CORRUPTED|MDB_INVALID|MDB_PAGE_NOTFOUND|MDB_PANIC|not an LMDB|unexpected type|VERSION_MISMATCH/i.test(text))
    return corrupt(directory, text, cause);
  return new StoreError('unknown', `The local store in ${directory} failed: ${text}.`, { cause });
}

/** The data file cannot be read as a store. */
export function corrupt(directory: string, why: string, cause?: unknown): StoreError {
  return new StoreError(
    'corrupt',
    `The local store in ${directory} is damaged: ${why}. Type \`ks local reset\` to begin with an empty one.`,
    { cause },
  );
}
