// The entry of the parser, and the dispatch on a statement's first words.

import { CqlError } from '../../../cql-error.js';
import type { Statement } from '../ast/statement.js';
import { Diagnosis } from '../diagnosis/diagnosis.js';
import { K } from '../keywords.js';
import { T } from '../token.js';
import { parseBatch } from './batch.js';
import { type ClassProblem, Cursor } from './cursor.js';
import { parseAlterKeyspace, parseCreateKeyspace, parseDropKeyspace, parseUse } from './keyspace.js';
import { parseDelete, parseInsert, parseUpdate } from './modification.js';
import {
  parseAlterView,
  parseCreateAggregate,
  parseCreateFunction,
  parseCreateIndex,
  parseCreateTrigger,
  parseCreateView,
  parseDropFunction,
  parseDropIndex,
  parseDropTrigger,
  parseDropView,
} from './refused.js';
import { parseDropRole, parseGrant, parseList, parseRole, parseUser } from './role.js';
import { parseSelect } from './select.js';
import { parseAlterTable, parseCreateTable, parseDropTable, parseRestore, parseTruncate } from './table.js';
import { parseAlterType, parseCreateType, parseDropType } from './user-type.js';

/** Parses one statement, with any number of closing semicolons. Throws CqlError 0x2000 with Cassandra's wording, which
 * `diagnosis` finds; who parses much keeps one. `classProblem` is asked about Java classes that are written as types. */
export function parseStatement(text: string, diagnosis?: Diagnosis, classProblem?: ClassProblem): Statement {
  const cursor = new Cursor(text);
  if (classProblem !== undefined) cursor.classProblem = classProblem;
  try {
    return parseWhole(cursor);
  } catch (error) {
    if (cursor.isBeyondCassandra || !(error instanceof CqlError)) throw error;
    throw (diagnosis ?? new Diagnosis()).complaint(text, cursor.refusedAt) ?? error;
  }
}

function parseWhole(cursor: Cursor): Statement {
  const statement = parseOne(cursor);
  while (cursor.kind === T.semicolon) cursor.advance();
  if (cursor.kind !== T.eof) throw cursor.notAtEnd();
  return statement;
}

function parseOne(c: Cursor): Statement {
  switch (c.kind) {
    case K.SELECT:
      return parseSelect(c);
    case K.INSERT:
      return parseInsert(c);
    case K.UPDATE:
      return parseUpdate(c);
    case K.DELETE:
      return parseDelete(c);
    case K.BEGIN:
      return parseBatch(c);
    case K.USE:
      return parseUse(c);
    case K.CREATE:
      return parseCreate(c);
    case K.ALTER:
      return parseAlter(c);
    case K.DROP:
      return parseDrop(c);
    case K.TRUNCATE:
      return parseTruncate(c);
    case K.RESTORE:
      return parseRestore(c);
    case K.GRANT:
    case K.REVOKE:
      return parseGrant(c);
    case K.LIST:
      return parseList(c);
    default:
      throw c.noViable();
  }
}

function parseCreate(c: Cursor): Statement {
  const start = c.start;
  c.advance();
  switch (c.kind) {
    case K.KEYSPACE:
      return parseCreateKeyspace(c, start);
    case K.COLUMNFAMILY:
      return parseCreateTable(c, start);
    case K.TYPE:
      return parseCreateType(c, start);
    case K.CUSTOM:
    case K.INDEX:
      return parseCreateIndex(c, start);
    case K.MATERIALIZED:
      return parseCreateView(c, start);
    case K.TRIGGER:
      return parseCreateTrigger(c, start);
    case K.USER:
      return parseUser(c, 'create-user', start);
    case K.ROLE:
      return parseRole(c, 'create-role', start);
    case K.OR:
      c.advance();
      c.expect(K.REPLACE);
      return parseCreateCode(c, start);
    default:
      return parseCreateCode(c, start);
  }
}

function parseCreateCode(c: Cursor, start: number): Statement {
  if (c.kind === K.FUNCTION) return parseCreateFunction(c, start);
  if (c.kind === K.AGGREGATE) return parseCreateAggregate(c, start);
  throw c.noViable();
}

function parseAlter(c: Cursor): Statement {
  const start = c.start;
  c.advance();
  switch (c.kind) {
    case K.KEYSPACE:
      return parseAlterKeyspace(c, start);
    case K.COLUMNFAMILY:
      return parseAlterTable(c, start);
    case K.TYPE:
      return parseAlterType(c, start);
    case K.MATERIALIZED:
      return parseAlterView(c, start);
    case K.USER:
      return parseUser(c, 'alter-user', start);
    case K.ROLE:
      return parseRole(c, 'alter-role', start);
    default:
      throw c.noViable();
  }
}

function parseDrop(c: Cursor): Statement {
  const start = c.start;
  c.advance();
  switch (c.kind) {
    case K.KEYSPACE:
      return parseDropKeyspace(c, start);
    case K.COLUMNFAMILY:
      return parseDropTable(c, start);
    case K.TYPE:
      return parseDropType(c, start);
    case K.INDEX:
      return parseDropIndex(c, start);
    case K.MATERIALIZED:
      return parseDropView(c, start);
    case K.FUNCTION:
    case K.AGGREGATE:
      return parseDropFunction(c, start);
    case K.TRIGGER:
      return parseDropTrigger(c, start);
    case K.ROLE:
    case K.USER:
      return parseDropRole(c, start);
    default:
      throw c.noViable();
  }
}
