// SELECT of a stored table in pages: slices, IN, token ranges and full scans, with filters, limits and page ends as
// Amazon Keyspaces has them [facts 2.8, 2.18, 4.2]. Apart from point-read.ts, the hot path of single rows.

import type { TableSchema } from '../catalog/schema.js';
import type { SelectPlan } from '../cql/analysis/plan.js';
import { invalid, withWarnings } from '../cql-error.js';
import { limits } from '../limits.js';
import type { RowView } from '../storage/table-store.js';
import { Binding } from './binding.js';
import { type BoundLimits, type BoundSlice, boundSlice } from './bounds.js';
import { createCollector, type RowCollector } from './collect.js';
import { pageOfNoRows } from './empty-pages.js';
import type { RowTest } from './filter.js';
import { type GroupPages, groupPages } from './group-pages.js';
import { limitOf } from './limit.js';
import { type RequestCeiling, readUnits } from './metering.js';
import { decodePageState, encodePageState, type PageState } from './page.js';
import { fresh, type Progress } from './read-progress.js';
import { bindTarget, type ReadTarget } from './read-target.js';
import type { Executable, ReadOutcome, Request, Runtime } from './runtime.js';
import { checkPagesOfSorted, compareKeys, sortsAll } from './sorting.js';
import { ScanMeter } from './token-range.js';
import { sameBytes } from './values.js';

const nothing: Uint8Array = new Uint8Array(0);
const firstPage: PageState = { remaining: -1, inPartition: 0, subquery: 0, partition: nothing, after: nothing };

export class PageReader implements Executable {
  private readonly runtime: Runtime;
  private readonly plan: SelectPlan;
  private readonly table: TableSchema;
  private readonly fingerprint: number;
  /** Rows that stand for a partition with static data alone are given only where no row was asked for by its key. */
  private readonly wholePartitions: boolean;
  private readonly withStatic: boolean;
  private now: Progress = fresh();
  private test: RowTest | undefined;
  private residual: RowTest | undefined;
  private collector!: RowCollector;
  private pageRows = 0;
  private perPartition = 0;
  private ceiling: RequestCeiling | undefined = undefined;
  private groups: GroupPages | undefined;
  private subquery = 0;
  /** LIMIT is applied to a page that was read, and is paid for, to its end [facts 2.8, 4.2]; it ends one of several subqueries. */
  private readsOn = false;
  private scan: ScanMeter | undefined;
  private countedStatic: Uint8Array | undefined;

  constructor(runtime: Runtime, plan: SelectPlan, fingerprint: number) {
    this.runtime = runtime;
    this.plan = plan;
    this.table = plan.source.schema;
    this.fingerprint = fingerprint;
    const { prefix, lower, upper } = plan.clustering;
    this.wholePartitions =
      prefix.length === 0 &&
      lower === undefined &&
      upper === undefined &&
      plan.filters.every((f) => f.column.kind === 'static' || f.column.kind === 'partition_key');
    this.withStatic = plan.readsStatic || (this.wholePartitions && this.table.statics.length > 0);
  }

  execute(request: Request): ReadOutcome {
    const { runtime, plan, table } = this;
    const { options } = request;
    const nowMs = runtime.clock.wallMs();
    const binding = new Binding(request.values, nowMs, runtime.world);
    this.ceiling = request.ceiling;
    const state =
      options.pagingState === undefined ? firstPage : decodePageState(this.fingerprint, options.pagingState);
    const limit = limitOf(plan.limit, binding);
    const isSorted = sortsAll(runtime.compat, plan);
    const perPartition = limitOf(plan.perPartitionLimit, binding);
    this.perPartition = plan.distinct ? 1 : perPartition;
    const target = bindTarget(runtime, plan, binding);
    this.test = target?.test;
    checkPagesOfSorted(runtime.compat, plan, options.pageSize, target !== undefined);
    this.pageRows = plan.aggregates || !options.pageSize ? Number.POSITIVE_INFINITY : options.pageSize;
    this.collector = createCollector(runtime.sink, plan, binding);
    const groupLimit = state.remaining >= 0 ? state.remaining : limit;
    const total = isSorted ? Number.POSITIVE_INFINITY : groupLimit;
    this.groups = groupPages(plan, { page: options.pageSize, total, perPartition: this.perPartition }, state);
    if (this.groups !== undefined) this.perPartition = Number.POSITIVE_INFINITY;
    // with aggregates LIMIT counts groups, which the collector does
    const rows =
      plan.aggregates || isSorted ? Number.POSITIVE_INFINITY : state.remaining >= 0 ? state.remaining : limit;
    this.now = fresh(rows, state.inPartition, state.partition);
    this.countedStatic = undefined;
    runtime.readClock.nowSeconds = Math.floor(nowMs / 1000);
    const read = withWarnings(plan.warnings, () => this.read(target, state));
    const next = read ?? this.behindGroups(target);
    const units = this.scan?.units(options.consistency) ?? readUnits(this.now.bytesRead, options.consistency);
    runtime.meter.chargeRead(table, units);
    const { rowCount, body } = this.collector.finish(limit);
    const outcome: ReadOutcome = {
      kind: 'rows',
      columns: plan.columns,
      rowCount,
      body,
      consumed: { readUnits: units, writeUnits: 0 },
      ...(plan.warnings && { warnings: plan.warnings }),
    };
    if (next === undefined || this.now.remaining <= 0) return outcome;
    const left = this.groups === undefined ? this.now.remaining : groupLimit - this.groups.count;
    const remaining = Number.isFinite(left) ? left : -1;
    return { ...outcome, pagingState: encodePageState(this.fingerprint, { ...next, remaining }) };
  }

