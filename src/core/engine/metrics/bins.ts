// What is gathered of one table, or of the account, over one second: plain sums that merge by adding. `Bins` lives on the
// hot path; `BinRecord` is its form in the store (JSON with short names, absent = nothing happened).

import { getOrMake } from '../../lib/get-or-make.js';
import { Histogram, type SparseCounts } from './histogram.js';

/** count, sum, minimum, maximum. */
export type Summary = readonly [number, number, number, number];

export interface OperationRecord {
  /** Latency in milliseconds. */
  readonly latency?: Summary;
  readonly buckets?: SparseCounts;
  /** Rows returned by multi-row SELECTs. */
  readonly rows?: Summary;
  readonly userErrors?: number;
  readonly systemErrors?: number;
  /** By direction and cause: `read:table`. */
  readonly throttles?: Readonly<Record<string, number>>;
}

export interface TableRecordOfBin {
  readonly operations?: Readonly<Record<string, OperationRecord>>;
  readonly readUnits?: Summary;
  readonly writeUnits?: Summary;
  readonly conditionFailed?: number;
  /** Write units of rows that their time to live removed. */
  readonly ttlDeletes?: number;
  /** By stream label, then operation of the streams API; `rows` are records. */
  readonly streams?: Readonly<Record<string, Readonly<Record<string, OperationRecord>>>>;
  /** ReplicationLatency in milliseconds, by receiving Region. */
  readonly replication?: Readonly<Record<string, Summary>>;
  /** Gauges of the minute. */
  readonly provisionedRead?: number;
  readonly provisionedWrite?: number;
  readonly sizeBytes?: number;
}

/** Traffic of the addresses of one zone. */
export interface EndpointRecord {
  /** Open connections, at moments with traffic. */
  readonly active?: Summary;
  readonly opened?: number;
  readonly bytes?: number;
}

export interface BinRecord {
  /** By keyspace, then table. */
  readonly tables: Readonly<Record<string, Readonly<Record<string, TableRecordOfBin>>>>;
  /** Requests of the account by Operation alone. */
  readonly account?: Readonly<Record<string, number>>;
  /** Errors that no table is known for, by Operation. */
  readonly accountUserErrors?: Readonly<Record<string, number>>;
  readonly accountSystemErrors?: Readonly<Record<string, number>>;
  /** By zone. */
  readonly endpoints?: Readonly<Record<string, EndpointRecord>>;
}

export class Sum {
  count = 0;
  total = 0;
  least = Number.POSITIVE_INFINITY;
  most = Number.NEGATIVE_INFINITY;

  record(value: number): void {
    this.count++;
    this.total += value;
    if (value < this.least) this.least = value;
    if (value > this.most) this.most = value;
  }

  add(summary: Summary | undefined): void {
    if (summary === undefined || summary[0] === 0) return;
    this.count += summary[0];
    this.total += summary[1];
    if (summary[2] < this.least) this.least = summary[2];
    if (summary[3] > this.most) this.most = summary[3];
  }

  toSummary(): Summary | undefined {
    return this.count === 0 ? undefined : [this.count, this.total, this.least, this.most];
  }
}

export class OperationBin {
  readonly latency = new Sum();
  readonly histogram = new Histogram();
  readonly rows = new Sum();
  userErrors = 0;
  systemErrors = 0;
  readonly throttles = new Map<string, number>();

  add(record: OperationRecord): void {
    this.latency.add(record.latency);
    if (record.buckets) this.histogram.add(record.buckets);
    this.rows.add(record.rows);
    this.userErrors += record.userErrors ?? 0;
    this.systemErrors += record.systemErrors ?? 0;
    for (const [key, count] of Object.entries(record.throttles ?? {})) addTo(this.throttles, key, count);
  }

  toRecord(): OperationRecord {
    return compact({
      latency: this.latency.toSummary(),
      buckets: this.histogram.count > 0 ? this.histogram.toSparse() : undefined,
      rows: this.rows.toSummary(),
      userErrors: this.userErrors || undefined,
      systemErrors: this.systemErrors || undefined,
      throttles: this.throttles.size > 0 ? Object.fromEntries(this.throttles) : undefined,
    });
  }
}

export class TableBin {
  readonly operations = new Map<string, OperationBin>();
  readonly readUnits = new Sum();
  readonly writeUnits = new Sum();
  conditionFailed = 0;
  ttlDeletes = 0;
  readonly streams = new Map<string, Map<string, OperationBin>>();
  readonly replication = new Map<string, Sum>();
  provisionedRead: number | undefined;
  provisionedWrite: number | undefined;
  sizeBytes: number | undefined;

  operation(name: string): OperationBin {
    return getOrMake(this.operations, name, () => new OperationBin());
  }

  streamOperation(label: string, name: string): OperationBin {
    const ofStream = getOrMake(this.streams, label, () => new Map<string, OperationBin>());
    return getOrMake(ofStream, name, () => new OperationBin());
  }

  replicationTo(region: string): Sum {
    return getOrMake(this.replication, region, () => new Sum());
  }

