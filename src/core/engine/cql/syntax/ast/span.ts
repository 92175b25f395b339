// Where a node stands in the statement's text. Apart because every node carries one.

/** UTF-16 offsets into the text: `start` inclusive, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
