// What stands between SELECT and FROM. Elements of collections are of later Cassandras: parsed so that they are refused by
// name.

import type { Selected, Selector } from '../ast/selector.js';
import { isNativeType, K } from '../keywords.js';
import { T } from '../token.js';
import { type Cursor, isIdentifier } from './cursor.js';
import { parseFunctionName, startsFunction } from './names.js';
import { isMarker, parseHint, parseTerm, startsConstant, startsHint } from './term.js';
import { parseType } from './type-name.js';

/** `*` or selectors with aliases. */
export function parseSelection(c: Cursor): '*' | readonly Selected[] {
  if (c.accept(T.star)) return '*';
  const selected = [parseSelected(c)];
  while (c.accept(T.comma)) selected.push(parseSelected(c));
  return selected;
}

function parseSelected(c: Cursor): Selected {
  const selector = parseSelector(c);
  return { selector, alias: c.accept(K.AS) ? c.identifier() : undefined };
}

function parseSelector(c: Cursor): Selector {
  c.enter();
  const start = c.start;
  let selector = parseUnmodified(c);
  for (;;) {
    if (c.accept(T.dot)) selector = { kind: 'field', of: selector, field: c.identifier(), span: c.span(start) };
    else if (c.accept(T.openSquare)) selector = parseElement(c, selector, start);
    else break;
  }
  c.leave();
  return selector;
}

/** Behind `[`. */
function parseElement(c: Cursor, of: Selector, start: number): Selector {
  const key = parseTerm(c);
  c.expect(T.closeSquare);
  c.isBeyondCassandra = true;
  return { kind: 'element', of, key, span: c.span(start) };
}

function parseUnmodified(c: Cursor): Selector {
  const start = c.start;
  const kind = c.kind;
  if (kind === T.ident || kind === T.quoted) {
    const next = c.peek();
    if (next === T.open || next === T.dot) return parseNameOrCall(c);
    return column(c);
  }
  if (kind === T.emptyQuoted) return column(c);
  if (startsFunction(kind) || isIdentifier(kind)) return parseKeyword(c);
  const isTerm = startsConstant(kind) || isMarker(kind) || kind === K.NULL || kind === T.open;
  if (!isTerm && kind !== T.openSquare && kind !== T.openCurly) throw c.noViable();
  const term = kind === T.open && startsHint(c) ? parseHint(c) : parseTerm(c);
  return { kind: 'term', term, span: c.span(start) };
}

/** Keywords that are names of columns, unless a parenthesis follows. */
function parseKeyword(c: Cursor): Selector {
  const { start, kind } = c;
  const call = c.peek() === T.open;
  if (!call) return kind === K.TOKEN || c.peek() === T.dot ? parseNameOrCall(c) : column(c);
  switch (kind) {
    case K.COUNT:
      return parseCount(c);
    case K.WRITETIME:
    case K.TTL: {
      c.advance();
      c.advance();
      const name = c.column();
      c.expect(T.close);
      return { kind: kind === K.TTL ? 'ttl' : 'writetime', column: name, span: c.span(start) };
    }
    case K.CAST: {
      c.advance();
      c.advance();
      const of = parseSelector(c);
      c.expect(K.AS);
      if (!isNativeType(c.kind)) throw c.noViable();
      const type = parseType(c);
      c.expect(T.close);
      return { kind: 'cast', of, type, span: c.span(start) };
    }
    default:
      return parseNameOrCall(c);
  }
}

function column(c: Cursor): Selector {
  const start = c.start;
  return { kind: 'column', name: c.column(), span: c.span(start) };
}

/** `count(*)`, or a call of the function: `count(1)` is told from others by the analysis, as 3.11 does. */
function parseCount(c: Cursor): Selector {
  const start = c.start;
  c.advance();
  c.advance();
  if (c.accept(T.star)) {
    c.expect(T.close);
    return { kind: 'count-rows', span: c.span(start) };
  }
  const args = parseArguments(c);
  return { kind: 'call', function: { keyspace: undefined, name: 'count' }, args, span: c.span(start) };
}

/** `name.field`, `name(...)`, `keyspace.name(...)`. */
function parseNameOrCall(c: Cursor): Selector {
  const start = c.start;
  if (c.peek() === T.dot && !c.callFollowsName()) return column(c);
  if (!startsFunction(c.kind)) throw c.noViable();
  const name = parseFunctionName(c);
  if (c.kind !== T.open) throw c.noViable();
  c.advance();
  const args = parseArguments(c);
  return { kind: 'call', function: name, args, span: c.span(start) };
}

/** Behind `(`. */
function parseArguments(c: Cursor): Selector[] {
  const args: Selector[] = [];
  if (c.accept(T.close)) return args;
  args.push(parseSelector(c));
  while (c.accept(T.comma)) args.push(parseSelector(c));
  c.expect(T.close);
  return args;
}
