// Every bound and every choice where Amazon Keyspaces' behaviour is not documented, in one place. Unit last in a name.
// Sources: facts/control-plane section 6, facts/data-plane 2.4, 2.11, 2.18, 4.7 and section 7 (choices for unknowns).

export const limits = {
  keyspacesPerRegion: 256,
  tablesPerRegion: 256,
  userTypesPerRegion: 256,
  tablesPerUserType: 100,
  userTypesPerTable: 50,
  userTypeNestingDepth: 8,
  userTypeChildren: 10,
  userTypeParents: 10,
  userTypeSchemaBytes: 25 * 1024,
  frozenNestingDepth: 8,
  concurrentDdl: 50,
  schemaBytes: 350 * 1024,
  rowBytes: 1024 * 1024,
  staticBytesPerPartition: 1024 * 1024,
  partitionKeyBytes: 2048,
  clusteringKeyBytes: 850,
  /** A row's key in the store: LMDB takes 4026 bytes with pages of 8192, and ranges need two beyond a row's key. */
  storedKeyBytes: 4024,
  columnsPerWrite: 225,
  columnsPerWriteWithTtl: 166,
  inSubqueries: 100,
  inSubqueriesPerPage: 10,
  pageBytes: 1024 * 1024,
  unloggedBatchStatements: 30,
  loggedBatchStatements: 100,
  loggedBatchStatementsWithStatics: 50,
  /** Beyond them the lenient mode warns, as Cassandra does by default. */
  batchWarnBytes: 5 * 1024,
  unloggedBatchWarnPartitions: 10,
  loggedBatchBytes: 4 * 1024 * 1024,
  rangeDeleteRows: 1000,
  ttlSecondsMax: 630_720_000,
  /** Digits of the varints and decimals that are written. */
  numberDigits: 38,
  /** Our own, in both modes: reading longer ones takes a noticeable time. */
  numberTextDigits: 100_000,
  jsonNestingDepth: 64,
  nameCharacters: 48,
  userTypeFieldNameCharacters: 128,
  tagsPerResource: 50,
  /** How long a table is kept whose customer managed key cannot be used (control-plane facts 2.1). */
  lostKeyMs: 7 * 24 * 3600 * 1000,
  tableReadUnitsPerSecond: 40_000,
  tableWriteUnitsPerSecond: 40_000,
  accountReadUnitsPerSecond: 80_000,
  accountWriteUnitsPerSecond: 80_000,
  partitionReadUnitsPerSecond: 3_000,
  partitionWriteUnitsPerSecond: 1_000,
  connectionRequestsPerSecond: 3_000,
  /** Addresses of one Region: as many as a public endpoint lists (data-plane facts 3.2). */
  nodesPerRegion: 9,
  // burst size is not documented: DynamoDB's five minutes of unused capacity (data-plane facts section 7, no. 14)
  burstSeconds: 300,
  onDemandStoragePartitions: 4,
  // our own bound, for the mode in which a table may be given any units
  storagePartitionsMax: 4096,
  newOnDemandReadUnitsPerSecond: 12_000,
  newOnDemandWriteUnitsPerSecond: 4_000,
  clientTimestampPastMs: 2 * 24 * 3600 * 1000,
  clientTimestampFutureMs: 5 * 60 * 1000,
  frameBytes: 256 * 1024 * 1024,
  // our own bounds of one native protocol connection: beyond them its socket is not read
  connectionRequestsInFlight: 2048,
  connectionBacklogBytes: 8 * 1024 * 1024,
  /** Memory for rows read lately, in each process. */
  rowCacheBytes: 64 * 1024 * 1024,
  /** Answers leave when there are so many bytes of them: a client with many requests on one connection reads some while others are worked on. */
  connectionFlushBytes: 32 * 1024,
  /** The same for the first answers of an event turn. */
  connectionFirstFlushBytes: 2 * 1024,
  // a SigV4 login may be this much older or younger than the clock (data-plane facts 1.7)
  signatureAgeMs: 900_000,
  preparedStatements: 10_000,
  /** Texts of QUERY whose plans are kept, and the longest of them. */
  cachedTexts: 10_000,
  cachedTextCharacters: 16_384,
  controlRequestBytes: 1024 * 1024,
  /** Parentheses, collections, types and functions within one another: keeps hostile text off the stack's end. */
  syntaxNestingDepth: 200,
  /** A text of this length is below the 65,535 bytes of a native-protocol [string] in any script. */
  syntaxErrorCharacters: 16_000,
  /** Longer refused texts are not walked a second time to word the refusal as Cassandra would. */
  syntaxDiagnosisCharacters: 100_000,
  /** Point-in-time recovery reaches back so far, and a deleted table can be restored so long (control-plane facts 4.1, 4.3). */
  recoveryWindowMs: 35 * 24 * 3600 * 1000,
  /** Records of a stream can be read so long (facts 5.8). */
  streamKeptMs: 24 * 3600 * 1000,
  concurrentRestores: 4,
  restoredBytesPerDay: 5 * 1024 ** 4,
  /** One piece of a restore: bounds how long its write transaction keeps others waiting. */
  restorePieceRows: 500,
  restorePieceBytes: 2 * 1024 * 1024,
  /** How often histories are looked through for what is too old. */
  historyTrimMs: 10_000,
  // changes on their way to other Regions: how often they are looked for, and how many are merged in one transaction
  deliveryPollMs: 100,
  deliveryPieceChanges: 500,
  deliveryPieceBytes: 2 * 1024 * 1024,
  /** Rows copied to a Region that is added, in all (L-7F2EAE05). */
  addRegionBytes: 10 * 1024 ** 4,
  metricFlushMs: 500,
  schemaPollMs: 200,
  maintenanceRows: 2_000,
  // the engine's own clock: between the first sixteen-digit microsecond and the end of what expiry can hold
  clockEarliestMs: Date.UTC(2001, 8, 10),
  clockLatestMs: Date.UTC(2100, 0, 1),
  clockFactor: 1_000_000,
  chaosRules: 100,
  chaosLatencyMs: 60_000,
  /** How late changes may come to another Region: a week, below the ten days that tombstones are kept. */
  chaosLagMs: 7 * 24 * 3600 * 1000,
  chaosDurationMs: 365 * 24 * 3600 * 1000,
  // streams: shards, sizes and ages that AWS does not publish are chosen after DynamoDB's
  streamShards: 4,
  /** Readers of one shard within so long a time. */
  streamReaders: 2,
  streamReaderMs: 1000,
  streamReadersKept: 10_000,
  streamIteratorMs: 15 * 60 * 1000,
  streamTokenMs: 15 * 60 * 1000,
  streamPageRecords: 100,
  streamAnswerBytes: 1024 * 1024,
  /** History records looked at for one answer: most may belong to other shards. */
  streamScannedRecords: 20_000,
  /** A table's rows are looked through for expired ones so often, and so many in one write transaction. */
  sweepEveryMs: 30_000,
  sweepTombstonesEveryMs: 3_600_000,
  sweepEntries: 500,
  metricSecondsKept: 15 * 60,
  metricMinutesKept: 15 * 24 * 60,
  metricQueriesPerCall: 500,
  /** Of one metric, and in the filter of ListMetrics. */
  dimensions: 30,
  dimensionFilters: 10,
  extendedStatistics: 10,
  metricDatapointsPerPage: 100_800,
  metricStatisticsDatapoints: 1_440,
  metricsPerListPage: 500,
  alarmsPerRegion: 5_000,
  dashboardsPerAccount: 5_000,
  dashboardsPerPage: 1_000,
  /** Queries of one alarm. */
  alarmMetrics: 10,
  alarmHistoryItems: 100,
  /** How far alarms that stay as they are were judged is stored so often. */
  alarmMarkMs: 3_600_000,
  /** Samples are in the store this long after they were taken, in whichever process. */
  metricLagMs: 2_000,
  /** How far back alarms and auto scaling make up for time in which no process looked. */
  catchUpMs: 24 * 3600 * 1000,
  /** The shortest alarm period: how often there may be something to judge. */
  watchMs: 10_000,
  // how target tracking acts on tables is documented for DynamoDB only
  scaleOutMinutes: 2,
  scaleInMinutes: 15,
  scaleInMarginPercent: 20,
  scalingRetrySeconds: 15 * 60,
  scalingActivitiesKeptMs: 42 * 24 * 3600 * 1000,
  scalableTargetsPerRegion: 1_500,
  auditKeptMs: 90 * 24 * 3600 * 1000,
  auditEventsPerPage: 50,
  auditPrunedAtOnce: 8,
  /** Of one record's CQL text. */
  auditQueryCharacters: 100_000,
} as const;

