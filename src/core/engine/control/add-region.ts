// What adding a Region to a keyspace makes of its records: the keyspace and its tables are UPDATING where they are, CREATING
// where they come to, until region-copies.ts has copied the rows (control-plane facts 1.7 UpdateKeyspace, 2.1, 2.3, 15.3).

import type { CatalogEdit } from '../catalog/edit.js';
import type { KeyspaceRecord, RegionGroupStatus, TableRecord } from '../catalog/records.js';
import { limits } from '../limits.js';
import { readTableSize } from '../storage/table-size.js';
import { checkAccountUnits } from './capacity-rules.js';
import type { Edits, OperationContext } from './context.js';
import { replicationMap } from './create-keyspace.js';
import { conflict, quotaExceeded, validation } from './errors.js';
import { checkConcurrentDdl } from './find.js';
import { endRegionAdding } from './region-copies.js';

export interface RegionAdded {
  readonly record: KeyspaceRecord;
  /** Every Region of the keyspace afterwards. */
  readonly regions: readonly string[];
  readonly added: string;
  /** Client-side timestamps are turned on for tables that have none. */
  readonly withTimestamps: boolean;
}

export function addRegion(context: OperationContext, edits: Edits, change: RegionAdded): void {
  const { record, regions, added } = change;
  const own = edits.region(context.caller.region);
  const there = edits.region(added);
  checkTables(edits, own, change);
  checkThere(context, own, there, change);
  const next = withRegion(context, change);
  for (const region of regions)
    edits.region(region).put(region === added ? { ...next, status: { state: 'CREATING' }, tags: {} } : next);
  for (const type of own.userTypes(record.name)) there.put(type);
  const tables = own.tables(record.name);
  for (const table of tables) addTable(context, edits, change, table);
  if (tables.length > 0) return;
  const endMs = context.nowMs + context.delays.updateKeyspace;
  endRegionAdding((region) => edits.region(region), { keyspace: record.name, added, endMs });
}

function checkTables(edits: Edits, own: CatalogEdit, { record, withTimestamps }: RegionAdded): void {
  const tables = own.tables(record.name);
  const busy = [...tables, ...own.userTypes(record.name)].find(({ status }) => status.state !== 'ACTIVE');
  if (busy !== undefined)
    throw conflict(`Cannot update keyspace ${record.name}: ${busy.name} under it is ${busy.status.state}`);
  const withKey = tables.find(({ encryption }) => encryption.type === 'CUSTOMER_MANAGED_KMS_KEY');
  if (withKey !== undefined)
    throw validation(
      `Table ${record.name}.${withKey.name} is encrypted with a customer managed key: no Region can be added to its keyspace`,
    );
  const without = withTimestamps ? undefined : tables.find(({ clientSideTimestamps }) => !clientSideTimestamps);
  if (without !== undefined)
    throw validation(
      `Table ${record.name}.${without.name} does not have client-side timestamps: enable them with clientSideTimestamps to add a Region`,
    );
  const bytes = tables.reduce((sum, { number }) => sum + readTableSize(edits.tx, number).bytes, 0);
  if (bytes > limits.addRegionBytes)
    throw quotaExceeded(`At most ${limits.addRegionBytes} bytes can be restored to a Region that is added`);
}

function checkThere(
  { compat }: OperationContext,
  own: CatalogEdit,
  there: CatalogEdit,
  { record, added }: RegionAdded,
): void {
  if (there.keyspace(record.name) !== undefined) throw conflict(`Keyspace ${record.name} already exists in ${added}`);
  checkConcurrentDdl(own, compat);
  checkConcurrentDdl(there, compat);
  if (compat.unlimited) return;
  if (there.keyspaces().length >= limits.keyspacesPerRegion)
    throw quotaExceeded(`A Region can have at most ${limits.keyspacesPerRegion} keyspaces`);
  if (there.tables().length + own.tables(record.name).length > limits.tablesPerRegion)
    throw quotaExceeded(`A Region can have at most ${limits.tablesPerRegion} tables`);
  if (there.userTypes().length + own.userTypes(record.name).length > limits.userTypesPerRegion)
    throw quotaExceeded(`A Region can have at most ${limits.userTypesPerRegion} user types`);
}

function withRegion(context: OperationContext, { record, regions, added }: RegionAdded): KeyspaceRecord {
  const groupStatuses = regions.map((region): RegionGroupStatus => {
    const before = record.groupStatuses?.find((group) => group.region === region);
    return region === added
      ? { region, status: { state: 'CREATING' }, added: true }
      : { region, status: { state: 'UPDATING' }, added: before?.added ?? false };
  });
  return {
    ...record,
    status: { state: 'UPDATING' },
    replicationStrategy: 'MULTI_REGION',
    regions,
    replication: context.cql?.plan.cqlOnly?.replication ?? replicationMap('MULTI_REGION', regions),
    groupStatuses,
  };
}

/** All properties but tags go with it; streams, histories and what has been restored are the Regions' own. */
function addTable(context: OperationContext, edits: Edits, change: RegionAdded, table: TableRecord): void {
  const { record, added, regions } = change;
  const old = regions.filter((region) => region !== added);
  const replicas: TableRecord['replicas'] = regions.map((region) => ({
    ...table.replicas.find((replica) => replica.region === region),
    region,
    status: { state: region === added ? 'CREATING' : 'UPDATING' },
  }));
  const from: { readonly region: string; readonly number: number }[] = [];
  for (const region of old) {
    const edit = edits.region(region);
    const here = edit.table(record.name, table.name);
    if (here === undefined) continue;
    from.push({ region, number: here.number });
    edit.put({ ...here, clientSideTimestamps: true, status: { state: 'UPDATING' }, replicas });
  }
  const there = edits.region(added);
  const { pitr, cdc, pastStreams, past, restore, historyHeld, pending, ...kept } = table;
  const made: TableRecord = {
    ...kept,
    number: there.nextTableNumber(),
    status: { state: 'CREATING' },
    clientSideTimestamps: true,
    tags: {},
    replicas,
    copying: { from, startedAtMs: context.nowMs, ...(pitr !== undefined && { withPitr: true as const }) },
  };
  checkAccountUnits(there, context.compat, made);
  there.put(made);
}
