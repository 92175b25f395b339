// The parser's place in the text: look, take, expect, complain. Grammar files hold only grammar. What Cassandra's parser
// would say of a mistake is found afterwards (../diagnosis); the complaints here are of what it does not have.

import type { CqlError } from '../../../cql-error.js';
import { limits } from '../../../limits.js';
import type { Span } from '../ast/span.js';
import type { Marker } from '../ast/term.js';
import { isUnreserved } from '../keywords.js';
import { Lexer } from '../lexer.js';
import { snippetOf } from '../snippet.js';
import { atEnd, plainSyntaxError, syntaxErrorAt, withoutBreaks } from '../syntax-error.js';
import { expectedName, T } from '../token.js';

export const isIdentifier = (kind: number): boolean => kind === T.ident || kind === T.quoted || isUnreserved(kind);
/** A column's name may also be empty. */
export const isColumn = (kind: number): boolean => kind === T.emptyQuoted || isIdentifier(kind);

export type ClassProblem = (className: string) => string | undefined;

export class Cursor extends Lexer {
  /** All bind markers so far. */
  readonly markers: Marker[] = [];
  /** The end of the token before the current one. */
  previousEnd = 0;
  /** Something was read that Cassandra 3.11 has not, so that its words do not fit what follows. */
  isBeyondCassandra = false;
  /** Where `refuse` was called. */
  refusedAt: number | undefined;
  /** What is wrong with a Java class that is written as a type. */
  classProblem: ClassProblem = () => undefined;
  private depth = 0;
  private hasAhead = false;
  private aheadKind = 0;
  private aheadStart = 0;
  private aheadEnd = 0;
  private aheadUpper = false;

  constructor(text: string) {
    super(text);
    this.scan();
  }

  advance(): void {
    this.previousEnd = this.end;
    if (!this.hasAhead) {
      this.scan();
      return;
    }
    this.hasAhead = false;
    this.kind = this.aheadKind;
    this.start = this.aheadStart;
    this.end = this.aheadEnd;
    this.hasUpper = this.aheadUpper;
  }

  /** The kind of the token after the current one. */
  peek(): number {
    if (this.hasAhead) return this.aheadKind;
    const { kind, start, end, hasUpper } = this;
    this.scan();
    this.aheadKind = this.kind;
    this.aheadStart = this.start;
    this.aheadEnd = this.end;
    this.aheadUpper = this.hasUpper;
    this.kind = kind;
    this.start = start;
    this.end = end;
    this.hasUpper = hasUpper;
    this.hasAhead = true;
    return this.aheadKind;
  }

  /** At `(` in a WHERE clause: whether names in parentheses follow, and not a relation. */
  tupleFollowsParenthesis(): boolean {
    if (!isColumn(this.kindAhead(1))) return false;
    const behind = this.kindAhead(2);
    return behind === T.comma || behind === T.close;
  }

  /** At `name` before a dot: whether it is `keyspace.function(` and not `column.field`. */
  callFollowsName(): boolean {
    return this.kindAhead(3) === T.open;
  }

  /** At `(` before a name: whether it begins a type (`(int)`, `(list<int>)`, `(ks.t)`) and not a function call. */
  typeFollowsParenthesis(): boolean {
    const behind = this.kindAhead(this.kindAhead(2) === T.dot ? 4 : 2);
    return behind === T.close || behind === T.less;
  }

  /** At `{`: whether strings without values follow. */
  keysFollowBrace(): boolean {
    if (this.kindAhead(1) !== T.string) return false;
    const behind = this.kindAhead(2);
    return behind === T.comma || behind === T.closeCurly;
  }

  /** The kind of the token `count` behind the current one: with a lexer of its own, for this is rare. */
  private kindAhead(count: number): number {
    const ahead = new Lexer(this.text);
    ahead.end = this.end;
    for (let tokens = 0; tokens < count; tokens++) ahead.scan();
    return ahead.kind;
  }

  accept(kind: number): boolean {
    if (this.kind !== kind) return false;
    this.advance();
    return true;
  }

  expect(kind: number): void {
    if (this.kind !== kind) throw this.mismatch(kind);
    this.advance();
  }

  /** From `start` to the end of the last token taken. */
  span(start: number): Span {
    return { start, end: this.previousEnd };
  }

  /** Any identifier: lower case unless quoted. */
  identifier(): string {
    const kind = this.kind;
    if (kind !== T.ident && !isUnreserved(kind)) {
      if (kind !== T.quoted) throw this.noViable();
      const name = this.unquoted();
      this.advance();
      return name;
    }
    const text = this.text.slice(this.start, this.end);
    const name = this.hasUpper ? text.toLowerCase() : text;
    this.advance();
    return name;
  }

  /** An identifier, or `""`. */
  column(): string {
    return this.accept(T.emptyQuoted) ? '' : this.identifier();
  }

  columnsInParentheses(): string[] {
    this.expect(T.open);
    const names = [this.column()];
    while (this.accept(T.comma)) names.push(this.column());
    this.expect(T.close);
    return names;
  }

  /** Identifiers in parentheses. */
  identifiersInParentheses(): string[] {
    this.expect(T.open);
    const names = [this.identifier()];
    while (this.accept(T.comma)) names.push(this.identifier());
    this.expect(T.close);
    return names;
  }

  string(): string {
    if (this.kind !== T.string) throw this.mismatch(T.string);
    const value = this.unquoted();
    this.advance();
    return value;
  }

  /** Opens one level of nesting; every `enter` has its `leave` on the way without an error. */
  enter(): void {
    if (++this.depth > limits.syntaxNestingDepth) {
      const message = `nested more than ${limits.syntaxNestingDepth} levels deep`;
      throw syntaxErrorAt(this.text, this.start, message);
    }
  }

  leave(): void {
    this.depth--;
  }

  /** No rule fits the current token. */
  noViable(): CqlError {
    return this.complain('no viable alternative at', '');
  }

  /** After the statement only the end may come. */
  notAtEnd(): CqlError {
    return this.mismatch(T.eof);
  }

  /** A mistake found by an action of Cassandra's grammar, behind the last token taken. */
  refuse(message: string): CqlError {
    this.refusedAt = this.start;
    return plainSyntaxError(message);
  }

  /** A Java class has been read as a type: Cassandra's grammar looks for it at once. */
  checkClass(className: string): string {
    const problem = this.classProblem(className);
    if (problem !== undefined) throw this.refuse(problem);
    return className;
  }

  /** Cassandra has turned off ANTLR's repair of single tokens: none is ever `missing` or `extraneous`. */
  private mismatch(kind: number): CqlError {
    return this.complain('mismatched', ` expecting ${expectedName(kind)}`);
  }

  private complain(before: string, behind: string): CqlError {
    const message = `${before} input '${withoutBreaks(this.shownText())}'${behind}`;
    if (this.kind === T.eof) return syntaxErrorAt(this.text, atEnd, message);
    return syntaxErrorAt(this.text, this.start, message, snippetOf(this.text, this.start, this.end, false));
  }
}
