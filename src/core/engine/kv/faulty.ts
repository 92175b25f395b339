// A store that fails on purpose, for simulation: commits are refused, answers lost or late, as a seeded random source says.
// Apart so that the real adapters know nothing of it.

import type { Random } from '../../ports/random.js';
import type { EntryVisitor, KeyRange, Kv, KvTransaction, Place, PlaceVisitor, RangeOptions, Space } from './kv.js';
import { StoreError } from './store-error.js';

/** How many of a thousand writes meet each fate. */
export interface FaultRates {
  /** Nothing is written; rejects with `full`. */
  readonly refused: number;
  /** Written, but the answer is an error (`unknown`): the caller cannot know. */
  readonly answerLost: number;
  /** The answer comes up to `late turns` of the event loop later, after those of younger writes. */
  readonly late: number;
}

const lateTurnsMax = 8;

export class FaultyKv implements Kv {
  private readonly inner: Kv;
  private readonly random: Random;
  private readonly rates: FaultRates;

  constructor(inner: Kv, random: Random, rates: FaultRates) {
    this.inner = inner;
    this.random = random;
    this.rates = rates;
  }

  place(space: Space, key: Uint8Array): Place | undefined {
    return this.inner.place(space, key);
  }
  view(space: Space, key: Uint8Array): Uint8Array | undefined {
    return this.inner.view(space, key);
  }
  get(space: Space, key: Uint8Array): Buffer | undefined {
    return this.inner.get(space, key);
  }
  visit(space: Space, range: RangeOptions, visit: EntryVisitor): void {
    this.inner.visit(space, range, visit);
  }
  visitInPlace(space: Space, range: KeyRange, visit: PlaceVisitor): void {
    this.inner.visitInPlace(space, range, visit);
  }

  async write<T>(work: (tx: KvTransaction) => T): Promise<T> {
    const drawn = this.random.integer(1000);
    const { refused, answerLost, late } = this.rates;
    if (drawn < refused) throw new StoreError('full', 'The store has no room (an injected fault).');
    const result = await this.inner.write(work);
    if (drawn < refused + answerLost)
      throw new StoreError('unknown', 'The store did not answer; the write may have happened (an injected fault).');
    if (drawn < refused + answerLost + late) await turns(1 + this.random.integer(lateTurnsMax));
    return result;
  }

  writeNow<T>(work: (tx: KvTransaction) => T): T {
    return this.inner.writeNow(work);
  }
  epoch(): number {
    return this.inner.epoch();
  }
  sizeBytes(): number {
    return this.inner.sizeBytes();
  }
  close(): Promise<void> {
    return this.inner.close();
  }
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise<void>((resolve) => setImmediate(resolve));
}
