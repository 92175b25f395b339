// The texts of Apache Cassandra 3.11 for mistakes of grammar, as its own parser gives them (data-plane facts 6.1).

import { describe, expect, test } from 'vitest';
import { parseStatement } from '../../../../../src/core/engine/cql/syntax/parser/statement.js';
import { CqlError, ErrorCode } from '../../../../../src/core/engine/cql-error.js';
import { limits } from '../../../../../src/core/engine/limits.js';

function errorOf(text: string): CqlError {
  try {
    parseStatement(text);
  } catch (error) {
    if (error instanceof CqlError) return error;
    throw error;
  }
  throw new Error(`parsed: ${text}`);
}

const eof = "line 0:-1 no viable alternative at input '<EOF>'";

/** Statement, message. */
const table: readonly (readonly [string, string])[] = [
  ['SELEC * FROM t', "line 1:0 no viable alternative at input 'SELEC' ([SELEC]...)"],
  ['SELECT FROM t', "line 1:7 no viable alternative at input 'FROM' (SELECT [FROM]...)"],
  ['SELECT * FORM users', "line 1:9 mismatched input 'FORM' expecting K_FROM (SELECT * [FORM]...)"],
  ['SELECT * FORM users;', "line 1:9 mismatched input 'FORM' expecting K_FROM (SELECT * [FORM]...)"],
  ['SELECT * users', "line 1:9 mismatched input 'users' expecting K_FROM (SELECT * [users])"],
  ['SELECT * users;', "line 1:9 mismatched input 'users' expecting K_FROM (SELECT * [users]...)"],
  ['SELECT * FROM', eof],
  ['SELECT * FROM users WHERE', eof],
  ['SELECT * FROM users WHERE id =', eof],
  ['SELECT * FROM users LIMIT', eof],
  ['USE', eof],
  ['DROP TABLE', eof],
  ['ALTER TABLE t ADD', eof],
  ['', eof],
  ['SELECT * FROM;', "line 1:13 no viable alternative at input ';' (SELECT * FROM[;])"],
  ['SELECT * FROM users WHERE;', "line 1:25 no viable alternative at input ';' (SELECT * FROM users WHERE[;])"],
  [
    'SELECT * FROM users WHERE id == 1',
    "line 1:30 no viable alternative at input '=' (... FROM users WHERE id =[=]...)",
  ],
  [
    'SELECT * FROM users WHERE id = 1 OR id = 2',
    "line 1:33 mismatched input 'OR' expecting EOF (...users WHERE id = 1 [OR]...)",
  ],
  ['SELECT * FROM users LIMIT abc', "line 1:26 no viable alternative at input 'abc' (SELECT * FROM users LIMIT [abc])"],
  ['SELECT a b FROM users', "line 1:9 no viable alternative at input 'b' (SELECT [a] b...)"],
  [
    'SELECT * FROM users; SELECT * FROM t',
    "line 1:21 mismatched input 'SELECT' expecting EOF (SELECT * FROM users; [SELECT]...)",
  ],
  ["SELECT * FROM users WHERE name = 'bob", "line 1:37 mismatched character '<EOF>' expecting '''"],
  [
    "SELECT * FROM users WHERE id = 'it's'",
    "line 1:35 mismatched input 's' expecting EOF (... users WHERE id = 'it'[s]...)",
  ],
  ['SELECT * FROM ks.t.u', "line 1:18 mismatched input '.' expecting EOF (SELECT * FROM ks.t[.]...)"],
  ['SELECT *\nFROM users\nWHER id = 1', "line 3:0 no viable alternative at input 'WHER' (SELECT *FROM [users]WHER...)"],
  ["INSERT INTO users (id, name) VALUES (1, 'a'", "line 0:-1 mismatched input '<EOF>' expecting ')'"],
  [
    "INSERT INTO users (id, name) VALUES (1, 'a';",
    "line 1:43 mismatched input ';' expecting ')' (...name) VALUES (1, 'a'[;])",
  ],
  ['INSERT INTO users VALUES (1)', "line 1:18 no viable alternative at input 'VALUES' (INSERT INTO [users] VALUES...)"],
  [
    "INSERT INTO users (id name) VALUES (1, 'a');",
    "line 1:22 mismatched input 'name' expecting ')' (INSERT INTO users (id [name]...)",
  ],
  [
    'INSERT INTO t (a) VALUES (1) USING TTL 1 IF NOT EXISTS;',
    "line 1:41 mismatched input 'IF' expecting EOF (...(1) USING TTL 1 [IF]...)",
  ],
  ["UPDATE users SET name = 'x'", "line 0:-1 mismatched input '<EOF>' expecting K_WHERE"],
  ["UPDATE users SET name = 'x';", "line 1:27 mismatched input ';' expecting K_WHERE (... users SET name = 'x'[;])"],
  [
    'DELETE FROM t WHERE a = 1 USING TIMESTAMP 1;',
    "line 1:26 mismatched input 'USING' expecting EOF (...t WHERE a = 1 [USING]...)",
  ],
  ['CREATE KEYSPACE ks;', "line 1:18 mismatched input ';' expecting K_WITH (CREATE KEYSPACE ks[;])"],
  [
    'CREATE TABLE t (select int PRIMARY KEY)',
    "line 1:16 no viable alternative at input 'select' (CREATE TABLE t ([select]...)",
  ],
  ['CREATE TABLE 1t (a int PRIMARY KEY)', "line 1:13 no viable alternative at input '1' (CREATE TABLE [1]...)"],
  [
    'CREATE TABLE t (id int, PRIMARY KEY id)',
    "line 1:36 mismatched input 'id' expecting '(' (...(id int, PRIMARY KEY [id]...)",
  ],
  [
    'BEGIN BATCH SELECT * FROM t APPLY BATCH',
    "line 1:12 mismatched input 'SELECT' expecting K_APPLY (BEGIN BATCH [SELECT]...)",
  ],
  ['BEGIN BATCH INSERT INTO t (a) VALUES (1);', "line 0:-1 mismatched input '<EOF>' expecting K_APPLY"],
  ['foo', "line 1:0 no viable alternative at input 'foo' ([foo])"],
  [';', "line 1:0 no viable alternative at input ';' ([;])"],
  ['USE;', "line 1:3 no viable alternative at input ';' (USE[;])"],
  ['DESCRIBE TABLES', "line 1:0 no viable alternative at input 'DESCRIBE' ([DESCRIBE]...)"],
  ['DELETE FROM users;', "line 1:17 mismatched input ';' expecting K_WHERE"],
  ['ALTER TABLE t ADD a int, b text;', "line 1:23 mismatched input ',' expecting EOF (... TABLE t ADD a int[,] b...)"],
  // the line on which the last token begins is the last that is shown
  [
    "SELECT * FROM a.b WHERE p0  'line\nbreak'",
    "line 1:28 no viable alternative at input 'line\\nbreak' (...* FROM a.b WHERE [p0]  'line...)",
  ],
  [
    "SELECT * FROM a.b WHERE p = 1 AND\n\n\n q 'ab\n\nc\n'",
    "line 4:3 no viable alternative at input 'ab\\n\\nc\\n' (...WHERE p = 1 AND [q] 'ab...)",
  ],
  [
    `INSERT INTO d1010_23.t2 (p0, c0// c1) VALUES (4, '{"a": 1}', 'line\nbreak');`,
    `line 2:0 mismatched input 'break' expecting ')' (...d1010_23.t2 (p0, c0// c1) VALUES (4, '{"a": 1}', 'line[break]...)`,
  ],
  ['SELECT * FROM t WHERE a = 1 @', "line 1:28 no viable alternative at character '@'"],
];

