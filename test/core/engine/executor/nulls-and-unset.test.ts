// What null and unset operands do, place by place: answers of Apache Cassandra 3.11.19 to the same prepared statements.

import { beforeAll, describe, expect, it } from 'vitest';
import { CqlError } from '../../../../src/core/engine/cql-error.js';
import { type BoundValue, UNSET } from '../../../../src/core/engine/session/api.js';
import { ScriptEngine } from '../../../cql/script-engine.js';

const int = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const one = int(1);
const row = 'WHERE a = 1 AND b = 1 AND c = 1';

let engine: ScriptEngine;
beforeAll(async () => {
  engine = await ScriptEngine.open({ compat: 'cassandra' });
  await engine.run("CREATE KEYSPACE k WITH REPLICATION = {'class': 'SimpleStrategy', 'replication_factor': 1}");
  await engine.run('USE k');
  await engine.run('CREATE TYPE ut (x int, y int)');
  await engine.run(
    'CREATE TABLE t (a int, b int, c int, s int STATIC, m map<int, int>, q set<int>, l list<int>, u ut, fu frozen<ut>, ' +
      'tp tuple<int, int>, PRIMARY KEY (a, b, c))',
  );
  await engine.run('CREATE TABLE n (a int PRIMARY KEY, x counter, y counter)');
  await engine.run('INSERT INTO t (a, b, c, s, m, l, u) VALUES (1, 1, 1, 1, {1: 1}, [1], {x: 1, y: 2})');
});

/** The number of rows, `ok`, or the error's text. */
async function outcome(statement: string, values: readonly BoundValue[]): Promise<string> {
  try {
    const done = await engine.execute(statement, values);
    return done.kind === 'rows' ? `${done.rowCount} rows` : 'ok';
  } catch (error) {
    if (!(error instanceof CqlError)) throw error;
    return error.message;
  }
}

const cases = (name: string, list: readonly (readonly [string, readonly BoundValue[], string])[]) =>
  describe(name, () => {
    it.each(list)('%s', async (statement, values, expected) => {
      expect(await outcome(statement, values)).toBe(expected);
    });
  });

cases('restrictions of keys', [
  ['SELECT * FROM t WHERE a = ?', [null], 'Invalid null value in condition for column a'],
  ['SELECT * FROM t WHERE a = ?', [UNSET], 'Invalid unset value for column a'],
  ['SELECT * FROM t WHERE a IN ?', [null], 'Invalid null value for column a'],
  ['SELECT a FROM t WHERE a = 1 AND b IN ?', [null], 'Invalid null value for column b'],
  ['UPDATE t SET q = {1} WHERE a = 1 AND b IN ? AND c = 1', [null], 'Invalid null value for column b'],
  ['SELECT * FROM t WHERE a = 1 AND (b, c) = (1, ?)', [null], 'Invalid null value for column c'],
  ['SELECT * FROM t WHERE a = 1 AND (b, c) = (1, ?)', [UNSET], 'Invalid unset value for tuple field number 1'],
  ['DELETE FROM t WHERE a = 1 AND (b, c) = (?, 1)', [UNSET], 'Invalid unset value for tuple field number 0'],
  ['SELECT a FROM t WHERE a = 1 AND (b, c) IN ?', [null], 'Invalid null value for IN restriction'],
  // a list of one tuple, whose last part is null
  [
    'DELETE FROM t WHERE a = 1 AND (b, c) IN ?',
    [Buffer.from('000000010000000c0000000400000003ffffffff', 'hex')],
    'Invalid null value in condition for columns: [b, c]',
  ],
  ['SELECT * FROM t WHERE a = 1 AND (b) > (?)', [null], 'Invalid null value in condition for column b'],
  ['SELECT * FROM t WHERE a = 1 AND (b) > (?)', [UNSET], 'Invalid unset value for tuple field number 0'],
  // the bound is an empty value, which comes before all others
  ['SELECT * FROM t WHERE a = 1 AND b > ?', [null], '1 rows'],
  ['SELECT * FROM t WHERE a = 1 AND b <= ?', [null], '0 rows'],
  ['DELETE FROM t WHERE a = 1 AND b > ?', [null], 'Invalid null value in condition for column b'],
  ['SELECT * FROM t WHERE a = 1 AND (b, c) > (?, ?)', [one, null], 'Invalid null value in condition for column c'],
  ['SELECT * FROM t WHERE a = 1 AND (b, c) > (?, ?)', [one, UNSET], 'Invalid unset value for tuple field number 1'],
  ['SELECT * FROM t WHERE a = 1 AND (b, c) IN ((?, ?))', [one, null], 'Invalid null value for column c'],
  [
    'SELECT a FROM t WHERE a = 1 AND (b, c) IN ((1, 1), (?, 2))',
    [null],
    'Invalid null value in condition for columns: [b, c]',
  ],
  ['SELECT * FROM t WHERE token(a) > token(?)', [null], 'Invalid null token value'],
  ['SELECT * FROM t WHERE token(a) > ?', [null], 'Invalid null token value'],
  ['SELECT * FROM t WHERE token(a) > token(?)', [UNSET], 'Invalid unset value for argument in call to function token'],
  ['SELECT * FROM t WHERE a = blobAsInt(?)', [UNSET], 'Invalid unset value for argument in call to function blobasint'],
]);

