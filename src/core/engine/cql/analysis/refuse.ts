// Everything that Cassandra 3.11 parses and Amazon Keyspaces refuses, with its words, in one place; the flags of the
// lenient mode lift them. Apart so that the difference between the two modes can be read on one page [facts 2.2, 6.2].

import type { Column, TableSchema } from '../../catalog/schema.js';
import { type CqlError, invalid } from '../../cql-error.js';
import type { Compat } from '../../limits.js';
import type { CqlType } from '../../types/cql-type.js';
import type { RefusedName } from '../syntax/ast/ddl.js';
import type { Relation } from '../syntax/ast/relation.js';

const classNames: Readonly<Record<RefusedName, string>> = {
  'create-index': 'CreateIndexStatement',
  'drop-index': 'DropIndexStatement',
  'create-view': 'CreateViewStatement',
  'alter-view': 'AlterViewStatement',
  'drop-view': 'DropViewStatement',
  'create-function': 'CreateFunctionStatement',
  'drop-function': 'DropFunctionStatement',
  'create-aggregate': 'CreateAggregateStatement',
  'drop-aggregate': 'DropAggregateStatement',
  'create-trigger': 'CreateTriggerStatement',
  'drop-trigger': 'DropTriggerStatement',
  'create-role': 'CreateRoleStatement',
  'alter-role': 'AlterRoleStatement',
  'drop-role': 'DropRoleStatement',
  'create-user': 'CreateRoleStatement',
  'alter-user': 'AlterRoleStatement',
  'drop-user': 'DropRoleStatement',
  'grant-role': 'GrantRoleStatement',
  'revoke-role': 'RevokeRoleStatement',
  'grant-permissions': 'GrantPermissionsStatement',
  'revoke-permissions': 'RevokePermissionsStatement',
  'list-permissions': 'ListPermissionsStatement',
  'list-roles': 'ListRolesStatement',
  'list-users': 'ListUsersStatement',
};

const unsupportedClass = (name: string): never => {
  throw invalid(`Unsupported statement type class org.apache.cassandra.cql3.statements.${name}`);
};

/** Statements that neither mode has. */
export function refuseStatement(name: RefusedName): never {
  return unsupportedClass(classNames[name]);
}

/** TRUNCATE, ALTER TYPE, ALTER TABLE DROP and RENAME: only in the lenient mode. */
export function refuseCassandraStatement(compat: Compat, className: string): void {
  if (!compat.cassandraStatements) unsupportedClass(className);
}

/** `DISTINCT`, `GROUP BY`, `PER PARTITION LIMIT`. */
export function refuseClause(compat: Compat, clause: string): void {
  if (!compat.cassandraStatements) throw invalid(`${clause} is not supported`);
}

/** LIKE needs an index that neither mode has. */
export function refuseLike(compat: Compat, relation: string): never {
  throw invalid(
    compat.cassandraStatements
      ? `LIKE restriction is only supported on properly indexed columns. ${relation} is not valid.`
      : 'LIKE is not supported',
  );
}

/** `count is not yet supported.`; count(*) has the name `countRows`. */
export function refuseAggregate(compat: Compat, name: string): void {
  if (!compat.cassandraStatements) throw invalid(`${name} is not yet supported.`);
}

/** Element selection `m['k']` came with Cassandra 4. */
export function refuseElementSelection(compat: Compat): void {
  if (!compat.cassandraStatements) throw invalid('Element selection is not yet supported.');
}

export function refuseTtl(compat: Compat, table: TableSchema): void {
  if (!compat.timestampsEverywhere && !table.options.ttlEnabled && table.options.defaultTimeToLive === 0) {
    throw invalid('TTL is not yet supported.');
  }
}

export function refuseTimestamp(compat: Compat, table: TableSchema): void {
  if (!compat.timestampsEverywhere && !table.options.clientSideTimestamps) {
    throw invalid('TIMESTAMP is not yet supported.');
  }
}

export function refuseWritetime(compat: Compat, table: TableSchema): void {
  if (!compat.timestampsEverywhere && !table.options.clientSideTimestamps) {
    throw invalid('writetime is not yet supported.');
  }
}

export function refuseModificationIn(compat: Compat, operation: string): void {
  if (!compat.inOnModifications) throw invalid(`IN is not supported in ${operation} statements`);
}

/** Inequality on whole frozen values [facts 2.8]; Cassandra orders them. */
export function refuseOrdering(compat: Compat, column: Column, operator: string): void {
  const kind = column.type.kind;
  if (compat.cassandraStatements || kind === 'native') return;
  if (kind === 'udt' || kind === 'list' || kind === 'set' || kind === 'map') {
    throw invalid(`Operator ${operator} is not supported on frozen column ${column.name}`);
  }
}

/** Types of columns that Keyspaces does not have [facts 2.13]. */
export function refuseType(compat: Compat, type: CqlType): void {
  if (type.kind === 'native' && type.name === 'duration' && !compat.cassandraStatements) {
    throw invalid('duration is not yet supported.');
  }
  if (type.kind === 'custom') throw invalid(`Unknown type ${type.className}`);
}

/** The DELETE and UPDATE with more columns than one write may touch [facts 2.4]. */
export function refuseWidth(compat: Compat, columns: number, columnsMax: number): void {
  if (compat.unlimited || columns <= columnsMax) return;
  throw invalid(`Too many columns in one statement: ${columns} exceeds the maximum of ${columnsMax}`);
}

/** Keyspaces says `unconfigured` [facts 6.2], Cassandra that it does not exist [facts 6.3]. */
export const unknownKeyspace = (compat: Compat, keyspace: string): CqlError =>
  invalid(compat.cassandraStatements ? `Keyspace ${keyspace} does not exist` : `unconfigured keyspace ${keyspace}`);

/** The same for USE, which Cassandra words with quotes. */
export const unknownUse = (compat: Compat, keyspace: string): CqlError =>
  invalid(compat.cassandraStatements ? `Keyspace '${keyspace}' does not exist` : `unconfigured keyspace ${keyspace}`);

/** Of an index that is none: no table has custom ones. */
export function refuseIndexExpressions(
  { keyspace, name, indexes = [] }: TableSchema,
  where: readonly Relation[],
): void {
  const [first, second] = where.filter((relation) => relation.kind === 'index-expression');
  if (second !== undefined) throw invalid('Multiple custom index expressions in a single query are not supported');
  if (first === undefined) return;
  if (indexes.some((index) => index.name === first.index))
    throw invalid(`Only CUSTOM indexes may be used in custom index expressions, ${first.index} is not valid`);
  throw invalid(`Invalid index expression, index ${first.index} not found for ${keyspace}.${name}`);
}
