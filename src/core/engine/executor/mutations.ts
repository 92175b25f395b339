// Binds an INSERT, UPDATE or DELETE and turns it into the store's mutations. Apart from write.ts and batch.ts, which
// decide when those are applied and under which conditions.

import { writeUnitBytes } from '../capacity/units.js';
import type { Column, TableSchema } from '../catalog/schema.js';
import type { Assignment, ModifyPlan } from '../cql/analysis/plan.js';
import { invalid } from '../cql-error.js';
import type { KvTransaction } from '../kv/kv.js';
import { limits } from '../limits.js';
import { type Applied, RangeTooLarge, type RowMutation, type RowView } from '../storage/table-store.js';
import { Binding, intValue } from './binding.js';
import { type BoundLimits, type BoundSlice, bindLimits, boundSlice, noLimits } from './bounds.js';
import { type BoundAssignment, bindAssignment, CellBuilder, readsList } from './cells.js';
import { liesNowhere } from './clustering-test.js';
import { bindJson } from './json-document.js';
import { checkClustering, checkPartitionKey, checkWhole, clusteringPrefixes, partitionKeys } from './keys.js';
import { mixedWriteUnits } from './metering.js';
import { mixedSlices } from './mixed-slices.js';
import type { ElementsOf } from './pending-lists.js';
import type { MutableReadClock, Request, Runtime } from './runtime.js';
import { compareKeys } from './sorting.js';
import { protocolTimestamp, statementTimestamp } from './timestamp.js';
import { checkNumbers } from './written-numbers.js';

/** One statement with everything bound that does not need the row. */
export interface BoundModification {
  readonly plan: ModifyPlan;
  readonly binding: Binding;
  readonly partitions: readonly Uint8Array[];
  /** Clustering keys, or prefixes of a range; one empty one for statics. */
  readonly clusterings: readonly (readonly Uint8Array[])[];
  readonly limits: BoundLimits;
  /** What is written, bound when it is asked for first: of a conditional statement once its condition holds. */
  readonly written: () => WrittenParts;
  /** The statement's own. */
  readonly ownTimestamp: bigint | undefined;
  /** The client's, where it counts. */
  readonly clientTimestamp: bigint | undefined;
}

export interface WrittenParts {
  readonly statics: readonly BoundAssignment[];
  readonly regulars: readonly BoundAssignment[];
  /** Seconds, 0 = never expires. */
  readonly ttl: number;
  /** What is wrong with the next part, when one before it names an element of a list that may not be there: Cassandra
   * binds part by part and looks at the list in between. */
  readonly failure?: unknown;
}

/** `ofBatch`: of a batch with conditions, which looks at the keys itself as soon as they are bound. */
export function bindModification(
  runtime: Runtime,
  plan: ModifyPlan,
  request: Request,
  ofBatch?: (partitions: readonly Uint8Array[]) => void,
): BoundModification {
  if (plan.late?.before !== undefined) throw invalid(plan.late.before);
  const nowMs = runtime.clock.wallMs();
  const binding = new Binding(request.values, nowMs, runtime.world);
  if (plan.json !== undefined) binding.json = bindJson(plan.json, binding);
  const partitions = partitionKeys(plan.partition, binding, runtime.compat.cassandraInOrder ? 'of-values' : 'given');
  for (const key of partitions) checkPartitionKey(key, binding);
  ofBatch?.(partitions);
  if (ofBatch === undefined && plan.late?.conditionalIn !== undefined) throw invalid(plan.late.conditionalIn);
  let clusterings = clusteringPrefixes(plan.clustering.prefix, binding);
  for (const values of clusterings) {
    if (plan.target === 'row') checkWhole(plan.table, values);
    checkClustering(values, binding);
  }
  // the order decides which row's list is told to be too short
  if (clusterings.length > 1 && runtime.compat.cassandraInOrder)
    clusterings.sort((a, b) => compareKeys(plan.table, a, b));
  const limits = clusterings.length === 0 ? noLimits : bindLimits(plan.clustering, binding, 'refused');
  const named = { prefixes: clusterings, bounds: limits };
  if (runtime.compat.cassandraInOrder && plan.target === 'range' && liesNowhere(plan.table, named)) clusterings = [];
  const ownTimestamp =
    clusterings.length === 0 ? undefined : statementTimestamp(plan.timestamp, binding, runtime.compat);
  const given = { compat: runtime.compat, nowMs };
  const clientTimestamp = plan.condition ? undefined : protocolTimestamp(plan.table, request.options.timestamp, given);
  let parts: WrittenParts | undefined;
  const bound: BoundModification = {
    plan,
    binding,
    partitions,
    clusterings,
    limits,
    ownTimestamp,
    clientTimestamp,
    written() {
      if (parts !== undefined) return parts;
      parts = bindWritten(plan, binding);
      if (plan.table.holdsNumbers && !runtime.compat.unlimited) {
        checkNumbers(plan.table, { partitions, clusterings, assignments: [...parts.statics, ...parts.regulars] });
      }
      return parts;
    },
  };
  // for no row nothing is bound
  if (plan.condition === undefined && ofBatch === undefined && clusterings.length > 0) {
    if (partitions.length > 0) bound.written();
    else ttlOf(plan, binding);
  }
  return bound;
}

