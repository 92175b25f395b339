// The end of a table and all its rows.

import { parseQualifiedName } from '../model/names.js';
import type { Fleet } from '../ports/fleet.js';
import { type Deleted, type DeleteInput, gone } from './delete-keyspace.js';
import { assertMayDestroy, type DryRun, dryRunOf, onePlace } from './one-place.js';
import { orConflict, orNoTable } from './say-missing.js';
import { findTable, waitForTable } from './wait-until.js';

export async function deleteTable(fleet: Fleet, input: DeleteInput): Promise<Deleted | DryRun> {
  const { keyspace, name } = parseQualifiedName(input.name);
  if (input.dryRun !== true) assertMayDestroy(fleet, input.name, input.confirm);
  const place = onePlace(fleet);
  if (input.dryRun === true) {
    return dryRunOf({ operation: 'DeleteTable', input: { keyspaceName: keyspace, tableName: name } });
  }
  if (input.ifExists === true && (await findTable(place, keyspace, name)) === undefined) {
    return gone(false, input.name, true);
  }
  await orConflict(
    [`ks tables wait ${input.name}`, `ks tables delete ${input.name}`],
    orNoTable(keyspace, name, place.control.tables.delete(keyspace, name)),
  );
  if (input.wait) {
    await waitForTable(fleet, place, { table: input.name, state: 'DELETED', timeoutMs: input.timeoutMs });
  }
  return gone(true, input.name, input.wait);
}
