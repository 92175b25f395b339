// Indexes, views, functions, aggregates and triggers: parsed to their end, so that they are refused by name and their
// mistakes are syntax errors. Only indexes have a tree, for the lenient mode.

import type { IndexTarget, RefusedName, RefusedStatement } from '../ast/ddl.js';
import { K } from '../keywords.js';
import { T } from '../token.js';
import type { Cursor } from './cursor.js';
import { parseIfExists } from './keyspace.js';
import { parseIfNotExists } from './modification.js';
import { parseFunctionName, parseIndexName, parseTableName } from './names.js';
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

const dropped = (c: Cursor, statement: RefusedName, start: number, ifExists: boolean): RefusedStatement => ({
  ...refused(c, statement, start),
  ...(ifExists && { ifExists }),
});

/** Behind CREATE, at CUSTOM or INDEX. */
export function parseCreateIndex(c: Cursor, start: number): RefusedStatement {
  const custom = c.accept(K.CUSTOM);
  c.expect(K.INDEX);
  const ifNotExists = parseIfNotExists(c);
  const name = c.kind === K.ON ? undefined : parseIndexName(c);
  c.expect(K.ON);
  const table = parseTableName(c);
  const targets: IndexTarget[] = [];
  c.expect(T.open);
  if (c.kind !== T.close) {
    do targets.push(parseIndexTarget(c));
    while (c.accept(T.comma));
  }
  c.expect(T.close);
  const className = c.accept(K.USING) ? c.string() : undefined;
  const properties = c.accept(K.WITH) ? parseProperties(c) : [];
  const index = { kind: 'create' as const, name, table, targets, ifNotExists, custom, className, properties };
  return { ...refused(c, 'create-index', start), index };
}

function parseIndexTarget(c: Cursor): IndexTarget {
  const part = partOf(c.kind);
  if (part === undefined || c.peek() !== T.open) return { column: c.column(), part: 'simple' };
  c.advance();
  return { column: c.columnsInParentheses()[0]!, part };
}

function partOf(kind: number): IndexTarget['part'] | undefined {
  if (kind === K.VALUES) return 'values';
  if (kind === K.KEYS) return 'keys';
  if (kind === K.ENTRIES) return 'entries';
  return kind === K.FULL ? 'full' : undefined;
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
  const ifExists = parseIfExists(c);
  parseTableName(c);
  return dropped(c, 'drop-view', start, ifExists);
}

/** Behind DROP, at INDEX. */
export function parseDropIndex(c: Cursor, start: number): RefusedStatement {
  c.advance();
  const ifExists = parseIfExists(c);
  const name = parseTableName(c);
  return { ...refused(c, 'drop-index', start), index: { kind: 'drop', name, ifExists } };
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
  const ifExists = parseIfExists(c);
  parseFunctionName(c);
  if (c.kind === T.open) parseSignature(c);
  return dropped(c, name, start, ifExists);
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
  const ifExists = parseIfExists(c);
  c.identifier();
  c.expect(K.ON);
  parseTableName(c);
  return dropped(c, 'drop-trigger', start, ifExists);
}
