// Pages of a read that names no row, as `c IN ()` does: Cassandra counts partitions with static data as rows and shows
// none of them [C3 ClusteringIndexNamesFilter.selectsAllPartition]. Apart because no other read fills pages with what it
// does not give.

import type { SelectPlan } from '../cql/analysis/plan.js';
import type { RowView } from '../storage/table-store.js';
import type { PageState } from './page.js';
import type { Progress } from './read-progress.js';
import type { ReadTarget } from './read-target.js';
import type { Runtime } from './runtime.js';
import { sameBytes } from './values.js';

/** Where the next page goes on; undefined behind the last. `now.remaining` goes down with what is counted. */
export function pageOfNoRows(
  runtime: Runtime,
  plan: SelectPlan,
  target: ReadTarget,
  state: PageState,
  { now, pageRows }: { readonly now: Progress; readonly pageRows: number },
): PageState | undefined {
  const { store, readClock } = runtime;
  const table = plan.source.schema;
  const counted = runtime.compat.cassandraInOrder && Number.isFinite(pageRows);
  if (!counted || plan.filters.some(({ column }) => /clustering|regular/.test(column.kind))) return undefined;
  const count = (row: RowView): void => {
    if (row.staticBilledBytes === 0 || target.test?.(row) === false) return;
    now.pageRows++;
    now.remaining--;
  };
  const isFull = (): boolean => now.pageRows >= pageRows || now.remaining <= 0;
  if (target.kind === 'keys') {
    for (let at = state.subquery; at < target.keys.length; at++) {
      store.readSlice(table, target.keys[at]!, { withStatic: true }, readClock, (row) => {
        count(row);
        return false;
      });
      if (isFull()) return at + 1 < target.keys.length ? { ...state, subquery: at + 1 } : undefined;
    }
    return undefined;
  }
  let { partition } = state;
  const after = state.after.length > 0 ? state.after : undefined;
  let next: PageState | undefined;
  const visit = (row: RowView): boolean => {
    if (sameBytes(partition, row.partitionKey)) return true;
    partition = Buffer.from(row.partitionKey);
    count(row);
    if (isFull()) next = { ...state, partition, after: Buffer.from(row.position) };
    return next === undefined;
  };
  store.scan(table, target.range, readClock, true, visit, after);
  return next;
}
