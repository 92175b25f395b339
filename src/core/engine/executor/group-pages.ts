// Pages, limits and partition limits of GROUP BY, all of which count groups: tells for each row whether it begins a group
// that is still to be given. Apart from read.ts because only the lenient mode has groups.

import type { Column } from '../catalog/schema.js';
import type { SelectPlan } from '../cql/analysis/plan.js';
import type { RowView } from '../storage/table-store.js';
import { copied, sameBytes, sameValue } from './values.js';

const nothing: Uint8Array = new Uint8Array(0);

export interface GroupLimits {
  readonly page: number;
  readonly total: number;
  readonly perPartition: number;
  /** DISTINCT: of each partition one row counts. */
  readonly oneRow: boolean;
  /** Partitions are read one by one: what follows may begin with the next instead of behind a row. */
  readonly byKey: boolean;
  /** A partition holds one row. */
  readonly singleRows: boolean;
}

/** Where the page before ended. */
export interface GroupStart {
  /** Groups of `partition`, the last one, that were given. */
  readonly inPartition: number;
  readonly partition: Uint8Array;
}

export class GroupPages {
  /** Groups begun on this page. */
  count = 0;
  /** Position of the last row taken; empty when the next page begins with another subquery. */
  after: Uint8Array = nothing;
  /** The partition of the last row taken, and its groups so far. */
  partition: Uint8Array = nothing;
  inPartition = 0;
  /** The partition that was looked at last can hold no further group. */
  endsPartition = false;
  /** Where the last row taken was found. */
  private subquery = 0;
  private readonly keys: readonly Column[];
  private readonly limits: GroupLimits;
  private group: (Uint8Array | null)[] | undefined;

  /** `keys`: the key columns that name a group. */
  constructor(keys: readonly Column[], limits: GroupLimits, start: GroupStart) {
    this.keys = keys;
    this.limits = limits;
    this.partition = start.partition;
    this.inPartition = start.inPartition;
  }

  /** Groups of a page. */
  get page(): number {
    return this.limits.page;
  }

  /** Page states tell the partition. */
  get countsPartition(): boolean {
    return this.limits.oneRow || Number.isFinite(this.limits.perPartition);
  }

  /** `skip`: of a group beyond the partition's limit, or a further row of a partition. `stop`: begins a group beyond the
   * page's or the statement's. */
  take(row: RowView, subquery: number): 'take' | 'skip' | 'stop' {
    const { page, total, perPartition, oneRow, byKey } = this.limits;
    const key = this.keys.map((column) => row.value(column));
    const known = sameBytes(this.partition, row.partitionKey);
    const inPartition = known ? this.inPartition : 0;
    if (known && oneRow) return this.skip(row);
    if (!known || this.group === undefined || !this.group.every((value, i) => sameValue(value, key[i] ?? null))) {
      if (inPartition >= perPartition) return this.skip(row);
      if (this.count >= page || this.count >= total) {
        if (byKey && (!known || subquery !== this.subquery)) this.after = nothing;
        return 'stop';
      }
      this.partition = Buffer.from(row.partitionKey);
      this.group = key.map(copied);
      this.inPartition = inPartition + 1;
      this.count++;
      this.endsPartition = !row.hasRow || this.inPartition >= perPartition;
    }
    this.after = Buffer.from(row.position);
    this.subquery = subquery;
    return 'take';
  }

  private skip(row: RowView): 'skip' {
    this.after = Buffer.from(row.position);
    return 'skip';
  }

  /** A full page says that there are more, though it may have been the last [Cassandra 3.11 AggregationQueryPager]. */
  get full(): boolean {
    return this.count >= this.limits.page && this.count < this.limits.total;
  }

  /** Where the page behind a full one begins, of `keys` partitions with `perKey` subqueries each: none behind the last one
   * when it can hold no more groups [Cassandra 3.11 AbstractQueryPager]. */
  following(keys: number, perKey: number): { readonly subquery: number; readonly within: boolean } | undefined {
    if (!this.limits.singleRows && !this.endsPartition) return { subquery: this.subquery, within: true };
    const subquery = this.subquery + perKey - (this.subquery % perKey);
    return subquery < keys * perKey ? { subquery, within: false } : undefined;
  }
}

/** Of a SELECT with GROUP BY. `page`: its page size, 0 or undefined for none. */
export function groupPages(
  plan: SelectPlan,
  given: { readonly page: number | undefined; readonly total: number; readonly perPartition: number },
  start: GroupStart,
): GroupPages | undefined {
  if (plan.groupBy === undefined) return undefined;
  const { partitionKey, clustering } = plan.source.schema;
  const byKey = plan.partition.kind === 'keys';
  // groups that Cassandra counts as partitions, and those of one row in pages of one, it gives all at once
  const singleRows = clustering.length === 0;
  const atOnce = plan.distinct || (byKey && singleRows && given.page === 1);
  const bounds: GroupLimits = {
    page: atOnce ? Number.POSITIVE_INFINITY : given.page || Number.POSITIVE_INFINITY,
    total: given.total,
    perPartition: plan.distinct ? Number.POSITIVE_INFINITY : given.perPartition,
    oneRow: plan.distinct,
    byKey,
    singleRows,
  };
  return new GroupPages([...partitionKey, ...clustering].slice(0, plan.groupBy), bounds, start);
}
