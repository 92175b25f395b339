// Section 6.1 of the data-plane fact sheet, line by line: the syntax errors of Cassandra 3.11's grammar.

import { beforeAll, describe, expect, it } from 'vitest';
import { FactStand } from './stand.js';

let stand: FactStand;
beforeAll(async () => {
  stand = await FactStand.open();
});

const eof = "line 0:-1 no viable alternative at input '<EOF>'";
// where the sheet's excerpt differs from the one of the running 3.11.19, it is the latter's
const facts: readonly (readonly [statement: string, message: string])[] = [
  ['SELEC * FROM t', "line 1:0 no viable alternative at input 'SELEC' ([SELEC]...)"],
  ['SELECT FROM t', "line 1:7 no viable alternative at input 'FROM' (SELECT [FROM]...)"],
  ['SELECT * FROM', eof],
  ['SELECT * FROM users WHERE', eof],
  ['SELECT * FROM users WHERE id =', eof],
  ['SELECT * FROM users LIMIT', eof],
  ['USE', eof],
  ['DROP TABLE', eof],
  ['ALTER TABLE t ADD', eof],
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
  ['INSERT INTO users VALUES (1)', "line 1:18 no viable alternative at input 'VALUES' (INSERT INTO [users] VALUES...)"],
  [
    'INSERT INTO t (a) VALUES (1) USING TTL 1 IF NOT EXISTS;',
    "line 1:41 mismatched input 'IF' expecting EOF (...(1) USING TTL 1 [IF]...)",
  ],
  ["UPDATE users SET name = 'x'", "line 0:-1 mismatched input '<EOF>' expecting K_WHERE"],
  ["UPDATE users SET name = 'x';", "line 1:27 mismatched input ';' expecting K_WHERE (... users SET name = 'x'[;])"],
  ['DELETE FROM users;', "line 1:17 mismatched input ';' expecting K_WHERE"],
  [
    'DELETE FROM t WHERE a = 1 USING TIMESTAMP 1;',
    "line 1:26 mismatched input 'USING' expecting EOF (...t WHERE a = 1 [USING]...)",
  ],
  ['CREATE KEYSPACE ks;', "line 1:18 mismatched input ';' expecting K_WITH (CREATE KEYSPACE ks[;])"],
  [
    'CREATE TABLE t (select int PRIMARY KEY)',
    "line 1:16 no viable alternative at input 'select' (CREATE TABLE t ([select]...)",
  ],
  ['CREATE TABLE 1t (id int PRIMARY KEY)', "line 1:13 no viable alternative at input '1' (CREATE TABLE [1]...)"],
  ['ALTER TABLE t ADD a int, b text;', "line 1:23 mismatched input ',' expecting EOF (... TABLE t ADD a int[,] b...)"],
  [
    'BEGIN BATCH SELECT * FROM t APPLY BATCH',
    "line 1:12 mismatched input 'SELECT' expecting K_APPLY (BEGIN BATCH [SELECT]...)",
  ],
  ['BEGIN BATCH INSERT INTO t (a) VALUES (1);', "line 0:-1 mismatched input '<EOF>' expecting K_APPLY"],
  ['foo', "line 1:0 no viable alternative at input 'foo' ([foo])"],
  [';', "line 1:0 no viable alternative at input ';' ([;])"],
  ['USE;', "line 1:3 no viable alternative at input ';' (USE[;])"],
  ['DESCRIBE TABLES', "line 1:0 no viable alternative at input 'DESCRIBE' ([DESCRIBE]...)"],
  ['SELECT * FROM t WHERE a = 1 @', "line 1:28 no viable alternative at character '@'"],
];

describe('data-plane 6.1: syntax errors', () => {
  it.each(facts)('%s', async (statement, message) => {
    expect(await stand.error(statement)).toBe(`2000 ${message}`);
  });

  // where the sheet has ANTLR's `missing` and `extraneous`: Cassandra turns that repair off, as 3.11.19 itself shows
  it.each([
    ['SELECT * FORM users', /^2000 line 1:9 /],
    ['SELECT * users', /^2000 line 1:9 /],
    ["INSERT INTO users (id, name) VALUES (1, 'a'", /^2000 line 0:-1 mismatched input '<EOF>' expecting '\)'$/],
    ["INSERT INTO users (id, name) VALUES (1, 'a';", /^2000 line 1:43 /],
    ['INSERT INTO users (id name) VALUES (1);', /^2000 line 1:22 /],
    ['CREATE TABLE t (id int, PRIMARY KEY id)', /^2000 line 1:36 /],
  ])('the place of: %s', async (statement, message) => {
    expect(await stand.error(statement)).toMatch(message);
  });

  it('parsed without error, so the complaint is semantic: !=, LIMIT -1, trailing comma after the last column', async () => {
    await stand.cql('CREATE TABLE ks.t (id int PRIMARY KEY, v int)');
    expect(await stand.error('SELECT * FROM ks.t WHERE id != 1')).toBe('2200 Unsupported "!=" relation: id != 1');
    expect(await stand.error('SELECT * FROM ks.t LIMIT -1')).toBe('2200 LIMIT must be strictly positive');
    expect(await stand.error('CREATE TABLE ks.u (id int PRIMARY KEY, v int,)')).toBe('none');
  });

  it.each([
    ['WITH nonsense = 1', "2000 Unknown property 'nonsense'"],
    ["WITH comment = 'a' AND comment = 'b'", "2000 Multiple definition for property 'comment'"],
    ["WITH comment = {'a': 'b'}", "2000 Invalid value for property 'comment'. It should be a string"],
    ["WITH default_time_to_live = 'x'", "2000 Invalid integer value x for 'default_time_to_live'"],
  ])('also 0x2000 though no grammar error: %s', async (options, message) => {
    expect(await stand.error(`CREATE TABLE ks.w (id int PRIMARY KEY) ${options}`)).toBe(message);
  });
});
