// The piece of the statement behind a syntax error's message, by the rules of Cassandra's ErrorCollector (data-plane
// facts 6.1): ten tokens before the offending one and two after it, as far as the parser has looked.

import { Lexer } from './lexer.js';
import { T } from './token.js';

interface Piece {
  readonly start: number;
  /** `start` plus the length of the token's text, which for strings is without quotes, as Cassandra measures it. */
  readonly end: number;
}

const tokensBefore = 10;
const tokensAfter = 2;

/** White space and comments of `text[from, to)`: tokens too, for the count. */
function hiddenPieces(text: string, from: number, to: number, into: Piece[]): void {
  let p = from;
  while (p < to) {
    const start = p;
    const isSpace = /\s/.test(text[p]!);
    if (isSpace) while (p < to && /\s/.test(text[p]!)) p++;
    else if (text[p + 1] === '*') p = text.indexOf('*/', p + 2) + 2;
    else {
      while (p < to && text[p] !== '\n' && text[p] !== '\r') p++;
      // the line break belongs to the comment
      if (p < to) p++;
    }
    into.push({ start, end: p });
  }
}

/** All tokens up to the one that ends at `seenTo`; `seenEnd` adds an undefined one for the end of input. */
function piecesOf(text: string, seenTo: number, seenEnd: boolean): readonly (Piece | undefined)[] {
  const pieces: Piece[] = [];
  const lexer = new Lexer(text);
  while (lexer.end < seenTo) {
    const before = lexer.end;
    lexer.scan();
    hiddenPieces(text, before, lexer.start, pieces);
    if (lexer.kind === T.eof) break;
    pieces.push({ start: lexer.start, end: lexer.start + lexer.shownText().length });
  }
  if (!seenEnd) return pieces;
  if (lexer.kind !== T.eof) hiddenPieces(text, lexer.end, text.length, pieces);
  return [...pieces, undefined];
}

/** ` (...)` with the token at `offending` in brackets, or nothing when the end of input is among the tokens. `seenTo` is
 * the end of the last token read, `seenEnd` whether the end of input was. */
export function snippetOf(text: string, offending: number, seenTo: number, seenEnd: boolean): string {
  const pieces = piecesOf(text, seenTo, seenEnd);
  const index = pieces.findIndex((piece) => piece?.start === offending);
  const from = pieces[Math.max(0, index - tokensBefore)];
  const marked = pieces[index];
  const to = pieces[Math.min(pieces.length - 1, index + tokensAfter)];
  if (index < 0 || from === undefined || marked === undefined || to === undefined) return '';
  let lastLineEnd = text.length;
  while (text[lastLineEnd - 1] === '\n') lastLineEnd--;
  const head = from.start === 0 ? '' : '...';
  const tail = to.end === lastLineEnd ? '' : '...';
  // only the line on which the last token begins is shown of it
  const lineEnd = text.indexOf('\n', to.start);
  const end = Math.max(marked.end, lineEnd < 0 ? to.end : Math.min(lineEnd, to.end));
  const shown = `${text.slice(from.start, marked.start)}[${text.slice(marked.start, marked.end)}]${text.slice(marked.end, end)}`;
  return ` (${head}${shown.replaceAll('\n', '')}${tail})`;
}
