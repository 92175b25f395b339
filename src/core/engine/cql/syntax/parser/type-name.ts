// Types as written: native, collections, tuples, frozen, user types and Java classes.

import type { TypeName } from '../ast/type-name.js';
import { isFunctionKeyword, isNativeType, K } from '../keywords.js';
import { T } from '../token.js';
import { type Cursor, isIdentifier } from './cursor.js';

/** Names that Cassandra keeps for types to come. */
const reservedTypeNames: readonly string[] = ['byte', 'complex', 'enum', 'interval', 'macaddr', 'bitstring'];

export function parseType(c: Cursor): TypeName {
  c.enter();
  const type = parseUnbounded(c);
  c.leave();
  return type;
}

function parseUnbounded(c: Cursor): TypeName {
  const start = c.start;
  const kind = c.kind;
  if (kind === T.string) return { kind: 'custom', className: c.checkClass(c.string()), span: c.span(start) };
  if (isNativeType(kind) && c.peek() !== T.dot) return { kind: 'native', name: c.identifier(), span: c.span(start) };
  if ((kind === K.LIST || kind === K.SET || kind === K.FROZEN) && c.peek() === T.less)
    return parseOfOne(c, kind, start);
  if (kind === K.MAP && c.peek() === T.less) {
    c.advance();
    c.advance();
    const key = parseType(c);
    c.expect(T.comma);
    const value = parseType(c);
    c.expect(T.greater);
    return { kind: 'map', key, value, span: c.span(start) };
  }
  if (kind === K.TUPLE && c.peek() === T.less) {
    c.advance();
    c.advance();
    const elements = [parseType(c)];
    while (c.accept(T.comma)) elements.push(parseType(c));
    c.expect(T.greater);
    return { kind: 'tuple', elements, span: c.span(start) };
  }
  return parseUserType(c, start);
}

function parseOfOne(c: Cursor, kind: number, start: number): TypeName {
  c.advance();
  c.advance();
  const inner = parseType(c);
  c.expect(T.greater);
  const span = c.span(start);
  if (kind === K.FROZEN && (inner.kind === 'native' || inner.kind === 'custom')) {
    const name = inner.kind === 'native' ? inner.name : `'${inner.className}'`;
    throw c.refuse(`frozen<> is only allowed on collections, tuples, and user-defined types (got ${name})`);
  }
  if (kind === K.LIST) return { kind: 'list', element: inner, span };
  if (kind === K.SET) return { kind: 'set', element: inner, span };
  return { kind: 'frozen', of: inner, span };
}

function parseUserType(c: Cursor, start: number): TypeName {
  let keyspace: string | undefined;
  if (isIdentifier(c.kind) && c.peek() === T.dot) {
    keyspace = c.identifier();
    c.advance();
  }
  const name = typeIdentifier(c);
  return { kind: 'user', keyspace, name, span: c.span(start) };
}

/** An identifier that is not the name of a native type. */
export function typeIdentifier(c: Cursor): string {
  const kind = c.kind;
  const isKeyword = kind === K.KEY || (isFunctionKeyword(kind) && kind !== K.TOKEN && kind !== K.COUNT);
  const fits = kind === T.ident || kind === T.quoted || isKeyword;
  if (!fits || isNativeType(kind)) throw c.noViable();
  const name = c.identifier();
  if (kind === T.ident && reservedTypeNames.includes(name)) {
    throw c.refuse(`Invalid (reserved) user type name ${name}`);
  }
  return name;
}
