// From names to schema objects: keyspaces, tables, columns, and types as written. Apart because every statement starts here.

import type { Column, Resolved, TableSchema } from '../../catalog/schema.js';
import { CqlError, ErrorCode, invalid } from '../../cql-error.js';
import { type CqlType, native, nativeTypes, type UdtType } from '../../types/cql-type.js';
import { quoteName } from '../../types/format-type.js';
import type { QualifiedName } from '../syntax/ast/ddl.js';
import type { TypeName } from '../syntax/ast/type-name.js';
import type { AnalysisContext } from './context.js';
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
  const inner = (t: TypeName): CqlType => convertInner(context, keyspace, { inner: t, outer: type }, frozen);
  switch (type.kind) {
    case 'native': {
      const name = type.name === 'varchar' ? 'text' : type.name;
      const known = nativeTypes.find((n) => n === name);
      if (known === undefined) throw new CqlError(ErrorCode.syntax, `Unknown type ${type.name}`);
      return native(known);
    }
    case 'list':
      return { kind: 'list', frozen, element: inner(type.element) };
    case 'set':
      return { kind: 'set', frozen, element: inner(type.element) };
    case 'map':
      return { kind: 'map', frozen, key: inner(type.key), value: inner(type.value) };
    case 'tuple':
      return { kind: 'tuple', elements: type.elements.map((t) => convert(context, keyspace, t, true)) };
    case 'frozen':
      if (type.of.kind === 'native' || type.of.kind === 'custom') {
        throw invalid(
          `frozen<> is only allowed on collections, tuples, and user-defined types (got ${typeNameText(type.of)})`,
        );
      }
      return convert(context, keyspace, type.of, true);
    case 'user':
      return { ...userType(context, keyspace, type.keyspace, type.name), frozen };
    case 'custom':
      return { kind: 'custom', className: type.className };
  }
}

function convertInner(
  context: AnalysisContext,
  keyspace: string,
  { inner: type, outer }: { readonly inner: TypeName; readonly outer: TypeName },
  frozen: boolean,
): CqlType {
  if (type.kind === 'native' && type.name === 'counter') {
    throw invalid(`Counters are not allowed inside collections: ${typeNameText(outer)}`);
  }
  if (type.kind === 'native' && type.name === 'duration' && !context.compat.cassandraStatements) {
    throw invalid('duration is not yet supported.');
  }
  // before the inner type is looked at: the outermost mistake is named
  if (!frozen && type.kind === 'user') {
    throw invalid(`Non-frozen UDTs are not allowed inside collections: ${typeNameText(outer)}`);
  }
  if (!frozen && (type.kind === 'list' || type.kind === 'set' || type.kind === 'map')) {
    throw invalid(`Non-frozen collections are not allowed inside collections: ${typeNameText(outer)}`);
  }
  return convert(context, keyspace, type, frozen);
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

/** The type as it was written, for error texts. */
export function typeNameText(type: TypeName): string {
  switch (type.kind) {
    case 'native':
      return type.name;
    case 'list':
      return `list<${typeNameText(type.element)}>`;
    case 'set':
      return `set<${typeNameText(type.element)}>`;
    case 'map':
      return `map<${typeNameText(type.key)}, ${typeNameText(type.value)}>`;
    case 'tuple':
      return `tuple<${type.elements.map(typeNameText).join(', ')}>`;
    case 'frozen':
      return `frozen<${typeNameText(type.of)}>`;
    case 'user':
      if (type.keyspace !== undefined) return `${type.keyspace}.${typeNameText({ ...type, keyspace: undefined })}`;
      return /^[a-z][a-z0-9_]*$/.test(type.name) ? type.name : `"${type.name.replaceAll('"', '""')}"`;
    case 'custom':
      return `'${type.className}'`;
  }
}
