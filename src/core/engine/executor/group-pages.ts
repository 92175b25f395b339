// Pages, limits and partition limits of GROUP BY, all of which count groups: tells for each row whether it begins a group
// that is still to be given. Apart from read.ts because only the lenient mode has groups.

import type { Column } from '../catalog/schema.js';
import type { RowView } from '../storage/table-store.js';
import { sameBytes } from './keys.js';

export interface GroupLimits {
  readonly page: number;
  readonly total: number;
  readonly perPartition: number;
}

export class GroupPages {
  /** Groups begun on this page. */
  count = 0;
  /** Position of the last row taken; empty before the first. */
  after: Uint8Array = new Uint8Array(0);
  private readonly keys: readonly Column[];
  private readonly limits: GroupLimits;
  private partition: Uint8Array | undefined;
  private inPartition = 0;
  private group: (Uint8Array | null)[] | undefined;

  /** `keys`: the key columns that name a group. */
  constructor(keys: readonly Column[], limits: GroupLimits) {
    this.keys = keys;
    this.limits = limits;
  }

  /** `skip`: of a group beyond the partition's limit. `stop`: begins a group beyond the page's or the statement's. */
  take(row: RowView): 'take' | 'skip' | 'stop' {
    const { page, total, perPartition } = this.limits;
    const key = this.keys.map((column) => row.value(column));
    if (this.partition === undefined || !sameBytes(this.partition, row.partitionKey)) {
      this.partition = Buffer.from(row.partitionKey);
      this.inPartition = 0;
      this.group = undefined;
    }
    if (this.group === undefined || !this.group.every((value, i) => sameValue(value, key[i] ?? null))) {
      if (this.inPartition >= perPartition) return 'skip';
      if (this.count >= page || this.count >= total) return 'stop';
      this.group = key.map((value) => (value === null ? null : Buffer.from(value)));
      this.inPartition++;
      this.count++;
    }
    this.after = Buffer.from(row.position);
    return 'take';
  }

  /** A full page says that there are more, though it may have been the last [Cassandra 3.11 AggregationQueryPager]. */
  get full(): boolean {
    return this.count >= this.limits.page && this.count < this.limits.total;
  }
}

const sameValue = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a === null || b === null ? a === b : sameBytes(a, b);