  private behindGroups(target: ReadTarget | undefined): PageState | undefined {
    if (this.groups?.full !== true || target === undefined) return undefined;
    if (target.kind !== 'keys') return this.at(0, true);
    const next = this.groups.following(target.keys.length, target.clusterings.prefixes.length);
    return next && this.at(next.subquery, next.within);
  }

  private read(target: ReadTarget | undefined, state: PageState): PageState | undefined {
    this.scan = undefined;
    if (target === undefined) return undefined;
    if (target.namesNoRow) {
      const pageRows = this.groups?.page ?? this.pageRows;
      return pageOfNoRows(this.runtime, this.plan, target, state, { now: this.now, pageRows });
    }
    return target.kind === 'keys' ? this.readKeys(target, state) : this.readTokens(target, state);
  }

  /** Partitions by key: every combination of keys and clustering prefixes is a subquery. */
  private readKeys({ keys, clusterings }: ReadTarget & { kind: 'keys' }, state: PageState): PageState | undefined {
    const { runtime, plan, table } = this;
    const { cassandraInOrder } = runtime.compat;
    const { bounds } = clusterings;
    let { prefixes } = clusterings;
    const count = keys.length * prefixes.length;
    if (!runtime.compat.unlimited && count > limits.inSubqueries) {
      throw invalid(`The IN clause makes ${count} subqueries, the maximum is ${limits.inSubqueries}`);
    }
    this.readsOn = !runtime.compat.unlimited && count === 1;
    const turn = plan.reversed ? -1 : 1;
    if (cassandraInOrder) prefixes = prefixes.sort((a, b) => compareKeys(table, a, b) * turn);
    const pageEnd = runtime.compat.unlimited || plan.aggregates ? count : state.subquery + limits.inSubqueriesPerPage;
    for (let subquery = state.subquery; subquery < count; subquery++) {
      if (subquery >= pageEnd) return this.at(subquery, false);
      const key = keys[Math.floor(subquery / prefixes.length)]!;
      const token = runtime.store.token(key);
      runtime.meter.admit(table, 'SELECT', token, this.ceiling);
      const after = subquery === state.subquery && state.after.length > 0 ? state.after : undefined;
      // subqueries of one partition follow one another: its count starts anew with the next key
      if (after === undefined && subquery % prefixes.length === 0) this.now.inPartition = 0;
      this.subquery = subquery;
      this.now.endsPartition = false;
      this.readPartition(key, prefixes[subquery % prefixes.length]!, bounds, after);
      if (this.now.more) return this.at(subquery, true);
      if (this.now.remaining <= 0) return undefined;
      if (!this.now.full) continue;
      const following = this.now.endsPartition
        ? subquery + prefixes.length - (subquery % prefixes.length)
        : subquery + 1;
      return following < count ? this.at(following, false) : undefined;
    }
    return undefined;
  }

  private readPartition(
    key: Uint8Array,
    prefix: readonly Uint8Array[],
    bounds: BoundLimits,
    after: Uint8Array | undefined,
  ): void {
    const { runtime, plan, table } = this;
    const { store, readClock } = runtime;
    if (prefix.length === table.clustering.length) {
      this.residual = undefined;
      if (after !== undefined) return;
      store.readRow(table, key, prefix, readClock, this.withStatic, this.visit);
      return;
    }
    const slice = boundSlice(prefix, bounds);
    this.residual = slice.residual;
    store.readSlice(
      table,
      key,
      { ...slice, reverse: plan.reversed, withStatic: this.withStatic },
      readClock,
      this.visit,
      after,
    );
    if (!this.now.full && !plan.reversed) this.readBeyond(key, slice);
  }

