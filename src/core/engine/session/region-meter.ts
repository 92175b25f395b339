// Capacity and metrics as the executor's meter sees them: admits, charges, and disguises throttling as timeouts. Apart
// from region.ts because batches put a tally before it.

import type { ConnectionCeiling, TableCapacity } from '../capacity/api.js';
import { storagePartitions } from '../capacity/capacity.js';
import type { TableSchema } from '../catalog/schema.js';
import { Consistency } from '../consistency.js';
import { CqlError, ErrorCode } from '../cql-error.js';
import type { Meter, MeteredOperation } from '../executor/metering.js';
import { quorum } from '../zones.js';
import type { SessionDeps } from './deps.js';

/** A CqlError that capacity raised: counted as a throttle, not as an error. */
export class Throttled extends CqlError {}

export class RegionMeter implements Meter {
  private readonly deps: SessionDeps;

  constructor(deps: SessionDeps) {
    this.deps = deps;
  }

  admit(table: TableSchema, operation: MeteredOperation, token?: bigint, ceiling?: ConnectionCeiling): void {
    const capacity = this.deps.tableCapacity(table);
    if (capacity === undefined) return;
    const direction = operation === 'SELECT' ? 'read' : 'write';
    const { chaos } = this.deps;
    const refused = chaos?.active === true && chaos.throttles(table.keyspace, table.name, direction);
    const cause = refused ? 'table' : this.deps.capacity.admit(capacity, direction, token, ceiling);
    if (cause === undefined) return;
    this.deps.metrics.throttled(table.keyspace, table.name, operation, direction, cause);
    throw throttled(direction);
  }

  chargeRead(table: TableSchema, units: number, token?: bigint): void {
    this.charge(table, 'read', units, token);
  }

  chargeWrite(table: TableSchema, units: number, token?: bigint): void {
    this.charge(table, 'write', units, token);
  }

  storagePartitions(table: TableSchema): number {
    const capacity: TableCapacity | undefined = this.deps.tableCapacity(table);
    return capacity === undefined ? 1 : storagePartitions(capacity);
  }

  conditionFailed(table: TableSchema): void {
    this.deps.metrics.conditionFailed(table.keyspace, table.name);
  }

  private charge(table: TableSchema, direction: 'read' | 'write', units: number, token: bigint | undefined): void {
    const capacity = this.deps.tableCapacity(table);
    if (capacity !== undefined) this.deps.capacity.charge(capacity, direction, units, token);
  }
}

/** What a throttled client sees [facts 4.8]. */
function throttled(direction: 'read' | 'write'): Throttled {
  const message = 'Operation timed out - received only 0 responses.';
  const details = { consistency: Consistency.localQuorum, received: 0, blockFor: quorum };
  return direction === 'write'
    ? new Throttled(ErrorCode.writeTimeout, message, { ...details, writeType: 'SIMPLE' })
    : new Throttled(ErrorCode.readTimeout, message, { ...details, dataPresent: false });
}

/** Adds up what a batch writes to each table, for one metric sample a table. */
export class TallyMeter implements Meter {
  readonly writes = new Map<TableSchema, number>();
  private readonly inner: Meter;

  constructor(inner: Meter) {
    this.inner = inner;
  }

  admit(table: TableSchema, operation: MeteredOperation, token?: bigint, ceiling?: ConnectionCeiling): void {
    this.inner.admit(table, operation, token, ceiling);
  }

  chargeRead(table: TableSchema, units: number, token?: bigint): void {
    this.inner.chargeRead(table, units, token);
  }

  chargeWrite(table: TableSchema, units: number, token?: bigint): void {
    this.writes.set(table, (this.writes.get(table) ?? 0) + units);
    this.inner.chargeWrite(table, units, token);
  }

  storagePartitions(table: TableSchema): number {
    return this.inner.storagePartitions(table);
  }

  conditionFailed(table: TableSchema): void {
    this.inner.conditionFailed(table);
  }
}
