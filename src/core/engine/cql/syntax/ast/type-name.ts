// A CQL type as written. Nothing is looked up: whether a name is a user type, and whether a freeze is allowed, is
// for analysis to say.

import type { Span } from './span.js';

/** `int`, and also `counter` and `duration`; `varchar` stays `varchar` here. Lower case. */
export interface NativeTypeName {
  readonly kind: 'native';
  readonly name: string;
  readonly span: Span;
}
export interface ListTypeName {
  readonly kind: 'list';
  readonly element: TypeName;
  readonly span: Span;
}
export interface SetTypeName {
  readonly kind: 'set';
  readonly element: TypeName;
  readonly span: Span;
}
export interface MapTypeName {
  readonly kind: 'map';
  readonly key: TypeName;
  readonly value: TypeName;
  readonly span: Span;
}
export interface TupleTypeName {
  readonly kind: 'tuple';
  readonly elements: readonly TypeName[];
  readonly span: Span;
}
/** `frozen<of>`; whether `of` can be frozen is not checked here. */
export interface FrozenTypeName {
  readonly kind: 'frozen';
  readonly of: TypeName;
  readonly span: Span;
}
export interface UserTypeName {
  readonly kind: 'user';
  readonly keyspace: string | undefined;
  readonly name: string;
  readonly span: Span;
}
/** A Java class name in quotes. */
export interface CustomTypeName {
  readonly kind: 'custom';
  readonly className: string;
  readonly span: Span;
}
export type TypeName =
  | NativeTypeName
  | ListTypeName
  | SetTypeName
  | MapTypeName
  | TupleTypeName
  | FrozenTypeName
  | UserTypeName
  | CustomTypeName;
