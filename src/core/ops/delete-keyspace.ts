// The end of a keyspace and of all its tables.

import { isKsError } from '../model/errors.js';
import { parseName } from '../model/names.js';
import type { Fleet } from '../ports/fleet.js';
import { assertMayDestroy, type DryRun, dryRunOf, onePlace } from './one-place.js';
import { orConflict, orNoKeyspace } from './say-missing.js';
import { waitForKeyspace } from './wait-until.js';

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
  /** False while it is still being deleted. */
  readonly done: boolean;
}

export const gone = (changed: boolean, name: string, done: boolean): Deleted => ({ changed, name, done });

export async function deleteKeyspace(fleet: Fleet, input: DeleteInput): Promise<Deleted | DryRun> {
  const name = parseName(input.name, 'keyspace');
  if (input.dryRun !== true) assertMayDestroy(fleet, name, input.confirm);
  const place = onePlace(fleet);
  if (input.dryRun === true) return dryRunOf({ operation: 'DeleteKeyspace', input: { keyspaceName: name } });
  try {
    await orConflict(
      [`ks wait ${name}`, `ks keyspaces delete ${name}`],
      orNoKeyspace(name, place.control.keyspaces.delete(name)),
    );
  } catch (error) {
    // asked of the service itself: a keyspace that is being created cannot be seen, and is not gone
    if (input.ifExists === true && isKsError(error) && error.kind === 'not-found') return gone(false, name, true);
    throw error;
  }
  if (input.wait) await waitForKeyspace(fleet, place, { keyspace: name, state: 'DELETED', timeoutMs: input.timeoutMs });
  return gone(true, name, input.wait);
}
