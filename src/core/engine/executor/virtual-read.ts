// SELECT of a computed table: its rows as values, filtered by every restriction, in token and clustering order. Apart
// from read.ts because nothing of it is stored, metered or bounded by a page of bytes.

import type { ByteSink } from '../../lib/byte-sink.js';
import type { Column, TableSchema, VirtualReadContext, VirtualTable } from '../catalog/schema.js';
import type { SelectPlan } from '../cql/analysis/plan.js';
import type { RowsOutcome } from '../session/api.js';
import type { RowView } from '../storage/table-store.js';
import { Binding } from './binding.js';
import { clusteringTest } from './clustering-test.js';
import { createCollector } from './collect.js';
import { bindFilters, type RowTest } from './filter.js';
import { partitionKeyBytes, partitionKeys, sameBytes } from './keys.js';
import { limitOf } from './limit.js';
import { decodePageState, encodePageState } from './page.js';
import type { Executable, Request, Runtime } from './runtime.js';
import { compareKeys } from './sorting.js';
import { tokenRange } from './token-range.js';

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
    const rows = perPartitionRows(this.matching(binding, request.context), perPartition);
    const start = state?.subquery ?? 0;
    const size = plan.aggregates || !options.pageSize ? Number.POSITIVE_INFINITY : options.pageSize;
    const end = Math.min(rows.length, plan.aggregates ? rows.length : limit, start + size);
    const collector = createCollector(runtime.sink, plan, binding);
    for (let i = start; i < end; i++) collector.add(rows[i]!);
    const outcome: RowsOutcome = { kind: 'rows', columns: plan.columns, ...collector.finish(limit) };
    if (plan.aggregates || end >= Math.min(rows.length, limit)) return outcome;
    const nothing = new Uint8Array(0);
    const next = { remaining: -1, inPartition: 0, subquery: end, partition: nothing, after: nothing };
    return { ...outcome, pagingState: encodePageState(this.fingerprint, next) };
  }

  private matching(binding: Binding, context: VirtualReadContext): VirtualRow[] {
    const { plan, runtime } = this;
    const table = plan.source.schema;
    const clustered = clusteringTest(table, plan.clustering, binding);
    const tests = [this.partitionTest(binding), clustered, bindFilters(plan.filters, binding, plan.lateFilter)];
    const found: VirtualRow[] = [];
    for (const values of this.virtual.rows(context)) {
      const row = new VirtualRow(table, this.indexes, values, runtime.world.token);
      if (tests.every((test) => test === undefined || test(row))) found.push(row);
    }
    const key = (row: VirtualRow): Values => table.clustering.map((c) => row.value(c));
    const turn = plan.reversed ? -1 : 1;
    return found.sort((a, b) => {
      if (a.token !== b.token) return a.token < b.token ? -1 : 1;
      return compareKeys(table, key(a), key(b)) * turn;
    });
  }

  private partitionTest(binding: Binding): RowTest | undefined {
    const { partition } = this.plan;
    if (partition.kind === 'keys') {
      const keys = partitionKeys(partition.components, binding, 'given');
      return (row) => keys.some((key) => sameBytes(key, row.partitionKey));
    }
    if (partition.kind === 'all') return undefined;
    const range = tokenRange(partition, binding);
    return (row) => range !== undefined && row.token >= range.start && row.token <= range.end;
  }
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
