// INSERT, INSERT JSON, UPDATE and DELETE become one kind of plan. Apart from their parts (assignments, conditions, where)
// because the checks here are about the statement as a whole.

import type { Column, TableSchema } from '../../catalog/schema.js';
import { CqlError, ErrorCode, invalid } from '../../cql-error.js';
import { limits } from '../../limits.js';
import { native } from '../../types/cql-type.js';
import { decodeDocument } from '../../types/json-document.js';
import type { Delete, Insert, InsertJson, Modification, Update, Using } from '../syntax/ast/statement.js';
import type { Term as RawTerm } from '../syntax/ast/term.js';
import { prepareAssignments, prepareDeletion, setColumn } from './assignments.js';
import { prepareCondition } from './conditions.js';
import type { AnalysisContext } from './context.js';
import { type Markers, receiverOf } from './markers.js';
import { type ModifyWhere, modifyWhere, refusePartial } from './modify-where.js';
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
  const tokenTypes = found.schema.partitionKey.map((column) => column.type);
  const at: TermContext = { context, keyspace: found.schema.keyspace, markers, tokenTypes };
  if (found.kind === 'virtual') {
    if (raw.kind === 'update' && found.virtual.update !== undefined) {
      modifyWhere(at, found.schema, raw.where, {
        operation: 'UPDATE',
        onlyStatics: false,
        deletesColumns: false,
        condition: undefined,
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
  const using = prepareUsing(at, table, raw.using);
  if (table.isCounter) throw invalid('INSERT statements are not allowed on counter tables, use UPDATE instead');
  if (raw.columns.length === 0) throw invalid('No columns provided to INSERT');
  if (raw.columns.length !== raw.values.length) throw invalid('Unmatched column names/values');
  if (new Set(raw.columns).size !== raw.columns.length) throw invalid('The column names contains duplicates');
  const assignments: Assignment[] = [];
  const keyValues: [Column, RawTerm][] = [];
  raw.columns.forEach((name, i) => {
    const column = resolveColumn(table, name);
    const value = raw.values[i]!;
    if (column.kind === 'regular' || column.kind === 'static') assignments.push(setColumn(at, table, column, value));
    else keyValues.push([column, value]);
  });
  // values of the key are relations to Cassandra: they come after all others
  const keys = new Map<Column, KeyValues>();
  for (const [column, value] of keyValues) {
    keys.set(column, { kind: 'eq', column, term: prepareTerm(at, value, receiverOf(table, column)) });
  }
  return finishInsert(at, table, raw, { keys, assignments, using });
}

function prepareInsertJson(at: TermContext, table: TableSchema, raw: InsertJson): ModifyPlan {
  const using = prepareUsing(at, table, raw.using);
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
  const plan = finishInsert(at, table, raw, { keys, assignments, using });
  const members = raw.json.kind === 'literal' ? constantDocument(table, raw.json.text) : undefined;
  return {
    ...plan,
    json: { term, columns: table.columns, defaultUnset: raw.defaultUnset, ...(members && { members }) },
  };
}

/** Decoded once; undefined when it names the moment, which is another each time. */
function constantDocument(table: TableSchema, text: string): ReadonlyMap<string, Uint8Array | null> | undefined {
  let isConstant = true;
  const members = decodeDocument(text, table.columns, () => {
    isConstant = false;
    return 0n;
  });
  return isConstant ? members : undefined;
}

function finishInsert(
  at: TermContext,
  table: TableSchema,
  raw: Insert | InsertJson,
  parts: {
    readonly keys: ReadonlyMap<Column, KeyValues>;
    readonly assignments: readonly Assignment[];
    readonly using: PreparedUsing;
  },
): ModifyPlan {
  const { keys, assignments, using } = parts;
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
  refuseUsing(at.context, table, raw.using, raw.ifNotExists);
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
  const using = prepareUsing(at, table, raw.using);
  const condition = conditionOf(at, table, raw);
  const assignments = prepareAssignments(at, table, raw.assignments);
  const where = modifyWhere(at, table, raw.where, {
    operation: 'UPDATE',
    onlyStatics: touchesOnlyStatics(table, assignments, condition),
    deletesColumns: false,
    condition,
  });
  refuseUsing(at.context, table, raw.using, condition !== undefined);
  refuseWidth(at.context.compat, assignments.length, widthMax(table, raw.using));
  return finishModification('UPDATE', { table, where, using, assignments, condition });
}

function prepareDelete(at: TermContext, table: TableSchema, raw: Delete): ModifyPlan {
  const using = prepareUsing(at, table, raw.using);
  const condition = conditionOf(at, table, raw);
  const assignments = raw.targets.map((target) => prepareDeletion(at, table, target));
  const options = {
    operation: 'DELETE' as const,
    onlyStatics: touchesOnlyStatics(table, assignments, condition),
    deletesColumns: assignments.length > 0,
    deletesRegular: assignments.some((a) => a.column.kind === 'regular'),
    condition,
  };
  const where = modifyWhere(at, table, raw.where, options);
  refuseUsing(at.context, table, raw.using, condition !== undefined);
  refusePartial(where.target, options);
  return finishModification('DELETE', { table, where, using, assignments, condition });
}

function finishModification(
  operation: 'UPDATE' | 'DELETE',
  parts: {
    readonly table: TableSchema;
    readonly where: ModifyWhere;
    readonly using: PreparedUsing;
    readonly assignments: readonly Assignment[];
    readonly condition: Condition | undefined;
  },
): ModifyPlan {
  const { table, where, using, assignments, condition } = parts;
  const { late: after, conditionalIn, ...access } = where;
  const before = using.late?.before;
  return {
    kind: 'modify',
    operation,
    table,
    ...access,
    marker: false,
    deletesRow: operation === 'DELETE' && assignments.length === 0,
    assignments,
    ...using,
    ...(condition && { condition }),
    ...((before ?? after ?? conditionalIn) !== undefined && {
      late: {
        ...(before !== undefined && { before }),
        ...(after !== undefined && { after }),
        ...(conditionalIn !== undefined && { conditionalIn }),
      },
    }),
  };
}

function conditionOf(at: TermContext, table: TableSchema, raw: Update | Delete): Condition | undefined {
  if (raw.condition === undefined) return undefined;
  if (raw.condition.kind !== 'exists' && raw.using.timestamp !== undefined) throw invalid(noTimestamp);
  return prepareCondition(at, table, raw.condition);
}

const noTimestamp = 'Cannot provide custom timestamp for conditional updates';

function refuseUsing({ compat }: AnalysisContext, table: TableSchema, using: Using, conditional: boolean): void {
  if (conditional) {
    if (table.isCounter) throw invalid('Conditional updates are not supported on counter tables');
    if (using.timestamp !== undefined) throw invalid(noTimestamp);
  }
  // a counter's own refusal comes when the statement runs
  if (table.isCounter) return;
  if (using.timestamp !== undefined) refuseTimestamp(compat, table);
  if (using.ttl !== undefined) refuseTtl(compat, table);
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

type PreparedUsing = Pick<ModifyPlan, 'ttl' | 'timestamp' | 'late'>;

function prepareUsing(at: TermContext, table: TableSchema, using: Using): PreparedUsing {
  const place = { keyspace: table.keyspace, table: table.name };
  const timestamp =
    using.timestamp && prepareTerm(at, using.timestamp, { ...place, name: '[timestamp]', type: native('bigint') });
  const ttl = using.ttl && prepareTerm(at, using.ttl, { ...place, name: '[ttl]', type: native('int') });
  const what = table.isCounter ? (timestamp !== undefined ? 'timestamp' : ttl !== undefined ? 'TTL' : '') : '';
  return {
    ...(ttl && { ttl }),
    ...(timestamp && { timestamp }),
    ...(what !== '' && { late: { before: `Cannot provide custom ${what} for counter updates` } }),
  };
}
