// Section 6.1 of the data-plane fact sheet as rows: statements and what Cassandra 3.11's grammar says of them. Apart because the
// parser alone and a session are held to the same texts.

export const eof = "line 0:-1 no viable alternative at input '<EOF>'";

/** Where the sheet's excerpt differs from the one of the running 3.11.19, it is the latter's. */
export const syntaxErrorFacts: readonly (readonly [statement: string, message: string])[] = [
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
