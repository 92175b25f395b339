// The tables of keyspace `system_schema_mcs`: what Amazon Keyspaces adds to Cassandra's schema tables, states and
// settings foremost (data-plane facts 3.4). They show what is under way, too.

import type { CatalogView, TableRecord, Tags } from './records.js';
import type { TableSchema, VirtualTable } from './schema.js';
import type { SystemFacts } from './system-facts.js';
import { autoScalingColumns, cdcSpecification, customProperties } from './system-properties.js';
import { emptyTables } from './system-schema.js';
import {
  columnColumns,
  columnRows,
  keyspaceColumns,
  keyspaceRow,
  systemColumnRows,
  systemTableRow,
  tableColumns,
  tableRow,
  typeColumns,
  typeRow,
} from './system-schema-rows.js';
import { type ColumnTexts, type PlainRow, systemTable } from './system-table.js';
import type { TableEvent } from './table-events.js';
import { nestingDepth, parentTypes, referringTables } from './type-graph.js';

const keyspace = 'system_schema_mcs';
const byKeyspace: ColumnTexts = { keyspace_name: 'text' };
const propertiesType = 'map<text, frozen<map<text, text>>>';

export function mcsTables(
  view: CatalogView,
  facts: SystemFacts,
  systemSchemas: () => readonly TableSchema[],
): VirtualTable[] {
  return [
    systemTable({
      keyspace,
      name: 'keyspaces',
      partitionKey: byKeyspace,
      regular: keyspaceColumns,
      // a keyspace appears when it is ready
      rows: () =>
        view
          .keyspaces()
          .filter((record) => record.status.state !== 'CREATING')
          .map(keyspaceRow),
    }),
    tablesTable(view, facts, systemSchemas),
    historyTable(view, facts),
    systemTable({
      keyspace,
      name: 'columns',
      partitionKey: byKeyspace,
      clustering: { table_name: 'text', column_name: 'text' },
      regular: columnColumns,
      rows: () => [...systemSchemas().flatMap(systemColumnRows), ...view.tables().flatMap(columnRows)],
    }),
    tagsTable(view, facts),
    typesTable(view),
    systemTable({
      keyspace,
      name: 'autoscaling',
      partitionKey: { keyspace_name: 'text', table_name: 'text' },
      askedBy: [['keyspace_name', 'table_name']],
      regular: {
        provisioned_read_capacity_autoscaling_update: 'text',
        provisioned_write_capacity_autoscaling_update: 'text',
      },
      rows: () =>
        view
          .tables()
          .filter((table) => table.autoScaling !== undefined && table.status.state === 'ACTIVE')
          .map((table) => ({ ...tableKey(table), ...autoScalingColumns(table.autoScaling) })),
    }),
    ...emptyTables(keyspace),
  ];
}

const tableKey = (table: Pick<TableRecord, 'keyspace' | 'name'>): PlainRow => ({
  keyspace_name: table.keyspace,
  table_name: table.name,
});

function tablesTable(view: CatalogView, facts: SystemFacts, systemSchemas: () => readonly TableSchema[]): VirtualTable {
  return systemTable({
    keyspace,
    name: 'tables',
    partitionKey: byKeyspace,
    clustering: { table_name: 'text' },
    regular: {
      ...tableColumns,
      cdc: 'boolean',
      cdc_specification: 'frozen<map<text, text>>',
      creation_time: 'timestamp',
      custom_properties: propertiesType,
      latest_stream_arn: 'text',
      status: 'text',
    },
    rows: () => [
      ...systemSchemas().map((schema) => ({ ...systemTableRow(schema), cdc: false, status: 'ACTIVE' })),
      ...view.tables().map((table) => {
        const cdc = cdcSpecification(table, facts);
        return {
          ...tableRow(table),
          cdc: cdc !== undefined && (cdc.status === 'ENABLED' || cdc.status === 'ENABLING'),
          cdc_specification: cdc,
          creation_time: table.createdAtMs,
          custom_properties: customProperties(table, facts),
          latest_stream_arn: cdc?.latest_stream_arn,
          status: table.status.state,
        };
      }),
    ],
  });
}

