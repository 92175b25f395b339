// WITH clauses: properties with scalar or map values, and the two table options that have a form of their own.

import type { Span } from './span.js';
import type { Literal, MapLiteral, SetLiteral } from './term.js';

/** An unreserved keyword as a value (`SimpleStrategy = all`): its text in lower case. */
export interface KeywordValue {
  readonly kind: 'keyword';
  readonly text: string;
  readonly span: Span;
}
/** A map's entries may be maps again (CUSTOM_PROPERTIES); `{}` comes as a map without entries. The set form
 * stands only in DROP TAGS. */
export type PropertyValue = Literal | KeywordValue | MapLiteral;

/** `name = value`; the name in lower case unless it was quoted. Repeated names are kept: analysis refuses them. */
export interface Property {
  readonly kind: 'property';
  readonly name: string;
  readonly value: PropertyValue;
  readonly span: Span;
}
export type Direction = 'asc' | 'desc';
export interface Ordering {
  readonly column: string;
  readonly direction: Direction;
}
export interface ClusteringOrder {
  readonly kind: 'clustering-order';
  readonly orderings: readonly Ordering[];
  readonly span: Span;
}
export interface CompactStorage {
  readonly kind: 'compact-storage';
  readonly span: Span;
}
/** Options of CREATE TABLE, in text order. */
export type TableOption = Property | ClusteringOrder | CompactStorage;

/** `TAGS {'k': 'v'}`, or `TAGS {'k'}` in DROP. */
export type TagsValue = MapLiteral | SetLiteral;
