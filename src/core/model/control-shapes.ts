// Keyspaces, tables and types as the control plane describes them: the API's member names, so that `--query` and scripts
// written for the AWS CLI carry over, in plain types of our own. Timestamps are ISO 8601 text [facts/control-plane 1.6, 1.7].

export type TableStatus =
  | 'ACTIVE'
  | 'CREATING'
  | 'UPDATING'
  | 'DELETING'
  | 'DELETED'
  | 'RESTORING'
  | 'INACCESSIBLE_ENCRYPTION_CREDENTIALS';
export type ThroughputMode = 'PAY_PER_REQUEST' | 'PROVISIONED';

export interface Tag {
  readonly key: string;
  readonly value: string;
}
export interface ColumnDefinition {
  readonly name: string;
  readonly type: string;
}
export interface SchemaDefinition {
  readonly allColumns: readonly ColumnDefinition[];
  readonly partitionKeys: readonly { readonly name: string }[];
  readonly clusteringKeys?: readonly { readonly name: string; readonly orderBy: 'ASC' | 'DESC' }[];
  readonly staticColumns?: readonly { readonly name: string }[];
}
export interface CapacitySpecification {
  readonly throughputMode: ThroughputMode;
  readonly readCapacityUnits?: number;
  readonly writeCapacityUnits?: number;
  /** Only in answers. */
  readonly lastUpdateToPayPerRequestTimestamp?: string;
}
export interface AutoScalingSettings {
  readonly autoScalingDisabled?: boolean;
  readonly minimumUnits?: number;
  readonly maximumUnits?: number;
  readonly scalingPolicy?: {
    readonly targetTrackingScalingPolicyConfiguration?: {
      readonly targetValue: number;
      readonly disableScaleIn?: boolean;
      readonly scaleInCooldown?: number;
      readonly scaleOutCooldown?: number;
    };
  };
}
export interface AutoScalingSpecification {
  readonly readCapacityAutoScaling?: AutoScalingSettings;
  readonly writeCapacityAutoScaling?: AutoScalingSettings;
}
export interface TableAutoScaling {
  readonly keyspaceName: string;
  readonly tableName: string;
  readonly autoScalingSpecification?: AutoScalingSpecification;
}
export interface WarmThroughput {
  readonly readUnitsPerSecond?: number;
  readonly writeUnitsPerSecond?: number;
  readonly status?: string;
}
/** What both CreateTable and UpdateTable can set. */
export interface TableSettings {
  readonly capacitySpecification?: CapacitySpecification;
  readonly encryptionSpecification?: { readonly type: string; readonly kmsKeyIdentifier?: string };
  readonly pointInTimeRecovery?: { readonly status: 'ENABLED' | 'DISABLED' };
  readonly ttl?: { readonly status: 'ENABLED' };
  readonly defaultTimeToLive?: number;
  readonly clientSideTimestamps?: { readonly status: 'ENABLED' };
  readonly autoScalingSpecification?: AutoScalingSpecification;
  readonly replicaSpecifications?: readonly Readonly<Record<string, unknown>>[];
  readonly cdcSpecification?: { readonly status: string; readonly viewType?: string };
  readonly warmThroughputSpecification?: WarmThroughput;
}
export interface CreateTableRequest extends TableSettings {
  readonly keyspaceName: string;
  readonly tableName: string;
  readonly schemaDefinition: SchemaDefinition;
  readonly comment?: { readonly message: string };
  readonly tags?: readonly Tag[];
}
export interface UpdateTableRequest extends TableSettings {
  readonly keyspaceName: string;
  readonly tableName: string;
  readonly addColumns?: readonly ColumnDefinition[];
}
export interface TableDescription {
  readonly keyspaceName: string;
  readonly tableName: string;
  readonly resourceArn: string;
  readonly status: TableStatus;
  readonly creationTimestamp?: string;
  readonly schemaDefinition: SchemaDefinition;
  readonly capacitySpecification?: CapacitySpecification;
  readonly encryptionSpecification?: { readonly type: string; readonly kmsKeyIdentifier?: string };
  readonly pointInTimeRecovery?: { readonly status: string; readonly earliestRestorableTimestamp?: string };
  readonly ttl?: { readonly status: string };
  readonly defaultTimeToLive?: number;
  readonly comment?: { readonly message: string };
  readonly clientSideTimestamps?: { readonly status: string };
  readonly replicaSpecifications?: readonly ReplicaSummary[];
  readonly latestStreamArn?: string;
  readonly cdcSpecification?: { readonly status: string; readonly viewType?: string };
  readonly warmThroughputSpecification?: WarmThroughput;
}
/** A table in one of its Regions. */
export interface ReplicaSummary {
  readonly region?: string;
  readonly status?: string;
  readonly capacitySpecification?: CapacitySpecification;
}
export interface TableSummary {
  readonly keyspaceName: string;
  readonly tableName: string;
  readonly resourceArn: string;
}

