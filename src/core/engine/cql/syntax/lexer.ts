// Text to tokens, one at a time and by character codes: the next token is read only when it is asked for, so that
// the first mistake of a text is the first one found, as in Cassandra.

import {
  brokenIsoDuration,
  brokenUuid,
  codeAt,
  isDigit,
  isoDurationEnd,
  isUuidAt,
  isUuidStart,
  scanNumber,
} from './number-scan.js';
import { noViableCharacter, unfitCharacter } from './syntax-error.js';
import { T } from './token.js';
import { wordKind } from './word-kinds.js';

const space = 1;
const digitLimit = 64;

/** By ASCII code: 1 for white space; the code itself for small letters, digits and the underscore; the small letter's
 * code for capitals; 0 for all else. */
const folded: Uint8Array = makeFolded();

function makeFolded(): Uint8Array {
  const made = new Uint8Array(128);
  for (let c = 0; c < 128; c++) {
    const digit = c >= 48 && c <= 57;
    const letter = (c >= 65 && c <= 90) || (c >= 97 && c <= 122);
    if (digit || letter) made[c] = c | 32;
  }
  made[95] = 95;
  for (const c of [9, 10, 13, 32]) made[c] = space;
  return made;
}

const fold = (c: number): number => (c < 128 ? folded[c]! : 0);

/** Kinds of one-character tokens that begin no longer one. */
const punctuation: Uint8Array = makePunctuation();

function makePunctuation(): Uint8Array {
  const made = new Uint8Array(128);
  const pairs: readonly (readonly [string, number])[] = [
    ['?', T.question],
    ['(', T.open],
    [')', T.close],
    ['[', T.openSquare],
    [']', T.closeSquare],
    ['{', T.openCurly],
    ['}', T.closeCurly],
    [',', T.comma],
    [';', T.semicolon],
    [':', T.colon],
    ['*', T.star],
    ['=', T.equal],
  ];
  for (const [text, kind] of pairs) made[text.charCodeAt(0)] = kind;
  return made;
}

/** Stands on one token: `kind`, and `text[start, end)`. */
export class Lexer {
  readonly text: string;
  kind: number = T.eof;
  start = 0;
  end = 0;
  /** An identifier or keyword with a capital letter in it. */
  hasUpper = false;

  constructor(text: string) {
    this.text = text;
  }

  /** Moves to the next token. Throws CqlError 0x2000 on what is no token. */
  scan(): void {
    const s = this.text;
    let p = this.end;
    let c = codeAt(s, p);
    if (fold(c) === space) c = codeAt(s, ++p);
    let f = fold(c);
    if (f === space || c === 45 || c === 47) {
      p = this.skipHidden(p);
      c = codeAt(s, p);
      f = fold(c);
    }
    this.start = p;
    if (f >= digitLimit && c !== 95) this.word(p, c, f);
    else if (f !== 0 && c !== 95) this.number(p, false);
    else if (p >= s.length) {
      this.kind = T.eof;
      this.end = p;
    } else this.symbol(p, c);
  }

  /** Behind white space and comments. */
  private skipHidden(from: number): number {
    const s = this.text;
    let p = from;
    for (;;) {
      const c = codeAt(s, p);
      if (fold(c) === space) p++;
      else if ((c === 45 || c === 47) && codeAt(s, p + 1) === c) {
        while (p < s.length && codeAt(s, p) !== 10 && codeAt(s, p) !== 13) p++;
        // a line comment ends with its line, not with the text
        if (p >= s.length) throw unfitCharacter(s, s.length, 'mismatched character', ' expecting set null');
      } else if (c === 47 && codeAt(s, p + 1) === 42) {
        const close = s.indexOf('*/', p + 2);
        if (close < 0) {
          const star = s.endsWith('*') && s.length > p + 2;
          throw unfitCharacter(s, s.length, 'mismatched character', star ? " expecting '/'" : " expecting '*'");
        }
        p = close + 2;
      } else return p;
    }
  }

  private word(p: number, first: number, firstFolded: number): void {
    const s = this.text;
    const end = s.length;
    const hexLetter = (first | 32) <= 102;
    if (hexLetter && codeAt(s, p + 8) === 45 && isUuidStart(s, p)) {
      if (!isUuidAt(s, p)) throw brokenUuid(s, p);
      this.kind = T.uuid;
      this.end = p + 36;
      return;
    }
    if (first === 80 && this.isoDuration(p)) return;
    let q = p + 1;
    let changed = first ^ firstFolded;
    while (q < end) {
      const c = s.charCodeAt(q);
      const f = fold(c);
      if (f <= space) break;
      changed |= c ^ f;
      q++;
    }
    this.end = q;
    this.hasUpper = changed !== 0;
    this.kind = wordKind(s, p, q);
    if (this.kind === T.ident && codeAt(s, q) === 40 && q - p === 4 && s.startsWith('expr', p)) {
      this.kind = T.expression;
      this.end = q + 1;
    }
  }

