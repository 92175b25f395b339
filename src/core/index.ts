// The one door of core: what commands and screens may use. Outside core nothing else of it is imported.

export { type ConsistencyName, consistencyNames } from './lib/consistency-names.js';
export { localAccount } from './model/account.js';
export type { AlarmRequest } from './model/alarm-shapes.js';
export type { ActiveRule, ChaosRuleInput } from './model/chaos-rule.js';
export { parseTag } from './model/column-spec.js';
export { allTargets, type Config, defaultRegion, localTarget, type Target, type TargetKind } from './model/config.js';
export { consistencyNumber, defaultConsistency } from './model/consistency.js';
export type * from './model/control-shapes.js';
export { keyspaceStatus } from './model/control-shapes.js';
export { parseCqlEndpoints } from './model/cql-endpoints.js';
export { type CqlValue, cqlValueToJson, type JsonValue, renderCqlValue } from './model/cql-value.js';
export { formatDuration, parseDuration } from './model/duration.js';
export { type ErrorKind, isKsError, KsError, usage } from './model/errors.js';
export type { FleetEvent, FleetSample, TableDetail, TableSample } from './model/fleet-sample.js';
export { parseQualifiedName, parseRegion } from './model/names.js';
export { pricesDate, pricesOf, type RegionPrices } from './model/prices.js';
export { scalingText } from './model/schema-cql.js';
export { splitStatements, stripComments } from './model/split-statements.js';
export type { StreamDescription } from './model/stream-shapes.js';
export {
  chosenTarget,
  configStore,
  type OpenOptions,
  openFleet,
  openLocalEngine,
  openSystem,
  type System,
} from './open.js';
export {
  type AlarmChoices,
  type AlarmsOf,
  type AppliedAlarms,
  applyAlarms,
  type ListedAlarm,
  listAlarms,
  type RecommendedAlarm,
  recommendAlarms,
} from './ops/alarms.js';
export { type AuditFilter, type AuditLine, auditSentence, listAudit, tailAudit } from './ops/audit.js';
export {
  type AutoScalingOf,
  type ScalingDirection,
  setAutoScaling,
  showAutoScaling,
  turnAutoScalingOff,
} from './ops/autoscaling.js';
export { type BackupStatus, backupsStatus } from './ops/backups.js';
export { type CapacityOf, setCapacity, showCapacity } from './ops/capacity.js';
export { type CreatedFromCql, createFromCql } from './ops/create-from-cql.js';
export { type CreatedKeyspace, createKeyspace } from './ops/create-keyspace.js';
export {
  type CreatedTable,
  createTable,
  createTableFromJson,
  createTableRequest,
  createTableSkeleton,
} from './ops/create-table.js';
export { type Deleted, deleteKeyspace } from './ops/delete-keyspace.js';
export { deleteTable } from './ops/delete-table.js';
export { type SeedFleetInput, seedFleet } from './ops/demo-fleet.js';
export { driveLoad, type LoadInput, type LoadResult } from './ops/demo-load.js';
export { type DescribedKeyspace, describeKeyspace } from './ops/describe-keyspace.js';
export { completionNames, type DescribeSchemaInput, type DescribeWhat, describeSchema } from './ops/describe-schema.js';
export { type DescribedTable, describeTable } from './ops/describe-table.js';
export type { ConfirmName } from './ops/guard-statement.js';
export { type InfoInput, type InfoOf, showInfo } from './ops/info.js';
export { type ListedKeyspace, listKeyspaces } from './ops/list-keyspaces.js';
export { type ListedTable, listTables } from './ops/list-tables.js';
export {
  addChaos,
  clearChaos,
  dropConnections,
  type FullStatus,
  failingPart,
  fullStatus,
  listChaos,
  type OpenChaos,
  parseShare,
  recoverChaos,
} from './ops/local-chaos.js';
export { localClock } from './ops/local-clock.js';
export {
  alreadyRunning,
  type LocalDeps,
  localStatus,
  logPath,
  reach,
  resetData,
  type ServerState,
  startInBackground,
  stopServer,
  writeState,
} from './ops/local-server.js';
export { type MetricLine, type MetricsOf, showMetrics } from './ops/metrics.js';
export { type DryRun, type Gathered, onePlace, type PlaceFailure } from './ops/one-place.js';
export { readCredentials } from './ops/read-credentials.js';
export { listReplicas, type Replica, type Replicas } from './ops/replicas.js';
export { type RestoredTable, restoreTable } from './ops/restore-table.js';
export { inStatement, openCql, runCql, runStatement, type StatementResult } from './ops/run-cql.js';
export { firstSample, sampleFleet, tableDetail } from './ops/sample-fleet.js';
export { serveLocal } from './ops/serve-local.js';
export { showStreams, type TailedRecord, tailStream } from './ops/streams.js';
export { listTags, setTags, type TagsOf, unsetTags } from './ops/tags.js';
export {
  addTarget,
  chooseTarget,
  findTarget,
  type ListedTarget,
  listTargets,
  readConfig,
  removeTarget,
} from './ops/targets.js';
export { type UpdatedKeyspace, updateKeyspace } from './ops/update-keyspace.js';
export { type UpdatedTable, updateTable } from './ops/update-table.js';
export {
  createType,
  type DescribedType,
  deleteType,
  describeType,
  type ListedType,
  listTypes,
} from './ops/user-types.js';
export { type Waited, waitForResource } from './ops/wait-until.js';
export type { ScalingActivity } from './ports/account.js';
export type { Clock } from './ports/clock.js';
export type { CqlColumn, CqlOptions, CqlResult, CqlSession } from './ports/cql-session.js';
export type { Files } from './ports/files.js';
export type { Fleet, Place } from './ports/fleet.js';
export type { ChaosReading, ClockChange, ClockReading } from './ports/local-switches.js';
export type { MetricsSource } from './ports/metrics-source.js';

/** Loaded when YAML is asked for. */
export const yamlText = async (value: unknown): Promise<string> =>
  (await import('./model/config-text.js')).yamlText(value);
