// Terms: literals, markers, collections, tuples, function calls and type hints. There are no operators in 3.11.

import type { FunctionCall, Literal, LiteralType, MapEntry, MapLiteral, Marker, Term, UdtField } from '../ast/term.js';
import { K } from '../keywords.js';
import { T } from '../token.js';
import { type Cursor, isIdentifier } from './cursor.js';
import { parseFunctionName, startsFunction } from './names.js';
import { parseType } from './type-name.js';

/** By token kind from `T.string` on. */
const literalTypes: readonly LiteralType[] = ['string', 'integer', 'float', 'boolean', 'duration', 'uuid', 'hex'];

const isLiteral = (kind: number): boolean => kind >= T.string && kind <= T.hex;

/** Whether a constant of a property can start here. */
export const startsConstant = (kind: number): boolean =>
  isLiteral(kind) || kind === K.NAN || kind === K.INFINITY || kind === T.minus;

/** Whether a term can start with this kind of token. */
const startsTerm = (kind: number): boolean =>
  startsConstant(kind) ||
  startsFunction(kind) ||
  kind === T.question ||
  kind === T.colon ||
  kind === T.open ||
  kind === T.openSquare ||
  kind === T.openCurly ||
  kind === K.NULL;

export function parseTerm(c: Cursor): Term {
  const kind = c.kind;
  if (kind === T.question || kind === T.colon) return parseMarker(c);
  if (isLiteral(kind)) return parseLiteral(c);
  c.enter();
  const term = parseOther(c);
  c.leave();
  return term;
}

function parseOther(c: Cursor): Term {
  const start = c.start;
  switch (c.kind) {
    case K.NULL:
      c.advance();
      return { kind: 'null', span: c.span(start) };
    case K.NAN:
    case K.INFINITY:
    case T.minus:
      return parseConstant(c);
    case T.openSquare:
      c.advance();
      return { kind: 'list', elements: termsUntil(c, T.closeSquare), span: c.span(start) };
    case T.openCurly:
      return parseBraces(c);
    case T.open:
      return parseParenthesis(c);
    default:
      if (!startsFunction(c.kind)) throw c.noViable();
      return parseCall(c);
  }
}

/** A literal, NaN or an infinity. */
export function parseConstant(c: Cursor): Literal {
  if (isLiteral(c.kind)) return parseLiteral(c);
  const start = c.start;
  const sign = c.accept(T.minus) ? '-' : '';
  if (c.kind !== K.NAN && c.kind !== K.INFINITY) throw c.noViable();
  const text = sign + c.text.slice(c.start, c.end);
  c.advance();
  return { kind: 'literal', type: 'float', text, span: c.span(start) };
}

function parseLiteral(c: Cursor): Literal {
  const { kind, start } = c;
  const text = kind === T.string ? c.unquoted() : c.text.slice(start, c.end);
  c.advance();
  return { kind: 'literal', type: literalTypes[kind - T.string]!, text, span: c.span(start) };
}

/** `?` or `:name`; the cursor stands on it. */
export function parseMarker(c: Cursor): Marker {
  const start = c.start;
  const colon = c.kind === T.colon;
  c.advance();
  const name = colon ? c.identifier() : undefined;
  const marker: Marker = { kind: 'marker', index: c.markers.length, name, span: c.span(start) };
  c.markers.push(marker);
  return marker;
}

export const isMarker = (kind: number): boolean => kind === T.question || kind === T.colon;

/** An integer literal or a marker: LIMIT, TTL, TIMESTAMP. */
export function parseIntValue(c: Cursor): Term {
  if (isMarker(c.kind)) return parseMarker(c);
  if (c.kind !== T.integer) throw c.noViable();
  return parseLiteral(c);
}

/** Terms with commas between, perhaps none, up to and with `close`. */
export function termsUntil(c: Cursor, close: number): Term[] {
  const terms: Term[] = [];
  if (c.accept(close)) return terms;
  terms.push(parseTerm(c));
  while (c.accept(T.comma)) terms.push(parseTerm(c));
  c.expect(close);
  return terms;
}

