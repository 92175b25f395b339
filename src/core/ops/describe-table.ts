// One table with all that can be known of it: description, tags, auto scaling, and its CQL.

import type { AutoScalingSpecification, TableDescription, Tag } from '../model/control-shapes.js';
import { isKsError } from '../model/errors.js';
import { isSystemKeyspace, parseQualifiedName } from '../model/names.js';
import { tableCql } from '../model/schema-cql.js';
import type { Fleet, Place } from '../ports/fleet.js';
import { onePlace } from './one-place.js';
import { type Replica, replicasOf } from './replicas.js';
import { orNoTable } from './say-missing.js';

export interface DescribedTable extends TableDescription {
  readonly tags: readonly Tag[];
  readonly autoScalingSpecification?: AutoScalingSpecification;
  readonly cql: string;
  /** Of a table in several Regions. */
  readonly replicas?: readonly Replica[];
}

export async function describeTable(fleet: Fleet, input: { readonly name: string }): Promise<DescribedTable> {
  const { keyspace, name } = parseQualifiedName(input.name);
  const place = onePlace(fleet);
  const table = await orNoTable(keyspace, name, describeTableAt(place, keyspace, name));
  const replicas = await optional(replicasOf(fleet, place, table));
  return { ...table, ...(replicas !== undefined && replicas.length > 0 && { replicas }) };
}

export async function describeTableAt(place: Place, keyspace: string, name: string): Promise<DescribedTable> {
  const table = await place.control.tables.get(keyspace, name);
  if (isSystemKeyspace(keyspace)) return { ...table, tags: [], cql: tableCql(table) };
  const [tags, scaling] = await Promise.all([
    optional(place.control.tags.list(table.resourceArn)),
    table.capacitySpecification?.throughputMode === 'PROVISIONED'
      ? optional(place.control.autoScaling.get(keyspace, name))
      : undefined,
  ]);
  return {
    ...table,
    tags: tags ?? [],
    ...(scaling?.autoScalingSpecification !== undefined && {
      autoScalingSpecification: scaling.autoScalingSpecification,
    }),
    cql: tableCql(table, tags ?? []),
  };
}

/** Tags and auto scaling need permissions of their own: without them the rest is still worth showing. */
async function optional<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isKsError(error) && (error.kind === 'unauthorized' || error.kind === 'not-found')) return undefined;
    throw error;
  }
}
