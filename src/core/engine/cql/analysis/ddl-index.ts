// CREATE and DROP INDEX of the lenient mode, checked in Cassandra's order and words [C3 CreateIndexStatement]. Apart from
// tables because Amazon Keyspaces has neither.

import type { Column, TableSchema } from '../../catalog/schema.js';
import { CqlError, ErrorCode, invalid } from '../../cql-error.js';
import type { CreateIndex, DropIndex, IndexTarget, RefusedStatement } from '../syntax/ast/ddl.js';
import type { AnalysisContext } from './context.js';
import type { DdlPlan } from './ddl-plan.js';
import { Properties } from './ddl-properties.js';
import { tableChange } from './ddl-table.js';
import { unknownKeyspace } from './refuse.js';
import { keyspaceOf, refuseSystemKeyspace, resolveColumn, resolveTable } from './resolve.js';
import { durationHolder, hasDuration } from './slices.js';

/** What the lenient mode makes of a statement that the other refuses by name; undefined when it refuses, too. */
export function lenientPlan(context: AnalysisContext, statement: RefusedStatement): DdlPlan | undefined {
  if (!context.compat.cassandraStatements) return undefined;
  if (statement.index?.kind === 'create') return createIndex(context, statement.index);
  if (statement.index?.kind === 'drop') return dropIndex(context, statement.index);
  if (statement.ifExists !== true) return undefined;
  return {
    kind: 'ddl',
    operation: 'DropMissing',
    input: {},
    condition: 'if-exists',
    change: tableChange('UPDATED', context.keyspace ?? '', ''),
  };
}

function createIndex(context: AnalysisContext, raw: CreateIndex): DdlPlan | undefined {
  const keyspace = keyspaceOf(context, raw.table);
  refuseSystemKeyspace(context, keyspace);
  const { schema } = resolveTable(context, raw.table);
  if (schema.isCounter) throw invalid('Secondary indexes are not supported on counter tables');
  if (raw.targets.length === 0 && !raw.custom)
    throw invalid('Only CUSTOM indexes can be created without specifying a target column');
  if (raw.targets.length > 1 && !raw.custom) throw invalid('Only CUSTOM indexes support multiple columns');
  const targets = raw.targets.map((target) => checkTarget(schema, target));
  checkProperties(raw);
  if (raw.name !== undefined && !/^\w+$/.test(raw.name))
    throw new CqlError(ErrorCode.config, `Illegal index name ${raw.name}`);
  const { column, part } = targets[0]!;
  return {
    kind: 'ddl',
    operation: 'CreateIndex',
    input: {
      keyspaceName: keyspace,
      tableName: schema.name,
      column: column.name,
      part,
      ...(raw.name !== undefined && { indexName: raw.name }),
    },
    ...(raw.ifNotExists && { condition: 'if-not-exists' as const }),
    change: tableChange('UPDATED', keyspace, schema.name),
  };
}

interface CheckedTarget {
  readonly column: Column;
  readonly part: IndexTarget['part'];
}

function checkTarget(table: TableSchema, { column: name, part: written }: IndexTarget): CheckedTarget {
  const column = resolveColumn(table, name);
  const { type } = column;
  if (hasDuration(type))
    throw invalid(`Secondary indexes are not supported on ${durationHolder(type, 'duration columns')}`);
  if (column.kind === 'partition_key' && table.partitionKey.length === 1)
    throw invalid(`Cannot create secondary index on partition key column ${name}`);
  const isCollection = type.kind === 'list' || type.kind === 'set' || type.kind === 'map';
  const part = written === 'simple' && isCollection ? 'values' : written;
  if (isCollection && type.frozen) {
    if (part === 'full') return { column, part };
    throw invalid(
      `Cannot create ${part}() index on frozen column ${name}. Frozen collections only support full() indexes`,
    );
  }
  if (part === 'full') throw invalid('full() indexes can only be created on frozen collections');
  if (!isCollection && part !== 'simple')
    throw invalid(`Cannot create ${part}() index on ${name}. Non-collection columns support only simple indexes`);
  if ((part === 'keys' || part === 'entries') && type.kind !== 'map')
    throw invalid(`Cannot create index on ${part} of column ${name} with non-map type`);
  if (type.kind === 'udt' && !type.frozen) throw invalid('Secondary indexes are not supported on non-frozen UDTs');
  return { column, part };
}

/** Custom indexes are classes of their own, none of which is here. */
function checkProperties(raw: CreateIndex): void {
  const properties = new Properties(raw.properties, new Set(['options']));
  const options = properties.map('options');
  if (raw.custom) {
    if (raw.className === undefined) throw invalid('CUSTOM index requires specifiying the index class');
    throw new CqlError(ErrorCode.config, `Unable to find custom indexer class '${raw.className}'`);
  }
  if (raw.className !== undefined) throw invalid('Cannot specify index class for a non-CUSTOM index');
  if (options !== undefined && Object.keys(options).length > 0)
    throw invalid('Cannot specify options for a non-CUSTOM index');
}

function dropIndex(context: AnalysisContext, raw: DropIndex): DdlPlan {
  const keyspace = keyspaceOf(context, raw.name);
  if (context.catalog.keyspace(keyspace) === undefined) throw unknownKeyspace(context.compat, keyspace);
  const table = context.catalog.indexedTable(keyspace, raw.name.name);
  // keyspaces of the system have no indexes: one that is not there is told first
  if (table !== undefined) refuseSystemKeyspace(context, keyspace);
  return {
    kind: 'ddl',
    operation: 'DropIndex',
    input: { keyspaceName: keyspace, indexName: raw.name.name, ...(table !== undefined && { tableName: table }) },
    ...(raw.ifExists && { condition: 'if-exists' as const }),
    change: tableChange('UPDATED', keyspace, table ?? ''),
  };
}
