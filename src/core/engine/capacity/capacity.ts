// The limits that throttle: per table (provisioned units with burst, on-demand peaks), storage partition and connection
// [data-plane facts 4.7, control-plane facts 3.2]. State is in memory: a limit is what one engine process serves.

import type { Clock } from '../../ports/clock.js';
import { limits } from '../limits.js';
import type { Capacity, Direction, TableCapacity, ThrottleCause } from './api.js';
import { Bucket } from './bucket.js';
import { OnDemandPeak } from './peak.js';

/** Unused provisioned capacity is saved for so long (undocumented; limits.ts names the choice). */
const burstSeconds = limits.burstSeconds;

interface TableState {
  seen: TableCapacity;
  readonly table: Record<Direction, Bucket>;
  readonly peak: Record<Direction, OnDemandPeak>;
  partitions: Record<Direction, Bucket>[];
}

export interface CapacityOptions {
  readonly clock: Pick<Clock, 'wallMs'>;
  /** No ceilings at all (lenient mode). */
  readonly unlimited: boolean;
}

export function createCapacity({ clock, unlimited }: CapacityOptions): Capacity {
  if (unlimited) return { admit: () => undefined, charge: () => {} };
  const states = new Map<number, TableState>();

  const stateOf = (capacity: TableCapacity, nowMs: number): TableState => {
    const state = states.get(capacity.tableNumber);
    if (state === undefined) {
      const created = newState(capacity, nowMs);
      states.set(capacity.tableNumber, created);
      return created;
    }
    if (state.seen !== capacity) changeState(state, capacity, nowMs);
    return state;
  };

  return {
    admit: (capacity, direction, token, connection) => {
      const nowMs = clock.wallMs();
      if (connection !== undefined && !connection.admits(nowMs)) return 'connection';
      const state = stateOf(capacity, nowMs);
      if (capacity.mode === 'PAY_PER_REQUEST') followPeak(state, capacity, direction, nowMs);
      if (!state.table[direction].admits(nowMs)) return 'table';
      if (token !== undefined && !partitionOf(state, token)[direction].admits(nowMs)) return 'partition';
      return undefined;
    },
    charge: (capacity, direction, units, token) => {
      const nowMs = clock.wallMs();
      const state = stateOf(capacity, nowMs);
      state.table[direction].spend(units);
      if (capacity.mode === 'PAY_PER_REQUEST') state.peak[direction].consumed(units, nowMs);
      if (token !== undefined) partitionOf(state, token)[direction].spend(units);
    },
  };
}

/** Storage partitions of a table: four for a new on-demand table, else as many as its units need (data-plane facts 4.7). */
export function storagePartitions(capacity: TableCapacity): number {
  if (capacity.mode === 'PAY_PER_REQUEST') return limits.onDemandStoragePartitions;
  const wanted = Math.max(
    capacity.readUnits / limits.partitionReadUnitsPerSecond,
    capacity.writeUnits / limits.partitionWriteUnitsPerSecond,
  );
  return Math.min(limits.storagePartitionsMax, Math.max(1, Math.ceil(wanted)));
}

function unitsOf(capacity: TableCapacity, direction: Direction): number {
  return direction === 'read' ? capacity.readUnits : capacity.writeUnits;
}

function newBucket(capacity: TableCapacity, direction: Direction, nowMs: number): Bucket {
  if (capacity.mode === 'PAY_PER_REQUEST') {
    const warm = direction === 'read' ? capacity.warmReadUnits : capacity.warmWriteUnits;
    return new Bucket(warm, warm, warm, nowMs);
  }
  const rate = unitsOf(capacity, direction);
  const idleSeconds = Math.min(burstSeconds, Math.max(1, (nowMs - (capacity.sinceMs ?? nowMs)) / 1000));
  return new Bucket(rate, rate * burstSeconds, rate * idleSeconds, nowMs);
}

function newPartitions(capacity: TableCapacity, nowMs: number): Record<Direction, Bucket>[] {
  const read = limits.partitionReadUnitsPerSecond;
  const write = limits.partitionWriteUnitsPerSecond;
  return Array.from({ length: storagePartitions(capacity) }, () => ({
    read: new Bucket(read, read, read, nowMs),
    write: new Bucket(write, write, write, nowMs),
  }));
}

function newState(capacity: TableCapacity, nowMs: number): TableState {
  return {
    seen: capacity,
    table: { read: newBucket(capacity, 'read', nowMs), write: newBucket(capacity, 'write', nowMs) },
    peak: { read: new OnDemandPeak(nowMs), write: new OnDemandPeak(nowMs) },
    partitions: newPartitions(capacity, nowMs),
  };
}

function changeState(state: TableState, capacity: TableCapacity, nowMs: number): void {
  const sameMode = state.seen.mode === capacity.mode;
  for (const direction of ['read', 'write'] as const) {
    if (!sameMode) state.table[direction] = newBucket(capacity, direction, nowMs);
    else if (capacity.mode === 'PROVISIONED') {
      const rate = unitsOf(capacity, direction);
      state.table[direction].change(rate, rate * burstSeconds, nowMs);
    }
  }
  if (storagePartitions(capacity) !== state.partitions.length) state.partitions = newPartitions(capacity, nowMs);
  state.seen = capacity;
}

/** On-demand: at once up to the warm throughput or twice the earlier peak, never over the table quota. */
function followPeak(state: TableState, capacity: TableCapacity, direction: Direction, nowMs: number): void {
  const warm = direction === 'read' ? capacity.warmReadUnits : capacity.warmWriteUnits;
  const rate = Math.min(unitsOf(capacity, direction), Math.max(warm, 2 * state.peak[direction].before(nowMs)));
  const bucket = state.table[direction];
  if (bucket.rate !== rate) bucket.change(rate, rate, nowMs);
}

function partitionOf(state: TableState, token: bigint): Record<Direction, Bucket> {
  const partitions = state.partitions;
  if (partitions.length === 1) return partitions[0]!;
  const share = (Number(token) + 2 ** 63) / 2 ** 64;
  return partitions[Math.min(partitions.length - 1, Math.floor(share * partitions.length))]!;
}

export type { ThrottleCause };
