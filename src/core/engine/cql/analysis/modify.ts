// INSERT, INSERT JSON, UPDATE and DELETE become one kind of plan. Apart from their parts (assignments, conditions, where)
// because the checks here are about the statement as a whole.

import type { Column, TableSchema } from '../../catalog/schema.js';
import { CqlError, ErrorCode, invalid } from '../../cql-error.js';
import { limits } from '../../limits.js';
import { native } from '../../types/cql-type.js';
import type { Delete, Insert, InsertJson, Modification, Update, Using } from '../syntax/ast/statement.js';
import { prepareAssignments, prepareDeletion, setColumn } from './assignments.js';
import { prepareCondition } from './conditions.js';
import type { AnalysisContext } from './context.js';
import { type Markers, receiverOf } from './markers.js';
import { modifyWhere } from './modify-where.js';
import type { Assignment, Condition, KeyValues, ModifyPlan, VirtualUpdatePlan } from './plan.js';
import { refuseTimestamp, refuseTtl, refuseWidth } from './refuse.js';
import { resolveColumn, resolveTable } from './resolve.js';
import { prepareTerm, type TermContext } from './terms.js';

export function prepareModification(
  context: AnalysisContext,
  raw: Modification,
  markers: Markers,
): ModifyPlan | VirtualUpdatePlan {
  const found = resolveTable(context, raw.table);
  const at: TermContext = { context, keyspace: found.schema.keyspace, markers };
  if (found.kind === 'virtual') {
    if (raw.kind === 'update' && found.virtual.update !== undefined) {
      modifyWhere(at, found.schema, raw.where, {
        operation: 'UPDATE',
        onlyStatics: false,
        deletesColumns: false,
        conditional: false,
      });
      const assignments = prepareAssignments(at, found.schema, raw.assignments);
      return { kind: 'virtual-update', table: found.schema, virtual: found.virtual, assignments };
    }
    throw new CqlError(ErrorCode.unauthorized, `${found.schema.keyspace} keyspace is not user-modifiable.`);
  }
  switch (raw.kind) {
    case 'insert':
      return prepareInsert(at, found.schema, raw);
    case 'insert-json':
      return prepareInsertJson(at, found.schema, raw);
    case 'update':
      return prepareUpdate(at, found.schema, raw);
    case 'delete':
      return prepareDelete(at, found.schema, raw);
  }
}

function prepareInsert(at: TermContext, table: TableSchema, raw: Insert): ModifyPlan {
  if (raw.columns.length !== raw.values.length) throw invalid('Unmatched column names/values');
  if (raw.columns.length === 0) throw invalid('No columns provided to INSERT');
  if (new Set(raw.columns).size !== raw.columns.length) throw invalid('The column names contains duplicates');
  if (table.isCounter) throw invalid('INSERT statements are not allowed on counter tables, use UPDATE instead');
  const keys = new Map<Column, KeyValues>();
  const assignments: Assignment[] = [];
  raw.columns.forEach((name, i) => {
    const column = resolveColumn(table, name);
    const value = raw.values[i]!;
    if (column.kind === 'regular' || column.kind === 'static') {
      assignments.push(setColumn(at, table, column, value));
      return;
    }
    if (column.kind === 'partition_key' && value.kind === 'marker') at.markers.isPartitionKey(column, value);
    keys.set(column, { kind: 'eq', column, term: prepareTerm(at, value, receiverOf(table, column)) });
  });
  return finishInsert(at, table, raw, { keys, assignments });
}

function prepareInsertJson(at: TermContext, table: TableSchema, raw: InsertJson): ModifyPlan {
  if (table.isCounter) throw invalid('INSERT statements are not allowed on counter tables, use UPDATE instead');
  const receiver = { keyspace: table.keyspace, table: table.name, name: '[json]', type: native('text') };
  const term = prepareTerm(at, raw.json, receiver);
  const keys = new Map<Column, KeyValues>();
  const assignments: Assignment[] = [];
  for (const column of table.columns) {
    const value = { kind: 'json', column } as const;
    if (column.kind === 'partition_key' || column.kind === 'clustering') {
      keys.set(column, { kind: 'eq', column, term: value });
    } else {
      const { type } = column;
      const whole = type.kind === 'native' || type.kind === 'tuple' || type.kind === 'custom' || type.frozen;
      assignments.push({ kind: whole ? 'set' : 'replace', column, term: value });
    }
  }
  const plan = finishInsert(at, table, raw, { keys, assignments });
  return { ...plan, json: { term, columns: table.columns, defaultUnset: raw.defaultUnset } };
}