/** Cells of rows before those of statics, as Cassandra writes them. */
function bindWritten(plan: ModifyPlan, binding: Binding): WrittenParts {
  const ttl = ttlOf(plan, binding);
  if (plan.late?.after !== undefined) throw invalid(plan.late.after);
  const regulars: BoundAssignment[] = [];
  const statics: BoundAssignment[] = [];
  try {
    for (const assignment of plan.assignments) {
      if (assignment.column.kind !== 'static') regulars.push(bindAssignment(assignment, binding));
    }
    for (const assignment of plan.assignments) {
      if (assignment.column.kind === 'static') statics.push(bindAssignment(assignment, binding));
    }
  } catch (failure) {
    if (![...regulars, ...statics].some(({ assignment }) => isAtListIndex(assignment))) throw failure;
    return { ttl, regulars, statics, failure };
  }
  return { ttl, regulars, statics };
}

const isAtListIndex = ({ kind }: Assignment): boolean => kind === 'put-index' || kind === 'delete-index';

/** May the statement be refused for a list as it is? */
export const looksAtLists = ({ plan }: BoundModification): boolean => plan.assignments.some(isAtListIndex);

function ttlOf(plan: ModifyPlan, binding: Binding): number {
  const { table } = plan;
  const byDefault = table.isCounter ? 0 : table.options.defaultTimeToLive;
  if (plan.ttl === undefined) return byDefault;
  const ttl = intValue(plan.ttl, binding, 'Invalid null value of TTL', 0);
  if (ttl === undefined) return byDefault;
  if (ttl < 0) throw invalid(`A TTL must be greater or equal to 0, but was ${ttl}`);
  if (ttl > limits.ttlSecondsMax) {
    throw invalid(`ttl is too large. requested (${ttl}) maximum (${limits.ttlSecondsMax})`);
  }
  return ttl;
}

/** Applies the statement inside the transaction; its write units. `lists`: what `readLists` gave, when that was asked
 * before; the statements of a batch do not see each other's elements [Cassandra 3.11.19]. */
export function applyModification(
  runtime: Runtime,
  tx: KvTransaction,
  bound: BoundModification,
  write: { readonly timestamp: bigint; readonly clock: MutableReadClock },
  lists: ListsOfRows = readLists(runtime, tx, bound, write.clock),
): number {
  const { partitions, clusterings } = bound;
  const { timestamp, clock } = write;
  let units = 0;
  // no spread and no iterator: an INSERT comes here once a row
  for (let p = 0; p < partitions.length; p++) {
    for (let c = 0; c < clusterings.length; c++) {
      const at = { timestamp, clock, partition: partitions[p]!, clustering: clusterings[c]!, elementsOf: lists(p, c) };
      units += bound.plan.target === 'range' ? deleteRange(runtime, tx, bound, at) : writeRow(runtime, tx, bound, at);
    }
  }
  return units;
}

interface RowWrite {
  readonly elementsOf: ElementsOf;
  readonly timestamp: bigint;
  readonly clock: MutableReadClock;
  readonly partition: Uint8Array;
  readonly clustering: readonly Uint8Array[];
}

