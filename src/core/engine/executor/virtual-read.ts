// SELECT of a computed table: its rows as values, filtered by every restriction, in token and clustering order. Apart
// from read.ts because nothing of it is stored, metered or bounded by a page of bytes.

import type { ByteSink } from '../../lib/byte-sink.js';
import type { Column, TableSchema, VirtualReadContext, VirtualTable } from '../catalog/schema.js';
import type { SelectPlan } from '../cql/analysis/plan.js';
import type { RowsOutcome } from '../session/api.js';
import type { RowView } from '../storage/table-store.js';
import { Binding } from './binding.js';
import { rangeTest } from './clustering-test.js';
import { createCollector } from './collect.js';
import type { RowTest } from './filter.js';
import { partitionKeyBytes } from './keys.js';
import { limitOf } from './limit.js';
import { decodePageState, encodePageState } from './page.js';
import { bindTarget, type ReadTarget } from './read-target.js';
import type { Executable, Request, Runtime } from './runtime.js';
import { checkPagesOfSorted, compareKeys, sortsAll } from './sorting.js';
import { sameBytes } from './values.js';

type Values = readonly (Uint8Array | null)[];

/** A computed row in the form of a stored one. */
class VirtualRow implements RowView {
  readonly hasRow = true;
  readonly hasMarker = true;
  readonly billedBytes = 0;
  readonly staticBilledBytes = 0;
  readonly position = new Uint8Array(0);
  readonly partitionKey: Uint8Array;
  readonly token: bigint;
  private readonly indexes: ReadonlyMap<Column, number>;
  private readonly values: Values;

  constructor(
    table: TableSchema,
    indexes: ReadonlyMap<Column, number>,
    values: Values,
    token: Runtime['world']['token'],
  ) {
    this.indexes = indexes;
    this.values = values;
    this.partitionKey = partitionKeyBytes(table.partitionKey.map((c) => this.value(c) ?? new Uint8Array(0)));
    this.token = token(this.partitionKey);
  }

  value(column: Column): Uint8Array | null {
    return this.values[this.indexes.get(column)!] ?? null;
  }

  appendTo(sink: ByteSink, columns: readonly Column[]): void {
    for (const column of columns) sink.value(this.value(column));
  }

  writeTime(): null {
    return null;
  }

  ttl(): null {
    return null;
  }

  elements(): readonly never[] {
    return [];
  }
}

export class VirtualReader implements Executable {
  private readonly runtime: Runtime;
  private readonly plan: SelectPlan;
  private readonly fingerprint: number;
  private readonly virtual: VirtualTable;
  private readonly indexes: ReadonlyMap<Column, number>;

  constructor(runtime: Runtime, plan: SelectPlan, fingerprint: number) {
    if (plan.source.kind !== 'virtual') throw new Error('the table is stored');
    this.runtime = runtime;
    this.plan = plan;
    this.fingerprint = fingerprint;
    this.virtual = plan.source.virtual;
    this.indexes = new Map(plan.source.schema.columns.map((column, i) => [column, i]));
  }

  execute(request: Request): RowsOutcome {
    const { plan, runtime } = this;
    const { options } = request;
    const binding = new Binding(request.values, runtime.clock.wallMs(), runtime.world);
    const state =
      options.pagingState === undefined ? undefined : decodePageState(this.fingerprint, options.pagingState);
    const limit = limitOf(plan.limit, binding);
    const perPartition = plan.distinct ? 1 : limitOf(plan.perPartitionLimit, binding);
    const target = bindTarget(runtime, plan, binding);
    checkPagesOfSorted(runtime.compat, plan, options.pageSize, target !== undefined);
    const found = target === undefined ? [] : this.matching(target, request.context);
    const rows = perPartitionRows(found, perPartition);
    const start = state?.subquery ?? 0;
    const size = plan.aggregates || !options.pageSize ? Number.POSITIVE_INFINITY : options.pageSize;
    // groups, and what is sorted, are counted by the collector
    const counted = plan.aggregates || sortsAll(runtime.compat, plan) ? rows.length : Math.min(rows.length, limit);
    const end = Math.min(counted, start + size);
    const collector = createCollector(runtime.sink, plan, binding);
    for (let i = start; i < end; i++) collector.add(rows[i]!);
    const outcome: RowsOutcome = { kind: 'rows', columns: plan.columns, ...collector.finish(limit) };
    if (end >= counted) return outcome;
    const nothing = new Uint8Array(0);
    const next = { remaining: -1, inPartition: 0, subquery: end, partition: nothing, after: nothing };
    return { ...outcome, pagingState: encodePageState(this.fingerprint, next) };
  }

  private matching(target: ReadTarget, context: VirtualReadContext): VirtualRow[] {
    const { plan, runtime } = this;
    const table = plan.source.schema;
    const isAskedFor = targetTest(plan, target);
    const found: VirtualRow[] = [];
    for (const values of this.virtual.rows(context)) {
      const row = new VirtualRow(table, this.indexes, values, runtime.world.token);
      if (isAskedFor(row)) found.push(row);
    }
    const key = (row: VirtualRow): Values => table.clustering.map((c) => row.value(c));
    const turn = plan.reversed ? -1 : 1;
    return found.sort((a, b) => {
      if (a.token !== b.token) return a.token < b.token ? -1 : 1;
      return compareKeys(table, key(a), key(b)) * turn;
    });
  }
}

function targetTest(plan: SelectPlan, target: ReadTarget): RowTest {
  if (target.kind === 'range') {
    const { range, test } = target;
    return (row) => row.token >= range.start && row.token <= range.end && (test === undefined || test(row));
  }
  const test = rangeTest(plan, target.clusterings, target.test);
  const isOfKey: RowTest = (row) => target.keys.some((key) => sameBytes(key, row.partitionKey));
  return (row) => isOfKey(row) && (test === undefined || test(row));
}

function perPartitionRows(rows: VirtualRow[], most: number): VirtualRow[] {
  if (!Number.isFinite(most)) return rows;
  let partition: Uint8Array | undefined;
  let count = 0;
  return rows.filter((row) => {
    if (partition === undefined || !sameBytes(partition, row.partitionKey)) {
      partition = row.partitionKey;
      count = 0;
    }
    return count++ < most;
  });
}
