// One keyspace with its tags and the CQL that would make it again.

import { type KeyspaceDescription, keyspaceStatus, type Tag } from '../model/control-shapes.js';
import { isSystemKeyspace, parseName } from '../model/names.js';
import { keyspaceCql } from '../model/schema-cql.js';
import type { Fleet } from '../ports/fleet.js';
import { onePlace } from './one-place.js';
import { orNoKeyspace } from './say-missing.js';

export interface DescribedKeyspace extends KeyspaceDescription {
  readonly status: string;
  readonly tags: readonly Tag[];
  readonly cql: string;
}

export async function describeKeyspace(fleet: Fleet, input: { readonly name: string }): Promise<DescribedKeyspace> {
  const { control } = onePlace(fleet);
  const name = parseName(input.name, 'keyspace');
  const keyspace = await orNoKeyspace(name, control.keyspaces.get(name));
  const tags = isSystemKeyspace(input.name) ? [] : await control.tags.list(keyspace.resourceArn);
  return { ...keyspace, status: keyspaceStatus(keyspace), tags, cql: keyspaceCql(keyspace) };
}