describe('texts of Cassandra', () => {
  test.each(table)('%j', (statement, message) => {
    const error = errorOf(statement);
    expect(error.code).toBe(ErrorCode.syntax);
    expect(error.message).toBe(message);
  });
});

/** Mistakes that the grammar's actions find. */
const plain: readonly (readonly [string, string])[] = [
  ['UPDATE t SET a = b + 1 WHERE k = 1', 'Only expressions of the form X = X +<value> are supported.'],
  ['UPDATE t SET a = b - 1 WHERE k = 1', 'Only expressions of the form X = X -<value> are supported.'],
  ['UPDATE t SET a = [1] + b WHERE k = 1', 'Only expressions of the form X = <value> + X are supported.'],
  ['UPDATE t SET a = 1, a = 2 WHERE k = 1', 'Multiple incompatible setting of column a'],
  ['UPDATE t SET a[1] = 1, a = [] WHERE k = 1', 'Multiple incompatible setting of column a'],
  ['UPDATE t SET a.x = 1, a.x = 2 WHERE k = 1', 'Multiple incompatible setting of column a'],
  ['SELECT * FROM ?', 'Bind variables cannot be used for table names'],
  ['USE ?', 'Bind variables cannot be used for keyspace names'],
  ['CREATE TYPE byte (a int)', 'Invalid (reserved) user type name byte'],
  [
    "CREATE KEYSPACE k WITH replication = {'class': ?}",
    "Invalid property value: ? (bind variables are not supported in DDL queries) for property: 'class'",
  ],
];

