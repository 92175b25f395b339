// Sums that a transaction group owes to the store: gathered while works run, dropped with a work that fails, written
// once. Apart because both adapters keep them the same way.

import { getOrMake } from '../../lib/get-or-make.js';
import type { KvTransaction, Space } from './kv.js';

interface Addition {
  readonly space: Space;
  readonly key: Buffer;
  first: number;
  second: number;
}

/** Two 8-byte big-endian doubles; zeros when absent. */
export function readTotals(value: Uint8Array | undefined): readonly [number, number] {
  if (value === undefined || value.length < 16) return [0, 0];
  const view = new DataView(value.buffer, value.byteOffset, 16);
  return [view.getFloat64(0), view.getFloat64(8)];
}

export class Totals {
  private readonly sums = new Map<string, Addition>();
  private readonly ofWork: Addition[] = [];

  add(space: Space, key: Uint8Array, first: number, second: number): void {
    this.ofWork.push({ space, key: Buffer.from(key), first, second });
  }

  /** The work succeeded: what it added counts. */
  keep(): void {
    if (this.ofWork.length === 0) return;
    for (const one of this.ofWork) {
      const id = `${one.space} ${one.key.toString('latin1')}`;
      const sum = getOrMake(this.sums, id, () => ({ space: one.space, key: one.key, first: 0, second: 0 }));
      sum.first += one.first;
      sum.second += one.second;
    }
    this.ofWork.length = 0;
  }

  drop(): void {
    this.ofWork.length = 0;
  }

  writeAll(tx: Pick<KvTransaction, 'view' | 'put'>): void {
    for (const sum of this.sums.values()) {
      const [first, second] = readTotals(tx.view(sum.space, sum.key));
      const value = Buffer.allocUnsafe(16);
      value.writeDoubleBE(first + sum.first, 0);
      value.writeDoubleBE(second + sum.second, 8);
      tx.put(sum.space, sum.key, value);
    }
    this.sums.clear();
  }

  forget(): void {
    this.sums.clear();
    this.ofWork.length = 0;
  }
}
