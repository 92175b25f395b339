// The tokens of a text, read only as far as the parser looks, which the excerpt of its complaint shows: it ends with the
// last one read.

import { K } from '../keywords.js';
import { Lexer } from '../lexer.js';
import { snippetOf } from '../snippet.js';
import { atEnd, withoutBreaks } from '../syntax-error.js';
import { T } from '../token.js';

interface Token {
  readonly kind: number;
  readonly start: number;
  readonly end: number;
}

/** Words of Amazon Keyspaces that are names to Cassandra. */
const foreign: ReadonlySet<number> = new Set([K.RESTORE, K.TAGS]);

export class TokensAhead {
  readonly text: string;
  private readonly lexer: Lexer;
  private readonly read: Token[] = [];
  private at = 0;

  constructor(text: string) {
    this.text = text;
    this.lexer = new Lexer(text);
  }

  /** The token `depth` places ahead, from 1; behind the end there is only the end. */
  private token(depth: number): Token {
    const index = this.at + depth - 1;
    while (this.read.length <= index && this.read.at(-1)?.kind !== T.eof) {
      this.lexer.scan();
      const { kind, start, end } = this.lexer;
      this.read.push({ kind: foreign.has(kind) ? T.ident : kind, start, end });
    }
    return this.read[Math.min(index, this.read.length - 1)]!;
  }

  kind(depth: number): number {
    return this.token(depth).kind;
  }

  isEnd(depth: number): boolean {
    return this.kind(depth) === T.eof;
  }

  /** Steps onto the next token, which is read at once. */
  consume(): void {
    this.at++;
    this.token(1);
  }

  /** Where the parser stands in the text. */
  get position(): number {
    return this.token(1).start;
  }

  offset(depth: number): number {
    const { kind, start } = this.token(depth);
    return kind === T.eof ? atEnd : start;
  }

  shown(depth: number): string {
    const { kind, start } = this.token(depth);
    if (kind === T.eof) return '<EOF>';
    const lexer = new Lexer(this.text);
    lexer.end = start;
    lexer.scan();
    return withoutBreaks(lexer.shownText());
  }

  /** ` (...)`: what has been read around the token at which the parser stands. */
  excerpt(): string {
    const last = this.read.at(-1)!;
    const seenEnd = last.kind === T.eof;
    return snippetOf(this.text, this.position, last.end, seenEnd);
  }
}