cases('filters', [
  ['SELECT * FROM t WHERE c = ? ALLOW FILTERING', [null], 'Unsupported null value for column c'],
  ['SELECT * FROM t WHERE s > ? ALLOW FILTERING', [UNSET], 'Unsupported unset value for column s'],
  ['SELECT * FROM t WHERE q CONTAINS ? ALLOW FILTERING', [null], 'Unsupported null value for column q'],
  ['SELECT * FROM t WHERE m[?] = 1 ALLOW FILTERING', [null], 'Unsupported null map key for column m'],
  ['SELECT * FROM t WHERE m[1] = ? ALLOW FILTERING', [UNSET], 'Unsupported unset map value for column m'],
]);

cases('values', [
  [`UPDATE t SET l = l + [?] ${row}`, [one], literal('list', 'l')],
  [`UPDATE t SET q = {?} ${row}`, [one], literal('set', 'q')],
  [`UPDATE t SET m = {1: ?} ${row}`, [one], literal('map', 'm')],
  [`UPDATE t SET tp = (?, 1) ${row}`, [UNSET], 'Invalid unset value for tuple field number 0'],
  [`UPDATE t SET fu = {x: ?} ${row}`, [UNSET], "Invalid unset value for field 'x' of user defined type ut"],
  [`UPDATE t SET u = {x: ?, y: 2} ${row}`, [UNSET], 'ok'],
  [
    `SELECT a FROM t WHERE u = {x: null, y: 2} ALLOW FILTERING`,
    [],
    "Non-frozen UDT column 'u' (ut) cannot be restricted by any relation",
  ],
  [`UPDATE t SET m[?] = 1 ${row}`, [UNSET], 'Invalid unset map key'],
  [`DELETE m[?] FROM t ${row}`, [null], 'Invalid null map key'],
  [`DELETE m[?] FROM t ${row}`, [UNSET], 'Invalid unset map key'],
  [`DELETE q[?] FROM t ${row}`, [null], 'Invalid null set element'],
  [`DELETE q[?] FROM t ${row}`, [UNSET], 'ok'],
  [`DELETE l[?] FROM t ${row}`, [null], 'Invalid null value for list index'],
  [`DELETE l[?] FROM t ${row}`, [UNSET], 'ok'],
  // one assignment after the other, its key before its value
  [`UPDATE t SET m[?] = ?, s = ? ${row}`, [null, one, Buffer.alloc(1)], 'Invalid null map key'],
  [`UPDATE t SET m[?] = ? ${row}`, [Buffer.alloc(1), Buffer.alloc(2)], 'Expected 4 or 0 byte int (1)'],
  ["UPDATE n SET x = x - ?, y = y + fromJson('[1]') WHERE a = 1", [null], 'Invalid null value for counter increment'],
]);

cases('conditions', [
  [`UPDATE t SET s = 1 WHERE a = 1 IF s = ?`, [UNSET], "Invalid 'unset' value in condition"],
  [`UPDATE t SET s = 1 WHERE a = 1 IF s IN ?`, [UNSET], "Invalid 'unset' value in condition"],
  [`UPDATE t SET s = 1 WHERE a = 1 IF s IN ?`, [null], 'Invalid null list in IN condition'],
  [`UPDATE t SET s = 1 WHERE a = 1 IF s IN (1, ?)`, [UNSET], '1 rows'],
  // a list of one null
  [`UPDATE t SET s = 1 WHERE a = 1 IF s IN ?`, [Buffer.from('00000001ffffffff', 'hex')], '1 rows'],
  [`UPDATE t SET s = 1 ${row} IF m[?] = null`, [UNSET], '1 rows'],
  [`UPDATE t SET s = 1 ${row} IF m[?] = 1`, [null], 'Invalid null value for map element access'],
]);

function literal(what: string, column: string): string {
  return `Invalid ${what} literal for ${column}: bind variables are not supported inside collection literals`;
}
