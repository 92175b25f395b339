// Sessions through their own door on a whole engine in memory: prepared statements, bound values, batches of the
// protocol, events, units and throttling. Texts alone are in test/cql/semantics.

import { afterEach, describe, expect, test } from 'vitest';
import { CqlError, ErrorCode } from '../../../../src/core/engine/cql-error.js';
import { type RowsOutcome, type SchemaChange, UNSET } from '../../../../src/core/engine/session/api.js';
import { native } from '../../../../src/core/engine/types/cql-type.js';
import { plainToValue } from '../../../../src/core/engine/types/text.js';
import { outcomeText, rowsOf, ScriptEngine } from '../../../cql/script-engine.js';

const open: ScriptEngine[] = [];
afterEach(async () => {
  for (const engine of open.splice(0)) await engine.engine.close();
});

async function engineWith(...statements: string[]): Promise<ScriptEngine> {
  const engine = await ScriptEngine.open();
  open.push(engine);
  await engine.run("CREATE KEYSPACE ks WITH REPLICATION = {'class': 'SingleRegionStrategy'}");
  await engine.run('USE ks');
  for (const statement of statements) await engine.run(statement);
  return engine;
}

const int = (value: number): Uint8Array => plainToValue(native('int'), value)!;
const text = (value: string): Uint8Array => Buffer.from(value);

