// The texts of Apache Cassandra 3.11 for mistakes of grammar, as its own parser gives them (data-plane facts 6.1).

import { describe, expect, test } from 'vitest';
import { Diagnosis } from '../../../../../src/core/engine/cql/syntax/diagnosis/diagnosis.js';
import { parseStatement } from '../../../../../src/core/engine/cql/syntax/parser/statement.js';
import { CqlError, ErrorCode } from '../../../../../src/core/engine/cql-error.js';
import { limits } from '../../../../../src/core/engine/limits.js';
import { eof, syntaxErrorFacts } from '../../../../support/syntax-error-facts.js';

const diagnosis = new Diagnosis();

function errorOf(text: string): CqlError {
  try {
    parseStatement(text, diagnosis);
  } catch (error) {
    if (error instanceof CqlError) return error;
    throw error;
  }
  throw new Error(`parsed: ${text}`);
}

/** Statement, message. */
const table: readonly (readonly [string, string])[] = [
  ...syntaxErrorFacts,
  ['SELECT * FORM users', "line 1:9 mismatched input 'FORM' expecting K_FROM (SELECT * [FORM]...)"],
  ['SELECT * FORM users;', "line 1:9 mismatched input 'FORM' expecting K_FROM (SELECT * [FORM]...)"],
  ['SELECT * users', "line 1:9 mismatched input 'users' expecting K_FROM (SELECT * [users])"],
  ['SELECT * users;', "line 1:9 mismatched input 'users' expecting K_FROM (SELECT * [users]...)"],
  ['', eof],
  ["INSERT INTO users (id, name) VALUES (1, 'a'", "line 0:-1 mismatched input '<EOF>' expecting ')'"],
  [
    "INSERT INTO users (id, name) VALUES (1, 'a';",
    "line 1:43 mismatched input ';' expecting ')' (...name) VALUES (1, 'a'[;])",
  ],
  [
    "INSERT INTO users (id name) VALUES (1, 'a');",
    "line 1:22 mismatched input 'name' expecting ')' (INSERT INTO users (id [name]...)",
  ],
  [
    'CREATE TABLE t (id int, PRIMARY KEY id)',
    "line 1:36 mismatched input 'id' expecting '(' (...(id int, PRIMARY KEY [id]...)",
  ],
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
    "Invalid property value: ? for property: 'class' (bind variables are not supported in DDL queries)",
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
  // the processor's time, which does not depend on what else the machine does; quadratic work would take minutes
  test.each(long)('very many %s take no more than a moment', (_, text) => {
    const before = process.cpuUsage();
    expect(errorOf(text).code).toBe(ErrorCode.syntax);
    const { user, system } = process.cpuUsage(before);
    expect(user + system).toBeLessThan(2_000_000);
  });
});