/** Named differences between the two compatibility modes; everything else is the same. */
export interface Compat {
  readonly name: 'keyspaces' | 'cassandra';
  /** DDL takes effect before it is answered. */
  readonly synchronousDdl: boolean;
  readonly anyConsistency: boolean;
  readonly anyReplication: boolean;
  /** TTL, USING TIMESTAMP and WRITETIME need no table property. */
  readonly timestampsEverywhere: boolean;
  /** IN in UPDATE and DELETE. */
  readonly inOnModifications: boolean;
  /** Conditional statements in unlogged batches; no statement count limits on batches. */
  readonly anyBatch: boolean;
  /** Rows of an IN come in the order of the key's values and of the clustering instead of the order of the list. */
  readonly cassandraInOrder: boolean;
  /** DISTINCT, GROUP BY, PER PARTITION LIMIT, aggregates, TRUNCATE, ALTER TABLE DROP/RENAME, secondary indexes. */
  readonly cassandraStatements: boolean;
  /** No ceilings on units and queries, no bound on rows of a range delete, nor on the digits of numbers. */
  readonly unlimited: boolean;
  /** Of the serialised partition key, and of the clustering values together. */
  readonly partitionKeyBytes: number;
  readonly clusteringKeyBytes: number;
  /** system.peers lists the node that is asked, too. */
  readonly peersListSelf: boolean;
}

export const keyspacesCompat: Compat = {
  name: 'keyspaces',
  synchronousDdl: false,
  anyConsistency: false,
  anyReplication: false,
  timestampsEverywhere: false,
  inOnModifications: false,
  anyBatch: false,
  cassandraInOrder: false,
  cassandraStatements: false,
  unlimited: false,
  partitionKeyBytes: limits.partitionKeyBytes,
  clusteringKeyBytes: limits.clusteringKeyBytes,
  peersListSelf: true,
};

export const cassandraCompat: Compat = {
  name: 'cassandra',
  synchronousDdl: true,
  anyConsistency: true,
  anyReplication: true,
  timestampsEverywhere: true,
  inOnModifications: true,
  anyBatch: true,
  cassandraInOrder: true,
  cassandraStatements: true,
  unlimited: true,
  // table, token, length and flag take 15 bytes of a stored key
  partitionKeyBytes: limits.storedKeyBytes - 15,
  clusteringKeyBytes: limits.storedKeyBytes,
  peersListSelf: false,
};
