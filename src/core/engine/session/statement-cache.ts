// Statements by id or text, a bounded number of them. Apart from region.ts because how the oldest is found, and which texts are worth
// a place, was measured: a client that never sends a text twice must pay for no cache.

import { limits } from '../limits.js';
import type { Statement } from './statement.js';

/** The oldest goes when a new one comes and there is no room. */
export class StatementCache {
  private readonly byKey = new Map<string, Statement>();
  // keys in the order in which they came, in turn: to ask a Map for its first key is slow where keys went before it (8 us)
  private readonly order: string[] = [];
  private next = 0;
  private readonly room: number;

  constructor(room: number) {
    this.room = room;
  }

  get(key: string): Statement | undefined {
    return this.byKey.get(key);
  }

  /** Takes a key that is not there yet; gives the statement that had to go. */
  add(key: string, statement: Statement): Statement | undefined {
    const oldest = this.order[this.next];
    const forgotten = oldest === undefined ? undefined : this.byKey.get(oldest);
    if (oldest !== undefined) this.byKey.delete(oldest);
    this.order[this.next] = key;
    this.next = (this.next + 1) % this.room;
    this.byKey.set(key, statement);
    return forgotten;
  }

  all(): Iterable<Statement> {
    return this.byKey.values();
  }
}

/** Texts sent by QUERY. Only a text that comes again soon is kept: statements that are kept and never used again cost 10 us each in
 * garbage collection. */
export class TextCache {
  private readonly kept = new StatementCache(limits.cachedTexts);
  /** Fingerprints of texts that were met once, each where another of its kind takes its place. */
  private readonly met = new Int32Array(1 << 14);

  get(keyspace: string | undefined, text: string): Statement | undefined {
    return this.kept.get(keyOf(keyspace, text));
  }

  /** `fingerprint`: of keyspace and text, 32 bits. */
  offer(statement: Statement, fingerprint: number): void {
    const { keyspace, text } = statement;
    if (text.length > limits.cachedTextCharacters) return;
    const at = (fingerprint ^ (fingerprint >>> 16)) & (this.met.length - 1);
    if (this.met[at] === (fingerprint | 0)) this.kept.add(keyOf(keyspace, text), statement);
    else this.met[at] = fingerprint;
  }
}

const keyOf = (keyspace: string | undefined, text: string): string => `${keyspace ?? ''}\u0000${text}`;
