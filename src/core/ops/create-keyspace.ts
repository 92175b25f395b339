// A new keyspace, in one Region or several, and the wait until it can be used.

import type { CreateKeyspaceRequest, KeyspaceDescription, Tag } from '../model/control-shapes.js';
import { isKsError } from '../model/errors.js';
import { parseName } from '../model/names.js';
import type { Fleet } from '../ports/fleet.js';
import { assertWritable, type DryRun, dryRunOf, onePlace } from './one-place.js';
import { orConflict } from './say-missing.js';
import { findKeyspace, waitForKeyspace } from './wait-until.js';

export interface CreateKeyspaceInput {
  readonly name: string;
  /** Two or more make it multi-Region. */
  readonly regions?: readonly string[];
  readonly tags?: readonly Tag[];
  readonly ifNotExists?: boolean;
  readonly wait: boolean;
  readonly timeoutMs: number;
  readonly dryRun?: boolean;
}
export interface CreatedKeyspace {
  readonly changed: boolean;
  readonly name: string;
  /** Undefined while it cannot be seen yet. */
  readonly keyspace: KeyspaceDescription | undefined;
}

function createKeyspaceRequest(input: Pick<CreateKeyspaceInput, 'name' | 'regions' | 'tags'>): CreateKeyspaceRequest {
  const regions = input.regions ?? [];
  return {
    keyspaceName: parseName(input.name, 'keyspace'),
    ...(regions.length > 1 && {
      replicationSpecification: { replicationStrategy: 'MULTI_REGION' as const, regionList: regions },
    }),
    ...(input.tags !== undefined && input.tags.length > 0 && { tags: input.tags }),
  };
}

export async function createKeyspace(fleet: Fleet, input: CreateKeyspaceInput): Promise<CreatedKeyspace | DryRun> {
  assertWritable(fleet);
  const place = onePlace(fleet);
  const request = createKeyspaceRequest(input);
  if (input.dryRun === true) return dryRunOf({ operation: 'CreateKeyspace', input: request });
  try {
    await place.control.keyspaces.create(request);
  } catch (error) {
    if (input.ifNotExists === true && isKsError(error) && error.kind === 'conflict') {
      return { changed: false, name: request.keyspaceName, keyspace: await findKeyspace(place, request.keyspaceName) };
    }
    const name = request.keyspaceName;
    return orConflict(
      [`ks keyspaces describe ${name}`, 'add --if-not-exists where that is well'],
      Promise.reject(error),
    );
  }
  const { keyspaceName: name } = request;
  if (!input.wait) return { changed: true, name, keyspace: await findKeyspace(place, request.keyspaceName) };
  const keyspace = await waitForKeyspace(fleet, place, {
    keyspace: request.keyspaceName,
    state: 'ACTIVE',
    timeoutMs: input.timeoutMs,
  });
  return { changed: true, name, keyspace };
}