describe('texts without a position', () => {
  test.each(plain)('%j', (statement, message) => {
    const error = errorOf(statement);
    expect(error.code).toBe(ErrorCode.syntax);
    expect(error.message).toBe(message);
  });
});

describe('nesting', () => {
  const open: readonly (readonly [string, string, string])[] = [
    ['SELECT * FROM t WHERE a = ', '[', ']'],
    ['SELECT * FROM t WHERE a = ', '(', ')'],
    ['SELECT * FROM t WHERE a = ', '{', '}'],
    ['SELECT * FROM t WHERE a = ', 'f(', ')'],
    ['SELECT * FROM t WHERE a = ', '(int) ', ''],
    ['SELECT ', 'f(', ')'],
    ['SELECT * FROM t WHERE ', '(', ')'],
    ['CREATE TABLE t (a ', 'list<', '>'],
    ['CREATE TABLE t (a ', 'tuple<int, ', '>'],
    ['CREATE KEYSPACE k WITH a = ', "{'a': ", '}'],
  ];
  test.each(open)('%s %s is bounded', (head, opening) => {
    const error = errorOf(head + opening.repeat(100_000));
    expect(error.message).toContain(`nested more than ${limits.syntaxNestingDepth} levels deep`);
  });

  test('what people write is far below the bound', () => {
    const depth = 60;
    const text = `INSERT INTO t (a) VALUES (${'['.repeat(depth)}1${']'.repeat(depth)})`;
    expect(parseStatement(text).kind).toBe('insert');
  });
});

describe('large texts', () => {
  test('an error that quotes a long token is cut', () => {
    const error = errorOf(`SELECT * FROM t '${'x'.repeat(100_000)}'`);
    expect(error.message).toHaveLength(limits.syntaxErrorCharacters + 3);
  });

  const many = 50_000;
  const long: readonly (readonly [string, string])[] = [
    ['line breaks', `SELECT * ${'\n'.repeat(many)} FORM t x`],
    ['line breaks before the end', `SELECT x y ${'\n'.repeat(many)} t`],
    ['assignments', `UPDATE t SET ${'a[1] = 1, '.repeat(many)} a.b = 1`],
    ['comments', `SELECT ${'/**/ '.repeat(many)} FROM t`],
    ['parenthesised tuples', `SELECT * FROM t WHERE a IN (${'(a.b(1)), '.repeat(many)}`],
    ['hints', `SELECT * FROM t WHERE a IN (${'(int) 1, '.repeat(many)}`],
    ['statements of a batch', `BEGIN BATCH ${'INSERT INTO t (a) VALUES (?); '.repeat(many)}`],
  ];
  test.each(long)(
    'very many %s take no more than a moment',
    (_, text) => {
      expect(errorOf(text).code).toBe(ErrorCode.syntax);
    },
    2_000,
  );
});
