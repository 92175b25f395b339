// The AWS/Cassandra metrics that the engine has samples for: unit, dimensions, and how a figure is read out of bins
// [data-plane facts 5.1]. One table, from which listing and reading are derived.

import { limits } from '../limits.js';
import type { Bins, OperationBin, Sum, TableBin } from './bins.js';
import type { Histogram } from './histogram.js';

export const namespace = 'AWS/Cassandra';

/** A distribution: what every statistic is computed from. */
export interface Distribution {
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  /** Milliseconds; only latencies have percentiles of real samples. */
  readonly histogram?: Histogram;
}

type Scope = 'table' | 'operation' | 'account-operation';

export interface MetricDefinition {
  readonly name: string;
  readonly unit: 'Count' | 'Milliseconds' | 'Bytes';
  readonly scope: Scope;
  /** The samples of one table (scope table), one operation of it, or the account; undefined when nothing happened. */
  read(bin: TableBin, operation?: OperationBin): Distribution | undefined;
}

/** `count` events of value 1 each. */
export function events(count: number): Distribution | undefined {
  return count > 0 ? { count, sum: count, minimum: 1, maximum: 1 } : undefined;
}

export function ofSum(sum: Sum, histogram?: Histogram): Distribution | undefined {
  if (sum.count === 0) return undefined;
  const plain = { count: sum.count, sum: sum.total, minimum: sum.least, maximum: sum.most };
  return histogram ? { ...plain, histogram } : plain;
}

function gauge(value: number | undefined): Distribution | undefined {
  return value === undefined ? undefined : { count: 1, sum: value, minimum: value, maximum: value };
}

/** A sum of which no single events are kept. */
export function amount(total: number): Distribution | undefined {
  return total > 0 ? { count: 1, sum: total, minimum: total, maximum: total } : undefined;
}

function throttles(operation: OperationBin | undefined, matches: (key: string) => boolean): Distribution | undefined {
  let count = 0;
  for (const [key, value] of operation?.throttles ?? []) if (matches(key)) count += value;
  return events(count);
}

/** Rates and sizes by table, requests by operation. Throttle events count every cause (control-plane facts 15.12). */
export const metricDefinitions: readonly MetricDefinition[] = [
  { name: 'ConsumedReadCapacityUnits', unit: 'Count', scope: 'table', read: (bin) => ofSum(bin.readUnits) },
  { name: 'ConsumedWriteCapacityUnits', unit: 'Count', scope: 'table', read: (bin) => ofSum(bin.writeUnits) },
  { name: 'ProvisionedReadCapacityUnits', unit: 'Count', scope: 'table', read: (bin) => gauge(bin.provisionedRead) },
  { name: 'ProvisionedWriteCapacityUnits', unit: 'Count', scope: 'table', read: (bin) => gauge(bin.provisionedWrite) },
  { name: 'BillableTableSizeInBytes', unit: 'Bytes', scope: 'table', read: (bin) => gauge(bin.sizeBytes) },
  { name: 'ConditionalCheckFailedRequests', unit: 'Count', scope: 'table', read: (bin) => events(bin.conditionFailed) },
  { name: 'TTLDeletes', unit: 'Count', scope: 'table', read: (bin) => amount(bin.ttlDeletes) },
  {
    name: 'SuccessfulRequestCount',
    unit: 'Count',
    scope: 'operation',
    read: (_, operation) => events(operation?.latency.count ?? 0),
  },
  {
    name: 'SuccessfulRequestLatency',
    unit: 'Milliseconds',
    scope: 'operation',
    read: (_, operation) => operation && ofSum(operation.latency, operation.histogram),
  },
  {
    name: 'ReturnedItemCountBySelect',
    unit: 'Count',
    scope: 'operation',
    read: (_, operation) => operation && ofSum(operation.rows),
  },
  {
    name: 'ReadThrottleEvents',
    unit: 'Count',
    scope: 'operation',
    read: (_, operation) => throttles(operation, (key) => key.startsWith('read:')),
  },
  {
    name: 'WriteThrottleEvents',
    unit: 'Count',
    scope: 'operation',
    read: (_, operation) => throttles(operation, (key) => key.startsWith('write:')),
  },
  {
    name: 'StoragePartitionThroughputCapacityExceeded',
    unit: 'Count',
    scope: 'operation',
    read: (_, operation) => throttles(operation, (key) => key.endsWith(':partition')),
  },
  {
    name: 'PerConnectionRequestRateExceeded',
    unit: 'Count',
    scope: 'operation',
    read: (_, operation) => throttles(operation, (key) => key.endsWith(':connection')),
  },
  {
    name: 'UserErrors',
    unit: 'Count',
    scope: 'operation',
    read: (_, operation) => events(operation?.userErrors ?? 0),
  },
  {
    name: 'SystemErrors',
    unit: 'Count',
    scope: 'operation',
    read: (_, operation) => events(operation?.systemErrors ?? 0),
  },
];

