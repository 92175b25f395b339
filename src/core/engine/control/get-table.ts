// GetTable: everything about a table, each member present exactly when the service shows it (facts 1.7, 15.4).

import { type CapacityRecord, type ColumnRecord, stateAt, type TableRecord } from '../catalog/records.js';
import { isSystemKeyspace } from '../catalog/reserved-keyspaces.js';
import { limits } from '../limits.js';
import { type Owner, streamArn, tableArn } from './arn.js';
import type { Operation, OperationContext } from './context.js';
import { ExistenceError } from './errors.js';
import { checkInput, structure } from './shape.js';
import { keyspaceName, tableName } from './shared-shapes.js';

const shape = structure({ keyspaceName, tableName });

export const getTable: Operation = async (context, rawInput) => {
  const { keyspaceName: keyspace, tableName: name } = checkInput(shape, rawInput, context.compat);
  return tableOut(findTable(context, keyspace, name), context.owner, context.nowMs);
};

/** A user's table in any state; the system tables are read by CQL only. */
export function findTable(context: OperationContext, keyspace: string, name: string): TableRecord {
  const home = context.catalog.keyspaceRecord(keyspace);
  if (home === undefined || home.status.state === 'CREATING')
    throw new ExistenceError({ kind: 'keyspace-missing', keyspace });
  const record = isSystemKeyspace(keyspace) ? undefined : context.catalog.tableRecord(keyspace, name);
  if (record === undefined) throw new ExistenceError({ kind: 'table-missing', keyspace, name });
  return record;
}

const seconds = (ms: number): number => ms / 1000;

function tableOut(table: TableRecord, owner: Owner, nowMs: number): Record<string, unknown> {
  const warm = warmOut(table, nowMs);
  return {
    keyspaceName: table.keyspace,
    tableName: table.name,
    resourceArn: tableArn(owner, table.keyspace, table.name),
    creationTimestamp: seconds(table.createdAtMs),
    status: table.status.state,
    schemaDefinition: schemaOut(table.columns),
    capacitySpecification: capacityOut(capacityIn(table, owner.region), table),
    encryptionSpecification: table.encryption,
    pointInTimeRecovery:
      table.pitr === undefined
        ? { status: 'DISABLED' }
        : {
            status: 'ENABLED',
            earliestRestorableTimestamp: seconds(Math.max(table.pitr.enabledAtMs, nowMs - limits.recoveryWindowMs)),
          },
    ...(table.ttlEnabled ? { ttl: { status: 'ENABLED' } } : {}),
    defaultTimeToLive: table.defaultTimeToLive,
    comment: { message: table.comment },
    ...(table.clientSideTimestamps ? { clientSideTimestamps: { status: 'ENABLED' } } : {}),
    replicaSpecifications: table.replicas.map((replica) => ({
      region: replica.region,
      status: stateAt(replica.status, nowMs),
      capacitySpecification: capacityOut(capacityIn(table, replica.region), table),
      warmThroughputSpecification: warm,
    })),
    ...cdcOut(table, owner, nowMs),
    warmThroughputSpecification: warm,
  };
}

function schemaOut(columns: readonly ColumnRecord[]): Record<string, unknown> {
  const names = (kind: ColumnRecord['kind']) => columns.filter((column) => column.kind === kind);
  return {
    allColumns: columns.map(({ name, type }) => ({ name, type })),
    partitionKeys: names('partition_key').map(({ name }) => ({ name })),
    clusteringKeys: names('clustering').map(({ name, order }) => ({
      name,
      orderBy: order === 'desc' ? 'DESC' : 'ASC',
    })),
    staticColumns: names('static').map(({ name }) => ({ name })),
  };
}

/** Reads of a multi-Region table may have units of their own in each Region. */
function capacityIn(table: TableRecord, region: string): CapacityRecord {
  const readUnits = table.replicas.find((replica) => replica.region === region)?.readUnits;
  return readUnits === undefined ? table.capacity : { ...table.capacity, readUnits };
}

function capacityOut(capacity: CapacityRecord, table: TableRecord): Record<string, unknown> {
  if (capacity.mode === 'PROVISIONED')
    return {
      throughputMode: capacity.mode,
      readCapacityUnits: capacity.readUnits,
      writeCapacityUnits: capacity.writeUnits,
    };
  const since = table.history.payPerRequestAtMs ?? table.createdAtMs;
  return { throughputMode: capacity.mode, lastUpdateToPayPerRequestTimestamp: seconds(since) };
}

function warmOut(table: TableRecord, nowMs: number): Record<string, unknown> {
  const { readUnitsPerSecond, writeUnitsPerSecond, updatingUntilMs } = table.warmThroughput;
  const status = updatingUntilMs !== undefined && nowMs < updatingUntilMs ? 'UPDATING' : 'AVAILABLE';
  return { readUnitsPerSecond, writeUnitsPerSecond, status };
}

function cdcOut(table: TableRecord, owner: Owner, nowMs: number): Record<string, unknown> {
  if (table.cdc === undefined) return {};
  return {
    latestStreamArn: streamArn(owner, table.keyspace, table.name, table.cdc.streamLabel),
    cdcSpecification: { status: stateAt(table.cdc.status, nowMs), viewType: table.cdc.viewType },
  };
}
