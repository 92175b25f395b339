// CREATE, ALTER, DROP, RESTORE and TRUNCATE TABLE become control-plane calls; their definitions are checked as Cassandra
// 3.11 checks them, with the texts of facts 6.5 (two of them misspelt there too). Apart from the options' mapping.

import { refusalToAddAgain } from '../../catalog/dropped-columns.js';
import type { TableSchema } from '../../catalog/schema.js';
import { CqlError, ErrorCode, invalid, withWarnings } from '../../cql-error.js';
import type { SchemaChange } from '../../session/api.js';
import type { CqlType } from '../../types/cql-type.js';
import { cqlTypeText } from '../../types/format-type.js';
import type { AlterTable, DropTable, QualifiedName, RestoreTable, TruncateTable } from '../syntax/ast/ddl.js';
import type { AnalysisContext } from './context.js';
import { settingsMembers } from './ddl-custom.js';
import type { DdlPlan } from './ddl-plan.js';
import { Properties, tagList, tagsOf } from './ddl-properties.js';
import { alteredProperties, storageOptions, tableMembers } from './ddl-table-options.js';
import { refuseCassandraStatement, refuseType } from './refuse.js';
import { keyspaceOf, refuseSystemKeyspace, resolveTable, resolveType } from './resolve.js';

export const tableChange = (what: SchemaChange['change'], keyspace: string, name: string): SchemaChange => ({
  kind: 'schema-change',
  change: what,
  target: 'TABLE',
  keyspace,
  name,
});

export function alterTable(context: AnalysisContext, raw: AlterTable): DdlPlan {
  const keyspace = keyspaceOf(context, raw.table);
  refuseSystemKeyspace(context, keyspace);
  const names = { keyspaceName: keyspace, tableName: raw.table.name };
  const base = { kind: 'ddl' as const, change: tableChange('UPDATED', keyspace, raw.table.name) };
  const { change } = raw;
  switch (change.kind) {
    case 'add-tags':
    case 'drop-tags':
      return {
        ...base,
        operation: change.kind === 'add-tags' ? 'TagResource' : 'UntagResource',
        input: { ...names, tags: tagsOf(change.tags) },
      };
    case 'with':
      if (context.compat.cassandraStatements) resolveTable(context, raw.table);
      return { ...base, operation: 'UpdateTable', ...optionsOf(context, names, change.properties) };
    case 'add':
      return addColumns(context, resolveTable(context, raw.table).schema, change);
    case 'drop': {
      if (!context.compat.cassandraStatements) throw invalid('ALTER TABLE DROP is not supported');
      const { schema } = resolveTable(context, raw.table);
      const gone = new Set<string>();
      for (const name of change.columns) {
        const column = gone.has(name) ? undefined : schema.byName.get(name);
        gone.add(name);
        if (column === undefined) throw invalid(`Column ${name} was not found in table ${schema.name}`);
        if (column.kind === 'partition_key' || column.kind === 'clustering') {
          throw invalid(`Cannot drop PRIMARY KEY part ${name}`);
        }
      }
      return {
        ...base,
        operation: 'DropColumns',
        input: {
          ...names,
          columns: change.columns,
          ...(change.timestamp !== undefined && { timestamp: change.timestamp }),
        },
      };
    }
    case 'rename': {
      if (!context.compat.cassandraStatements) throw invalid('ALTER TABLE RENAME is not supported');
      const { schema } = resolveTable(context, raw.table);
      for (const { from, to } of change.renamings) {
        const column = schema.byName.get(from);
        if (column === undefined) throw invalid(`Cannot rename unknown column ${from} in keyspace ${schema.name}`);
        if (schema.byName.has(to)) {
          throw invalid(
            `Cannot rename column ${from} to ${to} in keyspace ${schema.name}; another column of that name already exist`,
          );
        }
        if (column.kind !== 'partition_key' && column.kind !== 'clustering') {
          throw invalid(`Cannot rename non PRIMARY KEY part ${from}`);
        }
      }
      return { ...base, operation: 'RenameColumns', input: { ...names, renames: change.renamings } };
    }
    case 'alter-type':
      resolveTable(context, raw.table);
      resolveType(context, keyspace, change.type);
      throw invalid('Altering of types is not allowed');
    case 'drop-compact-storage':
      throw invalid('Cannot DROP COMPACT STORAGE on table without COMPACT STORAGE');
  }
}

function optionsOf(
  context: AnalysisContext,
  names: { readonly keyspaceName: string; readonly tableName: string },
  written: (AlterTable['change'] & { kind: 'with' })['properties'],
): Pick<DdlPlan, 'input' | 'cqlOnly' | 'warnings'> {
  if (written.length === 0) throw invalid('ALTER TABLE WITH invoked, but no parameters found');
  const properties = new Properties(written, alteredProperties);
  const kept = storageOptions(context, properties);
  const { members, comment } = withWarnings(kept?.warnings, () => {
    if (properties.has('id')) throw new CqlError(ErrorCode.config, 'Cannot alter table id.');
    return tableMembers(properties);
  });
  return {
    input: { ...names, ...members },
    cqlOnly: { ...(comment !== undefined && { comment }), ...(kept && { cassandraOptions: kept.options }) },
    ...(kept && { warnings: kept.warnings }),
  };
}

