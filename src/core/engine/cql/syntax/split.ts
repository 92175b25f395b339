// A script to its statements: for files and shells, since a request carries one statement only.

import { CqlError } from '../../cql-error.js';
import { K } from './keywords.js';
import { Lexer } from './lexer.js';
import { T } from './token.js';

/** The statements of a script without their semicolons, comments inside kept, empty ones left out. A batch ends at the
 * semicolon after APPLY BATCH. What is no token ends the splitting: the rest comes as one statement, whose parsing
 * then says what is wrong. Throws nothing. */
export function splitStatements(script: string): readonly string[] {
  const statements: string[] = [];
  const lexer = new Lexer(script);
  let start = -1;
  let inBatch = false;
  try {
    for (lexer.scan(); lexer.kind !== T.eof; lexer.scan()) {
      const first = start < 0;
      if (lexer.kind === T.semicolon && (first || !inBatch)) {
        if (!first) statements.push(script.slice(start, lexer.start).trimEnd());
        start = -1;
        continue;
      }
      if (first) {
        start = lexer.start;
        inBatch = lexer.kind === K.BEGIN;
      } else if (lexer.kind === K.APPLY) inBatch = false;
    }
  } catch (error) {
    if (!(error instanceof CqlError)) throw error;
  }
  if (start >= 0) statements.push(script.slice(start).trimEnd());
  else if (lexer.kind !== T.eof) statements.push(script.slice(lexer.start).trimEnd());
  return statements;
}
