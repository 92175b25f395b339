// Records into the schema objects that statements share: types parsed, columns ordered and indexed.

import { CqlError } from '../cql-error.js';
import type { CqlType } from '../types/cql-type.js';
import { holdsNumbers } from '../types/number-digits.js';
import { parseCqlType, type ResolveUdt } from '../types/parse-type.js';
import type { ColumnRecord, DroppedColumn, KeyspaceRecord, TableRecord, TypeRecord } from './records.js';
import type { Column, ColumnKind, KeyspaceSchema, TableOptions, TableSchema, UserType } from './schema.js';

export function compileKeyspace(record: KeyspaceRecord): KeyspaceSchema {
  return {
    name: record.name,
    replication: record.replication,
    durableWrites: record.durableWrites,
    isSystem: record.isSystem,
  };
}

export function compileUserType(record: TypeRecord, resolve: ResolveUdt): UserType {
  return {
    keyspace: record.keyspace,
    name: record.name,
    fieldNames: record.fields.map((field) => field.name),
    fieldTypes: record.fields.map((field) => parseCqlType(field.type, resolve)),
  };
}

/** `region`: where the table is compiled for. */
export function compileTable(record: TableRecord, resolve: ResolveUdt, region = ''): TableSchema {
  const compiled = record.columns.map((column) => compileColumn(column, parseCqlType(column.type, resolve)));
  const ofKind = (kind: ColumnKind) =>
    compiled.filter((column) => column.kind === kind).sort((a, b) => a.position - b.position);
  const partitionKey = ofKind('partition_key');
  const clustering = ofKind('clustering');
  const statics = ofKind('static');
  const regulars = ofKind('regular');
  const byId: (Column | undefined)[] = [];
  for (const column of compiled) byId[column.id] = column;
  return {
    keyspace: record.keyspace,
    name: record.name,
    id: record.id,
    number: record.number,
    partitionKey,
    clustering,
    statics,
    regulars,
    columns: [...partitionKey, ...clustering, ...statics, ...regulars],
    byName: new Map(compiled.map((column) => [column.name, column])),
    byId: Array.from(byId),
    ...(record.dropped && { dropped: compileDropped(record.dropped, resolve) }),
    ...(record.indexes && { indexes: record.indexes }),
    isCounter: compiled.some((column) => column.type.kind === 'native' && column.type.name === 'counter'),
    holdsNumbers: compiled.some((column) => holdsNumbers(column.type)),
    options: tableOptions(record, region),
  };
}

function compileDropped(dropped: readonly DroppedColumn[], resolve: ResolveUdt): Column[] {
  return dropped.flatMap((column) => {
    try {
      return [compileColumn(column, parseCqlType(column.type, resolve))];
    } catch (error) {
      // of a user type that is gone, too
      if (error instanceof CqlError) return [];
      throw error;
    }
  });
}

function tableOptions(record: TableRecord, region: string): TableOptions {
  const cdc = record.cdc?.status;
  const cdcOn = cdc !== undefined && (cdc.state === 'ENABLED' || cdc.state === 'ENABLING');
  return {
    comment: record.comment,
    defaultTimeToLive: record.defaultTimeToLive,
    ttlEnabled: record.ttlEnabled,
    clientSideTimestamps: record.clientSideTimestamps,
    keepsHistory: keepsHistory(record) || cdcOn,
    ...(record.replicas.length > 1 && { multiRegion: { region, regions: record.replicas.length } }),
  };
}

/** From the moment that PITR is asked for, so that its window is whole from the first second. */
function keepsHistory(record: TableRecord): boolean {
  return record.pitr !== undefined || record.pending?.changes.pitr != null || record.historyHeld === true;
}

function compileColumn(record: ColumnRecord, type: CqlType): Column {
  return {
    name: record.name,
    type,
    kind: record.kind,
    position: record.position,
    id: record.id,
    order: record.order,
  };
}
