// Auto scaling settings and replica settings: checked, stored and read back (control-plane facts 3.5, 15.6). Scaling
// itself is done elsewhere, through UpdateTable.

import type { AutoScalingRecord, CapacityRecord, ReplicaRecord, ScalingSide } from '../catalog/records.js';
import { limits } from '../limits.js';
import { validation } from './errors.js';
import type { AutoScalingInput, ReplicasInput, ScalingInput } from './shared-shapes.js';

function readScalingSide(input: ScalingInput, quota: number): ScalingSide {
  const { autoScalingDisabled, minimumUnits, maximumUnits, scalingPolicy } = input;
  const anySetting = minimumUnits !== undefined || maximumUnits !== undefined || scalingPolicy !== undefined;
  if (autoScalingDisabled === true || (autoScalingDisabled === undefined && !anySetting)) {
    if (anySetting) throw validation('When disabled, auto scaling settings should not be provided');
    return { disabled: true };
  }
  const policy = scalingPolicy?.targetTrackingScalingPolicyConfiguration;
  if (minimumUnits === undefined || maximumUnits === undefined || policy === undefined)
    throw validation('Auto scaling requires minimumUnits, maximumUnits and a target tracking scalingPolicy');
  if (minimumUnits > maximumUnits) throw validation('minimumUnits must not be greater than maximumUnits');
  if (maximumUnits > quota) throw validation(`maximumUnits must not be greater than the table quota of ${quota}`);
  if (policy.targetValue < 20 || policy.targetValue > 90) throw validation('targetValue must be between 20 and 90');
  const cooldowns = [policy.scaleInCooldown ?? 0, policy.scaleOutCooldown ?? 0];
  if (cooldowns.some((seconds) => seconds < 0)) throw validation('Cooldowns must not be negative');
  return {
    disabled: false,
    minimumUnits,
    maximumUnits,
    targetValue: policy.targetValue,
    disableScaleIn: policy.disableScaleIn ?? false,
    scaleInCooldown: policy.scaleInCooldown ?? 0,
    scaleOutCooldown: policy.scaleOutCooldown ?? 0,
  };
}

/** The settings after the change: a direction that is not given stays as it was. */
export function readAutoScaling(
  input: AutoScalingInput,
  before: AutoScalingRecord | undefined,
  capacity: CapacityRecord,
): AutoScalingRecord {
  const read =
    input.readCapacityAutoScaling === undefined
      ? before?.read
      : readScalingSide(input.readCapacityAutoScaling, limits.tableReadUnitsPerSecond);
  const write =
    input.writeCapacityAutoScaling === undefined
      ? before?.write
      : readScalingSide(input.writeCapacityAutoScaling, limits.tableWriteUnitsPerSecond);
  const record = { ...(read === undefined ? {} : { read }), ...(write === undefined ? {} : { write }) };
  if (isScaling(record) && capacity.mode !== 'PROVISIONED')
    throw validation("Auto scaling requires the 'PROVISIONED' throughput mode");
  return record;
}

export const isScaling = (record: AutoScalingRecord | undefined): boolean =>
  record?.read?.disabled === false || record?.write?.disabled === false;

/** The keyspace's Regions with the per-Region settings put over what was there. */
export function readReplicas(
  input: ReplicasInput | undefined,
  before: readonly ReplicaRecord[],
  capacity: CapacityRecord,
): ReplicaRecord[] {
  if (input === undefined) return [...before];
  if (before.length === 0) throw validation('replicaSpecifications requires a multi-Region keyspace');
  const given = new Map<string, ReplicasInput[number]>();
  for (const replica of input) {
    if (given.has(replica.region)) throw validation(`Region ${replica.region} appears twice in replicaSpecifications`);
    if (!before.some((known) => known.region === replica.region))
      throw validation(`The keyspace is not replicated to ${replica.region}`);
    if ((replica.readCapacityUnits ?? replica.readCapacityAutoScaling) !== undefined && capacity.mode !== 'PROVISIONED')
      throw validation("Replica settings require the 'PROVISIONED' throughput mode");
    given.set(replica.region, replica);
  }
  return before.map((replica) => {
    const change = given.get(replica.region);
    if (change === undefined) return replica;
    const { readCapacityUnits: readUnits, readCapacityAutoScaling: scaling } = change;
    return {
      ...replica,
      ...(readUnits === undefined ? {} : { readUnits }),
      ...(scaling === undefined ? {} : { readAutoScaling: readScalingSide(scaling, limits.tableReadUnitsPerSecond) }),
    };
  });
}

export function scalingSideOut(side: ScalingSide | undefined): Record<string, unknown> {
  if (side === undefined || side.disabled) return { autoScalingDisabled: true };
  return {
    autoScalingDisabled: false,
    minimumUnits: side.minimumUnits,
    maximumUnits: side.maximumUnits,
    scalingPolicy: {
      targetTrackingScalingPolicyConfiguration: {
        disableScaleIn: side.disableScaleIn,
        scaleInCooldown: side.scaleInCooldown,
        scaleOutCooldown: side.scaleOutCooldown,
        targetValue: side.targetValue,
      },
    },
  };
}