  add(record: TableRecordOfBin): void {
    for (const [name, operation] of Object.entries(record.operations ?? {})) this.operation(name).add(operation);
    this.readUnits.add(record.readUnits);
    this.writeUnits.add(record.writeUnits);
    this.conditionFailed += record.conditionFailed ?? 0;
    this.ttlDeletes += record.ttlDeletes ?? 0;
    for (const [label, operations] of Object.entries(record.streams ?? {}))
      for (const [name, operation] of Object.entries(operations)) this.streamOperation(label, name).add(operation);
    for (const [region, summary] of Object.entries(record.replication ?? {})) this.replicationTo(region).add(summary);
    this.provisionedRead = record.provisionedRead ?? this.provisionedRead;
    this.provisionedWrite = record.provisionedWrite ?? this.provisionedWrite;
    this.sizeBytes = record.sizeBytes ?? this.sizeBytes;
  }

  toRecord(): TableRecordOfBin {
    const recordsOf = (bins: Map<string, OperationBin>) =>
      [...bins].map(([name, bin]) => [name, bin.toRecord()] as const);
    const operations = recordsOf(this.operations);
    const streams = [...this.streams].map(([label, bins]) => [label, Object.fromEntries(recordsOf(bins))] as const);
    const replication = [...this.replication].flatMap(([region, sum]) => {
      const summary = sum.toSummary();
      return summary === undefined ? [] : [[region, summary] as const];
    });
    return compact({
      operations: operations.length > 0 ? Object.fromEntries(operations) : undefined,
      readUnits: this.readUnits.toSummary(),
      writeUnits: this.writeUnits.toSummary(),
      conditionFailed: this.conditionFailed || undefined,
      ttlDeletes: this.ttlDeletes || undefined,
      streams: streams.length > 0 ? Object.fromEntries(streams) : undefined,
      replication: replication.length > 0 ? Object.fromEntries(replication) : undefined,
      provisionedRead: this.provisionedRead,
      provisionedWrite: this.provisionedWrite,
      sizeBytes: this.sizeBytes,
    });
  }
}

export class EndpointBin {
  readonly active = new Sum();
  opened = 0;
  bytes = 0;

  add({ active, opened = 0, bytes = 0 }: EndpointRecord): void {
    this.active.add(active);
    this.opened += opened;
    this.bytes += bytes;
  }

  toRecord(): EndpointRecord {
    return compact({
      active: this.active.toSummary(),
      opened: this.opened || undefined,
      bytes: this.bytes || undefined,
    });
  }
}

/** Everything of one second (or, after merging, of any period). */
export class Bins {
  readonly tables = new Map<string, Map<string, TableBin>>();
  readonly account = new Map<string, number>();
  /** Of EXECUTE, beside what `account` has of it: counted too often for a map. */
  executes = 0;
  readonly accountUserErrors = new Map<string, number>();
  readonly accountSystemErrors = new Map<string, number>();
  readonly endpoints = new Map<string, EndpointBin>();

  endpoint(zone: string): EndpointBin {
    return getOrMake(this.endpoints, zone, () => new EndpointBin());
  }

  table(keyspace: string, table: string): TableBin {
    const ofKeyspace = getOrMake(this.tables, keyspace, () => new Map<string, TableBin>());
    return getOrMake(ofKeyspace, table, () => new TableBin());
  }

  get isEmpty(): boolean {
    return (
      this.tables.size === 0 &&
      this.account.size === 0 &&
      this.executes === 0 &&
      this.accountUserErrors.size === 0 &&
      this.accountSystemErrors.size === 0 &&
      this.endpoints.size === 0
    );
  }

  add(record: BinRecord): void {
    for (const [keyspace, tables] of Object.entries(record.tables)) {
      for (const [table, bin] of Object.entries(tables)) this.table(keyspace, table).add(bin);
    }
    for (const [key, count] of Object.entries(record.account ?? {})) addTo(this.account, key, count);
    for (const [key, count] of Object.entries(record.accountUserErrors ?? {}))
      addTo(this.accountUserErrors, key, count);
    for (const [key, count] of Object.entries(record.accountSystemErrors ?? {}))
      addTo(this.accountSystemErrors, key, count);
    for (const [zone, traffic] of Object.entries(record.endpoints ?? {})) this.endpoint(zone).add(traffic);
  }

  toRecord(): BinRecord {
    const named = (bins: ReadonlyMap<string, TableBin>) =>
      Object.fromEntries([...bins].map(([table, bin]) => [table, bin.toRecord()]));
    const tables = Object.fromEntries([...this.tables].map(([keyspace, bins]) => [keyspace, named(bins)]));
    const account = new Map(this.account);
    if (this.executes > 0) addTo(account, 'EXECUTE', this.executes);
    const counts = (map: Map<string, number>) => (map.size > 0 ? Object.fromEntries(map) : undefined);
    return compact({
      tables,
      account: counts(account),
      accountUserErrors: counts(this.accountUserErrors),
      accountSystemErrors: counts(this.accountSystemErrors),
      endpoints:
        this.endpoints.size > 0
          ? Object.fromEntries([...this.endpoints].map(([zone, bin]) => [zone, bin.toRecord()]))
          : undefined,
    });
  }
}

export function addTo(map: Map<string, number>, key: string, count: number): void {
  map.set(key, (map.get(key) ?? 0) + count);
}

type Compacted<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Drops members that are undefined, so that stored records hold only what happened. */
function compact<T extends object>(record: T): Compacted<T> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Compacted<T>;
}