function finishInsert(
  at: TermContext,
  table: TableSchema,
  raw: Insert | InsertJson,
  parts: { readonly keys: ReadonlyMap<Column, KeyValues>; readonly assignments: readonly Assignment[] },
): ModifyPlan {
  const { keys, assignments } = parts;
  const missing = table.partitionKey.filter((c) => !keys.has(c));
  if (missing.length > 0) {
    throw invalid(`Some partition key parts are missing: ${missing.map((c) => c.name).join(', ')}`);
  }
  const without = table.clustering.filter((c) => !keys.has(c));
  const onlyStatics =
    without.length === table.clustering.length &&
    table.clustering.length > 0 &&
    assignments.length > 0 &&
    assignments.every((a) => a.column.kind === 'static');
  if (without.length > 0 && !onlyStatics) {
    throw invalid(`Some clustering keys are missing: ${without.map((c) => c.name).join(', ')}`);
  }
  const using = prepareUsing(at, table, raw.using, raw.ifNotExists);
  refuseWidth(at.context.compat, assignments.length, widthMax(table, raw.using));
  return {
    kind: 'modify',
    operation: 'INSERT',
    table,
    partition: table.partitionKey.map((c) => keys.get(c)!),
    clustering: { prefix: onlyStatics ? [] : table.clustering.map((c) => keys.get(c)!) },
    target: onlyStatics ? 'static' : 'row',
    marker: !onlyStatics,
    deletesRow: false,
    assignments,
    ...using,
    ...(raw.ifNotExists && { condition: { kind: 'not-exists' } as const }),
  };
}

const widthMax = (table: TableSchema, using: Using): number =>
  using.ttl !== undefined || table.options.ttlEnabled ? limits.columnsPerWriteWithTtl : limits.columnsPerWrite;

function prepareUpdate(at: TermContext, table: TableSchema, raw: Update): ModifyPlan {
  const assignments = prepareAssignments(at, table, raw.assignments);
  const condition = raw.condition && prepareCondition(at, table, raw.condition);
  const using = prepareUsing(at, table, raw.using, condition !== undefined);
  const where = modifyWhere(at, table, raw.where, {
    operation: 'UPDATE',
    onlyStatics: touchesOnlyStatics(table, assignments, condition),
    deletesColumns: false,
    conditional: condition !== undefined,
  });
  refuseWidth(at.context.compat, assignments.length, widthMax(table, raw.using));
  return {
    kind: 'modify',
    operation: 'UPDATE',
    table,
    ...where,
    marker: false,
    deletesRow: false,
    assignments,
    ...using,
    ...(condition && { condition }),
  };
}

function prepareDelete(at: TermContext, table: TableSchema, raw: Delete): ModifyPlan {
  const assignments = raw.targets.map((target) => prepareDeletion(at, table, target));
  const condition = raw.condition && prepareCondition(at, table, raw.condition);
  const using = prepareUsing(at, table, raw.using, condition !== undefined);
  const where = modifyWhere(at, table, raw.where, {
    operation: 'DELETE',
    onlyStatics: touchesOnlyStatics(table, assignments, condition),
    deletesColumns: assignments.length > 0,
    conditional: condition !== undefined,
  });
  return {
    kind: 'modify',
    operation: 'DELETE',
    table,
    ...where,
    marker: false,
    deletesRow: assignments.length === 0,
    assignments,
    ...using,
    ...(condition && { condition }),
  };
}

/** Only then may the clustering key be left out [C3 appliesOnlyToStaticColumns]. A DELETE without columns touches all. */
function touchesOnlyStatics(
  table: TableSchema,
  assignments: readonly Assignment[],
  condition: Condition | undefined,
): boolean {
  if (table.statics.length === 0) return false;
  const columns = assignments.map((a) => a.column);
  if (condition?.kind === 'columns') columns.push(...condition.tests.map((t) => t.column));
  return columns.length > 0 && assignments.length > 0 && columns.every((c) => c.kind === 'static');
}

function prepareUsing(
  at: TermContext,
  table: TableSchema,
  using: Using,
  conditional: boolean,
): Pick<ModifyPlan, 'ttl' | 'timestamp'> {
  if (conditional && table.isCounter) throw invalid('Conditional updates are not supported on counter tables');
  if (using.timestamp !== undefined) {
    if (table.isCounter) throw invalid('Cannot provide custom timestamp for counter updates');
    if (conditional) throw invalid('Cannot provide custom timestamp for conditional updates');
    refuseTimestamp(at.context.compat, table);
  }
  if (using.ttl !== undefined) {
    if (table.isCounter) throw invalid('Cannot provide custom TTL for counter updates');
    refuseTtl(at.context.compat, table);
  }
  const place = { keyspace: table.keyspace, table: table.name };
  return {
    ...(using.ttl && { ttl: prepareTerm(at, using.ttl, { ...place, name: '[ttl]', type: native('int') }) }),
    ...(using.timestamp && {
      timestamp: prepareTerm(at, using.timestamp, { ...place, name: '[timestamp]', type: native('bigint') }),
    }),
  };
}
