// User-defined types: list, describe, create, delete. Four calls of a few lines each, in one file.

import { parseColumn } from '../model/column-spec.js';
import type { CreateTypeRequest, TypeDescription } from '../model/control-shapes.js';
import { isKsError, usage } from '../model/errors.js';
import { isSystemKeyspace, parseName, parseQualifiedName, qualified } from '../model/names.js';
import { typeCql } from '../model/schema-cql.js';
import type { Fleet, Place } from '../ports/fleet.js';
import { type Deleted, type DeleteInput, gone } from './delete-keyspace.js';
import {
  assertMayDestroy,
  assertWritable,
  type DryRun,
  dryRunOf,
  everyPlace,
  type Gathered,
  onePlace,
} from './one-place.js';
import { orConflict, orNoKeyspace, orNoType } from './say-missing.js';
import { notThere, waitUntil } from './wait-until.js';

export interface ListedType {
  readonly place: string;
  readonly keyspaceName: string;
  readonly typeName: string;
}
export interface DescribedType extends TypeDescription {
  readonly cql: string;
}

export function listTypes(fleet: Fleet, input: { readonly keyspace?: string } = {}): Promise<Gathered<ListedType>> {
  return everyPlace(fleet, async (place) => {
    const keyspaces =
      input.keyspace === undefined
        ? (await place.control.keyspaces.list())
            .map((keyspace) => keyspace.keyspaceName)
            .filter((name) => !isSystemKeyspace(name))
        : [parseName(input.keyspace, 'keyspace')];
    const lists = await Promise.all(
      keyspaces.map(async (keyspaceName) =>
        (await orNoKeyspace(keyspaceName, place.control.types.list(keyspaceName))).map((typeName) => ({
          place: place.name,
          keyspaceName,
          typeName,
        })),
      ),
    );
    return lists.flat();
  });
}

export async function describeType(fleet: Fleet, input: { readonly name: string }): Promise<DescribedType> {
  const { keyspace, name } = parseQualifiedName(input.name, 'type');
  const type = await orNoType(keyspace, name, onePlace(fleet).control.types.get(keyspace, name));
  return { ...type, cql: typeCql(type) };
}

export interface CreateTypeInput {
  readonly name: string;
  /** `street:text`. */
  readonly fields: readonly string[];
  readonly wait: boolean;
  readonly timeoutMs: number;
  readonly dryRun?: boolean;
}

async function find(place: Place, keyspace: string, name: string): Promise<TypeDescription | undefined> {
  try {
    return await place.control.types.get(keyspace, name);
  } catch (error) {
    if (isKsError(error) && error.kind === 'not-found') return undefined;
    throw error;
  }
}

export async function createType(fleet: Fleet, input: CreateTypeInput): Promise<DescribedType | DryRun> {
  assertWritable(fleet);
  const { keyspace, name } = parseQualifiedName(input.name, 'type');
  if (input.fields.length === 0)
    throw usage('A type needs a field.', `ks types create ${input.name} --field street:text`);
  const request: CreateTypeRequest = {
    keyspaceName: keyspace,
    typeName: name,
    fieldDefinitions: input.fields.map(parseColumn),
  };
  if (input.dryRun === true) return dryRunOf({ operation: 'CreateType', input: request });
  const place = onePlace(fleet);
  await orConflict([`ks types describe ${input.name}`], orNoKeyspace(keyspace, place.control.types.create(request)));
  const type = input.wait
    ? await waitForType(fleet, place, { keyspace, name, timeoutMs: input.timeoutMs })
    : ((await find(place, keyspace, name)) ?? { ...request, status: 'CREATING' });
  return { ...type, cql: typeCql(type) };
}

export function waitForType(
  fleet: Fleet,
  place: Place,
  input: { readonly keyspace: string; readonly name: string; readonly timeoutMs: number },
): Promise<TypeDescription> {
  const options = { what: `${qualified(input.keyspace, input.name)} to become ACTIVE`, timeoutMs: input.timeoutMs };
  return waitUntil<TypeDescription>(fleet, options, async () => {
    const seen = await find(place, input.keyspace, input.name);
    const state = seen === undefined ? notThere : (seen.status ?? 'ACTIVE');
    return seen !== undefined && state === 'ACTIVE' ? { done: seen } : { state };
  });
}

export async function deleteType(fleet: Fleet, input: DeleteInput): Promise<Deleted | DryRun> {
  const { keyspace, name } = parseQualifiedName(input.name, 'type');
  if (input.dryRun !== true) assertMayDestroy(fleet, input.name, input.confirm);
  const place = onePlace(fleet);
  if (input.dryRun === true) {
    return dryRunOf({ operation: 'DeleteType', input: { keyspaceName: keyspace, typeName: name } });
  }
  if (input.ifExists === true && (await find(place, keyspace, name)) === undefined) {
    return gone(false, input.name, true);
  }
  await orNoType(keyspace, name, place.control.types.delete(keyspace, name));
  if (input.wait) {
    const options = { what: `${input.name} to be deleted`, timeoutMs: input.timeoutMs };
    await waitUntil<true>(fleet, options, async () => {
      const seen = await find(place, keyspace, name);
      return seen === undefined ? { done: true } : { state: seen.status ?? 'DELETING' };
    });
  }
  return gone(true, input.name, input.wait);
}