/** One row for each creation, change and deletion of a table; what the service calls its events is not documented. Settings
 * are those after the event; of a deletion also until when the table can be restored. */
function historyTable(view: CatalogView, facts: SystemFacts): VirtualTable {
  const row = ({ table, event, atMs }: TableEvent, nowMs: number): PlainRow => ({
    ...tableKey(table),
    event_time: atMs,
    creation_time: table.createdAtMs,
    custom_properties: customProperties(table, facts, nowMs),
    event,
  });
  return systemTable({
    keyspace,
    name: 'tables_history',
    partitionKey: byKeyspace,
    clustering: { table_name: 'text', event_time: 'timestamp' },
    regular: { creation_time: 'timestamp', custom_properties: propertiesType, event: 'text' },
    rows: () => {
      const told = view.tableEvents();
      const known = new Set(told.filter(({ event }) => event === 'CREATED').map(({ table }) => table.id));
      const nowMs = facts.clock.wallMs();
      return [
        ...told.map((event) => row(event, event.atMs)),
        ...[...view.tables(), ...view.droppedTables()].flatMap((table) => [
          // a table of a store that kept no events
          ...(known.has(table.id) ? [] : [row({ table, event: 'CREATED', atMs: table.createdAtMs }, nowMs)]),
          ...(table.deletedAtMs === undefined
            ? []
            : [row({ table, event: 'DELETED', atMs: table.deletedAtMs }, nowMs)]),
        ]),
      ];
    },
  });
}

function tagsTable(view: CatalogView, facts: SystemFacts): VirtualTable {
  const isTagged = ({ tags }: { readonly tags: Tags }): boolean => Object.keys(tags).length > 0;
  const { arns } = facts;
  return systemTable({
    keyspace,
    name: 'tags',
    partitionKey: byKeyspace,
    clustering: { resource_name: 'text', resource_type: 'text' },
    regular: { resource_id: 'text', tags: 'map<text, text>' },
    // asked for by keyspace and type, by keyspace and name, or by ARN alone (control-plane facts 15.10)
    filtersFreely: true,
    askedBy: [['keyspace_name', 'resource_type'], ['keyspace_name', 'resource_name'], ['resource_id']],
    *rows() {
      for (const { name, tags } of view.keyspaces().filter(isTagged)) {
        const resource = { resource_name: name, resource_type: 'keyspace', resource_id: arns.keyspace(name) };
        yield { keyspace_name: name, ...resource, tags };
      }
      for (const table of view.tables()) {
        const { keyspace: home, name, tags, cdc } = table;
        if (isTagged(table)) {
          const resource = { resource_name: name, resource_type: 'table', resource_id: arns.table(home, name) };
          yield { keyspace_name: home, ...resource, tags };
        }
        if (cdc !== undefined && isTagged(cdc)) {
          const resource_id = arns.stream(home, name, cdc.streamLabel);
          yield { keyspace_name: home, resource_name: name, resource_type: 'stream', resource_id, tags: cdc.tags };
        }
      }
    },
  });
}

function typesTable(view: CatalogView): VirtualTable {
  return systemTable({
    keyspace,
    name: 'types',
    partitionKey: byKeyspace,
    clustering: { type_name: 'text' },
    regular: {
      ...typeColumns,
      direct_parent_types: 'frozen<list<text>>',
      direct_referring_tables: 'frozen<list<text>>',
      last_modified_timestamp: 'timestamp',
      max_nesting_depth: 'int',
      status: 'text',
    },
    rows: () =>
      view.userTypes().map((type) => {
        const siblings = view.userTypes(type.keyspace);
        return {
          ...typeRow(type),
          direct_parent_types: parentTypes(type.name, siblings),
          direct_referring_tables: referringTables(type.name, view.tables(type.keyspace)),
          last_modified_timestamp: type.modifiedAtMs,
          max_nesting_depth: nestingDepth(type, siblings),
          status: type.status.state,
        };
      }),
  });
}