function writeRow(runtime: Runtime, tx: KvTransaction, bound: BoundModification, at: RowWrite): number {
  const { plan } = bound;
  const { table } = plan;
  const { elementsOf } = at;
  let statics = 0;
  let others = 0;
  const written = bound.written();
  if (written.failure !== undefined) {
    for (const part of [written.regulars, written.statics])
      new CellBuilder(bound.binding, written.ttl, elementsOf).build(part);
    throw written.failure;
  }
  if (written.statics.length > 0) {
    const cells = new CellBuilder(bound.binding, written.ttl, elementsOf).build(written.statics);
    statics = runtime.store.apply(
      tx,
      { kind: 'row', table, partitionKey: at.partition, clustering: null, timestamp: at.timestamp, cells },
      at.clock,
    ).writeUnits;
  }
  if (plan.target === 'row' && (plan.marker || plan.deletesRow || written.regulars.length > 0)) {
    const cells = new CellBuilder(bound.binding, written.ttl, elementsOf).build(written.regulars);
    const { partition: partitionKey, clustering, timestamp } = at;
    // spelt out: a spread costs more than the rest of this
    const mutation: RowMutation = plan.marker
      ? { kind: 'row', table, partitionKey, clustering, timestamp, cells, marker: { ttl: written.ttl } }
      : { kind: 'row', table, partitionKey, clustering, timestamp, cells };
    const whole = plan.deletesRow ? { ...mutation, deletesRow: true } : mutation;
    others = runtime.store.apply(tx, whole, at.clock).writeUnits;
  }
  if (!runtime.compat.unlimited && !plan.deletesRow) {
    refuseOversize(others, limits.rowBytes, 'row');
    refuseOversize(statics, limits.staticBytesPerPartition, 'static data');
  }
  return Math.max(1, mixedWriteUnits(statics, others));
}

/** The size after the write, in whole units; what is thrown here undoes the write. Amazon's words for it are not known. */
function refuseOversize(units: number, bytesMax: number, what: string): void {
  if (units * writeUnitBytes > bytesMax) {
    throw invalid(`The size of the ${what} exceeds the maximum of ${bytesMax} bytes`);
  }
}

function deleteRange(runtime: Runtime, tx: KvTransaction, bound: BoundModification, at: RowWrite): number {
  const slice = boundSlice(at.clustering, bound.limits);
  if (slice.residual === undefined) return deleteSlice(runtime, tx, bound, { at, slice });
  let units = 0;
  for (const one of mixedSlices(at.clustering, bound.limits)) {
    units += deleteSlice(runtime, tx, bound, { at, slice: one });
  }
  return Math.max(1, units);
}

function deleteSlice(
  runtime: Runtime,
  tx: KvTransaction,
  bound: BoundModification,
  { at, slice }: { readonly at: RowWrite; readonly slice: BoundSlice },
): number {
  const whole = slice.start === undefined && slice.end === undefined;
  let applied: Applied;
  try {
    applied = runtime.store.apply(
      tx,
      {
        kind: 'range',
        table: bound.plan.table,
        partitionKey: at.partition,
        timestamp: at.timestamp,
        ...(slice.start && { start: slice.start }),
        ...(slice.end && { end: slice.end }),
        withStatic: whole,
        ...(!runtime.compat.unlimited && { rowsMax: limits.rangeDeleteRows }),
      },
      at.clock,
    );
  } catch (error) {
    if (!(error instanceof RangeTooLarge)) throw error;
    throw invalid('Range delete requests are limited by the amount of items that can be deleted in a single range.');
  }
  return Math.max(1, applied.writeUnits);
}

/** By the places of partition and clustering among those of the statement. */
export type ListsOfRows = (partition: number, clustering: number) => ElementsOf;

const noLists: ListsOfRows = () => () => {
  throw new Error('the statement reads no list');
};

/** The lists that the statement names elements of by index or value, as they are before it. */
export function readLists(
  runtime: Runtime,
  tx: KvTransaction,
  bound: BoundModification,
  clock: MutableReadClock,
): ListsOfRows {
  const { table } = bound.plan;
  if (!bound.plan.assignments.some(readsList)) return noLists;
  const columns = new Set(bound.plan.assignments.filter(readsList).map((assignment) => assignment.column));
  const reader = runtime.store.within(tx);
  const read = (partition: Uint8Array, clustering: readonly Uint8Array[]): ElementsOf => {
    const found = new Map<Column, ReturnType<ElementsOf>>();
    for (const column of columns) {
      const take = (row: RowView): boolean => {
        found.set(column, row.elements(column));
        return false;
      };
      if (column.kind === 'static') reader.readSlice(table, partition, { withStatic: true }, clock, take);
      else reader.readRow(table, partition, clustering, clock, false, take);
    }
    return (column) => found.get(column) ?? [];
  };
  const lists = bound.partitions.map((partition) => bound.clusterings.map((values) => read(partition, values)));
  return (partition, clustering) => lists[partition]![clustering]!;
}

/** The whole of `table`'s part in what one write transaction does is judged at one moment. */
export function writeClock(runtime: Runtime): MutableReadClock {
  return { nowSeconds: Math.floor(runtime.clock.wallMs() / 1000) };
}

export const tablesOf = (bounds: readonly BoundModification[]): ReadonlySet<TableSchema> =>
  new Set(bounds.map((b) => b.plan.table));
