// CREATE TABLE: columns and keys checked in Cassandra's order, then given to the API as a schema definition. Apart from
// ddl-table.ts because it alone defines a schema.

import { CqlError, ErrorCode, invalid, withWarnings } from '../../cql-error.js';
import { limits } from '../../limits.js';
import { type CqlType, isMultiCell, nestsMultiCell } from '../../types/cql-type.js';
import { cqlTypeText } from '../../types/format-type.js';
import type { CreateTable, PrimaryKey } from '../syntax/ast/ddl.js';
import type { ClusteringOrder, Property } from '../syntax/ast/options.js';
import type { AnalysisContext } from './context.js';
import type { DdlPlan } from './ddl-plan.js';
import { Properties } from './ddl-properties.js';
import { tableChange } from './ddl-table.js';
import { storageOptions, tableMembers, tableProperties } from './ddl-table-options.js';
import { inHashOrder } from './java-hash.js';
import type { ReadOptions } from './options-cassandra.js';
import { refuseType } from './refuse.js';
import { keyspaceOf, refuseSystemKeyspace, resolveType } from './resolve.js';
import { hasDuration } from './slices.js';

export function createTable(context: AnalysisContext, raw: CreateTable): DdlPlan {
  const keyspace = keyspaceOf(context, raw.table);
  refuseSystemKeyspace(context, keyspace);
  if (context.catalog.keyspace(keyspace) === undefined) throw missingKeyspace(context, keyspace);
  checkName(raw.table.name);
  const names = inHashOrder([...new Set(raw.columns.map(({ name }) => name))]);
  const twice = names.find((name) => raw.columns.filter((column) => column.name === name).length > 1);
  if (twice !== undefined) throw invalid(`Multiple definition of identifier ${twice}`);
  const options = raw.options.filter((o): o is Property => o.kind === 'property');
  const properties = new Properties(options, tableProperties);
  const kept = storageOptions(context, properties);
  return withWarnings(kept?.warnings, () => defineTable(context, raw, { keyspace, names, properties, kept }));
}

interface Read {
  readonly keyspace: string;
  /** Of all columns, in the order in which they are checked. */
  readonly names: readonly string[];
  readonly properties: Properties;
  readonly kept: ReadOptions | undefined;
}

function defineTable(context: AnalysisContext, raw: CreateTable, { keyspace, names, properties, kept }: Read): DdlPlan {
  const byName = new Map(raw.columns.map((column) => [column.name, column]));
  const { members, comment } = tableMembers(properties);
  const types = new Map<string, CqlType>();
  for (const name of names) {
    const type = resolveType(context, keyspace, byName.get(name)!.type);
    refuseType(context.compat, type);
    refuseNestedUdt(type);
    types.set(name, type);
  }
  const key = primaryKey(raw);
  if (typeof members.defaultTimeToLive === 'number' && members.defaultTimeToLive > 0) refuseCounterTtl(types);
  checkKey(raw, key, types);
  checkOthers(raw, key, types);
  const orders = clusteringOrders(raw, key);
  const statics = raw.columns.filter((c) => c.static);
  return {
    kind: 'ddl',
    operation: 'CreateTable',
    input: {
      keyspaceName: keyspace,
      tableName: raw.table.name,
      schemaDefinition: {
        allColumns: raw.columns.map((c) => ({ name: c.name, type: cqlTypeText(types.get(c.name)!) })),
        partitionKeys: key.partitionKey.map((name) => ({ name })),
        clusteringKeys: key.clustering.map((name, i) => ({ name, orderBy: orders[i]! })),
        staticColumns: statics.map(({ name }) => ({ name })),
      },
      ...(comment !== undefined && { comment: { message: comment } }),
      ...members,
    },
    ...(raw.ifNotExists && { condition: 'if-not-exists' as const }),
    change: tableChange('CREATED', keyspace, raw.table.name),
    ...(kept && { cqlOnly: { cassandraOptions: kept.options }, warnings: kept.warnings }),
  };
}

/** Cassandra's own error has a code of its own. */
const missingKeyspace = (context: AnalysisContext, keyspace: string): CqlError =>
  context.compat.cassandraStatements
    ? new CqlError(ErrorCode.config, `Keyspace ${keyspace} doesn't exist`)
    : invalid(`unconfigured keyspace ${keyspace}`);

function checkName(name: string): void {
  if (!/^\w+$/.test(name)) {
    throw invalid(
      `"${name}" is not a valid table name (must be alphanumeric character or underscore only: [a-zA-Z_0-9]+)`,
    );
  }
  if (name.length > limits.nameCharacters) {
    throw invalid(`Table names shouldn't be more than ${limits.nameCharacters} characters long (got "${name}")`);
  }
}