async function errorOf(run: () => unknown): Promise<CqlError> {
  try {
    await run();
  } catch (error) {
    if (error instanceof CqlError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('prepared statements', () => {
  test('name their markers as Cassandra does', async () => {
    const engine = await engineWith(
      'CREATE TABLE t (a int, b int, c int, d int, m map<text, int>, l list<text>, PRIMARY KEY ((a, b), c, d))' +
        " WITH CUSTOM_PROPERTIES = {'ttl': {'status': 'enabled'}}",
    );
    const names = (statement: string) => engine.session.prepare(statement).bindColumns.map((c) => c.name);
    expect(names('SELECT * FROM t WHERE a = ? AND b IN ? AND c > ? LIMIT ?')).toEqual(['a', 'in(b)', 'c', '[limit]']);
    expect(names('SELECT * FROM t WHERE token(a, b) > ? AND token(a, b) <= token(?, ?)')).toEqual([
      'partition key token',
      'arg0(system.token)',
      'arg1(system.token)',
    ]);
    expect(names('UPDATE t USING TTL ? SET m[?] = ?, l = l + ? WHERE a = ? AND b = ? AND c = ? AND d = ?')).toEqual([
      '[ttl]',
      'key(m)',
      'value(m)',
      'l',
      'a',
      'b',
      'c',
      'd',
    ]);
    expect(names('INSERT INTO t JSON ?')).toEqual(['[json]']);
    expect(names('SELECT * FROM t WHERE a = :x AND b = :y')).toEqual(['x', 'y']);
    expect(names('SELECT c FROM t WHERE a = 1 AND b = 2 AND (c, d) = ?')).toEqual(['(c,d)']);
    expect(names('SELECT c FROM t WHERE a = 1 AND b = 2 AND (c, d) IN ?')).toEqual(['in(c,d)']);
  });

  test('tell which markers are the partition key', async () => {
    const engine = await engineWith('CREATE TABLE t (a int, b int, v int, PRIMARY KEY ((a, b)))');
    const indexes = (statement: string) => engine.session.prepare(statement).partitionKeyIndexes;
    expect(indexes('INSERT INTO t (v, b, a) VALUES (?, ?, ?)')).toEqual([2, 1]);
    expect(indexes('SELECT * FROM t WHERE b = ? AND a = ?')).toEqual([1, 0]);
    expect(indexes('SELECT * FROM t WHERE b = ? AND a = 1')).toEqual([]);
    expect(indexes('SELECT * FROM t WHERE b = ? AND a IN ?')).toEqual([]);
  });

  test('bind by position and by name, and leave alone what is unset', async () => {
    const engine = await engineWith('CREATE TABLE t (id int PRIMARY KEY, v int, w text)');
    await engine.execute('INSERT INTO t (id, v, w) VALUES (?, ?, ?)', [int(1), int(2), text('three')]);
    await engine.execute('INSERT INTO t (id, v, w) VALUES (?, ?, ?)', [int(1), UNSET, null]);
    const select = engine.session.prepare('SELECT * FROM t WHERE id = :key');
    const named = await engine.session.execute(select, { consistency: 6, values: [int(1)], names: ['key'] });
    expect(outcomeText(named)).toBe('id | v | w\n1 | 2 | null');
  });

  test('refuse wrong counts, lengths and unset keys', async () => {
    const engine = await engineWith('CREATE TABLE t (id int PRIMARY KEY, v int)');
    const select = 'SELECT * FROM t WHERE id = ?';
    expect((await errorOf(() => engine.execute(select, []))).message).toBe(
      'there were 1 markers(?) in CQL but 0 bound variables',
    );
    expect((await errorOf(() => engine.execute(select, [Buffer.alloc(3)]))).message).toBe(
      'Expected 4 or 0 byte int (3)',
    );
    expect((await errorOf(() => engine.execute(select, [UNSET]))).message).toBe('Invalid unset value for column id');
    expect((await errorOf(() => engine.execute(select, [Buffer.alloc(0)]))).message).toBe('Key may not be empty');
    expect((await errorOf(() => engine.execute(select, [null]))).message).toBe(
      'Invalid null value in condition for column id',
    );
  });

  test('keep their id over a schema change and see it', async () => {
    const engine = await engineWith('CREATE TABLE t (id int PRIMARY KEY)', 'INSERT INTO t (id) VALUES (1)');
    const select = engine.session.prepare('SELECT * FROM t WHERE id = ?');
    const { id } = select;
    await engine.run('ALTER TABLE t ADD v int');
    const outcome = await engine.session.execute(select, { consistency: 6, values: [int(1)] });
    expect(outcomeText(outcome)).toBe('id | v\n1 | null');
    expect(engine.session.preparedById(id).resultColumns?.map((c) => c.name)).toEqual(['id', 'v']);
    await engine.run('DROP TABLE t');
    const gone = await errorOf(() => engine.session.execute(select, { consistency: 6, values: [int(1)] }));
    expect([gone.code, gone.message]).toEqual([ErrorCode.invalid, 'unconfigured table ks.t']);
  });

  test('are known by id to every session, and an unknown id says so', async () => {
    const engine = await engineWith('CREATE TABLE t (id int PRIMARY KEY)');
    const { id } = engine.session.prepare('SELECT * FROM t');
    const other = engine.engine.sessions.open({ region: 'us-east-1', user: 'bob' });
    expect(other.preparedById(id).text).toBe('SELECT * FROM t');
    const error = await errorOf(() => other.preparedById(Buffer.alloc(16)));
    expect(error.code).toBe(ErrorCode.unprepared);
    expect(error.details.preparedId).toEqual(Buffer.alloc(16));
  });

  test('are DML only', async () => {
    const engine = await engineWith();
    const error = await errorOf(() => engine.session.prepare('CREATE TABLE t (id int PRIMARY KEY)'));
    expect(error.code).toBe(ErrorCode.invalid);
  });
});

describe('paging states', () => {
  test('of another statement and malformed ones are refused', async () => {
    const engine = await engineWith(
      'CREATE TABLE t (p int, c int, PRIMARY KEY (p, c))',
      'INSERT INTO t (p, c) VALUES (1, 1)',
      'INSERT INTO t (p, c) VALUES (1, 2)',
    );
    engine.pageSize = 1;
    await engine.run('SELECT * FROM t WHERE p = 1');
    const state = engine.pagingState!;
    const changed = Buffer.from(state);
    changed[changed.length - 1]! ^= 1;
    const cut = Array.from({ length: state.length }, (_, end) => state.subarray(0, end));
    for (const pagingState of [state, Buffer.from('nonsense'), changed, Buffer.concat([state, changed]), ...cut]) {
      const wrong = pagingState === state ? 'SELECT c FROM t WHERE p = 1' : 'SELECT * FROM t WHERE p = 1';
      const error = await errorOf(() => engine.session.query(wrong, { consistency: 6, pagingState }));
      expect([error.code, error.message]).toEqual([ErrorCode.protocol, 'Invalid value for the paging state']);
    }
  });

  test('lead through a scan without losing or repeating a row, whatever the page size', async () => {
    const engine = await engineWith('CREATE TABLE t (p int, c int, s int STATIC, PRIMARY KEY (p, c))');
    for (let p = 0; p < 7; p++) {
      for (let c = 0; c < p; c++) await engine.run(`INSERT INTO t (p, c) VALUES (${p}, ${c})`);
      if (p % 3 === 0) await engine.run(`INSERT INTO t (p, s) VALUES (${p}, ${p})`);
    }
    const whole = rowsOf((await engine.run('SELECT * FROM t')) as RowsOutcome).map(String);
    expect(whole).toHaveLength(22);
    for (const size of [1, 2, 3, 5, 22, 100]) {
      const found: string[] = [];
      engine.pageSize = size;
      engine.pagingState = undefined;
      do {
        const page = (await engine.run('SELECT * FROM t')) as RowsOutcome;
        expect(page.rowCount).toBeLessThanOrEqual(size);
        found.push(...rowsOf(page).map(String));
      } while (engine.pagingState !== undefined);
      expect(found).toEqual(whole);
    }
  });

  test('end a page at one megabyte read', async () => {
    const engine = await engineWith('CREATE TABLE t (p int, c int, v blob, PRIMARY KEY (p, c))');
    for (let c = 0; c < 5; c++) {
      await engine.execute('INSERT INTO t (p, c, v) VALUES (1, ?, ?)', [int(c), Buffer.alloc(400_000)]);
      // one partition takes 1,000 write units a second
      engine.clock.advance(1_000);
    }
    const first = (await engine.run('SELECT c FROM t WHERE p = 1')) as RowsOutcome;
    expect([first.rowCount, first.pagingState === undefined]).toEqual([3, false]);
    const second = (await engine.run('SELECT c FROM t WHERE p = 1')) as RowsOutcome;
    expect([second.rowCount, second.pagingState === undefined]).toEqual([2, true]);
  });
});

describe('batches of the protocol', () => {
  test('run prepared statements and texts together', async () => {
    const engine = await engineWith('CREATE TABLE t (id int PRIMARY KEY, v int)');
    const insert = engine.session.prepare('INSERT INTO t (id, v) VALUES (?, ?)');
    const outcome = await engine.session.batch(
      {
        type: 'logged',
        children: [
          { statement: insert, values: [int(1), int(10)] },
          { statement: 'UPDATE t SET v = ? WHERE id = 2', values: [int(20)] },
        ],
      },
      { consistency: 6 },
    );
    expect(outcome.consumed).toEqual({ readUnits: 0, writeUnits: 4 });
    expect(outcomeText(await engine.run('SELECT * FROM t'))).toBe('id | v\n1 | 10\n2 | 20');
  });

  test('are refused beyond their number of statements and for what is no write', async () => {
    const engine = await engineWith('CREATE TABLE t (id int PRIMARY KEY)');
    const children = Array.from({ length: 31 }, (_, i) => ({
      statement: 'INSERT INTO t (id) VALUES (?)',
      values: [int(i)],
    }));
    const many = await errorOf(() => engine.session.batch({ type: 'unlogged', children }, { consistency: 6 }));
    expect(many.message).toBe('Batches with more than 30 statements are not supported.');
    const select = { type: 'logged' as const, children: [{ statement: 'SELECT * FROM t', values: [] }] };
    expect((await errorOf(() => engine.session.batch(select, { consistency: 6 }))).message).toBe(
      'Invalid statement in batch: only UPDATE, INSERT and DELETE statements are allowed.',
    );
    const short = { type: 'logged' as const, children: [{ statement: 'INSERT INTO t (id) VALUES (?)', values: [] }] };
    expect((await errorOf(() => engine.session.batch(short, { consistency: 6 }))).message).toBe(
      'There were 1 markers(?) in CQL but 0 bound variables',
    );
    const one = { type: 'logged' as const, children: [] };
    expect((await errorOf(() => engine.session.batch(one, { consistency: 1 }))).code).toBe(ErrorCode.invalid);
  });
});

describe('sizes', () => {
  test('a row of more than a megabyte is refused and leaves nothing', async () => {
    const engine = await engineWith('CREATE TABLE t (id int PRIMARY KEY, v blob, w blob)');
    await engine.execute('INSERT INTO t (id, v) VALUES (1, ?)', [Buffer.alloc(600_000)]);
    engine.clock.advance(5_000);
    const update = () => engine.execute('UPDATE t SET w = ? WHERE id = 1', [Buffer.alloc(600_000)]);
    expect((await errorOf(update)).message).toBe('The size of the row exceeds the maximum of 1048576 bytes');
    expect(outcomeText(await engine.run('SELECT id, w FROM t'))).toBe('id | w\n1 | null');
  });

  test('keys of more than 2,048 and 850 bytes are refused', async () => {
    const engine = await engineWith('CREATE TABLE t (p text, c text, PRIMARY KEY (p, c))');
    const insert = (p: number, c: number) =>
      engine.execute('INSERT INTO t (p, c) VALUES (?, ?)', [Buffer.alloc(p, 'x'), Buffer.alloc(c, 'x')]);
    expect((await insert(2_048, 850)).kind).toBe('void');
    expect((await errorOf(() => insert(2_049, 1))).message).toContain('is longer than maximum of 2048');
    expect((await errorOf(() => insert(1, 851))).message).toContain('is longer than maximum of 850');
  });

  test('a range delete takes at most 1,000 rows', async () => {
    const engine = await engineWith('CREATE TABLE t (p int, c int, PRIMARY KEY (p, c))');
    for (let c = 0; c <= 1_000; c++) {
      await engine.execute('INSERT INTO t (p, c) VALUES (1, ?)', [int(c)]);
      if (c % 500 === 0) engine.clock.advance(1_000);
    }
    engine.clock.advance(5_000);
    expect((await errorOf(() => engine.run('DELETE FROM t WHERE p = 1'))).message).toBe(
      'Range delete requests are limited by the amount of items that can be deleted in a single range.',
    );
    engine.clock.advance(5_000);
    const outcome = await engine.run('DELETE FROM t WHERE p = 1 AND c < 1000');
    expect(outcome.consumed?.writeUnits).toBe(1_000);
    expect(outcomeText(await engine.run('SELECT c FROM t'))).toBe('c\n1000');
  });
});

describe('timestamps', () => {
  test('of the protocol count only where client-side timestamps are on', async () => {
    const engine = await engineWith(
      'CREATE TABLE off (id int PRIMARY KEY, v int)',
      "CREATE TABLE on_ (id int PRIMARY KEY, v int) WITH CUSTOM_PROPERTIES = {'client_side_timestamps': {'status': 'enabled'}}",
    );
    const early = engine.clock.wallMicros() - 1_000_000n;
    for (const table of ['off', 'on_']) {
      await engine.run(`INSERT INTO ${table} (id, v) VALUES (1, 1)`);
      await engine.session.query(`INSERT INTO ${table} (id, v) VALUES (1, 2)`, { consistency: 6, timestamp: early });
    }
    expect(outcomeText(await engine.run('SELECT v FROM off'))).toBe('v\n2');
    expect(outcomeText(await engine.run('SELECT v FROM on_'))).toBe('v\n1');
  });
});

describe('units', () => {
  test('follow the worked examples', async () => {
    const engine = await engineWith('CREATE TABLE t (p int, c int, v blob, PRIMARY KEY (p, c))');
    const put = (c: number, bytes: number) =>
      engine.execute('INSERT INTO t (p, c, v) VALUES (1, ?, ?)', [int(c), Buffer.alloc(bytes)]);
    expect((await put(60, 100)).consumed).toEqual({ readUnits: 0, writeUnits: 1 });
    expect((await put(70, 4_200)).consumed).toEqual({ readUnits: 0, writeUnits: 5 });
    const units = async (where: string) => (await engine.run(`SELECT * FROM t ${where}`)).consumed?.readUnits;
    // the row beyond an exclusive upper bound is read too
    expect(await units('WHERE p = 1 AND c >= 60 AND c < 70')).toBe(2);
    expect(await units('WHERE p = 1 AND c >= 60 AND c <= 60')).toBe(1);
    expect(await units('WHERE p = 1 AND c = 70')).toBe(2);
    expect(await units('WHERE p = 9 AND c = 1')).toBe(1);
    // a full scan of the four storage partitions, three of them empty
    await put(80, 4_200);
    expect(await units('')).toBe(3 + 3);
    engine.consistency = 10;
    expect(await units('WHERE p = 1 AND c = 70')).toBe(1);
    expect(await units('WHERE p = 1 AND c = 60')).toBe(0.5);
  });

  test('double for static and other columns together, and a failed condition pays for the row', async () => {
    const engine = await engineWith('CREATE TABLE t (p int, c int, v blob, s blob STATIC, PRIMARY KEY (p, c))');
    const both = await engine.execute('INSERT INTO t (p, c, v, s) VALUES (1, 1, ?, ?)', [
      Buffer.alloc(1_500),
      Buffer.alloc(25_500),
    ]);
    expect(both.consumed?.writeUnits).toBe(2 * 25 + 2 * 2);
    const failed = await engine.run('INSERT INTO t (p, c) VALUES (1, 1) IF NOT EXISTS');
    expect(failed.consumed?.writeUnits).toBe(2);
    const missing = await engine.run('DELETE FROM t WHERE p = 1 AND c = 7 IF EXISTS');
    expect(missing.consumed?.writeUnits).toBe(1);
  });
});

describe('capacity', () => {
  test('throttling looks like a timeout', async () => {
    const engine = await engineWith(
      'CREATE TABLE t (id int PRIMARY KEY, v blob) WITH CUSTOM_PROPERTIES =' +
        " {'capacity_mode': {'throughput_mode': 'PROVISIONED', 'read_capacity_units': 1, 'write_capacity_units': 1}}",
    );
    const write = async () => {
      for (let i = 0; i < 50; i++) {
        await engine.execute('INSERT INTO t (id, v) VALUES (1, ?)', [Buffer.alloc(100_000)]);
      }
    };
    const error = await errorOf(write);
    expect([error.code, error.message]).toEqual([
      ErrorCode.writeTimeout,
      'Operation timed out - received only 0 responses.',
    ]);
    expect(error.details).toEqual({ consistency: 6, received: 0, blockFor: 2, writeType: 'SIMPLE' });
  });
});

describe('schema events', () => {
  test('come when an object can be used, not when it was asked for', async () => {
    const engine = await ScriptEngine.open();
    open.push(engine);
    const { sessions } = engine.engine;
    const seen: string[] = [];
    const stop = sessions.onSchemaChange((change: SchemaChange) => {
      seen.push(`${change.change} ${change.target} ${change.keyspace}.${change.name ?? ''}`);
    });
    const poll = (sessions as unknown as { poll(): void }).poll;
    await engine.session.query("CREATE KEYSPACE ks WITH REPLICATION = {'class': 'SingleRegionStrategy'}", {
      consistency: 6,
    });
    poll();
    expect(seen).toEqual([]);
    expect((await errorOf(() => engine.run('USE ks'))).message).toBe('unconfigured keyspace ks');
    engine.clock.advance(10_000);
    poll();
    poll();
    expect(seen).toEqual(['CREATED KEYSPACE ks.']);
    await engine.run('CREATE TABLE ks.t (id int PRIMARY KEY)');
    poll();
    await engine.run('ALTER TABLE ks.t ADD v int');
    poll();
    await engine.run('DROP TABLE ks.t');
    poll();
    stop();
    await engine.run('DROP KEYSPACE ks');
    poll();
    expect(seen.slice(1)).toEqual(['CREATED TABLE ks.t', 'UPDATED TABLE ks.t', 'DROPPED TABLE ks.t']);
  });
});
