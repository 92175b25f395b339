// The rows that system_schema and system_schema_mcs have in common: keyspaces, tables, columns and types as Cassandra
// 3.11 names their columns, with the constants that Amazon Keyspaces shows (data-plane facts 3.3).

import { cqlTypeText } from '../types/format-type.js';
import { parseCqlType } from '../types/parse-type.js';
import { shownOptions } from './cassandra-options.js';
import type { ColumnRecord, KeyspaceRecord, TableRecord, TypeRecord } from './records.js';
import type { TableSchema } from './schema.js';
import type { ColumnTexts, PlainRow } from './system-table.js';

export const keyspaceColumns: ColumnTexts = {
  durable_writes: 'boolean',
  replication: 'frozen<map<text, text>>',
};

export const tableColumns: ColumnTexts = {
  bloom_filter_fp_chance: 'double',
  caching: 'frozen<map<text, text>>',
  comment: 'text',
  compaction: 'frozen<map<text, text>>',
  compression: 'frozen<map<text, text>>',
  crc_check_chance: 'double',
  dclocal_read_repair_chance: 'double',
  default_time_to_live: 'int',
  extensions: 'frozen<map<text, blob>>',
  flags: 'frozen<set<text>>',
  gc_grace_seconds: 'int',
  id: 'uuid',
  max_index_interval: 'int',
  memtable_flush_period_in_ms: 'int',
  min_index_interval: 'int',
  read_repair_chance: 'double',
  speculative_retry: 'text',
};

export const columnColumns: ColumnTexts = {
  clustering_order: 'text',
  column_name_bytes: 'blob',
  kind: 'text',
  position: 'int',
  type: 'text',
};

export const typeColumns: ColumnTexts = {
  field_names: 'frozen<list<text>>',
  field_types: 'frozen<list<text>>',
};

/** What every table shows, whatever its creator asked for. */
const tableConstants: PlainRow = {
  bloom_filter_fp_chance: 0.01,
  caching: { class: 'com.amazonaws.cassandra.DefaultCaching' },
  compaction: { class: 'com.amazonaws.cassandra.DefaultCompaction' },
  compression: { class: 'com.amazonaws.cassandra.DefaultCompression' },
  crc_check_chance: 1,
  dclocal_read_repair_chance: 0,
  extensions: {},
  gc_grace_seconds: 7_776_000,
  max_index_interval: 2048,
  memtable_flush_period_in_ms: 3_600_000,
  min_index_interval: 128,
  read_repair_chance: 0,
  speculative_retry: '99PERCENTILE',
};

export const keyspaceRow = (record: KeyspaceRecord): PlainRow => ({
  keyspace_name: record.name,
  durable_writes: record.durableWrites,
  replication: record.replication,
});

export function tableRow(record: TableRecord): PlainRow {
  const isCounter = record.columns.some((column) => column.type === 'counter');
  return {
    ...tableConstants,
    ...(record.cassandraOptions && shownOptions(record.cassandraOptions)),
    keyspace_name: record.keyspace,
    table_name: record.name,
    id: record.id,
    comment: record.comment,
    default_time_to_live: record.defaultTimeToLive,
    flags: isCounter ? ['compound', 'counter'] : ['compound'],
  };
}

/** A system table's own row. */
export const systemTableRow = (schema: TableSchema): PlainRow => ({
  ...tableConstants,
  keyspace_name: schema.keyspace,
  table_name: schema.name,
  id: schema.id,
  comment: schema.options.comment,
  default_time_to_live: 0,
  flags: ['compound'],
});

export const columnRows = (record: TableRecord): PlainRow[] =>
  record.columns.map((column) => columnRow(record, { ...column, type: normalType(column.type) }));

export const systemColumnRows = (schema: TableSchema): PlainRow[] =>
  schema.columns.map((column) =>
    columnRow({ keyspace: schema.keyspace, name: schema.name }, { ...column, type: cqlTypeText(column.type) }),
  );

function columnRow(
  table: { readonly keyspace: string; readonly name: string },
  column: Pick<ColumnRecord, 'name' | 'kind' | 'position' | 'order' | 'type'>,
): PlainRow {
  const isKey = column.kind === 'partition_key' || column.kind === 'clustering';
  return {
    keyspace_name: table.keyspace,
    table_name: table.name,
    column_name: column.name,
    clustering_order: column.kind === 'clustering' ? column.order : 'none',
    column_name_bytes: Buffer.from(column.name, 'utf8'),
    kind: column.kind,
    position: isKey ? column.position : -1,
    type: column.type,
  };
}

/** Columns dropped in the lenient mode. */
export const droppedRows = (record: TableRecord): PlainRow[] =>
  (record.dropped ?? []).map((column) => ({
    keyspace_name: record.keyspace,
    table_name: record.name,
    column_name: column.name,
    dropped_time: column.droppedAtMs ?? record.createdAtMs,
    kind: column.kind,
    type: column.shownType ?? normalType(column.type),
  }));

export const typeRow = (record: TypeRecord): PlainRow => ({
  keyspace_name: record.keyspace,
  type_name: record.name,
  field_names: record.fields.map((field) => field.name),
  field_types: record.fields.map((field) => normalType(field.type)),
});

/** The type as system_schema spells it, with every frozen<> written out; a user type stays a name. */
function normalType(text: string): string {
  return cqlTypeText(
    parseCqlType(text, ({ keyspace, name }) => ({ keyspace: keyspace ?? '', name, fieldNames: [], fieldTypes: [] })),
  );
}