function refuseNestedUdt(type: CqlType): void {
  if (nestsMultiCell(type)) throw invalid('Non-frozen UDTs with nested non-frozen collections are not supported');
}

function primaryKey(raw: CreateTable): PrimaryKey {
  const inline = raw.columns.filter((c) => c.primaryKey);
  const count = inline.length + raw.primaryKeys.length;
  if (count === 0) throw invalid('No PRIMARY KEY specifed (exactly one required)');
  if (count > 1) throw invalid('Multiple PRIMARY KEYs specifed (exactly one required)');
  return raw.primaryKeys[0] ?? { partitionKey: [inline[0]!.name], clustering: [], span: raw.span };
}

function checkKey(raw: CreateTable, key: PrimaryKey, types: ReadonlyMap<string, CqlType>): void {
  const used = new Set<string>();
  for (const name of [...key.partitionKey, ...key.clustering]) {
    const type = types.get(name);
    // a key column named twice is no longer there the second time [C3 getTypeAndRemove]
    if (type === undefined || used.has(name)) throw invalid(`Unknown definition ${name} referenced in PRIMARY KEY`);
    used.add(name);
    if (isMultiCell(type)) {
      throw invalid(
        type.kind === 'udt'
          ? `Invalid non-frozen user-defined type for PRIMARY KEY component ${name}`
          : `Invalid non-frozen collection type for PRIMARY KEY component ${name}`,
      );
    }
    if (type.kind === 'native' && type.name === 'counter') {
      throw invalid(`counter type is not supported for PRIMARY KEY part ${name}`);
    }
    if (hasDuration(type)) {
      throw invalid(`duration type is not supported for PRIMARY KEY part ${name}`);
    }
    if (raw.columns.find((c) => c.name === name)!.static) {
      throw invalid(`Static column ${name} cannot be part of the PRIMARY KEY`);
    }
  }
}

function clusteringOrders(raw: CreateTable, key: PrimaryKey): ('ASC' | 'DESC')[] {
  const directives = raw.options.filter((o): o is ClusteringOrder => o.kind === 'clustering-order');
  const orderings = directives.flatMap((d) => d.orderings);
  if (orderings.length === 0) return key.clustering.map(() => 'ASC');
  const strangers = orderings.map((o) => o.column).filter((name) => !key.clustering.includes(name));
  if (strangers.length > 0) {
    throw invalid(
      `Only clustering key columns can be defined in CLUSTERING ORDER directive: [${strangers.join(', ')}] are not clustering columns`,
    );
  }
  const directions = new Map(orderings.map((o) => [o.column, o.direction]));
  [...directions.keys()].forEach((name, position) => {
    const expected = key.clustering[position]!;
    if (name === expected) return;
    if (!directions.has(expected)) throw invalid(`Missing CLUSTERING ORDER for column ${expected}`);
    throw invalid(
      `The order of columns in the CLUSTERING ORDER directive must be the one of the clustering key (${expected} must appear before ${name})`,
    );
  });
  // the columns after the last one named are ascending
  return key.clustering.map((name) => (directions.get(name) === 'desc' ? 'DESC' : 'ASC'));
}

const isCounter = (type: CqlType | undefined): boolean => type?.kind === 'native' && type.name === 'counter';

function refuseCounterTtl(types: ReadonlyMap<string, CqlType>): void {
  if ([...types.values()].some(isCounter)) throw invalid('Cannot set default_time_to_live on a table with counters');
}

function checkOthers(raw: CreateTable, key: PrimaryKey, types: ReadonlyMap<string, CqlType>): void {
  const keys = new Set([...key.partitionKey, ...key.clustering]);
  const others = raw.columns.filter((c) => !keys.has(c.name));
  const counters = others.filter((c) => isCounter(types.get(c.name))).length;
  if (counters > 0 && counters < others.length) {
    throw invalid('Cannot mix counter and non counter columns in the same table');
  }
  if (raw.options.some((o) => o.kind === 'compact-storage')) refuseCompactStorage(raw, types);
  if (key.clustering.length === 0 && raw.columns.some((c) => c.static)) {
    throw invalid('Static columns are only useful (and thus allowed) if the table has at least one clustering column');
  }
}

/** What Cassandra does not take with COMPACT STORAGE either comes first. */
function refuseCompactStorage(raw: CreateTable, types: ReadonlyMap<string, CqlType>): never {
  if ([...types.values()].some(isMultiCell)) {
    throw invalid('Non-frozen collections and UDTs are not supported with COMPACT STORAGE');
  }
  if (raw.columns.some((c) => c.static)) {
    throw invalid('Static columns are not supported in COMPACT STORAGE tables');
  }
  throw invalid('COMPACT STORAGE is not supported');
}
