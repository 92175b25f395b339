// The tables of keyspace `system_multiregion_info`: one row a Region of what is replicated to several (data-plane facts
// 3.4).

import { type CatalogView, type KeyspaceRecord, stateAt, type TableRecord, type TypeRecord } from './records.js';
import { tablesReadyPercent } from './replication-progress.js';
import type { VirtualTable } from './schema.js';
import type { SystemFacts } from './system-facts.js';
import { autoScalingColumns, customProperties } from './system-properties.js';
import { typeColumns, typeRow } from './system-schema-rows.js';
import { type PlainRow, systemTable } from './system-table.js';

const keyspace = 'system_multiregion_info';

const isMultiRegion = (record: KeyspaceRecord): boolean => record.replicationStrategy === 'MULTI_REGION';

export function multiRegionTables(view: CatalogView, facts: SystemFacts): VirtualTable[] {
  return [
    tablesTable(view, facts),
    systemTable({
      keyspace,
      name: 'keyspaces',
      partitionKey: { keyspace_name: 'text' },
      clustering: { region: 'text' },
      regular: { status: 'text', tables_replication_progress: 'text' },
      rows: () =>
        view
          .keyspaces()
          .filter(isMultiRegion)
          .flatMap((record) => keyspaceRows(record, view, facts)),
    }),
    autoScalingTable(view),
    systemTable({
      keyspace,
      name: 'types',
      partitionKey: { keyspace_name: 'text', type_name: 'text' },
      clustering: { region: 'text' },
      regular: { ...typeColumns, status: 'text' },
      rows: () => view.userTypes().flatMap((type) => typeRows(type, view)),
    }),
  ];
}

/** The replicas of a table, each with the key of its row. */
const replicaKeys = (table: TableRecord) =>
  table.replicas.map((replica) => ({
    key: { keyspace_name: table.keyspace, table_name: table.name, region: replica.region },
    replica,
  }));

function tablesTable(view: CatalogView, facts: SystemFacts): VirtualTable {
  return systemTable({
    keyspace,
    name: 'tables',
    partitionKey: { keyspace_name: 'text', table_name: 'text' },
    askedBy: [['keyspace_name', 'table_name']],
    clustering: { region: 'text' },
    regular: { custom_properties: 'map<text, frozen<map<text, text>>>', status: 'text' },
    rows: () =>
      view.tables().flatMap((table) =>
        replicaKeys(table).map(({ key, replica }) => {
          const readUnits = replica.readUnits ?? table.capacity.readUnits;
          const capacity = { ...table.capacity, ...(readUnits === undefined ? {} : { readUnits }) };
          return {
            ...key,
            custom_properties: customProperties({ ...table, capacity }, facts),
            status: stateAt(replica.status, facts.clock.wallMs()),
          };
        }),
      ),
  });
}

function autoScalingTable(view: CatalogView): VirtualTable {
  return systemTable({
    keyspace,
    name: 'autoscaling',
    partitionKey: { keyspace_name: 'text', table_name: 'text' },
    askedBy: [['keyspace_name', 'table_name']],
    clustering: { region: 'text' },
    regular: {
      provisioned_read_capacity_autoscaling_update: 'text',
      provisioned_write_capacity_autoscaling_update: 'text',
    },
    rows: () =>
      view.tables().flatMap((table) => {
        const settings = table.autoScaling;
        if (settings === undefined) return [];
        return replicaKeys(table).map(({ key, replica }) => {
          const read = replica.readAutoScaling ?? settings.read;
          return { ...key, ...autoScalingColumns({ ...settings, ...(read === undefined ? {} : { read }) }) };
        });
      }),
  });
}

/** A row a Region of the type's keyspace, when it has several. */
function typeRows(type: TypeRecord, view: CatalogView): PlainRow[] {
  const home = view.keyspaces().find((record) => record.name === type.keyspace);
  if (home === undefined || !isMultiRegion(home)) return [];
  return home.regions.map((region) => ({ ...typeRow(type), region, status: type.status.state }));
}

/** `Active`, `Creating`, `Updating`. A Region that was added later shows how far its tables are. */
function keyspaceRows(record: KeyspaceRecord, view: CatalogView, facts: SystemFacts): PlainRow[] {
  const nowMs = facts.clock.wallMs();
  return record.regions.map((region) => {
    const group = record.groupStatuses?.find((candidate) => candidate.region === region);
    const state = group === undefined ? record.status.state : stateAt(group.status, nowMs);
    const percent = state === 'CREATING' ? tablesReadyPercent(view.tables(record.name), region, nowMs) : 100;
    return {
      keyspace_name: record.name,
      region,
      status: state[0] + state.slice(1).toLowerCase(),
      tables_replication_progress: group?.added === true ? `${Math.round(percent)}%` : undefined,
    };
  });
}
