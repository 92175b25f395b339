// The end of a keyspace and of all its tables.

import { parseName } from '../model/names.js';
import type { Fleet } from '../ports/fleet.js';
import { assertMayDestroy, type DryRun, dryRunOf, onePlace } from './one-place.js';
import { findKeyspace, waitForKeyspace } from './wait-until.js';

export interface DeleteInput {
  readonly name: string;
  readonly confirm?: string;
  /** Not there is a success without a change. */
  readonly ifExists?: boolean;
  readonly wait: boolean;
  readonly timeoutMs: number;
  readonly dryRun?: boolean;
}
export interface Deleted {
  readonly changed: boolean;
  readonly name: string;
}

export async function deleteKeyspace(fleet: Fleet, input: DeleteInput): Promise<Deleted | DryRun> {
  const name = parseName(input.name, 'keyspace');
  assertMayDestroy(fleet, name, input.confirm);
  const place = onePlace(fleet);
  if (input.dryRun === true) return dryRunOf({ operation: 'DeleteKeyspace', input: { keyspaceName: name } });
  if (input.ifExists === true && (await findKeyspace(place, name)) === undefined) return { changed: false, name };
  await place.control.keyspaces.delete(name);
  if (input.wait) await waitForKeyspace(fleet, place, { keyspace: name, state: 'DELETED', timeoutMs: input.timeoutMs });
  return { changed: true, name };
}
