// UpdateKeyspace: adds one Region to a keyspace. Rows of existing tables are not copied between Regions by this engine,
// so a keyspace that has tables is refused.

import type { KeyspaceRecord, RegionGroupStatus } from '../catalog/records.js';
import { keyspaceArn } from './arn.js';
import type { Operation, OperationContext } from './context.js';
import { checkRegions, replicationMap } from './create-keyspace.js';
import { conflict, validation } from './errors.js';
import { checkConcurrentDdl, lifecycle, readyKeyspace } from './find.js';
import { checkInput, structure } from './shape.js';
import { enabledOnly, keyspaceName, replicationSpecification } from './shared-shapes.js';

const shape = structure({ keyspaceName, replicationSpecification }, { clientSideTimestamps: enabledOnly });

export const updateKeyspace: Operation = async (context, rawInput) => {
  const input = checkInput(shape, rawInput, context.compat);
  const { keyspaceName: name, replicationSpecification: wanted } = input;
  await context.commit((edits) => {
    const record = readyKeyspace(edits.region(context.caller.region), name);
    if (record.status.state !== 'ACTIVE') throw conflict(`Keyspace ${name} is being updated`);
    if (wanted.replicationStrategy === 'SINGLE_REGION') {
      if (record.replicationStrategy === 'MULTI_REGION') throw validation('Regions of a keyspace cannot be removed');
      if (wanted.regionList !== undefined) throw validation('SINGLE_REGION replication does not take a regionList');
      return;
    }
    const regions = wanted.regionList;
    if (regions === undefined) throw validation('MULTI_REGION replication requires a regionList');
    checkRegions(context, regions);
    if (record.regions.some((region) => !regions.includes(region)))
      throw validation('Regions of a keyspace cannot be removed: the regionList must hold all its present Regions');
    const added = regions.filter((region) => !record.regions.includes(region));
    if (added.length === 0) return;
    if (added.length > 1) throw validation('One Region can be added at a time');
    const edit = edits.region(context.caller.region);
    if (edit.tables(name).length + edit.userTypes(name).length > 0)
      throw validation('copying existing tables to another Region is not available in this version of the engine');
    checkConcurrentDdl(edit, context.compat);
    if (edits.region(added[0]!).keyspace(name) !== undefined)
      throw conflict(`Keyspace ${name} already exists in ${added[0]}`);
    const next = withRegion(context, record, regions);
    for (const region of regions) edits.region(region).put(next);
  });
  return { resourceArn: keyspaceArn(context.owner, name) };
};

function withRegion(context: OperationContext, record: KeyspaceRecord, regions: readonly string[]): KeyspaceRecord {
  const { nowMs, delays } = context;
  const status = lifecycle('UPDATING', 'ACTIVE', nowMs, delays.updateKeyspace);
  const groupStatuses = regions.map((region): RegionGroupStatus => {
    const before = record.groupStatuses?.find((group) => group.region === region);
    return record.regions.includes(region)
      ? { region, status, added: before?.added ?? false }
      : { region, status: lifecycle('CREATING', 'ACTIVE', nowMs, delays.updateKeyspace), added: true };
  });
  return {
    ...record,
    status,
    replicationStrategy: 'MULTI_REGION',
    regions,
    replication: context.cql?.plan.cqlOnly?.replication ?? replicationMap('MULTI_REGION', regions),
    groupStatuses,
  };
}
