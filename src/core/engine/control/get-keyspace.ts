// GetKeyspace: three members for a single-Region keyspace, Regions and their progress for the others (facts 15.1, 15.3).

import { type RegionGroupStatus, stateAt } from '../catalog/records.js';
import { tablesReadyPercent } from '../catalog/replication-progress.js';
import { keyspaceArn } from './arn.js';
import type { Operation, OperationContext } from './context.js';
import { ExistenceError } from './errors.js';
import { checkInput, structure } from './shape.js';
import { keyspaceName } from './shared-shapes.js';

const shape = structure({ keyspaceName });

export const getKeyspace: Operation = async (context, rawInput) => {
  const { keyspaceName: name } = checkInput(shape, rawInput, context.compat);
  const record = context.catalog.keyspaceRecord(name);
  if (record === undefined || record.status.state === 'CREATING')
    throw new ExistenceError({ kind: 'keyspace-missing', keyspace: name });
  return {
    keyspaceName: name,
    resourceArn: keyspaceArn(context.owner, name),
    replicationStrategy: record.replicationStrategy,
    ...(record.replicationStrategy === 'MULTI_REGION' ? { replicationRegions: record.regions } : {}),
    ...(record.groupStatuses === undefined
      ? {}
      : { replicationGroupStatuses: record.groupStatuses.map((group) => groupOut(context, name, group)) }),
  };
};

function groupOut(context: OperationContext, keyspace: string, group: RegionGroupStatus): Record<string, unknown> {
  const { catalog, nowMs } = context;
  const state = stateAt(group.status, nowMs);
  const percent = state === 'CREATING' ? tablesReadyPercent(catalog.tables(keyspace), group.region, nowMs) : 100;
  const progress = `${percent.toFixed(2)}%`;
  return {
    region: group.region,
    keyspaceStatus: state,
    ...(group.added ? { tablesReplicationProgress: progress } : {}),
  };
}
