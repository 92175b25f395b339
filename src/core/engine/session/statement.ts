// A statement with its parse tree and its plan of the moment. One object lives as long as its text is cached: a schema
// change gives it a new plan, and its id stays.

import { assert } from '../../lib/assert.js';
import type { Plan, Planned } from '../cql/analysis/plan.js';
import type { Statement as Parsed } from '../cql/syntax/ast/statement.js';
import { invalid } from '../cql-error.js';
import type { MeteredOperation } from '../executor/metering.js';
import { PointRead, pointKey } from '../executor/point-read.js';
import type { Executable } from '../executor/runtime.js';
import type { MetricsRecorder, StatementRecorder } from '../metrics/api.js';
import type { ColumnSpec, Prepared } from './api.js';

const noId = Buffer.alloc(0);

/** No version of the catalog: whoever runs the statement plans it. */
export const neverPlanned = -1;

/** Metric dimensions of a statement. */
export interface Dimensions {
  readonly keyspace: string;
  readonly table: string;
  readonly operation: MeteredOperation;
  /** Rows are counted for SELECTs that may give several. */
  readonly manyRows: boolean;
}

export class Statement implements Prepared {
  readonly id: Buffer;
  readonly text: string;
  /** The session's keyspace when it was prepared. */
  readonly keyspace: string | undefined;
  readonly parsed: Parsed;
  /** Catalog version of the plan. */
  version = neverPlanned;
  executable: Executable | undefined = undefined;
  /** `executable` when it is one. */
  pointRead: PointRead | undefined = undefined;
  /** Undefined for system tables, DDL and USE, which are not metered. */
  dimensions: Dimensions | undefined = undefined;
  /** Where executions of `pointRead` are counted. */
  recorder: StatementRecorder | undefined = undefined;
  preparing: readonly string[] | undefined = undefined;
  private planned: Planned | undefined = undefined;

  /** `id`: left out for what is not prepared. */
  constructor(keyspace: string | undefined, text: string, parsed: Parsed, id: Buffer = noId) {
    this.keyspace = keyspace;
    this.text = text;
    this.parsed = parsed;
    this.id = id;
  }

  set(planned: Planned, executable: Executable | undefined, metrics: MetricsRecorder, version: number): void {
    this.planned = planned;
    this.executable = executable;
    this.pointRead = executable instanceof PointRead ? executable : undefined;
    this.version = version;
    const dimensions = dimensionsOf(planned.plan);
    this.dimensions = dimensions;
    const { pointRead } = this;
    this.recorder =
      pointRead && dimensions && metrics.statements(dimensions.keyspace, dimensions.table, dimensions.operation);
  }

  get plan(): Plan {
    return this.now.plan;
  }

  get bindColumns(): readonly ColumnSpec[] {
    return this.now.bindColumns;
  }

  get partitionKeyIndexes(): readonly number[] {
    return this.now.partitionKeyIndexes;
  }

  // the property is absent-or-value in the interface; a getter gives undefined for statements without rows
  get resultColumns(): readonly ColumnSpec[] {
    return this.now.resultColumns as readonly ColumnSpec[];
  }

  private get now(): Planned {
    assert(this.planned !== undefined, 'a cached statement has a plan');
    return this.planned;
  }
}

function dimensionsOf(plan: Plan): Dimensions | undefined {
  if (plan.kind === 'select' && plan.source.kind === 'stored') {
    const { keyspace, name } = plan.source.schema;
    return { keyspace, table: name, operation: 'SELECT', manyRows: pointKey(plan) === undefined };
  }
  if (plan.kind === 'modify') {
    const { keyspace, name } = plan.table;
    return { keyspace, table: name, operation: plan.operation, manyRows: false };
  }
  if (plan.kind === 'batch' && plan.statements.length > 0) {
    const { keyspace, name } = plan.statements[0]!.table;
    return { keyspace, table: name, operation: 'BATCH', manyRows: false };
  }
  return undefined;
}

export function ownStatement(prepared: Prepared): Statement {
  if (prepared instanceof Statement) return prepared;
  throw invalid('The prepared statement is not of this engine');
}

/** The metric dimension of a text that could not be prepared; a fixed set, whatever clients send. */
export function operationOf(text: string): string {
  const word = /^\s*(select|insert|update|delete|begin|use)\b/i.exec(text)?.[1]?.toUpperCase();
  return word === 'BEGIN' ? 'BATCH' : (word ?? 'QUERY');
}
