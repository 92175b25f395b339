// SELECT of plain columns of one row by its full key: the hot path, with everything that can be computed before it runs
// computed once. Apart from read.ts, which answers every other SELECT of stored tables.

import { assert } from '../../lib/assert.js';
import type { ByteSink } from '../../lib/byte-sink.js';
import type { Column, TableSchema } from '../catalog/schema.js';
import type { Consistency } from '../consistency.js';
import type { KeyValues, SelectPlan } from '../cql/analysis/plan.js';
import type { BoundValue, ColumnSpec } from '../session/api.js';
import type { RowView } from '../storage/table-store.js';
import { Binding, keyValue } from './binding.js';
import { checkClustering, checkPartitionKey, singlePartitionKey } from './keys.js';
import { limitOf } from './limit.js';
import { type RequestCeiling, readUnits } from './metering.js';
import { decodePageState, encodePageState, type PageState } from './page.js';
import type { Executable, ReadOutcome, Request, Runtime } from './runtime.js';

const nothing = new Uint8Array(0);
const behindTheRow: PageState = { remaining: -1, inPartition: 0, subquery: 0, partition: nothing, after: nothing };

type Eq = KeyValues & { readonly kind: 'eq' };

/** The plan's key parts, when it is a point read. */
export function pointKey(
  plan: SelectPlan,
): { readonly partition: readonly Eq[]; readonly clustering: readonly Eq[] } | undefined {
  const { partition, clustering, source } = plan;
  if (source.kind !== 'stored' || partition.kind !== 'keys' || partition.tokens || plan.selection.kind !== 'columns')
    return undefined;
  if (plan.filters.length > 0 || plan.aggregates || plan.distinct) return undefined;
  if (clustering.prefix.length !== source.schema.clustering.length) return undefined;
  const isEq = (part: { kind: string }): boolean => part.kind === 'eq';
  if (!partition.components.every(isEq) || !clustering.prefix.every(isEq)) return undefined;
  return { partition: partition.components as readonly Eq[], clustering: clustering.prefix as readonly Eq[] };
}

export class PointRead implements Executable {
  private readonly runtime: Runtime;
  private readonly plan: SelectPlan;
  private readonly fingerprint: number;
  private readonly table: TableSchema;
  private readonly selected: readonly Column[];
  private readonly partition: readonly Eq[];
  private readonly clustering: readonly Eq[];
  /** Of the answer: what the metadata tells. */
  readonly columns: readonly ColumnSpec[];
  /** What the last `read` gave, and what it cost. */
  rowCount = 0;
  units = 0;
  private bytes = 0;
  private sink: ByteSink;

  constructor(runtime: Runtime, plan: SelectPlan, fingerprint: number) {
    const key = pointKey(plan);
    assert(key !== undefined && plan.selection.kind === 'columns', 'the plan names one row');
    this.runtime = runtime;
    this.plan = plan;
    this.fingerprint = fingerprint;
    this.table = plan.source.schema;
    this.selected = plan.selection.columns;
    this.columns = plan.columns;
    this.sink = runtime.sink;
    this.partition = key.partition;
    this.clustering = key.clustering;
  }

  execute(request: Request): ReadOutcome {
    const { runtime, plan } = this;
    const { options, values, ceiling } = request;
    runtime.sink.reset();
    this.read(values, runtime.clock.wallMs(), options.consistency, runtime.sink, ceiling, options.pagingState);
    const outcome: ReadOutcome = {
      kind: 'rows',
      columns: plan.columns,
      rowCount: this.rowCount,
      body: runtime.sink.view(),
      consumed: { readUnits: this.units, writeUnits: 0 },
    };
    if (options.pageSize !== 1 || this.rowCount !== 1 || !this.saysMore(values)) return outcome;
    return { ...outcome, pagingState: encodePageState(this.fingerprint, behindTheRow) };
  }

  /** Appends the row, if there is one, to `sink`; `rowCount` and `units` tell of it. Keeps nothing of `values`. */
  read(
    values: readonly BoundValue[],
    nowMs: number,
    consistency: Consistency,
    sink: ByteSink,
    ceiling: RequestCeiling | undefined,
    pagingState?: Buffer,
  ): void {
    const { runtime, plan, table } = this;
    const binding = new Binding(values, nowMs, runtime.world);
    if (plan.limit !== undefined) limitOf(plan.limit, binding);
    if (plan.perPartitionLimit !== undefined) limitOf(plan.perPartitionLimit, binding);
    const key = singlePartitionKey(this.partition, binding);
    const clustering = this.clusteringKey(binding);
    checkPartitionKey(key, binding);
    if (pagingState !== undefined) decodePageState(this.fingerprint, pagingState);
    const token = runtime.compat.unlimited ? undefined : runtime.store.token(key);
    runtime.meter.admit(table, 'SELECT', token, ceiling);
    this.rowCount = 0;
    this.bytes = 0;
    this.sink = sink;
    runtime.readClock.nowSeconds = Math.floor(nowMs / 1000);
    // a state of this statement can only stand behind its one row
    if (pagingState === undefined) {
      runtime.store.readRow(table, key, clustering, runtime.readClock, plan.readsStatic, this.visit);
    }
    this.units = readUnits(this.bytes, consistency);
    runtime.meter.chargeRead(table, this.units, token);
  }

  /** To Cassandra a page of one row may be followed by more, even where the key says that it is not. */
  private saysMore(values: readonly BoundValue[]): boolean {
    const { plan, runtime, table } = this;
    const binding = new Binding(values, 0, runtime.world);
    if (!runtime.compat.cassandraInOrder || table.clustering.length === 0) return false;
    return limitOf(plan.limit, binding) > 1 && limitOf(plan.perPartitionLimit, binding) > 1;
  }

  private clusteringKey(binding: Binding): readonly Uint8Array[] {
    const values: Uint8Array[] = [];
    for (const part of this.clustering) values.push(keyValue(part.term, binding, part.column.name, part.field));
    checkClustering(values, binding);
    return values;
  }

  private readonly visit = (row: RowView): boolean => {
    this.bytes = row.billedBytes + (this.plan.readsStatic ? row.staticBilledBytes : 0);
    if (!row.hasRow) return false;
    row.appendTo(this.sink, this.selected);
    this.rowCount = 1;
    return false;
  };
}
