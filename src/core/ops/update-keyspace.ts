// Adding a Region to a keyspace: the only change that the service offers [facts/control-plane, UpdateKeyspace].

import type { KeyspaceDescription, UpdateKeyspaceRequest } from '../model/control-shapes.js';
import { usage } from '../model/errors.js';
import { parseName, parseRegion } from '../model/names.js';
import type { Fleet } from '../ports/fleet.js';
import { assertWritable, type DryRun, dryRunOf, onePlace } from './one-place.js';
import { orNoKeyspace } from './say-missing.js';
import { waitForKeyspace } from './wait-until.js';

export interface UpdateKeyspaceInput {
  readonly name: string;
  readonly addRegion: string;
  readonly clientSideTimestamps?: boolean;
  readonly wait: boolean;
  readonly timeoutMs: number;
  readonly dryRun?: boolean;
}

export interface UpdatedKeyspace {
  readonly changed: boolean;
  readonly name: string;
  readonly keyspace: KeyspaceDescription | undefined;
}

export async function updateKeyspace(fleet: Fleet, input: UpdateKeyspaceInput): Promise<UpdatedKeyspace | DryRun> {
  assertWritable(fleet);
  const place = onePlace(fleet);
  const name = parseName(input.name, 'keyspace');
  const region = parseRegion(input.addRegion);
  const now = await orNoKeyspace(name, place.control.keyspaces.get(name));
  const present = now.replicationRegions ?? [place.region];
  if (present.includes(region)) return { changed: false, name, keyspace: now };
  if (region === place.region) throw usage(`${name} is in ${region} already.`);
  const request: UpdateKeyspaceRequest = {
    keyspaceName: name,
    replicationSpecification: { replicationStrategy: 'MULTI_REGION', regionList: [...present, region] },
    ...(input.clientSideTimestamps === true && { clientSideTimestamps: { status: 'ENABLED' as const } }),
  };
  if (input.dryRun === true) return dryRunOf({ operation: 'UpdateKeyspace', input: request });
  await place.control.keyspaces.update(request);
  if (!input.wait) return { changed: true, name, keyspace: await place.control.keyspaces.get(name) };
  const keyspace = await waitForKeyspace(fleet, place, {
    keyspace: name,
    state: 'ACTIVE',
    timeoutMs: input.timeoutMs,
  });
  return { changed: true, name, keyspace };
}
