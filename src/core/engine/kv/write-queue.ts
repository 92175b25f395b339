// Group commit: works that come while a commit is under way wait together and share the next one. Apart from the
// adapters because the order of answers and the harmlessness of a failed work are the same for all of them.

import type { KvTransaction } from './kv.js';

export interface Entry {
  readonly work: (tx: KvTransaction) => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (reason: unknown) => void;
  outcome:
    | { readonly kind: 'done'; readonly value: unknown }
    | { readonly kind: 'failed'; readonly reason: unknown }
    | undefined;
}

/** Runs every work of the group in one transaction, writes each outcome into its entry, and calls `done` when the commit
 * is on disk; throws, or gives an error to `done`, when the whole group failed. `lone` says that nobody else is near. */
export type GroupRunner = (group: readonly Entry[], lone: boolean, done: (error?: unknown) => void) => void;

export class WriteQueue {
  private waiting: Entry[] = [];
  private underWay = false;
  private scheduled = false;
  private lastSize = 1;
  private idle: (() => void)[] = [];
  private readonly runGroup: GroupRunner;

  constructor(runGroup: GroupRunner) {
    this.runGroup = runGroup;
  }

  push<T>(work: (tx: KvTransaction) => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ work, resolve: resolve as (value: never) => void, reject, outcome: undefined });
      this.schedule();
    });
  }

  /** Resolves when nothing waits and no commit is under way. */
  whenIdle(): Promise<void> {
    if (!this.underWay && this.waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.idle.push(resolve));
  }

  private schedule(): void {
    if (this.underWay || this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.start();
    });
  }

  private start(): void {
    const group = this.waiting;
    this.waiting = [];
    this.underWay = true;
    const lone = group.length === 1 && this.lastSize === 1;
    this.lastSize = group.length;
    try {
      this.runGroup(group, lone, (error) => this.finish(group, error));
    } catch (error) {
      this.finish(group, error);
    }
  }

  private finish(group: readonly Entry[], error: unknown): void {
    this.underWay = false;
    for (const entry of group) {
      if (error !== undefined) entry.reject(error);
      else if (entry.outcome?.kind === 'done') entry.resolve(entry.outcome.value as never);
      else entry.reject(entry.outcome?.reason);
    }
    if (this.waiting.length > 0) this.schedule();
    else for (const resolve of this.idle.splice(0)) resolve();
  }
}
