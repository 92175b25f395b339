// What a SELECT asks for: columns, functions of them, and parts of collections and user types.

import type { Span } from './span.js';
import type { FunctionName, Term } from './term.js';
import type { TypeName } from './type-name.js';

export interface ColumnSelector {
  readonly kind: 'column';
  readonly name: string;
  readonly span: Span;
}
/** A literal, a marker or a hinted term; 3.11 parses it and allows it only as an argument of a function. */
export interface TermSelector {
  readonly kind: 'term';
  readonly term: Term;
  readonly span: Span;
}
/** `count(*)` and `count(1)`; `count(c)` is a call. */
export interface CountRowsSelector {
  readonly kind: 'count-rows';
  readonly span: Span;
}
export interface WritetimeSelector {
  readonly kind: 'writetime';
  readonly column: string;
  readonly span: Span;
}
export interface TtlSelector {
  readonly kind: 'ttl';
  readonly column: string;
  readonly span: Span;
}
export interface CastSelector {
  readonly kind: 'cast';
  readonly of: Selector;
  readonly type: TypeName;
  readonly span: Span;
}
export interface CallSelector {
  readonly kind: 'call';
  readonly function: FunctionName;
  readonly args: readonly Selector[];
  readonly span: Span;
}
/** `udt.field`. */
export interface FieldSelector {
  readonly kind: 'field';
  readonly of: Selector;
  readonly field: string;
  readonly span: Span;
}
/** `m['k']`: not in 3.11; parsed so that it is refused by name. */
export interface ElementSelector {
  readonly kind: 'element';
  readonly of: Selector;
  readonly key: Term;
  readonly span: Span;
}
export type Selector =
  | ColumnSelector
  | TermSelector
  | CountRowsSelector
  | WritetimeSelector
  | TtlSelector
  | CastSelector
  | CallSelector
  | FieldSelector
  | ElementSelector;

export interface Selected {
  readonly selector: Selector;
  readonly alias: string | undefined;
}
