// Indexes, views, functions, aggregates and triggers: parsed to their end, so that they are refused by name and their
// mistakes are syntax errors, but without a tree.

import type { RefusedName, RefusedStatement } from '../ast/ddl.js';
import { K } from '../keywords.js';
import { T } from '../token.js';
import type { Cursor } from './cursor.js';
import { parseIfExists } from './keyspace.js';
import { parseIfNotExists } from './modification.js';
import { parseFunctionName, parseTableName } from './names.js';
import { parseProperties, parseTableOptions } from './property.js';
import { parseRelations } from './relation.js';
import { parseSelection } from './selection.js';
import { parsePrimaryKey } from './table.js';
import { parseTerm } from './term.js';
import { parseType } from './type-name.js';

/** The node of a statement that was read from `start` up to here. */
export function refused(c: Cursor, statement: RefusedName, start: number): RefusedStatement {
  const span = c.span(start);
  return { kind: 'refused', statement, text: c.text.slice(span.start, span.end), markers: c.markers, span };
}

/** Behind CREATE, at CUSTOM or INDEX. */
export function parseCreateIndex(c: Cursor, start: number): RefusedStatement {
  c.accept(K.CUSTOM);
  c.expect(K.INDEX);
  parseIfNotExists(c);
  if (c.kind !== K.ON) parseTableName(c);
  c.expect(K.ON);
  parseTableName(c);
  c.expect(T.open);
  if (c.kind !== T.close) {
    do parseIndexTarget(c);
    while (c.accept(T.comma));
  }
  c.expect(T.close);
  if (c.accept(K.USING)) c.string();
  if (c.accept(K.WITH)) parseProperties(c);
  return refused(c, 'create-index', start);
}

function parseIndexTarget(c: Cursor): void {
  const part = c.kind === K.VALUES || c.kind === K.KEYS || c.kind === K.ENTRIES || c.kind === K.FULL;
  if (part && c.peek() === T.open) {
    c.advance();
    c.columnsInParentheses();
  } else c.column();
}

/** Behind CREATE, at MATERIALIZED. */
export function parseCreateView(c: Cursor, start: number): RefusedStatement {
  c.advance();
  c.expect(K.VIEW);
  parseIfNotExists(c);
  parseTableName(c);
  c.expect(K.AS);
  c.expect(K.SELECT);
  parseSelection(c);
  c.expect(K.FROM);
  parseTableName(c);
  if (c.accept(K.WHERE)) parseRelations(c);
  parsePrimaryKey(c);
  if (c.accept(K.WITH)) parseTableOptions(c);
  return refused(c, 'create-view', start);
}

/** Behind ALTER, at MATERIALIZED. */
export function parseAlterView(c: Cursor, start: number): RefusedStatement {
  c.advance();
  c.expect(K.VIEW);
  parseTableName(c);
  c.expect(K.WITH);
  parseProperties(c);
  return refused(c, 'alter-view', start);
}

/** Behind DROP, at MATERIALIZED. */
export function parseDropView(c: Cursor, start: number): RefusedStatement {
  c.advance();
  c.expect(K.VIEW);
  parseIfExists(c);
  parseTableName(c);
  return refused(c, 'drop-view', start);
}

/** Behind DROP, at INDEX. */
export function parseDropIndex(c: Cursor, start: number): RefusedStatement {
  c.advance();
  parseIfExists(c);
  parseTableName(c);
  return refused(c, 'drop-index', start);
}

/** Behind CREATE, at FUNCTION; `OR REPLACE` was read. */
export function parseCreateFunction(c: Cursor, start: number): RefusedStatement {
  c.advance();
  parseIfNotExists(c);
  parseFunctionName(c);
  c.expect(T.open);
  if (c.kind !== T.close) {
    do {
      c.identifier();
      parseType(c);
    } while (c.accept(T.comma));
  }
  c.expect(T.close);
  if (c.accept(K.RETURNS)) c.expect(K.NULL);
  else c.expect(K.CALLED);
  c.expect(K.ON);
  c.expect(K.NULL);
  c.expect(K.INPUT);
  c.expect(K.RETURNS);
  parseType(c);
  c.expect(K.LANGUAGE);
  c.expect(T.ident);
  c.expect(K.AS);
  c.string();
  return refused(c, 'create-function', start);
}

/** Types in parentheses, perhaps none. */
export function parseSignature(c: Cursor): void {
  c.expect(T.open);
  if (c.kind !== T.close) {
    do parseType(c);
    while (c.accept(T.comma));
  }
  c.expect(T.close);
}

/** Behind CREATE, at AGGREGATE; `OR REPLACE` was read. */
export function parseCreateAggregate(c: Cursor, start: number): RefusedStatement {
  c.advance();
  parseIfNotExists(c);
  parseFunctionName(c);
  parseSignature(c);
  c.expect(K.SFUNC);
  parseFunctionName(c);
  c.expect(K.STYPE);
  parseType(c);
  if (c.accept(K.FINALFUNC)) parseFunctionName(c);
  if (c.accept(K.INITCOND)) parseTerm(c);
  return refused(c, 'create-aggregate', start);
}

/** Behind DROP, at FUNCTION or AGGREGATE. */
export function parseDropFunction(c: Cursor, start: number): RefusedStatement {
  const name = c.kind === K.FUNCTION ? 'drop-function' : 'drop-aggregate';
  c.advance();
  parseIfExists(c);
  parseFunctionName(c);
  if (c.kind === T.open) parseSignature(c);
  return refused(c, name, start);
}

/** Behind CREATE, at TRIGGER. */
export function parseCreateTrigger(c: Cursor, start: number): RefusedStatement {
  c.advance();
  parseIfNotExists(c);
  c.identifier();
  c.expect(K.ON);
  parseTableName(c);
  c.expect(K.USING);
  c.string();
  return refused(c, 'create-trigger', start);
}

/** Behind DROP, at TRIGGER. */
export function parseDropTrigger(c: Cursor, start: number): RefusedStatement {
  c.advance();
  parseIfExists(c);
  c.identifier();
  c.expect(K.ON);
  parseTableName(c);
  return refused(c, 'drop-trigger', start);
}