/** `{`: a user type's value when a name and a colon come first, a map when a colon comes after the first term, else a set. */
function parseBraces(c: Cursor): Term {
  const start = c.start;
  c.expect(T.openCurly);
  if (c.accept(T.closeCurly)) return { kind: 'set', elements: [], span: c.span(start) };
  if (isIdentifier(c.kind) && c.peek() === T.colon) {
    const fields: UdtField[] = [];
    do {
      const name = c.identifier();
      c.expect(T.colon);
      fields.push({ name, value: parseTerm(c) });
    } while (c.accept(T.comma));
    c.expect(T.closeCurly);
    return { kind: 'udt', fields, span: c.span(start) };
  }
  const first = parseTerm(c);
  if (c.kind !== T.colon) {
    const elements = [first];
    while (c.accept(T.comma)) elements.push(parseTerm(c));
    c.expect(T.closeCurly);
    return { kind: 'set', elements, span: c.span(start) };
  }
  c.advance();
  const entries: MapEntry[] = [{ key: first, value: parseTerm(c) }];
  while (c.accept(T.comma)) {
    const key = parseTerm(c);
    c.expect(T.colon);
    entries.push({ key, value: parseTerm(c) });
  }
  c.expect(T.closeCurly);
  return { kind: 'map', entries, span: c.span(start) };
}

/** A map where no other value may stand: `{}` is one there. */
export function parseMapLiteral(c: Cursor): MapLiteral {
  const start = c.start;
  const term = c.kind === T.openCurly ? parseBraces(c) : undefined;
  if (term?.kind === 'map') return term;
  if (term?.kind !== 'set' || term.elements.length > 0) throw c.noViable();
  return { kind: 'map', entries: [], span: c.span(start) };
}

/** `(`: a type hint when a type and `)` follow, else a tuple. */
function parseParenthesis(c: Cursor): Term {
  const start = c.start;
  if (startsHint(c)) return parseHint(c);
  c.advance();
  if (c.kind === T.close) throw c.noViable();
  const elements = [parseTerm(c)];
  while (c.accept(T.comma)) elements.push(parseTerm(c));
  c.expect(T.close);
  const only = elements[0]!;
  if (elements.length === 1 && only.kind === 'literal' && only.type === 'string' && startsHinted(c.kind)) {
    const type = { kind: 'custom', className: c.checkClass(only.text), span: only.span } as const;
    return { kind: 'hint', type, term: parseTerm(c), span: c.span(start) };
  }
  return { kind: 'tuple', elements, span: c.span(start) };
}

/** What a quoted type may be a hint for. AS, GROUP BY and PER PARTITION LIMIT may follow a tuple, although they look
 * like the names of functions, and a colon stands behind a map's key. */
const startsHinted = (kind: number): boolean =>
  startsTerm(kind) && kind !== K.AS && kind !== K.GROUP && kind !== K.PER && kind !== T.colon;

/** At `(`: whether a type name follows. A name may also begin a function call, so that the token after it decides;
 * after `keyspace.name` it is looked for in the text, because that is one token more than the cursor sees. */
export function startsHint(c: Cursor): boolean {
  const kind = c.peek();
  return (isIdentifier(kind) || kind === K.SET) && kind !== K.TOKEN && c.typeFollowsParenthesis();
}

export function parseHint(c: Cursor): Term {
  const start = c.start;
  c.advance();
  const type = parseType(c);
  c.expect(T.close);
  return { kind: 'hint', type, term: parseTerm(c), span: c.span(start) };
}

function parseCall(c: Cursor): FunctionCall {
  const start = c.start;
  const name = parseFunctionName(c);
  if (c.kind !== T.open) throw c.noViable();
  c.advance();
  return { kind: 'call', function: name, args: termsUntil(c, T.close), span: c.span(start) };
}
