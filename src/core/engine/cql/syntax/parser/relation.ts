// WHERE and IF clauses.

import type {
  Comparison,
  Condition,
  ConditionTarget,
  IfClause,
  InValues,
  Relation,
  TupleInRelation,
} from '../ast/relation.js';
import type { Marker, TupleLiteral } from '../ast/term.js';
import { K } from '../keywords.js';
import { T } from '../token.js';
import { type Cursor, isColumn } from './cursor.js';
import { parseIndexName } from './names.js';
import { isMarker, parseMarker, parseTerm, termsUntil } from './term.js';

/** `WHERE` relations joined by AND; it must be there. */
export function parseWhere(c: Cursor): Relation[] {
  c.expect(K.WHERE);
  return parseRelations(c);
}

export function parseRelations(c: Cursor): Relation[] {
  const relations = [parseRelationOrExpression(c)];
  while (c.accept(K.AND)) relations.push(parseRelationOrExpression(c));
  return relations;
}

function parseRelationOrExpression(c: Cursor): Relation {
  const start = c.start;
  if (!c.accept(T.expression)) return parseRelation(c);
  const index = parseIndexName(c);
  c.expect(T.comma);
  const value = parseTerm(c);
  c.expect(T.close);
  return { kind: 'index-expression', index, value, span: c.span(start) };
}

/** The operator the cursor stands on. */
function comparisonOf(kind: number): Comparison | undefined {
  switch (kind) {
    case T.equal:
      return '=';
    case T.less:
      return '<';
    case T.lessEqual:
      return '<=';
    case T.greater:
      return '>';
    case T.greaterEqual:
      return '>=';
    case T.notEqual:
      return '!=';
    default:
      return undefined;
  }
}

/** Takes an operator, or throws. */
function takeComparison(c: Cursor): Comparison {
  const operator = comparisonOf(c.kind);
  if (operator === undefined) throw c.noViable();
  c.advance();
  return operator;
}

function parseRelation(c: Cursor): Relation {
  if (isColumn(c.kind)) return parseColumnRelation(c);
  const start = c.start;
  if (c.accept(K.TOKEN)) {
    const columns = c.columnsInParentheses();
    const operator = takeComparison(c);
    return { kind: 'token', columns, operator, value: parseTerm(c), span: c.span(start) };
  }
  if (c.kind !== T.open) throw c.noViable();
  if (c.tupleFollowsParenthesis()) return parseTupleRelation(c);
  c.enter();
  c.advance();
  const relation = parseRelation(c);
  c.expect(T.close);
  c.leave();
  return relation;
}

function parseColumnRelation(c: Cursor): Relation {
  const start = c.start;
  const column = c.column();
  const operator = comparisonOf(c.kind);
  if (operator !== undefined) {
    c.advance();
    const value = parseTerm(c);
    return { kind: 'comparison', column, operator, value, span: c.span(start) };
  }
  switch (c.kind) {
    case K.IN:
      c.advance();
      return { kind: 'in', column, values: parseInValues(c), span: c.span(start) };
    case K.CONTAINS: {
      c.advance();
      const key = c.accept(K.KEY);
      return { kind: 'contains', column, key, value: parseTerm(c), span: c.span(start) };
    }
    case K.LIKE:
      c.advance();
      return { kind: 'like', column, value: parseTerm(c), span: c.span(start) };
    case K.IS:
      c.advance();
      c.expect(K.NOT);
      c.expect(K.NULL);
      return { kind: 'not-null', column, span: c.span(start) };
    case T.openSquare: {
      c.advance();
      const key = parseTerm(c);
      c.expect(T.closeSquare);
      const elementOperator = takeComparison(c);
      return { kind: 'element', column, key, operator: elementOperator, value: parseTerm(c), span: c.span(start) };
    }
    default:
      throw c.noViable();
  }
}

/** Behind IN: one marker, or terms in parentheses. */
function parseInValues(c: Cursor): InValues {
  if (isMarker(c.kind)) return parseMarker(c);
  if (c.kind !== T.open) throw c.noViable();
  c.advance();
  return { kind: 'terms', terms: termsUntil(c, T.close) };
}

/** `(a, b) ...`. */
function parseTupleRelation(c: Cursor): Relation {
  const start = c.start;
  const columns = c.columnsInParentheses();
  if (c.accept(K.IN)) return { kind: 'tuple-in', columns, values: parseTupleInValues(c), span: c.span(start) };
  const operator = takeComparison(c);
  return { kind: 'tuple-comparison', columns, operator, value: parseTupleOrMarker(c), span: c.span(start) };
}

function parseTupleInValues(c: Cursor): TupleInRelation['values'] {
  if (isMarker(c.kind)) return parseMarker(c);
  if (c.kind !== T.open) throw c.noViable();
  c.advance();
  const terms: (TupleLiteral | Marker)[] = [];
  if (c.accept(T.close)) return { kind: 'terms', terms };
  const markers = isMarker(c.kind);
  terms.push(parseTupleOrMarker(c));
  while (c.accept(T.comma)) {
    if (isMarker(c.kind) !== markers) throw c.noViable();
    terms.push(parseTupleOrMarker(c));
  }
  c.expect(T.close);
  return { kind: 'terms', terms };
}

function parseTupleOrMarker(c: Cursor): TupleLiteral | Marker {
  if (isMarker(c.kind)) return parseMarker(c);
  if (c.kind !== T.open) throw c.noViable();
  const start = c.start;
  c.advance();
  const elements = termsUntil(c, T.close);
  if (elements.length === 0) throw c.noViable();
  return { kind: 'tuple', elements, span: c.span(start) };
}

/** An IF clause of UPDATE and DELETE, if there is one. `exists` may also be a column's name. */
export function parseIf(c: Cursor): IfClause | undefined {
  if (!c.accept(K.IF)) return undefined;
  if (c.kind === K.EXISTS && !continuesCondition(c.peek())) {
    c.advance();
    return { kind: 'exists' };
  }
  const conditions = [parseCondition(c)];
  while (c.accept(K.AND)) conditions.push(parseCondition(c));
  return { kind: 'conditions', conditions };
}

const continuesCondition = (kind: number): boolean =>
  comparisonOf(kind) !== undefined || kind === K.IN || kind === T.openSquare || kind === T.dot;

const wholeColumn: ConditionTarget = { kind: 'column' };

function parseCondition(c: Cursor): Condition {
  const start = c.start;
  const column = c.column();
  let target = wholeColumn;
  if (c.accept(T.openSquare)) {
    target = { kind: 'element', key: parseTerm(c) };
    c.expect(T.closeSquare);
  } else if (c.accept(T.dot)) target = { kind: 'field', field: c.identifier() };
  if (c.accept(K.IN)) return { kind: 'in', column, target, values: parseInValues(c), span: c.span(start) };
  const operator = takeComparison(c);
  return { kind: 'comparison', column, target, operator, value: parseTerm(c), span: c.span(start) };
}
