// From names to schema objects: keyspaces, tables, columns, and types as written. Apart because every statement starts here.

import type { Column, Resolved, TableSchema } from '../../catalog/schema.js';
import { CqlError, ErrorCode, invalid } from '../../cql-error.js';
import { type CqlType, native, nativeTypes, type UdtType } from '../../types/cql-type.js';
import { quoteName } from '../../types/format-type.js';
import type { QualifiedName } from '../syntax/ast/ddl.js';
import type { TypeName } from '../syntax/ast/type-name.js';
import type { AnalysisContext } from './context.js';
import { marshalType } from './marshal-types.js';
import { unknownKeyspace } from './refuse.js';

/** The keyspace of a name, or the session's. */
export function keyspaceOf(context: AnalysisContext, name: { readonly keyspace: string | undefined }): string {
  const keyspace = name.keyspace ?? context.keyspace;
  if (keyspace === undefined) {
    throw invalid('No keyspace has been specified. USE a keyspace, or explicitly specify keyspace.tablename');
  }
  return keyspace;
}

/** Texts of facts 6.2: Keyspaces says `unconfigured`, and names a table with its keyspace; Cassandra names system
 * tables alone, which drivers that probe `system.peers_v2` know. */
export function resolveTable(context: AnalysisContext, name: QualifiedName): Resolved {
  const keyspace = keyspaceOf(context, name);
  const found = context.catalog.table(keyspace, name.name);
  if (found !== undefined) return found;
  const known = context.catalog.keyspace(keyspace);
  if (known === undefined) throw unknownKeyspace(context.compat, keyspace);
  const bare = known.isSystem || context.compat.cassandraStatements;
  throw invalid(`unconfigured table ${bare ? name.name : `${keyspace}.${name.name}`}`);
}

export function resolveColumn(table: TableSchema, name: string): Column {
  const column = table.byName.get(name);
  if (column === undefined) throw invalid(`Undefined column name ${quoteName(name)}`);
  return column;
}

/** DDL on the keyspaces of the system [C3 ClientState]. */
export function refuseSystemKeyspace(context: AnalysisContext, keyspace: string): void {
  const known = context.catalog.keyspace(keyspace);
  if (known?.isSystem === true || /^system(_|$)/.test(keyspace)) {
    throw new CqlError(ErrorCode.unauthorized, `${keyspace} keyspace is not user-modifiable.`);
  }
}

/** A type as written becomes a type; user types are looked up in `keyspace`. Texts of facts 6.5. */
export function resolveType(context: AnalysisContext, keyspace: string, type: TypeName): CqlType {
  return convert(context, keyspace, type, false);
}

function convert(context: AnalysisContext, keyspace: string, type: TypeName, frozen: boolean): CqlType {
  switch (type.kind) {
    case 'native': {
      const name = type.name === 'varchar' ? 'text' : type.name;
      const known = nativeTypes.find((n) => n === name);
      if (known === undefined) throw new CqlError(ErrorCode.syntax, `Unknown type ${type.name}`);
      return native(known);
    }
    case 'list':
    case 'set': {
      checkInner(context, type, { values: type.element, frozen });
      return { kind: type.kind, frozen, element: convert(context, keyspace, type.element, frozen) };
    }
    case 'map': {
      checkInner(context, type, { keys: type.key, values: type.value, frozen });
      const value = convert(context, keyspace, type.value, frozen);
      return { kind: 'map', frozen, key: convert(context, keyspace, type.key, frozen), value };
    }
    case 'tuple':
      return {
        kind: 'tuple',
        elements: type.elements.map((element) => {
          if (isNative(element, 'counter')) throw invalid('Counters are not allowed inside tuples');
          return convert(context, keyspace, element, true);
        }),
      };
    case 'frozen':
      return convert(context, keyspace, type.of, true);
    case 'user':
      return { ...userType(context, keyspace, type.keyspace, type.name), frozen };
    case 'custom':
      return customType(context, type.className);
  }
}

/** The lenient mode knows Java classes that are types of CQL. */
function customType(context: AnalysisContext, className: string): CqlType {
  if (!context.compat.cassandraStatements) return { kind: 'custom', className };
  return marshalType(className) ?? { kind: 'custom', className };
}

const isNative = (type: TypeName, name: string): boolean => type.kind === 'native' && type.name === name;

interface Inner {
  readonly keys?: TypeName;
  readonly values: TypeName;
  readonly frozen: boolean;
}

/** What may stand in a collection, in Cassandra's order, before the inner types are looked up. */
function checkInner(context: AnalysisContext, outer: TypeName, { keys, values, frozen }: Inner): void {
  const refuse = (what: string): CqlError => invalid(`${what}: ${typeNameText(outer, frozen)}`);
  const nested = (type: TypeName): void => {
    if (frozen) return;
    if (type.kind === 'user') throw refuse('Non-frozen UDTs are not allowed inside collections');
    if (type.kind === 'list' || type.kind === 'set' || type.kind === 'map') {
      throw refuse('Non-frozen collections are not allowed inside collections');
    }
  };
  nested(values);
  if (isNative(values, 'counter')) throw refuse('Counters are not allowed inside collections');
  if (isNative(values, 'duration') && outer.kind === 'set') throw refuse('Durations are not allowed inside sets');
  if (keys !== undefined) {
    if (isNative(keys, 'counter')) throw refuse('Counters are not allowed inside collections');
    if (isNative(keys, 'duration')) throw refuse('Durations are not allowed as map keys');
    nested(keys);
  }
  const isDuration = isNative(values, 'duration') || (keys !== undefined && isNative(keys, 'duration'));
  if (isDuration && !context.compat.cassandraStatements) throw invalid('duration is not yet supported.');
}

function userType(context: AnalysisContext, keyspace: string, written: string | undefined, name: string): UdtType {
  if (written !== undefined && written !== keyspace) {
    throw invalid(
      `Statement on keyspace ${keyspace} cannot refer to a user type in keyspace ${written}; user types can only be used in the keyspace they are defined in`,
    );
  }
  const found = context.catalog.userType(keyspace, name);
  if (found === undefined) throw invalid(`Unknown type ${keyspace}.${name}`);
  return {
    kind: 'udt',
    frozen: false,
    keyspace,
    name,
    fieldNames: found.fieldNames,
    fieldTypes: found.fieldTypes,
  };
}

/** The type as it was written, for error texts; `frozen`: within a frozen type, as Cassandra's messages write it. */
export function typeNameText(type: TypeName, frozen = false): string {
  const text = plainTypeText(type, frozen);
  const shows = type.kind === 'list' || type.kind === 'set' || type.kind === 'map' || type.kind === 'user';
  return frozen && shows ? `frozen<${text}>` : text;
}

function plainTypeText(type: TypeName, frozen: boolean): string {
  switch (type.kind) {
    case 'native':
      return type.name;
    case 'list':
    case 'set':
      return `${type.kind}<${typeNameText(type.element, frozen)}>`;
    case 'map':
      return `map<${typeNameText(type.key, frozen)}, ${typeNameText(type.value, frozen)}>`;
    case 'tuple':
      return `tuple<${type.elements.map((element) => typeNameText(element, frozen)).join(', ')}>`;
    case 'frozen':
      return `frozen<${plainTypeText(type.of, frozen)}>`;
    case 'user':
      if (type.keyspace !== undefined) return `${type.keyspace}.${typeNameText({ ...type, keyspace: undefined })}`;
      return /^[a-z][a-z0-9_]*$/.test(type.name) ? type.name : `"${type.name.replaceAll('"', '""')}"`;
    case 'custom':
      return `'${type.className}'`;
  }
}
