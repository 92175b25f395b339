// What statements cost: the arithmetic of facts 4.1 to 4.4, one function each, and the door through which the executor
// asks for and reports it. Apart because Amazon leaves some of it open, and a choice should be changed in one place.

import { readUnits as unitsOfRead, writeUnits } from '../capacity/units.js';
import type { TableSchema } from '../catalog/schema.js';
import { Consistency } from '../consistency.js';

export type MeteredOperation = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'BATCH';

/** Opaque here: the ceiling of the connection that a request came by. */
export interface RequestCeiling {
  admits(nowMs: number): boolean;
}

/** The session's side: capacity and metrics of one Region. System tables never come here. */
export interface Meter {
  /** Counts one query. Throws the timeout that a throttled client sees (facts 4.8). */
  admit(table: TableSchema, operation: MeteredOperation, token?: bigint, ceiling?: RequestCeiling): void;
  chargeRead(table: TableSchema, units: number, token?: bigint): void;
  chargeWrite(table: TableSchema, units: number, token?: bigint): void;
  /** Equal parts of the token ring that a table's rows lie in. */
  storagePartitions(table: TableSchema): number;
  conditionFailed(table: TableSchema): void;
}

/** Half price at ONE and LOCAL_ONE; LOCAL_QUORUM and what only the lenient mode takes cost the whole. */
const halved = (consistency: Consistency): boolean =>
  consistency === Consistency.one || consistency === Consistency.localOne;

/** Rows of one query are added, then rounded; a miss costs one unit. */
export const readUnits = (bytes: number, consistency: Consistency): number => unitsOfRead(bytes, halved(consistency));

/** A full scan pays for each storage partition it touched, at least one unit where `minimum` says so. */
export function scanUnits(bytesByPartition: readonly number[], firstFree: boolean, consistency: Consistency): number {
  let blocks = 0;
  for (const [i, bytes] of bytesByPartition.entries()) {
    const least = i === 0 && firstFree ? 0 : 1;
    blocks += bytes === 0 ? least : unitsOfRead(bytes, false);
  }
  return halved(consistency) ? blocks / 2 : blocks;
}

/** Write units of a row of so many billed bytes; of a missing one, 1. */
export const rowWriteUnits = (bytes: number): number => writeUnits(bytes);

/** A write of static and other columns in one statement costs both twice [facts 4.4]. */
export const mixedWriteUnits = (statics: number, others: number): number =>
  statics > 0 && others > 0 ? 2 * statics + 2 * others : statics + others;

/** Prepare and commit. */
export const loggedBatchUnits = (units: number): number => 2 * units;

/** A failed IF [NOT] EXISTS on a table with TTL and without client-side timestamps also pays for the read. */
export function failedExistenceReadUnits(table: TableSchema, bytes: number): number {
  const { ttlEnabled, clientSideTimestamps } = table.options;
  return ttlEnabled && !clientSideTimestamps ? unitsOfRead(bytes, false) : 0;
}
