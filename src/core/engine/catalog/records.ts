// The records that the catalog persists: keyspaces, tables and types of one Region with everything the control plane
// knows of them. Plain JSON data, apart from the compiled schema.ts objects so that system tables and control read the
// same facts. Times are epoch milliseconds, amounts are units a second.

import type { CassandraOptions } from './cassandra-options.js';
import type { ColumnKind } from './schema.js';
import type { TableEvent } from './table-events.js';
import type { IndexRecord } from './table-index.js';

/** States are functions of time: `state` holds until `untilMs`, then `next` does (`DELETED`: the record counts as gone). */
export interface Lifecycle<State extends string> {
  readonly state: State;
  /** Absent: for good. */
  readonly untilMs?: number;
  readonly next?: State;
}

/** The state at `nowMs`. */
export function stateAt<State extends string>(lifecycle: Lifecycle<State>, nowMs: number): State {
  if (lifecycle.untilMs === undefined || lifecycle.next === undefined) return lifecycle.state;
  return nowMs >= lifecycle.untilMs ? lifecycle.next : lifecycle.state;
}

/** `DELETED` is never shown: who reads a record in that state treats it as absent. */
export type KeyspaceStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING' | 'DELETED';
export type TableStatus =
  | 'CREATING'
  | 'ACTIVE'
  | 'UPDATING'
  | 'DELETING'
  | 'DELETED'
  | 'RESTORING'
  | 'INACCESSIBLE_ENCRYPTION_CREDENTIALS';
export type TypeStatus = 'CREATING' | 'ACTIVE' | 'DELETING' | 'RESTORING' | 'DELETED';

/** Tag keys to values, in the order of their keys. */
export type Tags = Readonly<Record<string, string>>;

export interface KeyspaceRecord {
  readonly kind: 'keyspace';
  readonly name: string;
  readonly status: Lifecycle<KeyspaceStatus>;
  readonly createdAtMs: number;
  /** ARN of the creator. */
  readonly createdBy: string;
  readonly replicationStrategy: 'SINGLE_REGION' | 'MULTI_REGION';
  /** Every Region that holds it; the own one alone for SINGLE_REGION. */
  readonly regions: readonly string[];
  /** What CQL shows: class and factors, as its creator wrote them. */
  readonly replication: Readonly<Record<string, string>>;
  readonly durableWrites: boolean;
  /** Present once a Region was added (facts 15.3). */
  readonly groupStatuses?: readonly RegionGroupStatus[];
  readonly tags: Tags;
  /** system, system_schema, system_schema_mcs, system_multiregion_info: never persisted. */
  readonly isSystem: boolean;
}

export interface RegionGroupStatus {
  readonly region: string;
  readonly status: Lifecycle<KeyspaceStatus>;
  /** The Region was added later, so it has a progress to show. */
  readonly added: boolean;
}

export interface ColumnRecord {
  readonly name: string;
  /** CQL type text, as the API gives it back. */
  readonly type: string;
  readonly kind: ColumnKind;
  /** Among the columns of its kind; key columns count, the others are alphabetical. */
  readonly position: number;
  readonly order: 'asc' | 'desc';
  /** Given once, never reused within the table. */
  readonly id: number;
}

export interface DroppedColumn extends ColumnRecord {
  /** Cells written up to then are gone. */
  readonly droppedAtMs?: number;
  /** As system_schema shows the type: without user types. */
  readonly shownType?: string;
}

export interface CapacityRecord {
  readonly mode: 'PAY_PER_REQUEST' | 'PROVISIONED';
  /** Absent under PAY_PER_REQUEST. */
  readonly readUnits?: number;
  readonly writeUnits?: number;
}

/** What was done when, for the rules that count changes (facts 3.3, 5.3). Only as far back as those rules look. */
export interface ChangeHistory {
  /** Switches to PAY_PER_REQUEST; a table born so starts with its creation. */
  readonly payPerRequestAtMs?: number;
  readonly capacityDecreasesAtMs: readonly number[];
  readonly encryptionChangesAtMs: readonly number[];
}

export interface EncryptionRecord {
  readonly type: 'AWS_OWNED_KMS_KEY' | 'CUSTOMER_MANAGED_KMS_KEY';
  readonly kmsKeyIdentifier?: string;
}

