// CreateKeyspace: a new keyspace in one Region, or in several that this engine serves.

import type { KeyspaceRecord } from '../catalog/records.js';
import { isSystemKeyspace, singleRegionReplication } from '../catalog/reserved-keyspaces.js';
import { limits } from '../limits.js';
import { keyspaceArn } from './arn.js';
import type { Operation, OperationContext } from './context.js';
import { conflict, ExistenceError, quotaExceeded, validation } from './errors.js';
import { checkConcurrentDdl, lifecycle } from './find.js';
import { publicRegions } from './public-regions.js';
import { type Checked, checkInput, structure } from './shape.js';
import { keyspaceName, replicationSpecification, tagList } from './shared-shapes.js';
import { mergeTags } from './tag-rules.js';

const shape = structure({ keyspaceName }, { tags: tagList, replicationSpecification });

export const createKeyspace: Operation = async (context, rawInput) => {
  const input = checkInput(shape, rawInput, context.compat);
  const { keyspaceName: name } = input;
  const { caller, nowMs, delays, compat } = context;
  if (isSystemKeyspace(name) || context.catalog.keyspaceRecord(name)?.isSystem)
    throw new ExistenceError({ kind: 'keyspace-exists', keyspace: name });
  const { strategy, regions } = readReplication(context, input.replicationSpecification);
  const tags = mergeTags({}, input.tags ?? []);
  const cqlOnly = context.cql?.plan.cqlOnly;
  const record: KeyspaceRecord = {
    kind: 'keyspace',
    name,
    status: lifecycle('CREATING', 'ACTIVE', nowMs, delays.createKeyspace),
    createdAtMs: nowMs,
    createdBy: caller.principal,
    replicationStrategy: strategy,
    regions,
    replication: cqlOnly?.replication ?? replicationMap(strategy, regions),
    durableWrites: cqlOnly?.durableWrites ?? true,
    tags,
    isSystem: false,
  };
  await context.commit((edits) => {
    for (const region of regions) {
      const edit = edits.region(region);
      const existing = edit.keyspace(name);
      if (existing?.status.state === 'DELETING') throw conflict(`Keyspace ${name} is being deleted`);
      if (existing !== undefined) throw new ExistenceError({ kind: 'keyspace-exists', keyspace: name });
      if (!compat.unlimited && edit.keyspaces().length >= limits.keyspacesPerRegion)
        throw quotaExceeded(`A Region can have at most ${limits.keyspacesPerRegion} keyspaces`);
      checkConcurrentDdl(edit, compat);
      edit.put(record);
    }
  });
  return { resourceArn: keyspaceArn(context.owner, name) };
};

/** What CQL shows of a keyspace that was made through the API. */
export function replicationMap(
  strategy: 'SINGLE_REGION' | 'MULTI_REGION',
  regions: readonly string[],
): Readonly<Record<string, string>> {
  if (strategy === 'SINGLE_REGION') return singleRegionReplication;
  const factors = Object.fromEntries(regions.map((region) => [region, '3']));
  return { class: 'org.apache.cassandra.locator.NetworkTopologyStrategy', ...factors };
}

function readReplication(
  context: OperationContext,
  input: Checked<typeof replicationSpecification> | undefined,
): { readonly strategy: 'SINGLE_REGION' | 'MULTI_REGION'; readonly regions: readonly string[] } {
  const own = context.caller.region;
  if (input === undefined || input.replicationStrategy === 'SINGLE_REGION') {
    if (input?.regionList !== undefined) throw validation('SINGLE_REGION replication does not take a regionList');
    return { strategy: 'SINGLE_REGION', regions: [own] };
  }
  const regions = input.regionList;
  if (regions === undefined) throw validation('MULTI_REGION replication requires a regionList');
  checkRegions(context, regions);
  return { strategy: 'MULTI_REGION', regions };
}

/** No Region twice, the own one among them, and all of them Regions of the service; one that is new to the store comes with the keyspace. */
export function checkRegions(context: OperationContext, regions: readonly string[]): void {
  if (new Set(regions).size !== regions.length) throw validation('A Region appears twice in the regionList');
  if (!regions.includes(context.caller.region))
    throw validation(`The regionList must include the current Region ${context.caller.region}`);
  const unknown = regions.find((region) => !context.regions.includes(region) && !publicRegions.has(region));
  if (unknown !== undefined) throw validation(`Region ${unknown} is not one that a keyspace can be replicated to`);
}
