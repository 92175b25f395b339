// The tables of keyspace `system_schema`: the schema as drivers read it when they connect. What is not ready for
// statements is not in them; the tables of what Keyspaces does not have are there and empty (data-plane facts 3.3).

import type { CatalogView, TableRecord } from './records.js';
import type { TableSchema, VirtualTable } from './schema.js';
import {
  columnColumns,
  columnRows,
  droppedRows,
  keyspaceColumns,
  keyspaceRow,
  systemColumnRows,
  systemTableRow,
  tableColumns,
  tableRow,
  typeColumns,
  typeRow,
} from './system-schema-rows.js';
import { type ColumnTexts, type PlainRow, type SystemTablePlan, systemTable } from './system-table.js';
import { targetText } from './table-index.js';

const keyspace = 'system_schema';
const byKeyspace: ColumnTexts = { keyspace_name: 'text' };

const isReady = (record: { readonly status: { readonly state: string } }): boolean =>
  record.status.state === 'ACTIVE' || record.status.state === 'UPDATING';

/** `systemSchemas` gives every system table, these included. `withCdc`: Cassandra has the column, null as long as no node
 * keeps a log of changes. */
export function schemaTables(
  view: CatalogView,
  systemSchemas: () => readonly TableSchema[],
  withCdc = false,
): VirtualTable[] {
  // a keyspace that is going takes its tables out of sight
  const shownTables = () => {
    const shown = new Set(
      view
        .keyspaces()
        .filter(isReady)
        .map((record) => record.name),
    );
    return view.tables().filter((table) => isReady(table) && shown.has(table.keyspace));
  };
  return [
    systemTable({
      keyspace,
      name: 'keyspaces',
      comment: 'keyspace definitions',
      partitionKey: byKeyspace,
      regular: keyspaceColumns,
      rows: () => view.keyspaces().filter(isReady).map(keyspaceRow),
    }),
    systemTable({
      keyspace,
      name: 'tables',
      comment: 'table definitions',
      partitionKey: byKeyspace,
      clustering: { table_name: 'text' },
      regular: withCdc ? { ...tableColumns, cdc: 'boolean' } : tableColumns,
      rows: () => [...systemSchemas().map(systemTableRow), ...shownTables().map(tableRow)],
    }),
    systemTable({
      keyspace,
      name: 'columns',
      comment: 'column definitions',
      partitionKey: byKeyspace,
      clustering: { table_name: 'text', column_name: 'text' },
      regular: columnColumns,
      rows: () => [...systemSchemas().flatMap(systemColumnRows), ...shownTables().flatMap(columnRows)],
    }),
    systemTable({
      keyspace,
      name: 'types',
      comment: 'user defined type definitions',
      partitionKey: byKeyspace,
      clustering: { type_name: 'text' },
      regular: typeColumns,
      rows: () => view.userTypes().filter(isReady).map(typeRow),
    }),
    systemTable({ ...indexTable, keyspace, partitionKey: byKeyspace, rows: () => shownTables().flatMap(indexRows) }),
    ...emptyTables(keyspace).filter(({ schema }) => schema.name !== indexTable.name),
    systemTable({
      keyspace,
      name: 'dropped_columns',
      comment: 'dropped column registry',
      partitionKey: byKeyspace,
      clustering: { table_name: 'text', column_name: 'text' },
      regular: { dropped_time: 'timestamp', kind: 'text', type: 'text' },
      rows: () => shownTables().flatMap(droppedRows),
    }),
  ];
}

const indexTable = {
  name: 'indexes',
  comment: 'secondary index definitions',
  clustering: { table_name: 'text', index_name: 'text' },
  regular: { kind: 'text', options: 'frozen<map<text, text>>' },
};

const indexRows = ({ keyspace: home, name, indexes = [] }: TableRecord): PlainRow[] =>
  indexes.map((index) => ({
    keyspace_name: home,
    table_name: name,
    index_name: index.name,
    kind: 'COMPOSITES',
    options: { target: targetText(index) },
  }));

// a view has the options of a table, without the flags
const { flags: _, ...viewOptions } = tableColumns;

/** What neither Keyspaces nor the engine has, in the shape of Cassandra 3.11. python fails when one is missing. */
export function emptyTables(home: string): VirtualTable[] {
  const plans: readonly Omit<SystemTablePlan, 'keyspace' | 'partitionKey' | 'rows'>[] = [
    indexTable,
    {
      name: 'triggers',
      comment: 'trigger definitions',
      clustering: { table_name: 'text', trigger_name: 'text' },
      regular: { options: 'frozen<map<text, text>>' },
    },
    {
      name: 'views',
      comment: 'view definitions',
      clustering: { view_name: 'text' },
      regular: {
        ...viewOptions,
        base_table_id: 'uuid',
        base_table_name: 'text',
        include_all_columns: 'boolean',
        where_clause: 'text',
      },
    },
    {
      name: 'functions',
      comment: 'user defined function definitions',
      clustering: { function_name: 'text', argument_types: 'frozen<list<text>>' },
      regular: {
        argument_names: 'frozen<list<text>>',
        body: 'text',
        called_on_null_input: 'boolean',
        language: 'text',
        return_type: 'text',
      },
    },
    {
      name: 'aggregates',
      comment: 'user defined aggregate definitions',
      clustering: { aggregate_name: 'text', argument_types: 'frozen<list<text>>' },
      regular: {
        final_func: 'text',
        initcond: 'text',
        return_type: 'text',
        state_func: 'text',
        state_type: 'text',
      },
    },
  ];
  return plans.map((plan) => systemTable({ ...plan, keyspace: home, partitionKey: byKeyspace, rows: () => [] }));
}