export interface ScalingSide {
  readonly disabled: boolean;
  readonly minimumUnits?: number;
  readonly maximumUnits?: number;
  /** Percent, 20 to 90. */
  readonly targetValue?: number;
  readonly disableScaleIn?: boolean;
  /** Seconds. */
  readonly scaleInCooldown?: number;
  readonly scaleOutCooldown?: number;
}

export interface AutoScalingRecord {
  readonly read?: ScalingSide;
  readonly write?: ScalingSide;
}

export interface ReplicaRecord {
  readonly region: string;
  /** Absent: as the table. */
  readonly readUnits?: number;
  readonly readAutoScaling?: ScalingSide;
  readonly status: Lifecycle<TableStatus>;
}

export type CdcViewType = 'NEW_IMAGE' | 'OLD_IMAGE' | 'KEYS_ONLY' | 'NEW_AND_OLD_IMAGES';
export type CdcStatus = 'ENABLED' | 'ENABLING' | 'DISABLED' | 'DISABLING';
/** From this microsecond on a stream has so many shards. */
export interface Resharding {
  readonly fromMicros: string;
  readonly shards: number;
}

export interface CdcRecord {
  readonly status: Lifecycle<CdcStatus>;
  readonly viewType: CdcViewType;
  /** Creation time of the stream, such as `2025-03-07T22:20:10.454`: the last part of its ARN. */
  readonly streamLabel: string;
  readonly propagateTags: 'TABLE' | 'NONE';
  /** Tags of the stream. */
  readonly tags: Tags;
  /** Changes from this microsecond on, and before that one, are the stream's; text, because JSON has no bigint. */
  readonly fromMicros?: string;
  readonly toMicros?: string;
  /** When the stream went over to another number of shards, oldest first; it begins with limits.streamShards. */
  readonly reshardings?: readonly Resharding[];
  /** It can be read for a day after. */
  readonly disabledAtMs?: number;
}

export interface WarmThroughputRecord {
  readonly readUnitsPerSecond: number;
  readonly writeUnitsPerSecond: number;
  /** UPDATING until then, AVAILABLE after. */
  readonly updatingUntilMs?: number;
}

export interface TableRecord {
  readonly kind: 'table';
  readonly keyspace: string;
  readonly name: string;
  /** A text uuid; a re-created table has another. */
  readonly id: string;
  /** Key prefix of its rows: given once, never reused. */
  readonly number: number;
  readonly status: Lifecycle<TableStatus>;
  readonly createdAtMs: number;
  readonly createdBy: string;
  /** Keys, clustering columns, then the others by alphabet (facts 15.4). */
  readonly columns: readonly ColumnRecord[];
  readonly nextColumnId: number;
  /** Columns dropped in the lenient mode, as they last were. */
  readonly dropped?: readonly DroppedColumn[];
  readonly comment: string;
  /** Kept in the lenient mode alone. */
  readonly cassandraOptions?: CassandraOptions;
  readonly indexes?: readonly IndexRecord[];
  readonly capacity: CapacityRecord;
  readonly history: ChangeHistory;
  readonly encryption: EncryptionRecord;
  /** Present while PITR is ENABLED. */
  readonly pitr?: { readonly enabledAtMs: number };
  readonly ttlEnabled: boolean;
  /** Seconds, 0 = none. */
  readonly defaultTimeToLive: number;
  readonly clientSideTimestamps: boolean;
  readonly tags: Tags;
  readonly autoScaling?: AutoScalingRecord;
  /** One a Region of a MULTI_REGION keyspace, the own one included; empty otherwise. */
  readonly replicas: readonly ReplicaRecord[];
  readonly cdc?: CdcRecord;
  /** Streams that were switched off and have a successor, oldest first, as long as they can be read. */
  readonly pastStreams?: readonly CdcRecord[];
  readonly warmThroughput: WarmThroughputRecord;
  /** When DeleteTable was answered. */
  readonly deletedAtMs?: number;
  /** Of a deleted table: until when it can be restored. Gone when a table of its name is made. */
  readonly restorableUntilMs?: number;
  /** User types that a restorable deleted table used, as they were, those inside others included. */
  readonly deletedTypes?: readonly TypeRecord[];
  /** What schema and TTL settings were before, oldest first; only while PITR is on. */
  readonly past?: readonly PastSettings[];
  /** Where its rows came from, or still come from (RESTORING). */
  readonly restore?: RestoreRecord;
  /** Its rows are still to be copied from the Regions where it was before this one was added. */
  readonly copying?: {
    readonly from: readonly { readonly region: string; readonly number: number }[];
    readonly startedAtMs: number;
    /** PITR comes on when they are: copying leaves no history. */
    readonly withPitr?: true;
  };
  /** PITR was switched off while a restore still reads the history: it goes on until that is done. */
  readonly historyHeld?: true;
  /** What an update under way replaces when it ends. Views never show it: a record in a view is settled. */
  readonly pending?: { readonly atMs: number; readonly changes: TableChanges };
}

