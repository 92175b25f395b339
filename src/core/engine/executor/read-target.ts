// What a SELECT reads once its values are bound: keys or a range of tokens, clusterings, filters. Apart from read.ts
// because the order in which values are bound decides which mistake is told.

import type { SelectPlan } from '../cql/analysis/plan.js';
import type { Binding } from './binding.js';
import { type BoundClusterings, bindClusterings, liesNowhere, namesRows, rangeTest } from './clustering-test.js';
import { bindFilters, type RowTest } from './filter.js';
import { checkPartitionKey, partitionKeys } from './keys.js';
import type { Runtime } from './runtime.js';
import { keysInRange, tokenRange } from './token-range.js';

export type ReadTarget = { readonly test: RowTest | undefined; readonly namesNoRow: boolean } & (
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
  const { schema } = plan.source;
  // statics are looked at all the same: behind an IN of nothing when there are any, in a slice of nothing when they are selected
  const namesNoRow = clusterings.prefixes.length === 0 && namesRows(schema, plan.clustering);
  if (namesNoRow ? schema.statics.length === 0 : !plan.selectsStatic && liesNowhere(schema, clusterings)) {
    return undefined;
  }
  const filters = bindFilters(plan.filters, binding, plan.lateFilter);
  if (keys !== undefined) {
    for (const key of keys) checkPartitionKey(key, binding);
    return { kind: 'keys', keys, clusterings, test: filters, namesNoRow };
  }
  const range = tokenRange(partition, binding);
  if (range === undefined) return undefined;
  return { kind: 'range', range, test: namesNoRow ? filters : rangeTest(plan, clusterings, filters), namesNoRow };
}
