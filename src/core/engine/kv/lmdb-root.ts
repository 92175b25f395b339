// What this engine uses of lmdb-js' root store: much of it is missing from its declarations. Apart because the parts that commit
// share it.

import type { RootDatabase } from 'lmdb';

interface Internals {
  readonly env: {
    info(): { readonly lastTxnId: number; readonly lastPageNumber: number };
    readonly writeTxn: unknown;
  };
  /** `work` may return a thenable: the transaction is then committed when its first callback is called, aborted by its second. */
  transactionSync(work: () => unknown, flags: number): void;
  /** Number of the open write transaction. */
  getWriteTxnId(): number;
  resetReadTxn(): void;
}

export type LmdbRoot = RootDatabase<Uint8Array, Uint8Array> & Internals;
