// UpdateKeyspace: adds one Region to a keyspace, with all its tables and types. The answer comes when the records stand;
// region-copies.ts copies the rows.

import { addRegion } from './add-region.js';
import { keyspaceArn } from './arn.js';
import type { Operation } from './context.js';
import { checkRegions } from './create-keyspace.js';
import { validation } from './errors.js';
import { readyKeyspace } from './find.js';
import { checkInput, structure } from './shape.js';
import { enabledOnly, keyspaceName, replicationSpecification } from './shared-shapes.js';

const shape = structure({ keyspaceName, replicationSpecification }, { clientSideTimestamps: enabledOnly });

export const updateKeyspace: Operation = async (context, rawInput) => {
  const input = checkInput(shape, rawInput, context.compat);
  const { keyspaceName: name, replicationSpecification: wanted } = input;
  await context.commit((edits) => {
    const record = readyKeyspace(edits.region(context.caller.region), name);
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
    const withTimestamps = input.clientSideTimestamps !== undefined;
    addRegion(context, edits, { record, regions, added: added[0]!, withTimestamps });
  });
  return { resourceArn: keyspaceArn(context.owner, name) };
};
