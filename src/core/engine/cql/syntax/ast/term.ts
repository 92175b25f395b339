// Terms: what may stand where a value is wanted. Literals keep their text, for their meaning depends on the type that
// analysis finds for them.

import type { Span } from './span.js';
import type { TypeName } from './type-name.js';

export type LiteralType = 'string' | 'integer' | 'float' | 'boolean' | 'duration' | 'uuid' | 'hex';

/** `text`: of a string the characters without quotes; of a boolean `true` or `false`; of NaN and infinity
 * (type float) the word as written behind its sign; hex with its `0x`; a duration and a uuid as written. */
export interface Literal {
  readonly kind: 'literal';
  readonly type: LiteralType;
  readonly text: string;
  readonly span: Span;
}
export interface NullTerm {
  readonly kind: 'null';
  readonly span: Span;
}
/** `?` has no name. `index` counts from 0 in text order over the whole text, a batch included. */
export interface Marker {
  readonly kind: 'marker';
  readonly index: number;
  readonly name: string | undefined;
  readonly span: Span;
}
export interface ListLiteral {
  readonly kind: 'list';
  readonly elements: readonly Term[];
  readonly span: Span;
}
/** `{}` is an empty set here; for a column of type map it is an empty map. */
export interface SetLiteral {
  readonly kind: 'set';
  readonly elements: readonly Term[];
  readonly span: Span;
}
export interface MapEntry {
  readonly key: Term;
  readonly value: Term;
}
export interface MapLiteral {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
  readonly span: Span;
}
export interface UdtField {
  readonly name: string;
  readonly value: Term;
}
/** `{a: 1, b: 2}`: keys are identifiers. Fields in text order; a repeated name is kept. */
export interface UdtLiteral {
  readonly kind: 'udt';
  readonly fields: readonly UdtField[];
  readonly span: Span;
}
export interface TupleLiteral {
  readonly kind: 'tuple';
  readonly elements: readonly Term[];
  readonly span: Span;
}
export interface FunctionName {
  readonly keyspace: string | undefined;
  /** Lower case unless quoted; `token(...)` has the name `token`. */
  readonly name: string;
}
export interface FunctionCall {
  readonly kind: 'call';
  readonly function: FunctionName;
  readonly args: readonly Term[];
  readonly span: Span;
}
/** `(int) 1`. */
export interface TypeHint {
  readonly kind: 'hint';
  readonly type: TypeName;
  readonly term: Term;
  readonly span: Span;
}
export type Term =
  | Literal
  | NullTerm
  | Marker
  | ListLiteral
  | SetLiteral
  | MapLiteral
  | UdtLiteral
  | TupleLiteral
  | FunctionCall
  | TypeHint;
