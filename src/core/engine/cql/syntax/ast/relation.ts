// Relations of a WHERE clause and conditions of an IF clause, joined by AND.

import type { Span } from './span.js';
import type { Marker, Term, TupleLiteral } from './term.js';

export type Comparison = '=' | '<' | '<=' | '>' | '>=' | '!=';

/** `IN ?` takes one marker of type list; `IN (a, ?)` a list of terms, perhaps none. */
export type InValues = Marker | { readonly kind: 'terms'; readonly terms: readonly Term[] };

export interface ComparisonRelation {
  readonly kind: 'comparison';
  readonly column: string;
  readonly operator: Comparison;
  readonly value: Term;
  readonly span: Span;
}
export interface InRelation {
  readonly kind: 'in';
  readonly column: string;
  readonly values: InValues;
  readonly span: Span;
}
export interface ContainsRelation {
  readonly kind: 'contains';
  readonly column: string;
  /** `CONTAINS KEY`. */
  readonly key: boolean;
  readonly value: Term;
  readonly span: Span;
}
/** `c[key] = value`. */
export interface ElementRelation {
  readonly kind: 'element';
  readonly column: string;
  readonly key: Term;
  readonly operator: Comparison;
  readonly value: Term;
  readonly span: Span;
}
export interface LikeRelation {
  readonly kind: 'like';
  readonly column: string;
  readonly value: Term;
  readonly span: Span;
}
export interface NotNullRelation {
  readonly kind: 'not-null';
  readonly column: string;
  readonly span: Span;
}
/** `token(a, b) > value`. */
export interface TokenRelation {
  readonly kind: 'token';
  readonly columns: readonly string[];
  readonly operator: Comparison;
  readonly value: Term;
  readonly span: Span;
}
/** `(a, b) > (1, 2)` or `(a, b) > ?`. */
export interface TupleRelation {
  readonly kind: 'tuple-comparison';
  readonly columns: readonly string[];
  readonly operator: Comparison;
  readonly value: TupleLiteral | Marker;
  readonly span: Span;
}
/** `(a, b) IN ((1, 2), (3, ?))`, `(a, b) IN (?, ?)`, `(a, b) IN ()` or `(a, b) IN ?`. */
export interface TupleInRelation {
  readonly kind: 'tuple-in';
  readonly columns: readonly string[];
  readonly values: Marker | { readonly kind: 'terms'; readonly terms: readonly (TupleLiteral | Marker)[] };
  readonly span: Span;
}
/** `expr(index, value)`, with its first five characters as one token, in small letters: the index is custom, so there
 * never is one. */
export interface IndexExpression {
  readonly kind: 'index-expression';
  readonly index: string;
  readonly value: Term;
  readonly span: Span;
}
export type Relation =
  | ComparisonRelation
  | InRelation
  | ContainsRelation
  | ElementRelation
  | LikeRelation
  | NotNullRelation
  | TokenRelation
  | TupleRelation
  | TupleInRelation
  | IndexExpression;

/** What an IF clause compares: the column, one element of it, or one field of it. */
export type ConditionTarget =
  | { readonly kind: 'column' }
  | { readonly kind: 'element'; readonly key: Term }
  | { readonly kind: 'field'; readonly field: string };

export interface ComparisonCondition {
  readonly kind: 'comparison';
  readonly column: string;
  readonly target: ConditionTarget;
  readonly operator: Comparison;
  readonly value: Term;
  readonly span: Span;
}
export interface InCondition {
  readonly kind: 'in';
  readonly column: string;
  readonly target: ConditionTarget;
  readonly values: InValues;
  readonly span: Span;
}
export type Condition = ComparisonCondition | InCondition;

/** The IF clause of UPDATE and DELETE. */
export type IfClause =
  | { readonly kind: 'exists' }
  | { readonly kind: 'conditions'; readonly conditions: readonly Condition[] };
