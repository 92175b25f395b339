// Streams of changes in the shapes of the service's own API [facts/control-plane 5.8].

export interface StreamSummary {
  readonly streamArn: string;
  readonly keyspaceName: string;
  readonly tableName: string;
  readonly streamLabel: string;
}

export interface StreamShard {
  readonly shardId: string;
  readonly sequenceNumberRange: { readonly startingSequenceNumber: string; readonly endingSequenceNumber?: string };
  readonly parentShardIds: readonly string[];
}

export interface StreamDescription extends StreamSummary {
  readonly streamStatus: string;
  readonly streamViewType: string;
  /** ISO 8601. */
  readonly creationRequestDateTime: string;
  readonly shards: readonly StreamShard[];
}

/** Images and keys are passed on as the service gives them. */
export interface ChangeRecord {
  readonly eventVersion: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly origin: string;
  readonly partitionKeys: Readonly<Record<string, unknown>>;
  readonly clusteringKeys: Readonly<Record<string, unknown>>;
  readonly newImage?: Readonly<Record<string, unknown>>;
  readonly oldImage?: Readonly<Record<string, unknown>>;
  readonly sequenceNumber: string;
}

export interface RecordPage {
  readonly records: readonly ChangeRecord[];
  /** Absent when the shard is closed and read to its end. */
  readonly next?: string;
  readonly atTip: boolean;
}
