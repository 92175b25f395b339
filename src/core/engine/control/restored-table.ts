// The record of a restored table: schema and TTL settings of the instant, other settings of the source as it is now (or
// was when it was deleted), the overrides over them (control-plane facts 4.1).

import type { KeyspaceRecord, TableRecord } from '../catalog/records.js';
import { settingsAt } from '../recovery/window.js';
import { defaultWarmThroughput, readCapacity } from './capacity-rules.js';
import type { OperationContext } from './context.js';
import { readEncryption } from './encryption-rules.js';
import { validation } from './errors.js';
import { isScaling, readAutoScaling, readReplicas } from './scaling-rules.js';
import type { AutoScalingInput, CapacityInput, EncryptionInput, ReplicasInput, TagInput } from './shared-shapes.js';
import { arrange } from './table-schema.js';
import { mergeTags } from './tag-rules.js';

export interface RestoreWishes {
  readonly targetKeyspaceName: string;
  readonly targetTableName: string;
  readonly capacitySpecificationOverride?: CapacityInput | undefined;
  readonly encryptionSpecificationOverride?: EncryptionInput | undefined;
  readonly pointInTimeRecoveryOverride?: { readonly status: string } | undefined;
  readonly tagsOverride?: readonly TagInput[] | undefined;
  readonly autoScalingSpecification?: AutoScalingInput | undefined;
  readonly replicaSpecifications?: ReplicasInput | undefined;
}

/** Without a table number and without its `restore` yet. */
export function restoredTable(
  context: OperationContext,
  wishes: RestoreWishes,
  source: TableRecord,
  home: KeyspaceRecord,
  atMs: number,
): TableRecord {
  const { nowMs, compat } = context;
  const multiRegion = home.replicationStrategy === 'MULTI_REGION';
  const status: TableRecord['status'] = { state: 'RESTORING' };
  const capacity =
    wishes.capacitySpecificationOverride === undefined
      ? source.capacity
      : readCapacity(wishes.capacitySpecificationOverride, compat);
  const autoScaling = scalingOf(wishes, source, capacity);
  const pitr =
    wishes.pointInTimeRecoveryOverride === undefined || wishes.pointInTimeRecoveryOverride.status === 'ENABLED';
  const replicas = source.replicas.map((replica) => ({
    ...(capacity.mode === 'PROVISIONED' ? replica : {}),
    region: replica.region,
    status,
  }));
  return {
    kind: 'table',
    keyspace: wishes.targetKeyspaceName,
    name: wishes.targetTableName,
    id: context.uuid(),
    number: 0,
    status,
    createdAtMs: nowMs,
    createdBy: context.caller.principal,
    ...settingsAt(source, atMs, arrange),
    // cells of columns that came later or went may still be in rows: their ids are not given again
    nextColumnId: source.nextColumnId,
    comment: source.comment,
    capacity,
    history: {
      ...(capacity.mode === 'PAY_PER_REQUEST' ? { payPerRequestAtMs: nowMs } : {}),
      capacityDecreasesAtMs: [],
      encryptionChangesAtMs: [],
    },
    encryption:
      wishes.encryptionSpecificationOverride === undefined
        ? source.encryption
        : readEncryption(wishes.encryptionSpecificationOverride, multiRegion),
    ...(pitr ? { pitr: { enabledAtMs: nowMs } } : {}),
    clientSideTimestamps: source.clientSideTimestamps,
    tags: mergeTags({}, wishes.tagsOverride ?? []),
    ...(autoScaling === undefined ? {} : { autoScaling }),
    replicas: readReplicas(wishes.replicaSpecifications, replicas, capacity),
    warmThroughput: defaultWarmThroughput(capacity),
  };
}

/** Auto scaling goes with provisioned capacity: a change to on-demand leaves it behind. */
function scalingOf(
  wishes: RestoreWishes,
  source: TableRecord,
  capacity: TableRecord['capacity'],
): TableRecord['autoScaling'] {
  const inherited = capacity.mode === 'PROVISIONED' ? source.autoScaling : undefined;
  const wanted = wishes.autoScalingSpecification;
  const autoScaling = wanted === undefined ? inherited : readAutoScaling(wanted, inherited, capacity);
  if (capacity.mode === 'PAY_PER_REQUEST' && isScaling(autoScaling))
    throw validation('The throughput mode cannot be PAY_PER_REQUEST while auto scaling is enabled');
  return autoScaling;
}