  /** With an exclusive upper bound the first row beyond it is read and paid for too [facts 4.2]. */
  private readBeyond(key: Uint8Array, slice: BoundSlice): void {
    if (slice.end === undefined || slice.end.inclusive) return;
    const { store, readClock } = this.runtime;
    const start = { values: slice.end.values, inclusive: true };
    store.readSlice(this.table, key, { start }, readClock, (row) => {
      this.now.bytesRead += row.billedBytes;
      return false;
    });
  }

  private readTokens({ range }: ReadTarget & { kind: 'range' }, state: PageState): PageState | undefined {
    const { runtime, plan, table } = this;
    runtime.meter.admit(table, 'SELECT', undefined, this.ceiling);
    this.residual = undefined;
    this.readsOn = !runtime.compat.unlimited;
    const after = state.after.length > 0 ? state.after : undefined;
    const scan = new ScanMeter(runtime.meter.storagePartitions(table), plan.partition.kind === 'all');
    this.scan = scan;
    scan.begin(after === undefined ? range.start : undefined);
    runtime.store.scan(table, range, runtime.readClock, this.withStatic, this.visit, after);
    if (!this.now.more) scan.end(range.end);
    return this.now.more ? this.at(0, true) : undefined;
  }

  private at(subquery: number, within: boolean): PageState {
    const { now } = this;
    return {
      remaining: now.remaining,
      inPartition: within || this.plan.partition.kind === 'keys' ? now.inPartition : 0,
      subquery,
      partition: within && this.countsPartition() ? (this.groups?.partition ?? now.partition) : nothing,
      after: within ? now.after : nothing,
    };
  }

  private countsPartition(): boolean {
    return Number.isFinite(this.perPartition) || this.groups?.countsPartition === true;
  }

  private readonly visit = (row: RowView): boolean => {
    const { now, plan } = this;
    if (now.full) {
      now.more = true;
      return false;
    }
    this.count(row);
    if (this.scan !== undefined && !sameBytes(now.partition, row.partitionKey)) {
      now.inPartition = 0;
      now.partition = Buffer.from(row.partitionKey);
    }
    const given = row.hasRow || this.wholePartitions;
    if (given && this.groups !== undefined) {
      if (!this.passes(row)) return true;
      const answer = this.groups.take(row, this.subquery);
      if (answer === 'take') this.collector.add(row);
      now.after = this.groups.after;
      now.inPartition = this.groups.inPartition;
      now.more = answer === 'stop' && this.groups.full;
      return answer !== 'stop';
    }
    if (given && now.remaining > 0 && now.inPartition < this.perPartition && this.passes(row)) {
      this.collector.add(row);
      now.inPartition++;
      now.remaining--;
      now.pageRows++;
    } else if (!this.runtime.compat.unlimited) {
      // Amazon Keyspaces fills its pages with the rows it reads, Cassandra with those it returns [facts 2.18]
      now.pageRows++;
    }
    if (now.remaining <= 0 && !this.readsOn) {
      now.full = true;
      return false;
    }
    if (now.pageRows >= this.pageRows || (now.bytesRead >= limits.pageBytes && !plan.aggregates)) {
      now.full = true;
      now.after = Buffer.from(row.position);
      if (this.runtime.compat.cassandraInOrder && now.pageRows >= this.pageRows) return this.endsCassandraPage(row);
    }
    return true;
  };

  /** Cassandra does not look behind a full page: it says that there are more, but where the partition cannot hold more. */
  private endsCassandraPage(row: RowView): false {
    const { now, plan } = this;
    const known = this.table.clustering.length === 0 || !row.hasRow || now.inPartition >= this.perPartition;
    if (known && plan.partition.kind === 'keys') now.endsPartition = true;
    else now.more = true;
    return false;
  }

  private passes(row: RowView): boolean {
    return (this.test === undefined || this.test(row)) && (this.residual === undefined || this.residual(row));
  }

  private count(row: RowView): void {
    const { now } = this;
    let bytes = row.billedBytes;
    if (
      this.plan.readsStatic &&
      row.staticBilledBytes > 0 &&
      (this.countedStatic === undefined || !sameBytes(this.countedStatic, row.partitionKey))
    ) {
      this.countedStatic = Buffer.from(row.partitionKey);
      bytes += row.staticBilledBytes;
    }
    now.bytesRead += bytes;
    this.scan?.add(row.token, bytes);
  }
}
