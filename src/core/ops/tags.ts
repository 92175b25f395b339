// Tags of a keyspace, a table or a stream: list, set, unset. By name, because people know no ARNs.

import type { Tag } from '../model/control-shapes.js';
import { parseResourceName } from '../model/names.js';
import type { Fleet, Place } from '../ports/fleet.js';
import { assertWritable, type DryRun, dryRunOf, onePlace } from './one-place.js';
import { orNoKeyspace, orNoTable } from './say-missing.js';

export interface TagsOf {
  readonly changed: boolean;
  readonly resource: string;
  readonly tags: readonly Tag[];
}

async function arnOf(place: Place, resource: string): Promise<string> {
  if (resource.startsWith('arn:')) return resource;
  const { keyspace, table } = parseResourceName(resource);
  const found =
    table === undefined
      ? await orNoKeyspace(keyspace, place.control.keyspaces.get(keyspace))
      : await orNoTable(keyspace, table, place.control.tables.get(keyspace, table));
  return found.resourceArn;
}

export async function listTags(fleet: Fleet, input: { readonly resource: string }): Promise<TagsOf> {
  const place = onePlace(fleet);
  const tags = await place.control.tags.list(await arnOf(place, input.resource));
  return { changed: false, resource: input.resource, tags };
}

export async function setTags(
  fleet: Fleet,
  input: { readonly resource: string; readonly tags: readonly Tag[]; readonly dryRun?: boolean },
): Promise<TagsOf | DryRun> {
  assertWritable(fleet);
  const place = onePlace(fleet);
  const resourceArn = await arnOf(place, input.resource);
  const now = await place.control.tags.list(resourceArn);
  const changes = input.tags.filter(({ key, value }) => !now.some((tag) => tag.key === key && tag.value === value));
  if (input.dryRun === true) return dryRunOf({ operation: 'TagResource', input: { resourceArn, tags: changes } });
  if (changes.length > 0) await place.control.tags.set(resourceArn, changes);
  return { changed: changes.length > 0, resource: input.resource, tags: await place.control.tags.list(resourceArn) };
}

export async function unsetTags(
  fleet: Fleet,
  input: { readonly resource: string; readonly keys: readonly string[]; readonly dryRun?: boolean },
): Promise<TagsOf | DryRun> {
  assertWritable(fleet);
  const place = onePlace(fleet);
  const resourceArn = await arnOf(place, input.resource);
  const now = await place.control.tags.list(resourceArn);
  const gone = now.filter((tag) => input.keys.includes(tag.key));
  if (input.dryRun === true) return dryRunOf({ operation: 'UntagResource', input: { resourceArn, tags: gone } });
  if (gone.length > 0) await place.control.tags.unset(resourceArn, gone);
  return { changed: gone.length > 0, resource: input.resource, tags: await place.control.tags.list(resourceArn) };
}
