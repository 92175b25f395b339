// The statements of a batch with conditions, bound one after the other as Cassandra 3.11 does: keys of one partition, then
// conditions of one kind a row. Apart from batch.ts, which writes what comes of it.

import type { BatchPlan, ClusteringPart } from '../cql/analysis/plan.js';
import { invalid } from '../cql-error.js';
import { type BoundCondition, bindCondition } from './condition-tests.js';
import { type BoundModification, bindModification } from './mutations.js';
import type { Request, Runtime } from './runtime.js';
import { sameBytes } from './values.js';

/** A statement of a batch with its values bound. */
export interface BatchPart {
  readonly bound: BoundModification;
  readonly condition?: BoundCondition | undefined;
}

const severalPartitions = 'Batch with conditions cannot span multiple partitions';
/** Cassandra's words, which it sends as a server error [Cassandra 3.11.19]. */
const noKeyIn = 'you cannot use IN on the partition key';

export function bindConditionalBatch(
  runtime: Runtime,
  plan: BatchPlan,
  requestOf: (index: number) => Request,
): readonly BatchPart[] {
  let partition: Uint8Array | undefined;
  const kinds = new Map<string, BoundCondition['kind']>();
  return plan.statements.map((statement, i) => {
    const bound = bindModification(runtime, statement, requestOf(i), (partitions) => {
      const [key] = partitions;
      partition ??= key;
      if (statement.partition.some(({ kind }) => kind !== 'eq')) throw invalid(`${severalPartitions} (${noKeyIn})`);
      if (partitions.length !== 1 || key === undefined || !sameBytes(key, partition ?? key)) {
        throw invalid(severalPartitions);
      }
      if (statement.clustering.prefix.some(isIn)) {
        const what = statement.operation === 'UPDATE' ? 'updates' : 'deletions';
        throw invalid(`IN on the clustering key columns is not supported with conditional ${what}`);
      }
    });
    checkKinds(bound, kinds);
    return { bound, condition: bindCondition(bound) };
  });
}

/** The conditions of one row must be of one kind [C3 CQL3CasRequest]; `kinds`: those of the rows so far. */
function checkKinds(bound: BoundModification, kinds: Map<string, BoundCondition['kind']>): void {
  const { condition, target } = bound.plan;
  if (condition === undefined) return;
  const ofStatic = (isStatic: boolean): string => (isStatic ? 'static' : rowKeys(bound)[0]!);
  const rows =
    condition.kind === 'columns'
      ? new Set(condition.tests.map(({ column }) => ofStatic(column.kind === 'static')))
      : [ofStatic(target === 'static')];
  for (const row of rows) {
    const before = kinds.get(row);
    if (before !== undefined && before !== condition.kind) throw invalid(mixed(before, condition.kind));
    kinds.set(row, condition.kind);
  }
}

const isIn = (part: ClusteringPart): boolean =>
  part.kind === 'in' || part.kind === 'tuple-marker' || (part.kind === 'tuples' && part.tuples.length !== 1);

function mixed(before: BoundCondition['kind'], kind: BoundCondition['kind']): string {
  if (kind === 'columns') return 'Cannot mix IF conditions and IF NOT EXISTS for the same row';
  if (before !== 'columns') return 'Cannot mix IF EXISTS and IF NOT EXISTS conditions for the same row';
  return `Cannot mix IF conditions and IF ${kind === 'not-exists' ? 'NOT ' : ''}EXISTS for the same row`;
}

/** Each row that the statement names, as a text to compare. */
export function rowKeys(bound: BoundModification): string[] {
  const { table } = bound.plan;
  const hex = (value: Uint8Array): string => Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex');
  return bound.partitions.flatMap((partition) =>
    bound.clusterings.map(
      (values) => `${table.id} ${hex(partition)} ${bound.plan.target} ${values.map(hex).join(' ')}`,
    ),
  );
}
