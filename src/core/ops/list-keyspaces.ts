// Every keyspace of every place; the service's own only when asked for.

import { type KeyspaceDescription, keyspaceStatus } from '../model/control-shapes.js';
import { isSystemKeyspace } from '../model/names.js';
import type { Fleet } from '../ports/fleet.js';
import { everyPlace, type Gathered } from './one-place.js';

export interface ListedKeyspace extends KeyspaceDescription {
  readonly place: string;
  readonly status: string;
}

export function listKeyspaces(
  fleet: Fleet,
  input: { readonly system?: boolean } = {},
): Promise<Gathered<ListedKeyspace>> {
  return everyPlace(fleet, async (place) => {
    const keyspaces = await place.control.keyspaces.list();
    return keyspaces
      .filter((keyspace) => input.system === true || !isSystemKeyspace(keyspace.keyspaceName))
      .map((keyspace) => ({ ...keyspace, place: place.name, status: keyspaceStatus(keyspace) }));
  });
}
