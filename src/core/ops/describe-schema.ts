// DESCRIBE of the CQL shell: names, or the CQL of a keyspace, table or type, from the control plane.

import { isKsError, KsError, usage } from '../model/errors.js';
import { isSystemKeyspace, parseName } from '../model/names.js';
import { keyspaceCql, tableCql, typeCql } from '../model/schema-cql.js';
import type { Fleet, Place } from '../ports/fleet.js';
import { onePlace } from './one-place.js';
import { orNoKeyspace, orNoTable, orNoType } from './say-missing.js';

export type DescribeWhat = 'keyspaces' | 'tables' | 'types' | 'keyspace' | 'table' | 'type' | 'schema' | 'any';
export interface DescribeSchemaInput {
  readonly what: DescribeWhat;
  readonly name?: string;
  /** The session's keyspace, for names without one. */
  readonly keyspace?: string;
}

/** Lines to print. */
export async function describeSchema(fleet: Fleet, input: DescribeSchemaInput): Promise<string> {
  const place = onePlace(fleet);
  const { control } = place;
  switch (input.what) {
    case 'keyspaces':
      return (await control.keyspaces.list()).map((keyspace) => keyspace.keyspaceName).join('\n');
    case 'schema': {
      const own = (await control.keyspaces.list()).filter(({ keyspaceName }) => !isSystemKeyspace(keyspaceName));
      const parts = await Promise.all(own.map(({ keyspaceName }) => wholeKeyspace(place, keyspaceName)));
      return parts.join('\n\n');
    }
    case 'tables':
      return (await tableNames(place, input.keyspace)).join('\n');
    case 'types':
      return (await control.types.list(needed(input.keyspace))).join('\n');
    case 'keyspace':
      return wholeKeyspace(
        place,
        input.name === undefined ? needed(input.keyspace) : parseName(input.name, 'keyspace'),
      );
    case 'table': {
      const { keyspace, name } = resolve(input);
      return tableCql(await orNoTable(keyspace, name, control.tables.get(keyspace, name)));
    }
    case 'type': {
      const { keyspace, name } = resolve(input);
      return typeCql(await orNoType(keyspace, name, control.types.get(keyspace, name)));
    }
    case 'any':
      return describeAny(fleet, place, input);
  }
}

/** A bare name: a keyspace, else a table of the current keyspace, else a type. */
async function describeAny(fleet: Fleet, place: Place, input: DescribeSchemaInput): Promise<string> {
  const name = input.name ?? '';
  const tries: DescribeWhat[] = name.includes('.') ? ['table', 'type'] : ['keyspace'];
  if (!name.includes('.') && input.keyspace !== undefined) tries.push('table', 'type');
  let last: unknown;
  for (const what of tries) {
    try {
      return await describeSchema(fleet, { ...input, what });
    } catch (error) {
      if (!isKsError(error) || error.kind !== 'not-found') throw error;
      last = error;
    }
  }
  if (last === undefined) throw usage(`${place.name} has nothing named ${name}.`);
  const what = name.includes('.')
    ? 'table or type'
    : input.keyspace === undefined
      ? 'keyspace'
      : 'keyspace, table or type';
  const next = ['DESCRIBE KEYSPACES', 'DESCRIBE TABLES'];
  throw new KsError({
    code: 'NOT_FOUND',
    kind: 'not-found',
    message: `There is no ${what} ${name}.`,
    next,
    cause: last,
  });
}

function needed(keyspace: string | undefined): string {
  if (keyspace === undefined) throw usage('No keyspace is chosen.', 'USE <keyspace>;');
  return keyspace;
}

function resolve(input: DescribeSchemaInput): { readonly keyspace: string; readonly name: string } {
  const text = input.name ?? '';
  const dot = text.indexOf('.');
  if (dot < 0) return { keyspace: needed(input.keyspace), name: parseName(text, 'table') };
  return { keyspace: parseName(text.slice(0, dot), 'keyspace'), name: parseName(text.slice(dot + 1), 'table') };
}

async function tableNames(place: Place, keyspace: string | undefined): Promise<readonly string[]> {
  const tables = place.control.tables;
  if (keyspace !== undefined) return (await tables.list(keyspace)).map((table) => table.tableName);
  const own = (await place.control.keyspaces.list()).filter(({ keyspaceName }) => !isSystemKeyspace(keyspaceName));
  const lists = await Promise.all(own.map(({ keyspaceName }) => tables.list(keyspaceName)));
  return lists.flat().map((table) => `${table.keyspaceName}.${table.tableName}`);
}

async function wholeKeyspace(place: Place, name: string): Promise<string> {
  const { control } = place;
  const parts = [keyspaceCql(await orNoKeyspace(name, control.keyspaces.get(name)))];
  if (!isSystemKeyspace(name)) {
    for (const type of await control.types.list(name)) parts.push(typeCql(await control.types.get(name, type)));
  }
  for (const { tableName } of await control.tables.list(name)) {
    parts.push(tableCql(await control.tables.get(name, tableName)));
  }
  return parts.join('\n\n');
}

/** Names that the shell completes: keyspaces, and tables with and without their keyspace. */
export async function completionNames(fleet: Fleet): Promise<readonly string[]> {
  const place = onePlace(fleet);
  const keyspaces = (await place.control.keyspaces.list()).map((keyspace) => keyspace.keyspaceName);
  const tables = await tableNames(place, undefined);
  return [...keyspaces, ...tables, ...tables.map((name) => name.slice(name.indexOf('.') + 1))];
}
