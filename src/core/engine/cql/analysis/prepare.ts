// The door of analysis: a parsed statement against a catalog becomes a plan. One switch over statement kinds.

import { assertNever } from '../../../lib/assert.js';
import { invalid } from '../../cql-error.js';
import type { Statement } from '../syntax/ast/statement.js';
import { prepareBatch } from './batch.js';
import type { AnalysisContext } from './context.js';
import { createTable } from './ddl-create-table.js';
import { lenientPlan } from './ddl-index.js';
import { alterKeyspace, createKeyspace, dropKeyspace } from './ddl-keyspace.js';
import type { DdlPlan } from './ddl-plan.js';
import { alterTable, dropTable, restoreTable, truncateTable } from './ddl-table.js';
import { alterType, createType, dropType } from './ddl-type.js';
import { Markers } from './markers.js';
import { prepareModification } from './modify.js';
import type { BatchPlan, ModifyPlan, Planned, VirtualUpdatePlan } from './plan.js';
import { refuseStatement } from './refuse.js';
import { keyspaceOf } from './resolve.js';
import { prepareSelect } from './select.js';

/** Throws CqlError. Prepared again whenever the catalog's version changes. */
export function prepareStatement(context: AnalysisContext, statement: Statement): Planned {
  const markers = new Markers(statement.markers);
  switch (statement.kind) {
    case 'select': {
      const plan = prepareSelect(context, statement, markers);
      return {
        plan,
        bindColumns: markers.columns(),
        partitionKeyIndexes: markers.partitionKeyIndexes(plan.source.schema),
        resultColumns: plan.columns,
      };
    }
    case 'insert':
    case 'insert-json':
    case 'update':
    case 'delete':
      return planned(prepareModification(context, statement, markers), markers);
    case 'batch':
      return planned(prepareBatch(context, statement, markers), markers);
    case 'use':
      return { plan: { kind: 'use', keyspace: statement.keyspace }, bindColumns: [], partitionKeyIndexes: [] };
    default:
      if (statement.kind === 'refused') {
        const plan = lenientPlan(context, statement) ?? refuseStatement(statement.statement);
        return { plan, bindColumns: [], partitionKeyIndexes: [] };
      }
      if (statement.markers.length > 0) throw invalid('Bind variables cannot be used in this statement');
      return { plan: prepareDdl(context, statement), bindColumns: [], partitionKeyIndexes: [] };
  }
}

/** Of DDL that is prepared and not run yet; undefined for what is planned at once: CREATE TABLE, which Cassandra checks
 * when it is prepared, and all of Amazon Keyspaces, which prepares no DDL. */
export function planLater(context: AnalysisContext, statement: Statement): Planned | undefined {
  const { kind } = statement;
  const isDdl = (kind !== 'refused' || statement.index !== undefined) && kind !== 'use' && !isData(statement);
  if (!context.compat.cassandraStatements || !isDdl || kind === 'create-table' || kind === 'restore-table') {
    return undefined;
  }
  if (kind === 'create-type' || kind === 'alter-type' || kind === 'drop-type') keyspaceOf(context, statement.name);
  if (kind === 'alter-table' || kind === 'drop-table' || kind === 'truncate') keyspaceOf(context, statement.table);
  return { plan: { kind: 'later' }, bindColumns: [], partitionKeyIndexes: [] };
}

const isData = ({ kind }: Statement): boolean =>
  kind === 'select' ||
  kind === 'insert' ||
  kind === 'insert-json' ||
  kind === 'update' ||
  kind === 'delete' ||
  kind === 'batch';

function planned(plan: ModifyPlan | VirtualUpdatePlan | BatchPlan, markers: Markers): Planned {
  const table = plan.kind === 'batch' ? onlyTable(plan) : plan.table;
  return {
    plan,
    bindColumns: markers.columns(),
    partitionKeyIndexes: table === undefined ? [] : markers.partitionKeyIndexes(table),
  };
}

/** A batch of several tables has no one partition key. */
function onlyTable({ statements }: BatchPlan): BatchPlan['statements'][number]['table'] | undefined {
  const table = statements[0]?.table;
  return statements.every((statement) => statement.table === table) ? table : undefined;
}

type Ddl = Exclude<
  Statement,
  { kind: 'select' | 'insert' | 'insert-json' | 'update' | 'delete' | 'batch' | 'use' | 'refused' }
>;

function prepareDdl(context: AnalysisContext, statement: Ddl): DdlPlan {
  switch (statement.kind) {
    case 'create-keyspace':
      return createKeyspace(context, statement);
    case 'alter-keyspace':
      return alterKeyspace(context, statement);
    case 'drop-keyspace':
      return dropKeyspace(context, statement);
    case 'create-table':
      return createTable(context, statement);
    case 'alter-table':
      return alterTable(context, statement);
    case 'drop-table':
      return dropTable(context, statement);
    case 'restore-table':
      return restoreTable(context, statement);
    case 'truncate':
      return truncateTable(context, statement);
    case 'create-type':
      return createType(context, statement);
    case 'alter-type':
      return alterType(context, statement);
    case 'drop-type':
      return dropType(context, statement);
    default:
      return assertNever(statement);
  }
}
