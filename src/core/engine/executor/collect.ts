// Gathers the rows of one page: straight into the response, sorted within the page, or folded by aggregates. Apart from
// the readers because they do not care which.

import type { ByteSink } from '../../lib/byte-sink.js';
import type { SelectPlan } from '../cql/analysis/plan.js';
import type { RowView } from '../storage/table-store.js';
import { AggregateCollector } from './aggregate.js';
import type { Binding } from './binding.js';
import { appendRow } from './project.js';
import { compareOrdered, sortsPartitions } from './sorting.js';
import { copied } from './values.js';

export interface CollectedRows {
  readonly rowCount: number;
  readonly body: Uint8Array;
}
export interface RowCollector {
  add(row: RowView): void;
  /** `limit` counts the groups of aggregates; other rows were counted by the reader. */
  finish(limit: number): CollectedRows;
}

export function createCollector(sink: ByteSink, plan: SelectPlan, binding: Binding): RowCollector {
  sink.reset();
  if (plan.aggregates) return new AggregateCollector(sink, plan, binding);
  if (sortsPartitions(plan)) return new SortedCollector(sink, plan, binding);
  return new StreamCollector(sink, plan, binding);
}

class StreamCollector implements RowCollector {
  protected readonly sink: ByteSink;
  protected readonly plan: SelectPlan;
  protected readonly binding: Binding;
  protected rowCount = 0;

  constructor(sink: ByteSink, plan: SelectPlan, binding: Binding) {
    this.sink = sink;
    this.plan = plan;
    this.binding = binding;
  }

  add(row: RowView): void {
    appendRow(this.sink, this.plan.selection, row, this.binding);
    this.rowCount++;
  }

  finish(_limit: number): CollectedRows {
    return { rowCount: this.rowCount, body: this.sink.view() };
  }
}

/** ORDER BY with IN: the rows at hand are sorted [facts 2.8], then the limit counts. */
class SortedCollector extends StreamCollector {
  private readonly rows: {
    readonly key: readonly (Uint8Array | null)[];
    readonly start: number;
    readonly end: number;
  }[] = [];

  override add(row: RowView): void {
    const start = this.sink.position;
    super.add(row);
    const key = this.plan.source.schema.clustering.map((column) => copied(row.value(column)));
    this.rows.push({ key, start, end: this.sink.position });
  }

  override finish(limit: number): CollectedRows {
    const written = this.sink.copy();
    const sorted = [...this.rows].sort((a, b) => compareOrdered(this.plan, a.key, b.key));
    this.sink.reset();
    const given = sorted.slice(0, Number.isFinite(limit) ? limit : sorted.length);
    for (const row of given) this.sink.bytes(written.subarray(row.start, row.end));
    return { rowCount: given.length, body: this.sink.view() };
  }
}
