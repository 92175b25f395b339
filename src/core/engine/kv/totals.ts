// Sums that a transaction group owes to the store: gathered while works run, dropped with a work that fails, written
// once. Apart because both adapters keep them the same way.

import { getOrMake } from '../../lib/get-or-make.js';
import type { KvTransaction, Space } from './kv.js';

interface Sum {
  readonly space: Space;
  readonly key: Buffer;
  first: number;
  second: number;
}

interface Addition {
  readonly sum: Sum;
  readonly first: number;
  readonly second: number;
}

/** Two 8-byte big-endian doubles; zeros when absent. */
export function readTotals(value: Uint8Array | undefined): readonly [number, number] {
  if (value === undefined || value.length < 16) return [0, 0];
  const view = new DataView(value.buffer, value.byteOffset, 16);
  return [view.getFloat64(0), view.getFloat64(8)];
}

export class Totals {
  private readonly sums = new Map<string, Sum>();
  private readonly ofWork: Addition[] = [];
  /** The one asked for last: most works of a group add to the same table. */
  private last: Sum | undefined;

  add(space: Space, key: Uint8Array, first: number, second: number): void {
    this.ofWork.push({ sum: this.sumOf(space, key), first, second });
  }

  /** The work succeeded: what it added counts. */
  keep(): void {
    for (const { sum, first, second } of this.ofWork) {
      sum.first += first;
      sum.second += second;
    }
    this.ofWork.length = 0;
  }

  private sumOf(space: Space, key: Uint8Array): Sum {
    const { last } = this;
    if (last !== undefined && last.space === space && last.key.equals(key)) return last;
    const own = Buffer.from(key);
    this.last = getOrMake(this.sums, `${space} ${own.toString('latin1')}`, () => ({
      space,
      key: own,
      first: 0,
      second: 0,
    }));
    return this.last;
  }

  drop(): void {
    this.ofWork.length = 0;
  }

  writeAll(tx: Pick<KvTransaction, 'view' | 'put'>): void {
    for (const sum of this.sums.values()) {
      // of works that failed
      if (sum.first === 0 && sum.second === 0) continue;
      const [first, second] = readTotals(tx.view(sum.space, sum.key));
      const value = Buffer.allocUnsafe(16);
      value.writeDoubleBE(first + sum.first, 0);
      value.writeDoubleBE(second + sum.second, 8);
      tx.put(sum.space, sum.key, value);
    }
    this.sums.clear();
    this.last = undefined;
  }

  forget(): void {
    this.sums.clear();
    this.last = undefined;
    this.ofWork.length = 0;
  }
}
