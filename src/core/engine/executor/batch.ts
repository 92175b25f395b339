// Runs a batch in one write transaction, conditions first. Apart from write.ts because limits, conditions and price are
// those of the whole [facts 2.11, 4.1].

import type { Column, TableSchema } from '../catalog/schema.js';
import type { BatchPlan } from '../cql/analysis/plan.js';
import { invalid } from '../cql-error.js';
import type { KvTransaction } from '../kv/kv.js';
import { limits } from '../limits.js';
import type { BoundValue, Outcome } from '../session/api.js';
import { type BatchPart, bindConditionalBatch, rowKeys } from './batch-conditions.js';
import { writtenBytes } from './batch-size.js';
import { batchWarnings } from './batch-warnings.js';
import { Binding } from './binding.js';
import { holds } from './condition-tests.js';
import {
  appliedResult,
  conditionColumns,
  conditionRead,
  type ExaminedRow,
  examine,
  refusedResult,
} from './conditional.js';
import { loggedBatchUnits, rowWriteUnits } from './metering.js';
import {
  applyModification,
  type BoundModification,
  bindModification,
  looksAtLists,
  readLists,
  tablesOf,
  writeClock,
} from './mutations.js';
import type { MutableReadClock, Request, Runtime } from './runtime.js';
import { compareKeys } from './sorting.js';
import { statementTimestamp } from './timestamp.js';
import { sameBytes, sameValue } from './values.js';

/** The children's values: those of the batch text for all, or of each child of a BATCH message. */
export type ChildValues = readonly (readonly BoundValue[])[];

export class BatchRunner {
  private readonly runtime: Runtime;
  private readonly plan: BatchPlan;

  constructor(runtime: Runtime, plan: BatchPlan) {
    this.runtime = runtime;
    this.plan = plan;
  }

  execute(request: Request): Promise<Outcome> {
    return this.run(
      request,
      this.plan.statements.map(() => request.values),
    );
  }

  /** Binding errors and throttling are thrown at once. */
  run(request: Request, values: ChildValues): Promise<Outcome> {
    const { runtime, plan } = this;
    // Cassandra asks every statement before it looks at a value
    for (const { late } of plan.statements) if (late?.before !== undefined) throw invalid(late.before);
    const requestOf = (i: number): Request => ({ ...request, values: values[i]! });
    const conditional = plan.statements.some((statement) => statement.condition !== undefined);
    const { parts, failure } = conditional
      ? { parts: bindConditionalBatch(runtime, plan, requestOf), failure: undefined }
      : bindPlainBatch(runtime, plan, requestOf);
    const bounds = parts.map(({ bound }) => bound);
    if (bounds.length === 0) return Promise.resolve({ kind: 'void', consumed: { readUnits: 0, writeUnits: 0 } });
    const own = statementTimestamp(
      plan.timestamp,
      new Binding(request.values, runtime.clock.wallMs(), runtime.world),
      runtime.compat,
    );
    if (this.isBounded()) checkRows(bounds);
    if (this.isBounded() && !conditional) checkSize(bounds);
    for (const table of tablesOf(bounds))
      runtime.meter.admit(table, 'BATCH', tokenOf(runtime, table, bounds), request.ceiling);
    const written = conditional ? this.writeIf(parts) : this.write(bounds, own, failure);
    const warnings = runtime.compat.anyBatch && !conditional ? batchWarnings(plan.type, bounds) : undefined;
    return warnings === undefined ? written : written.then((outcome) => ({ ...outcome, warnings }));
  }

  private async write(
    bounds: readonly BoundModification[],
    own: bigint | undefined,
    failure: unknown,
  ): Promise<Outcome> {
    const { runtime } = this;
    const clock = writeClock(runtime);
    const now = runtime.timestamps.next();
    const timestampOf = (bound: BoundModification): bigint => bound.ownTimestamp ?? own ?? bound.clientTimestamp ?? now;
    const units = await runtime.kv.write((tx) => {
      const all = applyAll(runtime, tx, bounds, clock, timestampOf);
      if (failure !== undefined) throw failure;
      return all;
    });
    return { kind: 'void', consumed: { readUnits: 0, writeUnits: this.charge(bounds, units) } };
  }

  private async writeIf(parts: readonly BatchPart[]): Promise<Outcome> {
    const { runtime } = this;
    const bounds = parts.map(({ bound }) => bound);
    const table = bounds[0]!.plan.table;
    const clock = writeClock(runtime);
    const reads = conditionRead(bounds);
    const done = await runtime.kv.write((tx) => {
      const rows = parts.flatMap(({ bound, condition }) => {
        return condition === undefined ? [] : { condition, row: examine(runtime, tx, bound, clock, reads) };
      });
      if (!rows.every(({ condition, row }) => holds(condition, row))) return { refused: rows };
      if (this.isBounded()) checkSize(bounds);
      const timestamp = runtime.timestamps.next();
      // deletions of partitions and ranges lie before what the batch writes [C3 PartitionUpdate.updateAllTimestamp]
      const timestampOf = ({ plan: { deletesRow, target, table } }: BoundModification): bigint =>
        deletesRow && (target === 'range' || table.clustering.length === 0) ? timestamp - 1n : timestamp;
      return { units: applyAll(runtime, tx, bounds, clock, timestampOf) };
    });
    if (done.units !== undefined) {
      const writeUnits = this.charge(bounds, done.units);
      return { ...appliedResult(table, true), consumed: { readUnits: 0, writeUnits } };
    }
    const { refused } = done;
    runtime.meter.conditionFailed(table);
    const writeUnits = refused.reduce((sum, { row }) => sum + rowWriteUnits(row.billedBytes), 0);
    runtime.meter.chargeWrite(table, writeUnits);
    const shown = inOrder(
      table,
      refused.map((r) => r.row),
    );
    return { ...refusedResult(table, shownColumns(table, bounds), shown), consumed: { readUnits: 0, writeUnits } };
  }