export interface ReplicationSpecification {
  readonly replicationStrategy: 'SINGLE_REGION' | 'MULTI_REGION';
  readonly regionList?: readonly string[];
}
export interface CreateKeyspaceRequest {
  readonly keyspaceName: string;
  readonly replicationSpecification?: ReplicationSpecification;
  readonly tags?: readonly Tag[];
}
export interface UpdateKeyspaceRequest {
  readonly keyspaceName: string;
  readonly replicationSpecification: ReplicationSpecification;
  readonly clientSideTimestamps?: { readonly status: 'ENABLED' };
}
export interface KeyspaceDescription {
  readonly keyspaceName: string;
  readonly resourceArn: string;
  readonly replicationStrategy: string;
  readonly replicationRegions?: readonly string[];
  readonly replicationGroupStatuses?: readonly {
    readonly region: string;
    readonly keyspaceStatus: string;
    readonly tablesReplicationProgress?: string;
  }[];
}
export interface CreateTypeRequest {
  readonly keyspaceName: string;
  readonly typeName: string;
  readonly fieldDefinitions: readonly ColumnDefinition[];
}
export interface TypeDescription {
  readonly keyspaceName: string;
  readonly typeName: string;
  readonly keyspaceArn?: string;
  readonly fieldDefinitions: readonly ColumnDefinition[];
  readonly status?: string;
  readonly lastModifiedTimestamp?: string;
  readonly directReferringTables?: readonly string[];
  readonly directParentTypes?: readonly string[];
  readonly maxNestingDepth?: number;
}
export interface RestoreTableRequest {
  readonly sourceKeyspaceName: string;
  readonly sourceTableName: string;
  readonly targetKeyspaceName: string;
  readonly targetTableName: string;
  /** ISO 8601; the present when left out, or the end of a deleted table. */
  readonly restoreTimestamp?: string;
  readonly capacitySpecificationOverride?: CapacitySpecification;
  readonly encryptionSpecificationOverride?: { readonly type: string; readonly kmsKeyIdentifier?: string };
  readonly pointInTimeRecoveryOverride?: { readonly status: 'ENABLED' | 'DISABLED' };
  readonly tagsOverride?: readonly Tag[];
  readonly autoScalingSpecification?: AutoScalingSpecification;
  readonly replicaSpecifications?: readonly Readonly<Record<string, unknown>>[];
}

/** Rows of a table that is RESTORING. */
export interface RestoredRows {
  readonly copiedRows: number;
  /** What the source had when the restore began, approximately. */
  readonly sourceRows: number;
}

/** `CREATING` while a keyspace with Regions still has one that is not ACTIVE; a plain one is ACTIVE as soon as it is found. */
export function keyspaceStatus(keyspace: KeyspaceDescription): string {
  const regions = keyspace.replicationGroupStatuses ?? [];
  return regions.find((region) => region.keyspaceStatus !== 'ACTIVE')?.keyspaceStatus ?? 'ACTIVE';
}