/** Figures of a stream carry Keyspace, TableName, Operation and StreamLabel [data-plane facts 5.1]. */
export const streamMetrics: readonly {
  readonly name: string;
  readonly unit: 'Count' | 'Milliseconds';
  read(operation: OperationBin): Distribution | undefined;
}[] = [
  { name: 'ReturnedRecordsCount', unit: 'Count', read: (operation) => ofSum(operation.rows) },
  {
    name: 'SuccessfulRequestLatency',
    unit: 'Milliseconds',
    read: (operation) => ofSum(operation.latency, operation.histogram),
  },
  { name: 'UserErrors', unit: 'Count', read: (operation) => events(operation.userErrors) },
  { name: 'SystemErrors', unit: 'Count', read: (operation) => events(operation.systemErrors) },
];

/** From one Region to another, stored in the Region that was written [data-plane facts 5.1: TableName and ReceivingRegion; AWS's
 * template adds Keyspace]. */
export const replicationMetric = {
  name: 'ReplicationLatency',
  unit: 'Milliseconds',
  read: (bin: TableBin, receivingRegion: string): Distribution | undefined => {
    const sum = bin.replication.get(receivingRegion);
    return sum && ofSum(sum);
  },
} as const;

/** Account-level counts carry the Operation dimension alone. */
export const accountMetrics: readonly {
  readonly name: string;
  readonly unit: 'Count';
  read(bins: Bins, operation: string): Distribution | undefined;
}[] = [
  {
    name: 'SuccessfulRequestCount',
    unit: 'Count',
    read: (bins, operation) => events(bins.account.get(operation) ?? 0),
  },
  { name: 'UserErrors', unit: 'Count', read: (bins, operation) => events(bins.accountUserErrors.get(operation) ?? 0) },
  {
    name: 'SystemErrors',
    unit: 'Count',
    read: (bins, operation) => events(bins.accountSystemErrors.get(operation) ?? 0),
  },
];

/** Figures of the whole account, without dimensions: out of the gauges that every minute has of each table. */
export const accountWideMetrics: readonly {
  readonly name: string;
  readonly unit: 'Count' | 'Percent';
  read(bins: Bins): Distribution | undefined;
}[] = [
  {
    name: 'AccountMaxTableLevelReads',
    unit: 'Count',
    read: (bins) => gauge(bins.tables.size > 0 ? limits.tableReadUnitsPerSecond : undefined),
  },
  {
    name: 'AccountMaxTableLevelWrites',
    unit: 'Count',
    read: (bins) => gauge(bins.tables.size > 0 ? limits.tableWriteUnitsPerSecond : undefined),
  },
  {
    name: 'AccountProvisionedReadCapacityUtilization',
    unit: 'Percent',
    read: (bins) => percent(sumOf(provisioned(bins, 'provisionedRead')), limits.accountReadUnitsPerSecond),
  },
  {
    name: 'AccountProvisionedWriteCapacityUtilization',
    unit: 'Percent',
    read: (bins) => percent(sumOf(provisioned(bins, 'provisionedWrite')), limits.accountWriteUnitsPerSecond),
  },
  {
    name: 'MaxProvisionedTableReadCapacityUtilization',
    unit: 'Percent',
    read: (bins) => percent(mostOf(provisioned(bins, 'provisionedRead')), limits.tableReadUnitsPerSecond),
  },
  {
    name: 'MaxProvisionedTableWriteCapacityUtilization',
    unit: 'Percent',
    read: (bins) => percent(mostOf(provisioned(bins, 'provisionedWrite')), limits.tableWriteUnitsPerSecond),
  },
];

/** The unit of a metric in whichever scope it is; undefined for names that the engine does not measure. */
export function unitOf(metric: string): string | undefined {
  return [...metricDefinitions, ...accountWideMetrics, ...streamMetrics, replicationMetric].find(
    ({ name }) => name === metric,
  )?.unit;
}

function provisioned(bins: Bins, member: 'provisionedRead' | 'provisionedWrite'): number[] {
  const units: number[] = [];
  for (const tables of bins.tables.values()) {
    for (const bin of tables.values()) {
      const value = bin[member];
      if (value !== undefined) units.push(value);
    }
  }
  return units;
}

const sumOf = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
const mostOf = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : Math.max(...values);
const percent = (units: number | undefined, quota: number): Distribution | undefined =>
  gauge(units === undefined ? undefined : (100 * units) / quota);