  private isBounded(): boolean {
    return this.plan.type === 'logged' && !this.runtime.compat.anyBatch;
  }

  private charge(bounds: readonly BoundModification[], units: readonly number[]): number {
    let total = 0;
    for (const [i, bound] of bounds.entries()) {
      const price = this.plan.type === 'logged' ? loggedBatchUnits(units[i]!) : units[i]!;
      const key = bound.partitions[0];
      this.runtime.meter.chargeWrite(bound.plan.table, price, key && this.runtime.store.token(key));
      total += price;
    }
    return total;
  }
}

/** The keys of all, then the values statement by statement [C3 BatchStatement.getMutations]. What is wrong with those of one
 * is told when the statements before it have looked at their lists: `failure`, and `parts` those before it. */
function bindPlainBatch(
  runtime: Runtime,
  plan: BatchPlan,
  requestOf: (i: number) => Request,
): { readonly parts: readonly BatchPart[]; readonly failure: unknown } {
  const parts: BatchPart[] = plan.statements.map((statement, i) => ({
    bound: bindModification(runtime, statement, requestOf(i), () => {}),
  }));
  for (const [i, { bound }] of parts.entries()) {
    if (bound.partitions.length === 0 || bound.clusterings.length === 0) continue;
    try {
      bound.written();
    } catch (failure) {
      const before = parts.slice(0, i);
      if (!before.some((part) => looksAtLists(part.bound))) throw failure;
      return { parts: before, failure };
    }
  }
  return { parts, failure: undefined };
}

/** Units by statement. Lists are read before the first statement is applied. */
function applyAll(
  runtime: Runtime,
  tx: KvTransaction,
  bounds: readonly BoundModification[],
  clock: MutableReadClock,
  timestampOf: (bound: BoundModification) => bigint,
): number[] {
  const lists = bounds.map((bound) => readLists(runtime, tx, bound, clock));
  return bounds.map((bound, i) =>
    applyModification(runtime, tx, bound, { timestamp: timestampOf(bound), clock }, lists[i]),
  );
}

/** Of one partition, when the batch writes the table in one. */
function tokenOf(runtime: Runtime, table: TableSchema, bounds: readonly BoundModification[]): bigint | undefined {
  const keys = bounds.filter((b) => b.plan.table === table).flatMap((b) => b.partitions);
  const [first] = keys;
  return first && keys.every((key) => sameBytes(key, first)) ? runtime.store.token(first) : undefined;
}

/** Of all statements together; binds what is written. */
function checkSize(bounds: readonly BoundModification[]): void {
  const bytes = bounds.reduce((sum, bound) => sum + writtenBytes(bound), 0);
  if (bytes > limits.loggedBatchBytes) {
    throw invalid(`Logged batches of more than ${limits.loggedBatchBytes} bytes are not supported.`);
  }
}

function checkRows(bounds: readonly BoundModification[]): void {
  const seen = new Set<string>();
  for (const bound of bounds) {
    for (const key of rowKeys(bound)) {
      if (seen.has(key)) throw invalid('Logged batches cannot modify the same row more than once.');
      seen.add(key);
    }
  }
}

/** Keys, then the columns of the conditions; with IF [NOT] EXISTS all. */
function shownColumns(table: TableSchema, bounds: readonly BoundModification[]): readonly Column[] {
  const conditions = bounds.map((b) => b.plan.condition).filter((c) => c !== undefined);
  if (conditions.some((c) => c.kind !== 'columns')) return table.columns;
  const columns = new Set<Column>([...table.partitionKey, ...table.clustering]);
  for (const c of conditions)
    if (c.kind === 'columns') for (const column of conditionColumns(c.tests)) columns.add(column);
  return [...columns];
}

/** Each row once, in the order of the clustering key as Cassandra keeps its conditions; statics alone where there is none. */
function inOrder(table: TableSchema, rows: readonly ExaminedRow[]): ExaminedRow[] {
  const clusterings = ({ values }: ExaminedRow) => table.clustering.map((column) => values.get(column) ?? null);
  const distinct = distinctRows(table, rows);
  const whole = distinct.filter((row) => clusterings(row).some((value) => value !== null));
  return (whole.length > 0 ? whole : distinct).sort((a, b) => compareKeys(table, clusterings(a), clusterings(b)));
}

function distinctRows(table: TableSchema, rows: readonly ExaminedRow[]): ExaminedRow[] {
  return rows.filter((row, i) => {
    const same = (other: ExaminedRow): boolean =>
      table.clustering.every((c) => sameValue(row.values.get(c) ?? null, other.values.get(c) ?? null));
    const shown = (other: ExaminedRow): boolean => other.values.size > 0;
    return shown(row) && !rows.slice(0, i).some((other) => shown(other) && same(other));
  });
}
