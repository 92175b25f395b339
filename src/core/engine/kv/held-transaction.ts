// A write transaction of LMDB that stays open over many turns of the event loop, so that a page changes many times in memory before
// it is written once. Apart because lmdb-js keeps one open only for a promise, and ends it in a later turn than the promise's.

import type { LmdbRoot } from './lmdb-root.js';

// flag of lmdb-js' transactionSync: no child transaction, committed when the work ends
const plain = 0x2;

export class HeldTransaction {
  private readonly root: LmdbRoot;
  private end:
    | { readonly commit: (value: undefined) => unknown; readonly abort: (reason: unknown) => unknown }
    | undefined;

  constructor(root: LmdbRoot) {
    this.root = root;
  }

  get isOpen(): boolean {
    return this.end !== undefined;
  }

  begin(): void {
    // a thenable that tells at once how the transaction is ended
    const promise = {
      // biome-ignore lint/suspicious/noThenProperty: what lmdb-js asks a work for
      then: (commit: (value: undefined) => unknown, abort: (reason: unknown) => unknown): void => {
        this.end = { commit, abort };
      },
    };
    this.root.transactionSync(() => promise, plain);
  }

  /** Visible to all processes when it returns. Throws what LMDB throws; nothing of the transaction is left then. */
  commit(): void {
    const { end } = this;
    this.end = undefined;
    end?.commit(undefined);
  }

  abort(): void {
    const { end } = this;
    this.end = undefined;
    const reason = new Error('given up');
    try {
      end?.abort(reason);
    } catch (cause) {
      if (cause !== reason) throw cause;
    }
  }
}

/** Runs `work` in a transaction of its own and commits it. */
export function inTransaction(root: LmdbRoot, work: () => void): void {
  root.transactionSync(work, plain);
}
