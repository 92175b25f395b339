// What Amazon Keyspaces' own system tables show of a table's settings: custom properties as maps of texts, auto scaling
// as printed maps (data-plane facts 3.4).

import { limits } from '../limits.js';
import { type AutoScalingRecord, type ScalingSide, stateAt } from './records.js';
import type { SystemFacts } from './system-facts.js';
import type { EventTable } from './table-events.js';

type Texts = Record<string, string>;

/** As they are at `nowMs`. Every inner value is a text, numbers and epoch milliseconds too. */
export function customProperties(
  table: EventTable,
  facts: SystemFacts,
  nowMs = facts.clock.wallMs(),
): Record<string, Texts> {
  return {
    capacity_mode: capacityMode(table),
    ...(table.cdc === undefined ? {} : { cdc_specification: cdcSpecification(table, facts, nowMs)! }),
    ...(table.clientSideTimestamps ? { client_side_timestamps: { status: 'enabled' } } : {}),
    encryption_specification: {
      encryption_type: table.encryption.type,
      ...(table.encryption.kmsKeyIdentifier === undefined
        ? {}
        : { kms_key_identifier: table.encryption.kmsKeyIdentifier }),
    },
    point_in_time_recovery: pointInTimeRecovery(table, nowMs),
    ...(table.ttlEnabled ? { ttl: { status: 'enabled' } } : {}),
    warm_throughput: warmThroughput(table, nowMs),
  };
}

/** A deleted table shows until when it can be restored, as ISO text (facts 4.3), and nothing once it cannot. */
function pointInTimeRecovery(table: EventTable, nowMs: number): Texts {
  const { pitr, deletedAtMs, restorableUntilMs } = table;
  if (deletedAtMs !== undefined) {
    if (restorableUntilMs === undefined || nowMs >= restorableUntilMs) return { status: 'disabled' };
    return { status: 'enabled', restorable_until_time: new Date(restorableUntilMs).toISOString() };
  }
  if (pitr === undefined) return { status: 'disabled' };
  const earliest = Math.max(pitr.enabledAtMs, nowMs - limits.recoveryWindowMs);
  return { status: 'enabled', earliest_restorable_timestamp: String(earliest) };
}

function capacityMode(table: EventTable): Texts {
  const { mode, readUnits, writeUnits } = table.capacity;
  if (mode === 'PROVISIONED') {
    return { throughput_mode: mode, read_capacity_units: String(readUnits), write_capacity_units: String(writeUnits) };
  }
  const since = table.history.payPerRequestAtMs ?? table.createdAtMs;
  return { throughput_mode: mode, last_update_to_pay_per_request_timestamp: String(since) };
}

function warmThroughput(table: EventTable, nowMs: number): Texts {
  const { readUnitsPerSecond, writeUnitsPerSecond, updatingUntilMs } = table.warmThroughput;
  return {
    read_units_per_second: String(readUnitsPerSecond),
    write_units_per_second: String(writeUnitsPerSecond),
    status: updatingUntilMs !== undefined && nowMs < updatingUntilMs ? 'UPDATING' : 'AVAILABLE',
  };
}

/** Undefined for a table that never had a stream. */
export function cdcSpecification(
  table: EventTable,
  facts: SystemFacts,
  nowMs = facts.clock.wallMs(),
): Texts | undefined {
  if (table.cdc === undefined) return undefined;
  return {
    latest_stream_arn: facts.arns.stream(table.keyspace, table.name, table.cdc.streamLabel),
    status: stateAt(table.cdc.status, nowMs),
    view_type: table.cdc.viewType,
  };
}

/** The two auto scaling columns; empty for a table without settings. */
export function autoScalingColumns(settings: AutoScalingRecord | undefined): Texts {
  return {
    ...(settings?.read === undefined
      ? {}
      : { provisioned_read_capacity_autoscaling_update: scalingText(settings.read) }),
    ...(settings?.write === undefined
      ? {}
      : { provisioned_write_capacity_autoscaling_update: scalingText(settings.write) }),
  };
}

function scalingText(side: ScalingSide): string {
  if (side.disabled) return "{'autoscaling_disabled': true}";
  const policy = mapText({
    scale_out_cooldown: side.scaleOutCooldown ?? 0,
    disable_scale_in: side.disableScaleIn ?? false,
    target_value: side.targetValue ?? 'null',
    scale_in_cooldown: side.scaleInCooldown ?? 0,
  });
  return mapText({
    minimum_units: side.minimumUnits ?? 'null',
    maximum_units: side.maximumUnits ?? 'null',
    scaling_policy: mapText({ target_tracking_scaling_policy_configuration: policy }),
  });
}

/** `{'minimum_units': 5, 'maximum_units': 10}`, the form that cqlsh shows. */
const mapText = (entries: Readonly<Record<string, number | boolean | string>>): string =>
  `{${Object.entries(entries)
    .map(([key, value]) => `'${key}': ${value}`)
    .join(', ')}}`;
