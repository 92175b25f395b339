// The one way to raise a syntax error: a CqlError of code 0x2000 with the header of Cassandra's messages.

import { CqlError, ErrorCode } from '../../cql-error.js';
import { limits } from '../../limits.js';

/** Offset of an error at the end of input, which Cassandra reports as line 0, character -1. */
export const atEnd = -1;

/** `line L:C message` and perhaps a snippet; lines count from 1, characters from 0. `offset` is UTF-16. */
export function syntaxErrorAt(text: string, offset: number, message: string, snippet = ''): CqlError {
  if (offset === atEnd) return plainSyntaxError(`line 0:-1 ${message}${snippet}`);
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return plainSyntaxError(`line ${line}:${offset - lineStart} ${message}${snippet}`);
}

/** Mistakes that Cassandra's grammar finds in its actions: they carry no position. A text that quotes very long tokens is
 * cut, for an error's text on the wire has at most 65,535 bytes. */
export function plainSyntaxError(message: string): CqlError {
  const most = limits.syntaxErrorCharacters;
  const cut = message.length > most ? `${message.slice(0, most)}...` : message;
  // half a surrogate pair is a question mark on Java's wire
  return new CqlError(ErrorCode.syntax, cut.replace(/\p{Surrogate}/gu, '?'));
}

/** At a character that begins no token or does not go on with one: `before 'c'behind`, as Cassandra's lexer complains. */
export function unfitCharacter(text: string, offset: number, before: string, behind = ''): CqlError {
  const code = text.codePointAt(offset);
  // half a surrogate pair is all that Java's lexer sees, and it is sent as a question mark
  const shown = code === undefined ? '<EOF>' : code > 0xffff ? '?' : String.fromCodePoint(code);
  return syntaxErrorAt(text, offset, `${before} '${withoutBreaks(shown)}'${behind}`);
}

export const noViableCharacter = (text: string, offset: number): CqlError =>
  unfitCharacter(text, offset, 'no viable alternative at character');

/** Line breaks and tabs as messages show them. */
export const withoutBreaks = (text: string): string =>
  text.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