/** Settings that held until an instant, as far as they differ from the next newer ones. */
export interface PastSettings {
  readonly untilMs: number;
  /** Columns that went or changed at that instant, as they had been. */
  readonly columns?: readonly ColumnRecord[];
  /** Ids of the columns that came. */
  readonly addedIds?: readonly number[];
  readonly ttlEnabled?: boolean;
  readonly defaultTimeToLive?: number;
}

/** A restore: rows of the source as they were at `atMs`, that is without every change from `undoFrom` on. */
export interface RestoreRecord {
  readonly sourceKeyspace: string;
  readonly sourceTable: string;
  readonly sourceNumber: number;
  /** Where the source's rows are; the own Region when absent. */
  readonly sourceRegion?: string;
  readonly atMs: number;
  /** A place in the source's history; microseconds as text, because JSON has no bigint. */
  readonly undoFrom: { readonly micros: string; readonly sequence: number };
  readonly startedAtMs: number;
  /** Rows of the source when it began, approximately: what progress is measured by. */
  readonly sourceRows: number;
  /** Absent while rows are still to be copied. */
  readonly copiedAtMs?: number;
  /** A fault on purpose: it breaks off when half of the rows are there. */
  readonly breaks?: true;
}

/** Members to replace; null takes an optional member away. */
export type TableChanges = { readonly [Member in keyof TableRecord]?: TableRecord[Member] | null };

export function applyChanges(table: TableRecord, changes: TableChanges): TableRecord {
  const merged: Record<string, unknown> = { ...table };
  for (const [member, value] of Object.entries(changes)) {
    if (value === null) delete merged[member];
    else merged[member] = value;
  }
  return merged as unknown as TableRecord;
}

export interface TypeRecord {
  readonly kind: 'type';
  readonly keyspace: string;
  /** Formatted name (facts 5.7): as CQL knows it, without quotes. */
  readonly name: string;
  readonly status: Lifecycle<TypeStatus>;
  readonly fields: readonly { readonly name: string; readonly type: string }[];
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
}

/** The record as it is at `nowMs`: its state that of the moment, a finished update taken over. */
export function settle<Kept extends CatalogRecord>(record: Kept, nowMs: number): Kept {
  const state = stateAt<string>(record.status, nowMs);
  if (record.kind === 'table' && record.pending !== undefined && nowMs >= record.pending.atMs) {
    return applyChanges(record, { ...record.pending.changes, pending: null, status: { state } as never }) as Kept;
  }
  return state === record.status.state ? record : ({ ...record, status: { state } } as Kept);
}

export type CatalogRecord = KeyspaceRecord | TableRecord | TypeRecord;

/** Everything that exists at this moment, whatever its status, sorted by name; the system keyspaces stand before the
 * others, their tables are not among the tables. Records that have become DELETED are not shown. */
export interface CatalogView {
  keyspaces(): readonly KeyspaceRecord[];
  tables(keyspace?: string): readonly TableRecord[];
  userTypes(keyspace?: string): readonly TypeRecord[];
  /** Deleted tables whose rows or history are still there. */
  droppedTables(): readonly TableRecord[];
  /** What was told of tables, also of those that are no more. */
  tableEvents(): readonly TableEvent[];
  /** A text uuid that changes with the schema, for system.local.schema_version. */
  readonly schemaVersion: string;
}
