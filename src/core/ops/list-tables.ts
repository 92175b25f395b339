// Every table of every place, with its state. ListTables answers names only, so each table is asked for, some at once.

import { across } from '../lib/across.js';
import type { TableDescription } from '../model/control-shapes.js';
import { isKsError } from '../model/errors.js';
import { isSystemKeyspace, parseName } from '../model/names.js';
import type { Fleet, Place } from '../ports/fleet.js';
import { everyPlace, type Gathered } from './one-place.js';
import { orNoKeyspace } from './say-missing.js';

export interface ListedTable {
  readonly place: string;
  readonly keyspaceName: string;
  readonly tableName: string;
  readonly resourceArn: string;
  /** Undefined when names alone were asked for. */
  readonly table?: TableDescription;
}
export interface ListTablesInput {
  readonly keyspace?: string;
  readonly namesOnly?: boolean;
}

const callsAtOnce = 8;

export function listTables(fleet: Fleet, input: ListTablesInput = {}): Promise<Gathered<ListedTable>> {
  const wanted = input.keyspace === undefined ? undefined : parseName(input.keyspace, 'keyspace');
  return everyPlace(fleet, async (place) => {
    const keyspaces = wanted === undefined ? await userKeyspaces(place) : [wanted];
    const lists = await across(keyspaces, callsAtOnce, (keyspace) =>
      orNoKeyspace(keyspace, place.control.tables.list(keyspace)),
    );
    const names = lists.flatMap((outcome) => {
      if (outcome.kind === 'done') return outcome.value;
      // a keyspace that is being deleted while others are listed is no failure
      if (wanted === undefined && isKsError(outcome.error) && outcome.error.kind === 'not-found') return [];
      throw outcome.error;
    });
    if (input.namesOnly === true) return names.map((name) => ({ place: place.name, ...name }));
    return describeAll(place, names);
  });
}

async function userKeyspaces(place: Place): Promise<readonly string[]> {
  const keyspaces = await place.control.keyspaces.list();
  return keyspaces.map((keyspace) => keyspace.keyspaceName).filter((name) => !isSystemKeyspace(name));
}

async function describeAll(
  place: Place,
  names: readonly { readonly keyspaceName: string; readonly tableName: string; readonly resourceArn: string }[],
): Promise<readonly ListedTable[]> {
  const outcomes = await across(names, callsAtOnce, (name) =>
    place.control.tables.get(name.keyspaceName, name.tableName),
  );
  return outcomes.flatMap((outcome): ListedTable[] => {
    const name = { place: place.name, ...outcome.item };
    if (outcome.kind === 'done') return [{ ...name, table: outcome.value }];
    if (isKsError(outcome.error) && outcome.error.kind === 'not-found') return [name];
    throw outcome.error;
  });
}
