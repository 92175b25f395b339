// SELECT of plain columns of one row by its full key: the hot path, with everything that can be computed before it runs
// computed once. Apart from read.ts, which answers every other SELECT of stored tables.

import { assert } from '../../lib/assert.js';
import type { Column, TableSchema } from '../catalog/schema.js';
import type { KeyValues, SelectPlan } from '../cql/analysis/plan.js';
import type { RowView } from '../storage/table-store.js';
import { Binding, keyValue } from './binding.js';
import { checkClustering, singlePartitionKey } from './keys.js';
import { limitOf } from './limit.js';
import { readUnits } from './metering.js';
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
  private readonly columns: readonly Column[];
  private readonly partition: readonly Eq[];
  private readonly clustering: readonly Eq[];
  private rowCount = 0;
  private bytes = 0;

  constructor(runtime: Runtime, plan: SelectPlan, fingerprint: number) {
    const key = pointKey(plan);
    assert(key !== undefined && plan.selection.kind === 'columns', 'the plan names one row');
    this.runtime = runtime;
    this.plan = plan;
    this.fingerprint = fingerprint;
    this.table = plan.source.schema;
    this.columns = plan.selection.columns;
    this.partition = key.partition;
    this.clustering = key.clustering;
  }

  execute(request: Request): ReadOutcome {
    const { runtime, plan, table } = this;
    const { options } = request;
    const nowMs = runtime.clock.wallMs();
    const binding = new Binding(request.values, nowMs, runtime.world);
    const key = singlePartitionKey(this.partition, binding);
    const clustering = this.clusteringKey(binding);
    if (plan.limit !== undefined) limitOf(plan.limit, binding);
    if (plan.perPartitionLimit !== undefined) limitOf(plan.perPartitionLimit, binding);
    if (options.pagingState !== undefined) decodePageState(this.fingerprint, options.pagingState);
    const token = runtime.store.token(key);
    runtime.meter.admit(table, 'SELECT', token);
    this.rowCount = 0;
    this.bytes = 0;
    runtime.sink.reset();
    runtime.readClock.nowSeconds = Math.floor(nowMs / 1000);
    // a state of this statement can only stand behind its one row
    if (options.pagingState === undefined) {
      runtime.store.readRow(table, key, clustering, runtime.readClock, plan.readsStatic, this.visit);
    }
    const units = readUnits(this.bytes, options.consistency);
    runtime.meter.chargeRead(table, units, token);
    const outcome: ReadOutcome = {
      kind: 'rows',
      columns: plan.columns,
      rowCount: this.rowCount,
      body: runtime.sink.view(),
      consumed: { readUnits: units, writeUnits: 0 },
    };
    if (options.pageSize !== 1 || this.rowCount !== 1 || !this.saysMore(binding)) return outcome;
    return { ...outcome, pagingState: encodePageState(this.fingerprint, behindTheRow) };
  }

  /** To Cassandra a page of one row may be followed by more, even where the key says that it is not. */
  private saysMore(binding: Binding): boolean {
    const { plan, runtime, table } = this;
    if (!runtime.compat.cassandraInOrder || table.clustering.length === 0) return false;
    return limitOf(plan.limit, binding) > 1 && limitOf(plan.perPartitionLimit, binding) > 1;
  }

  private clusteringKey(binding: Binding): readonly Uint8Array[] {
    const values: Uint8Array[] = [];
    for (const part of this.clustering) values.push(keyValue(part.term, binding, part.column.name));
    checkClustering(values, binding);
    return values;
  }

  private readonly visit = (row: RowView): boolean => {
    this.bytes = row.billedBytes + (this.plan.readsStatic ? row.staticBilledBytes : 0);
    if (!row.hasRow) return false;
    row.appendTo(this.runtime.sink, this.columns);
    this.rowCount = 1;
    return false;
  };
}