  /** Takes an ISO 8601 duration whose P is at `p`, if one is there. */
  private isoDuration(p: number): boolean {
    const end = isoDurationEnd(this.text, p);
    if (end < 0) return false;
    this.kind = T.duration;
    this.end = end;
    return true;
  }

  private number(p: number, negative: boolean): void {
    const s = this.text;
    if (!negative && codeAt(s, p + 8) === 45 && isUuidAt(s, p)) {
      this.kind = T.uuid;
      this.end = p + 36;
    } else scanNumber(this, s, p, negative);
  }

  private symbol(p: number, c: number): void {
    const kind = c < 128 ? punctuation[c]! : 0;
    if (kind !== 0) {
      this.kind = kind;
      this.end = p + 1;
    } else if (c === 39) this.quoted(p, c, T.string);
    else if (c === 34) this.quoted(p, c, T.quoted);
    else if (c === 36 && codeAt(this.text, p + 1) === 36) this.dollars(p);
    else if (c === 36) {
      throw unfitCharacter(this.text, p + 1, 'mismatched character', " expecting '$'");
    } else this.operator(p, c);
  }

  /** A quote is written twice within its own kind of quotes. */
  private quoted(p: number, quote: number, kind: number): void {
    const s = this.text;
    const mark = quote === 39 ? "'" : '"';
    let q = p + 1;
    for (;;) {
      q = s.indexOf(mark, q) + 1;
      if (q === 0) throw this.unclosed(p, mark);
      if (codeAt(s, q) !== quote) break;
      q++;
    }
    this.kind = q === p + 2 && kind === T.quoted ? T.emptyQuoted : kind;
    this.end = q;
  }

  /** One double quote at the end may still be `""`: the lexer has not decided. */
  private unclosed(p: number, mark: string): Error {
    const s = this.text;
    if (mark === '"' && p + 1 === s.length) return noViableCharacter(s, s.length);
    return unfitCharacter(s, s.length, 'mismatched character', ` expecting '${mark}'`);
  }

  private dollars(p: number): void {
    const close = this.text.indexOf('$$', p + 2);
    if (close < 0) {
      // Cassandra's lexer misses the `$` where the text's last character stands
      const s = this.text;
      const at = s.endsWith('$') ? s.length : s.length - 1;
      throw unfitCharacter(s, at, 'mismatched character', " expecting '$'");
    }
    this.kind = T.string;
    this.end = close + 2;
  }

  private operator(p: number, c: number): void {
    const s = this.text;
    const next = codeAt(s, p + 1);
    if (c === 45 && isDigit(next)) {
      this.number(p, true);
      return;
    }
    if (c === 45 && next === 80) {
      if (this.isoDuration(p + 1)) return;
      throw brokenIsoDuration(s, p + 1);
    }
    const long = next === 61;
    this.end = p + 1;
    if (c === 60) this.kind = long ? T.lessEqual : T.less;
    else if (c === 62) this.kind = long ? T.greaterEqual : T.greater;
    else if (c === 43) this.kind = long ? T.plusEqual : T.plus;
    else if (c === 45) this.kind = long ? T.minusEqual : T.minus;
    else if (c === 33 && long) this.kind = T.notEqual;
    else if (c === 46) {
      this.kind = T.dot;
      return;
    } else throw this.unknown(p, c);
    if (long) this.end = p + 2;
  }

  private unknown(p: number, c: number): Error {
    const s = this.text;
    if (c === 33) return unfitCharacter(s, p + 1, 'mismatched character', " expecting '='");
    return noViableCharacter(s, p);
  }

  /** The content of the string or quoted name the lexer stands on. */
  unquoted(): string {
    const s = this.text;
    const first = s.charCodeAt(this.start);
    if (first === 36) return s.slice(this.start + 2, this.end - 2);
    const inner = s.slice(this.start + 1, this.end - 1);
    if (first === 39) return inner.includes("'") ? inner.replaceAll("''", "'") : inner;
    return inner.includes('"') ? inner.replaceAll('""', '"') : inner;
  }

  /** The token's text as messages show it: quotes taken off, `<EOF>` at the end. */
  shownText(): string {
    if (this.kind === T.eof) return '<EOF>';
    if (this.kind === T.string || this.kind === T.quoted) return this.unquoted();
    return this.text.slice(this.start, this.end);
  }
}
