// RestoreTable: checks the request as the service does. Replaying rows is not there yet, and the refusal says so instead
// of making a table without them.

import type { TableRecord } from '../catalog/records.js';
import { readCapacity } from './capacity-rules.js';
import type { Operation, OperationContext } from './context.js';
import { readEncryption } from './encryption-rules.js';
import { ExistenceError, validation } from './errors.js';
import { presentTable, readyKeyspace } from './find.js';
import { readAutoScaling, readReplicas } from './scaling-rules.js';
import { type Checked, checkInput, instant, structure } from './shape.js';
import * as shapes from './shared-shapes.js';
import { mergeTags } from './tag-rules.js';

const shape = structure(
  {
    sourceKeyspaceName: shapes.keyspaceName,
    sourceTableName: shapes.tableName,
    targetKeyspaceName: shapes.keyspaceName,
    targetTableName: shapes.tableName,
  },
  {
    restoreTimestamp: instant,
    capacitySpecificationOverride: shapes.capacitySpecification,
    encryptionSpecificationOverride: shapes.encryptionSpecification,
    pointInTimeRecoveryOverride: shapes.pointInTimeRecovery,
    tagsOverride: shapes.tagList,
    autoScalingSpecification: shapes.autoScalingSpecification,
    replicaSpecifications: shapes.replicaSpecifications,
  },
);
type Input = Checked<typeof shape>;
const windowMs = 35 * 24 * 3600 * 1000;

export const restoreTable: Operation = async (context, rawInput) => {
  const input = checkInput(shape, rawInput);
  return context.commit((edits) => {
    const own = edits.region(context.caller.region);
    const target = readyKeyspace(own, input.targetKeyspaceName);
    if (own.table(input.targetKeyspaceName, input.targetTableName) !== undefined)
      throw new ExistenceError({
        kind: 'table-exists',
        keyspace: input.targetKeyspaceName,
        name: input.targetTableName,
      });
    const source = presentTable(own, input.sourceKeyspaceName, input.sourceTableName);
    checkWindow(context, source, input.restoreTimestamp);
    checkOverrides(context, input, source, target.replicationStrategy === 'MULTI_REGION');
    throw validation('restoring rows is not available in this version of the engine');
  });
};

function checkWindow(context: OperationContext, source: TableRecord, restoreAtMs: number | undefined): void {
  const name = `${source.keyspace}.${source.name}`;
  if (source.pitr === undefined) throw validation(`Point-in-time recovery is not enabled for table ${name}`);
  if (restoreAtMs === undefined) return;
  const earliest = Math.max(source.pitr.enabledAtMs, context.nowMs - windowMs);
  if (restoreAtMs < earliest || restoreAtMs > context.nowMs)
    throw validation(
      `restoreTimestamp must lie between ${new Date(earliest).toISOString()} and ${new Date(context.nowMs).toISOString()}`,
    );
}

function checkOverrides(context: OperationContext, input: Input, source: TableRecord, multiRegion: boolean): void {
  const capacity =
    input.capacitySpecificationOverride === undefined
      ? source.capacity
      : readCapacity(input.capacitySpecificationOverride, context.compat);
  readEncryption(input.encryptionSpecificationOverride, multiRegion);
  mergeTags({}, input.tagsOverride ?? []);
  if (input.autoScalingSpecification !== undefined)
    readAutoScaling(input.autoScalingSpecification, source.autoScaling, capacity);
  readReplicas(input.replicaSpecifications, source.replicas, capacity);
}
