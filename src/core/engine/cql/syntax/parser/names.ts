// Names of keyspaces, tables, types and functions. Cassandra says of a bind marker in their place what it is.

import type { QualifiedName } from '../ast/ddl.js';
import type { FunctionName } from '../ast/term.js';
import { isFunctionKeyword, isNativeType, K } from '../keywords.js';
import { T } from '../token.js';
import { type Cursor, isIdentifier } from './cursor.js';
import { typeIdentifier } from './type-name.js';

function nameOf(c: Cursor, what: string): string {
  if (c.accept(T.question)) throw c.refuse(`Bind variables cannot be used for ${what}`);
  return c.identifier();
}

export const parseKeyspaceName = (c: Cursor): string => nameOf(c, 'keyspace names');
export const parseIndexName = (c: Cursor): string => nameOf(c, 'index names');
export const parseRoleName = (c: Cursor): string => (c.kind === T.string ? c.string() : nameOf(c, 'role names'));

/** `[keyspace.]table`; also of a materialized view or an index. */
export function parseTableName(c: Cursor): QualifiedName {
  const start = c.start;
  const isKeyspace = c.kind === T.question && c.peek() === T.dot;
  const name = nameOf(c, isKeyspace ? 'keyspace names' : 'table names');
  if (!c.accept(T.dot)) return { keyspace: undefined, name, span: c.span(start) };
  return { keyspace: name, name: nameOf(c, 'table names'), span: c.span(start) };
}

/** `[keyspace.]type`, where a native type's name will not do. */
export function parseTypeReference(c: Cursor): QualifiedName {
  const start = c.start;
  let keyspace: string | undefined;
  if (isIdentifier(c.kind) && c.peek() === T.dot) {
    keyspace = c.identifier();
    c.advance();
  }
  const name = typeIdentifier(c);
  return { keyspace, name, span: c.span(start) };
}

/** Whether a function's name, or the keyspace before it, can start with this kind of token. */
export const startsFunction = (kind: number): boolean =>
  kind === T.ident || kind === T.quoted || isFunctionKeyword(kind);

/** `[keyspace.]function`; the cursor must stand on `startsFunction`. */
export function parseFunctionName(c: Cursor): FunctionName {
  const { kind } = c;
  if (c.peek() === T.dot) {
    const keyspace = functionIdentifier(c);
    c.advance();
    return { keyspace, name: ownName(c) };
  }
  if (!startsFunction(kind)) throw c.noViable();
  return { keyspace: undefined, name: ownName(c) };
}

/** Keywords that are no types stay as they are written. */
function ownName(c: Cursor): string {
  const isKept = isFunctionKeyword(c.kind) && !isNativeType(c.kind) && c.kind !== K.TOKEN && c.kind !== K.COUNT;
  const written = c.text.slice(c.start, c.end);
  const name = functionIdentifier(c);
  return isKept ? written : name;
}

/** `token` is reserved, and a function all the same. */
function functionIdentifier(c: Cursor): string {
  if (isIdentifier(c.kind)) return c.identifier();
  if (!startsFunction(c.kind)) throw c.noViable();
  const name = c.text.slice(c.start, c.end).toLowerCase();
  c.advance();
  return name;
}
