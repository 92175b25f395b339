// Runs a batch in one write transaction, conditions first. Apart from write.ts because limits, conditions and price are
// those of the whole [facts 2.11, 4.1].

import type { Column, TableSchema } from '../catalog/schema.js';
import type { BatchPlan, ClusteringPart } from '../cql/analysis/plan.js';
import { invalid } from '../cql-error.js';
import type { KvTransaction } from '../kv/kv.js';
import { limits } from '../limits.js';
import { type BoundValue, type Outcome, UNSET } from '../session/api.js';
import { batchWarnings } from './batch-warnings.js';
import { Binding } from './binding.js';
import { type BoundCondition, bindCondition, holds } from './condition-tests.js';
import {
  appliedResult,
  conditionColumns,
  conditionRead,
  type ExaminedRow,
  examine,
  refusedResult,
} from './conditional.js';
import { sameBytes } from './keys.js';
import { loggedBatchUnits, rowWriteUnits } from './metering.js';
import {
  applyModification,
  type BoundModification,
  bindModification,
  readLists,
  tablesOf,
  writeClock,
} from './mutations.js';
import type { MutableReadClock, Request, Runtime } from './runtime.js';
import { statementTimestamp } from './timestamp.js';

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
    const bounds = plan.statements.map((statement, i) =>
      bindModification(runtime, statement, { ...request, values: values[i]! }),
    );
    if (bounds.length === 0) return Promise.resolve({ kind: 'void', consumed: { readUnits: 0, writeUnits: 0 } });
    const own = statementTimestamp(
      plan.timestamp,
      new Binding(request.values, runtime.clock.wallMs(), runtime.world),
      runtime.compat,
    );
    if (plan.type === 'logged' && !runtime.compat.anyBatch) checkLogged(bounds, values);
    for (const table of tablesOf(bounds))
      runtime.meter.admit(table, 'BATCH', tokenOf(runtime, table, bounds), request.ceiling);
    const conditional = bounds.some((b) => b.plan.condition !== undefined);
    const written = conditional ? this.writeIf(bounds) : this.write(bounds, own);
    const warnings = runtime.compat.anyBatch && !conditional ? batchWarnings(plan.type, bounds) : undefined;
    return warnings === undefined ? written : written.then((outcome) => ({ ...outcome, warnings }));
  }

  private async write(bounds: readonly BoundModification[], own: bigint | undefined): Promise<Outcome> {
    const { runtime } = this;
    const clock = writeClock(runtime);
    const now = runtime.timestamps.next();
    const units = await runtime.kv.write((tx) =>
      applyAll(runtime, tx, bounds, clock, (bound) => bound.ownTimestamp ?? own ?? bound.clientTimestamp ?? now),
    );
    return { kind: 'void', consumed: { readUnits: 0, writeUnits: this.charge(bounds, units) } };
  }

  private async writeIf(bounds: readonly BoundModification[]): Promise<Outcome> {
    const { runtime } = this;
    const table = bounds[0]!.plan.table;
    const clock = writeClock(runtime);
    const reads = conditionRead(bounds);
    const conditions = bindConditions(bounds);
    const done = await runtime.kv.write((tx) => {
      const rows = bounds.flatMap((bound, i) => {
        const condition = conditions[i];
        return condition === undefined ? [] : { condition, row: examine(runtime, tx, bound, clock, reads) };
      });
      if (!rows.every(({ condition, row }) => holds(condition, row))) return { refused: rows };
      const timestamp = runtime.timestamps.next();
      return { units: applyAll(runtime, tx, bounds, clock, () => timestamp) };
    });
    if (done.units !== undefined) {
      const writeUnits = this.charge(bounds, done.units);
      return { ...appliedResult(table, true), consumed: { readUnits: 0, writeUnits } };
    }
    const { refused } = done;
    runtime.meter.conditionFailed(table);
    const writeUnits = refused.reduce((sum, { row }) => sum + rowWriteUnits(row.billedBytes), 0);
    runtime.meter.chargeWrite(table, writeUnits);
    const shown = distinctRows(
      table,
      refused.map((r) => r.row),
    );
    return { ...refusedResult(table, shownColumns(table, bounds), shown), consumed: { readUnits: 0, writeUnits } };
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

/** The conditions of the statements, one after the other; of one row they must be of one kind [C3 CQL3CasRequest]. */
function bindConditions(bounds: readonly BoundModification[]): readonly (BoundCondition | undefined)[] {
  const partition = bounds[0]!.partitions[0];
  const kinds = new Map<string, BoundCondition['kind']>();
  return bounds.map((bound) => {
    const { condition, target } = bound.plan;
    const [key] = bound.partitions;
    if (bound.partitions.length !== 1 || key === undefined || !sameBytes(key, partition ?? key)) {
      throw invalid('Batch with conditions cannot span multiple partitions');
    }
    if (bound.plan.clustering.prefix.some(isIn)) {
      const what = bound.plan.operation === 'UPDATE' ? 'updates' : 'deletions';
      throw invalid(`IN on the clustering key columns is not supported with conditional ${what}`);
    }
    if (condition === undefined) return undefined;
    const rows = new Set(
      condition.kind === 'columns'
        ? condition.tests.map(({ column }) => (column.kind === 'static' ? 'static' : rowKeys(bound)[0]!))
        : [target === 'static' ? 'static' : rowKeys(bound)[0]!],
    );
    for (const row of rows) {
      const before = kinds.get(row);
      if (before !== undefined && before !== condition.kind) throw invalid(mixed(before, condition.kind));
      kinds.set(row, condition.kind);
    }
    return bindCondition(bound);
  });
}

const isIn = (part: ClusteringPart): boolean =>
  part.kind === 'in' || part.kind === 'tuple-marker' || (part.kind === 'tuples' && part.tuples.length !== 1);

function mixed(before: BoundCondition['kind'], kind: BoundCondition['kind']): string {
  if (kind === 'columns') return 'Cannot mix IF conditions and IF NOT EXISTS for the same row';
  if (before !== 'columns') return 'Cannot mix IF EXISTS and IF NOT EXISTS conditions for the same row';
  return `Cannot mix IF conditions and IF ${kind === 'not-exists' ? 'NOT ' : ''}EXISTS for the same row`;
}

/** Of one partition, when the batch writes the table in one. */
function tokenOf(runtime: Runtime, table: TableSchema, bounds: readonly BoundModification[]): bigint | undefined {
  const keys = bounds.filter((b) => b.plan.table === table).flatMap((b) => b.partitions);
  const [first] = keys;
  return first && keys.every((key) => sameBytes(key, first)) ? runtime.store.token(first) : undefined;
}

function checkLogged(bounds: readonly BoundModification[], values: ChildValues): void {
  let bytes = 0;
  for (const child of values) for (const value of child) if (value !== null && value !== UNSET) bytes += value.length;
  if (bytes > limits.loggedBatchBytes) {
    throw invalid(`Logged batches of more than ${limits.loggedBatchBytes} bytes are not supported.`);
  }
  const seen = new Set<string>();
  for (const bound of bounds) {
    for (const key of rowKeys(bound)) {
      if (seen.has(key)) throw invalid('Logged batches cannot modify the same row more than once.');
      seen.add(key);
    }
  }
}

function rowKeys(bound: BoundModification): string[] {
  const { table } = bound.plan;
  const hex = (value: Uint8Array): string => Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex');
  return bound.partitions.flatMap((partition) =>
    bound.clusterings.map(
      (values) => `${table.id} ${hex(partition)} ${bound.plan.target} ${values.map(hex).join(' ')}`,
    ),
  );
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

function distinctRows(table: TableSchema, rows: readonly ExaminedRow[]): ExaminedRow[] {
  return rows.filter((row, i) => {
    const same = (other: ExaminedRow): boolean =>
      table.clustering.every((column) => {
        const a = row.values.get(column) ?? null;
        const b = other.values.get(column) ?? null;
        return a === null || b === null ? a === b : sameBytes(a, b);
      });
    const shown = (other: ExaminedRow): boolean => other.values.size > 0;
    return shown(row) && !rows.slice(0, i).some((other) => shown(other) && same(other));
  });
}