function addColumns(
  context: AnalysisContext,
  schema: TableSchema,
  change: AlterTable['change'] & { kind: 'add' },
): DdlPlan {
  const seen = new Set<string>();
  const added = change.columns.map((column) => {
    const type = resolveType(context, schema.keyspace, column.type);
    refuseType(context.compat, type);
    if (column.static && schema.clustering.length === 0) {
      throw invalid(
        'Static columns are only useful (and thus allowed) if the table has at least one clustering column',
      );
    }
    const before = schema.byName.get(column.name);
    if (before !== undefined || seen.has(column.name)) {
      const key = before?.kind === 'partition_key' || before?.kind === 'clustering';
      throw invalid(
        `Invalid column name ${column.name} because it conflicts with ${key ? 'a PRIMARY KEY part' : 'an existing column'}`,
      );
    }
    seen.add(column.name);
    const dropped = schema.dropped?.find(({ name }) => name === column.name);
    const refusal = dropped && refusalToAddAgain(dropped, { static: column.static, type });
    if (refusal !== undefined) throw invalid(refusal);
    return { name: column.name, type, static: column.static };
  });
  checkCounters(schema, added);
  const statics = added.filter((c) => c.static).map((c) => c.name);
  return {
    kind: 'ddl',
    operation: 'UpdateTable',
    input: {
      keyspaceName: schema.keyspace,
      tableName: schema.name,
      addColumns: added.map(({ name, type }) => ({ name, type: cqlTypeText(type) })),
    },
    change: tableChange('UPDATED', schema.keyspace, schema.name),
    ...(statics.length > 0 && { cqlOnly: { staticColumns: statics } }),
  };
}

/** The table as it would be is checked when all columns are there. */
function checkCounters(
  schema: TableSchema,
  added: readonly { readonly name: string; readonly type: CqlType; readonly static: boolean }[],
): void {
  const inOrder = [...added].sort((a, b) => Number(b.static) - Number(a.static) || (a.name < b.name ? -1 : 1));
  for (const { name, type } of inOrder) {
    const isCounter = type.kind === 'native' && type.name === 'counter';
    if (isCounter === schema.isCounter) continue;
    throw new CqlError(
      ErrorCode.config,
      isCounter
        ? `Cannot add a counter column (${name}) in a non counter column family`
        : `Cannot add a non counter column (${name}) in a counter column family`,
    );
  }
}

export function dropTable(context: AnalysisContext, raw: DropTable): DdlPlan {
  const keyspace = keyspaceOf(context, raw.table);
  refuseSystemKeyspace(context, keyspace);
  return {
    kind: 'ddl',
    operation: 'DeleteTable',
    input: { keyspaceName: keyspace, tableName: raw.table.name },
    ...(raw.ifExists && { condition: 'if-exists' as const }),
    change: tableChange('DROPPED', keyspace, raw.table.name),
  };
}

const restoreProperties = new Set(['restore_timestamp', 'custom_properties', 'autoscaling_settings', 'tags']);
/** Custom properties that may differ from the source's [facts 2.5]. */
const restorable = new Set(['capacity_mode', 'encryption_specification', 'point_in_time_recovery', 'replica_updates']);

export function restoreTable(context: AnalysisContext, raw: RestoreTable): DdlPlan {
  const target = keyspaceOf(context, raw.table);
  refuseSystemKeyspace(context, target);
  const source = keyspaceOf(context, raw.source);
  const properties = new Properties(raw.properties, restoreProperties);
  const custom = properties.map('custom_properties') ?? {};
  const other = Object.keys(custom).find((key) => !restorable.has(key));
  if (other !== undefined) throw invalid(`Custom property '${other}' cannot be set by RESTORE TABLE`);
  const { capacitySpecification, encryptionSpecification, pointInTimeRecovery, ...rest } = settingsMembers(
    custom,
    properties.map('autoscaling_settings'),
  );
  const tags = properties.map('tags');
  const at = properties.text('restore_timestamp');
  return {
    kind: 'ddl',
    operation: 'RestoreTable',
    input: {
      sourceKeyspaceName: source,
      sourceTableName: raw.source.name,
      targetKeyspaceName: target,
      targetTableName: raw.table.name,
      ...(at !== undefined && { restoreTimestamp: epochSeconds(at) }),
      ...(capacitySpecification !== undefined && { capacitySpecificationOverride: capacitySpecification }),
      ...(encryptionSpecification !== undefined && { encryptionSpecificationOverride: encryptionSpecification }),
      ...(pointInTimeRecovery !== undefined && { pointInTimeRecoveryOverride: pointInTimeRecovery }),
      ...(tags && { tagsOverride: tagList(tags) }),
      ...rest,
    },
    change: tableChange('CREATED', target, raw.table.name),
  };
}

/** `2020-06-30T04:05:00+0000`: the zone may lack its colon, which Date.parse insists on. */
function epochSeconds(text: string): number {
  const ms = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2').replace(' ', 'T'));
  if (Number.isNaN(ms)) {
    throw new CqlError(ErrorCode.invalid, `Unable to coerce '${text}' to a formatted date (long)`);
  }
  return ms / 1000;
}

export function truncateTable(context: AnalysisContext, raw: TruncateTable): DdlPlan {
  refuseCassandraStatement(context.compat, 'TruncateStatement');
  const table: QualifiedName = raw.table;
  const keyspace = keyspaceOf(context, table);
  refuseSystemKeyspace(context, keyspace);
  const { schema } = resolveTable(context, table);
  return {
    kind: 'ddl',
    operation: 'TruncateTable',
    input: { keyspaceName: schema.keyspace, tableName: schema.name },
    change: tableChange('UPDATED', schema.keyspace, schema.name),
  };
}
