// Capacity settings of tables: what may be asked for, how often it may be changed (control-plane facts 3.3), and the
// warm throughput that goes with it (3.4).

import type { CatalogEdit } from '../catalog/edit.js';
import type { CapacityRecord, ChangeHistory, TableRecord, WarmThroughputRecord } from '../catalog/records.js';
import type { Compat } from '../limits.js';
import { limits } from '../limits.js';
import { quotaExceeded, validation } from './errors.js';
import type { CapacityInput, WarmInput } from './shared-shapes.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Decreases that a UTC day always has, and its ceiling. */
const freeDecreases = 4;
const decreasesPerDay = 27;

/** A capacitySpecification as a record; the first text is the service's own (facts 1.4). */
export function readCapacity(input: CapacityInput | undefined, compat: Compat): CapacityRecord {
  if (input === undefined) return { mode: 'PAY_PER_REQUEST' };
  const { throughputMode: mode, readCapacityUnits: readUnits, writeCapacityUnits: writeUnits } = input;
  if (mode === 'PAY_PER_REQUEST') {
    if (readUnits !== undefined || writeUnits !== undefined)
      throw validation(
        "'PAY_PER_REQUEST' throughput mode does not take 'read_capacity_units' and 'write_capacity_units'",
      );
    return { mode };
  }
  if (readUnits === undefined || writeUnits === undefined)
    throw validation(
      "'PROVISIONED' throughput mode requires 'read_capacity_units' and 'write_capacity_units' to be set using 'capacity_mode' option",
    );
  if (!compat.unlimited) {
    checkCeiling('read', readUnits, limits.tableReadUnitsPerSecond);
    checkCeiling('write', writeUnits, limits.tableWriteUnitsPerSecond);
  }
  return { mode, readUnits, writeUnits };
}

function checkCeiling(direction: string, units: number, ceiling: number): void {
  if (units > ceiling) throw quotaExceeded(`${units} ${direction} units are above the table quota of ${ceiling}`);
}

/** Sums over the Region's provisioned tables, `changed` taken for the table of its number. */
export function checkAccountUnits(
  edit: CatalogEdit,
  compat: Compat,
  changed: Pick<TableRecord, 'number' | 'capacity'>,
): void {
  if (compat.unlimited || changed.capacity.mode === 'PAY_PER_REQUEST') return;
  let read = changed.capacity.readUnits ?? 0;
  let write = changed.capacity.writeUnits ?? 0;
  for (const table of edit.tables()) {
    if (table.number === changed.number || table.status.state === 'DELETING') continue;
    read += table.capacity.readUnits ?? 0;
    write += table.capacity.writeUnits ?? 0;
  }
  if (read > limits.accountReadUnitsPerSecond || write > limits.accountWriteUnitsPerSecond)
    throw quotaExceeded(
      `Provisioned tables of an account can have at most ${limits.accountReadUnitsPerSecond} read and ` +
        `${limits.accountWriteUnitsPerSecond} write units in a Region`,
    );
}

/** The history after the change, when the change is allowed now. */
export function changeCapacity(table: TableRecord, next: CapacityRecord, nowMs: number, compat: Compat): ChangeHistory {
  const before = table.capacity;
  if (next.mode === 'PAY_PER_REQUEST') {
    if (before.mode === 'PAY_PER_REQUEST') return table.history;
    const last = table.history.payPerRequestAtMs;
    if (!compat.unlimited && last !== undefined && nowMs - last < dayMs)
      throw validation('A table can be switched to PAY_PER_REQUEST once in 24 hours');
    return { ...table.history, payPerRequestAtMs: nowMs };
  }
  if (before.mode === 'PAY_PER_REQUEST') return table.history;
  const decreases =
    (next.readUnits ?? 0) < (before.readUnits ?? 0) || (next.writeUnits ?? 0) < (before.writeUnits ?? 0);
  if (!decreases || compat.unlimited) return table.history;
  const today = table.history.capacityDecreasesAtMs.filter((atMs) => sameUtcDay(atMs, nowMs));
  const quietHour = table.history.capacityDecreasesAtMs.every((atMs) => nowMs - atMs >= hourMs);
  if (today.length >= decreasesPerDay || (today.length >= freeDecreases && !quietHour))
    throw quotaExceeded(
      `Capacity was decreased ${today.length} times today; after ${freeDecreases} decreases a UTC day has one more an hour, ${decreasesPerDay} in all`,
    );
  const recent = table.history.capacityDecreasesAtMs.filter((atMs) => nowMs - atMs < dayMs);
  return { ...table.history, capacityDecreasesAtMs: [...recent, nowMs] };
}

const sameUtcDay = (a: number, b: number): boolean => Math.floor(a / dayMs) === Math.floor(b / dayMs);

/** What a table without a wish of its own has; for small provisioned tables AWS publishes no figure. */
export function defaultWarmThroughput(capacity: CapacityRecord): WarmThroughputRecord {
  return {
    readUnitsPerSecond: Math.max(limits.newOnDemandReadUnitsPerSecond, capacity.readUnits ?? 0),
    writeUnitsPerSecond: Math.max(limits.newOnDemandWriteUnitsPerSecond, capacity.writeUnits ?? 0),
  };
}

/** Raised by provisioned units above it, and never lowered. */
export function warmedBy(warm: WarmThroughputRecord, capacity: CapacityRecord): WarmThroughputRecord {
  return {
    ...warm,
    readUnitsPerSecond: Math.max(warm.readUnitsPerSecond, capacity.readUnits ?? 0),
    writeUnitsPerSecond: Math.max(warm.writeUnitsPerSecond, capacity.writeUnits ?? 0),
  };
}

/** A warmThroughputSpecification put over what the table has. It has a status of its own, beside the table's. */
export function changeWarmThroughput(
  before: WarmThroughputRecord,
  input: WarmInput,
  nowMs: number,
  delayMs: number,
): WarmThroughputRecord {
  const read = input.readUnitsPerSecond ?? before.readUnitsPerSecond;
  const write = input.writeUnitsPerSecond ?? before.writeUnitsPerSecond;
  if (read < before.readUnitsPerSecond || write < before.writeUnitsPerSecond)
    throw validation('Warm throughput cannot be lowered');
  checkCeiling('warm read', read, limits.tableReadUnitsPerSecond);
  checkCeiling('warm write', write, limits.tableWriteUnitsPerSecond);
  return {
    readUnitsPerSecond: read,
    writeUnitsPerSecond: write,
    ...(delayMs > 0 ? { updatingUntilMs: nowMs + delayMs } : {}),
  };
}
