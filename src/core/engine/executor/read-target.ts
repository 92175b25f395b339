// What a SELECT reads once its values are bound: keys or a range of tokens, clusterings, filters. Apart from read.ts
// because the order in which values are bound decides which mistake is told.

import type { SelectPlan } from '../cql/analysis/plan.js';
import type { Binding } from './binding.js';
import { type BoundClusterings, bindClusterings, liesNowhere, rangeTest } from './clustering-test.js';
import { bindFilters, type RowTest } from './filter.js';
import { checkPartitionKey, partitionKeys } from './keys.js';
import type { Runtime } from './runtime.js';
import { keysInRange, tokenRange } from './token-range.js';

export type ReadTarget = { readonly test: RowTest | undefined } & (
  | { readonly kind: 'keys'; readonly keys: readonly Uint8Array[]; readonly clusterings: BoundClusterings }
  | { readonly kind: 'range'; readonly range: { readonly start: bigint; readonly end: bigint } }
);

/** Keys, then clusterings, then filters, as Cassandra has it; undefined when nothing is asked for [C3 getQuery]. */
export function bindTarget(runtime: Runtime, plan: SelectPlan, binding: Binding): ReadTarget | undefined {
  const { partition } = plan;
  let keys: Uint8Array[] | undefined;
  if (partition.kind === 'keys') {
    const order = runtime.compat.cassandraInOrder ? 'of-values' : 'given';
    const named = partitionKeys(partition.components, binding, order);
    keys = keysInRange(runtime.store, named, partition.tokens, binding);
    if (keys.length === 0) return undefined;
  }
  const clusterings = bindClusterings(plan.clustering, binding);
  if (!plan.readsStatic && liesNowhere(plan.source.schema, clusterings)) return undefined;
  const filters = bindFilters(plan.filters, binding, plan.lateFilter);
  if (keys !== undefined) {
    for (const key of keys) checkPartitionKey(key, binding);
    return { kind: 'keys', keys, clusterings, test: filters };
  }
  const range = tokenRange(partition, binding);
  return range && { kind: 'range', range, test: rangeTest(plan, clusterings, filters) };
}
