// The tables of a place with their settings, for sampling: descriptions, and auto scaling of the provisioned ones.

import { across } from '../lib/across.js';
import type { AutoScalingSpecification, TableDescription } from '../model/control-shapes.js';
import { isKsError } from '../model/errors.js';
import { isSystemKeyspace } from '../model/names.js';
import type { Place } from '../ports/fleet.js';

export interface KnownTable {
  readonly description: TableDescription;
  readonly scaling: AutoScalingSpecification | undefined;
}

const callsAtOnce = 8;

export async function knownTables(place: Place): Promise<readonly KnownTable[]> {
  const keyspaces = (await place.control.keyspaces.list())
    .map((keyspace) => keyspace.keyspaceName)
    .filter((name) => !isSystemKeyspace(name));
  const names = settled(await across(keyspaces, callsAtOnce, (keyspace) => place.control.tables.list(keyspace))).flat();
  return settled(
    await across(names, callsAtOnce, async (name): Promise<KnownTable> => {
      const description = await place.control.tables.get(name.keyspaceName, name.tableName);
      return { description, scaling: await scalingOf(place, description) };
    }),
  );
}

async function scalingOf(place: Place, table: TableDescription): Promise<AutoScalingSpecification | undefined> {
  if (!place.control.capabilities.autoScaling || table.capacitySpecification?.throughputMode !== 'PROVISIONED') return;
  try {
    return (await place.control.autoScaling.get(table.keyspaceName, table.tableName)).autoScalingSpecification;
  } catch (error) {
    // it needs permissions of its own, and a table can vanish between two calls
    if (isKsError(error) && (error.kind === 'unauthorized' || error.kind === 'not-found')) return undefined;
    throw error;
  }
}

/** What was found; what vanished meanwhile is left out, anything else is thrown. */
function settled<T>(
  outcomes: readonly (
    | { readonly kind: 'done'; readonly value: T }
    | { readonly kind: 'failed'; readonly error: unknown }
  )[],
): T[] {
  return outcomes.flatMap((outcome) => {
    if (outcome.kind === 'done') return [outcome.value];
    if (isKsError(outcome.error) && outcome.error.kind === 'not-found') return [];
    throw outcome.error;
  });
}
