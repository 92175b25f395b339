// Statements of the data-plane fact sheet that no other test holds, each by its section, through statements on an engine.

import { beforeEach, describe, expect, it } from 'vitest';
import { FactStand, localOne, localQuorum } from './stand.js';

let stand: FactStand;
beforeEach(async () => {
  stand = await FactStand.open();
});
const bytes = (count: number) => 'x'.repeat(count);
const kilobyte = 1024;
const mutation = (count: number, make: (at: number) => string) => Array.from({ length: count }, (_, at) => make(at));

describe('data-plane 2.4: limits', () => {
  it('a partition key has at most 2,048 bytes, the clustering key 850 in all', async () => {
    await stand.cql('CREATE TABLE ks.t (k text, c text, d text, PRIMARY KEY (k, c, d))');
    const insert = (k: number, c: number, d: number) =>
      stand.error(`INSERT INTO ks.t (k, c, d) VALUES ('${bytes(k)}', '${bytes(c)}', '${bytes(d)}')`);
    expect(await insert(2048, 425, 425)).toBe('none');
    expect(await insert(2049, 1, 1)).toMatch(/^2200 /);
    expect(await insert(1, 425, 426)).toMatch(/^2200 /);
  });

  it('a row has at most 1 MB without its static data, and the static data of a partition too', async () => {
    await stand.cql('CREATE TABLE ks.t (k int, c int, s text STATIC, v text, PRIMARY KEY (k, c))');
    const insert = async (columns: string, values: string, count: number) => {
      // a partition takes 1,000 units a second
      stand.clock.advance(60_000);
      return stand.error(`INSERT INTO ks.t (${columns}) VALUES (${values}, '${bytes(count)}')`);
    };
    expect(await insert('k, c, v', '1, 1', 1024 * kilobyte - 100)).toBe('none');
    expect(await insert('k, s', '1', 1024 * kilobyte - 200)).toBe('none');
    expect(await insert('k, c, v', '1, 1', 1024 * kilobyte)).toMatch(/^2200 /);
    expect(await insert('k, s', '1', 1024 * kilobyte)).toMatch(/^2200 /);
  });

  it('a statement writes 225 regular columns, 166 in a table with TTL (control-plane 5.1)', async () => {
    const columns = mutation(226, (at) => `c${at}`);
    const definition = `(k int PRIMARY KEY, ${columns.map((c) => `${c} int`).join()})`;
    await stand.cql(`CREATE TABLE ks.t ${definition}`);
    await stand.cql(`CREATE TABLE ks.u ${definition} WITH CUSTOM_PROPERTIES = {'ttl': {'status': 'enabled'}}`);
    const insert = (table: string, count: number, ttl = '') =>
      stand.error(
        `INSERT INTO ks.${table} (k, ${columns.slice(0, count).join()}) VALUES (1${', 1'.repeat(count)})${ttl}`,
      );
    expect(await insert('t', 225)).toBe('none');
    expect(await insert('t', 226)).toMatch(/^2200 /);
    expect(await insert('u', 166, ' USING TTL 60')).toBe('none');
    expect(await insert('u', 167, ' USING TTL 60')).toMatch(/^2200 /);
    expect(await insert('u', 167)).toMatch(/^2200 /);
  });

  it('frozen collections nest eight deep', async () => {
    const nested = (depth: number) => `${'frozen<list<'.repeat(depth)}int${'>>'.repeat(depth)}`;
    expect(await stand.error(`CREATE TABLE ks.a (k int PRIMARY KEY, v ${nested(8)})`)).toBe('none');
    expect(await stand.error(`CREATE TABLE ks.b (k int PRIMARY KEY, v ${nested(9)})`)).toMatch(/^2200 /);
  });

  it('an unlogged batch has 30 statements, a logged one 100, and 50 with static columns', async () => {
    await stand.cql('CREATE TABLE ks.t (k int, c int, v int, PRIMARY KEY (k, c))');
    await stand.cql('CREATE TABLE ks.s (k int, c int, v int, s int STATIC, PRIMARY KEY (k, c))');
    const batch = (kind: string, table: string, count: number, column = 'v') => {
      const inserts = mutation(count, (at) => `INSERT INTO ks.${table} (k, c, ${column}) VALUES (1, ${at}, 1);`);
      return stand.error(`BEGIN ${kind} BATCH ${inserts.join(' ')} APPLY BATCH`);
    };
    expect(await batch('UNLOGGED', 't', 30)).toBe('none');
    expect(await batch('UNLOGGED', 't', 31)).toMatch(/^2200 /);
    expect(await batch('', 't', 100)).toBe('none');
    expect(await batch('', 't', 101)).toMatch(/^2200 /);
    expect(await batch('', 's', 50, 's')).toBe('none');
    expect(await batch('', 's', 51, 's')).toMatch(/^2200 /);
  });
});

describe('data-plane 2.17: consistency levels', () => {
  const supported = (level: string, levels: string) =>
    `2200 Consistency level ${level} is not supported for this operation. Supported consistency levels are: ${levels}`;
  const levels = { ANY: 0, TWO: 2, THREE: 3, QUORUM: 4, ALL: 5, EACH_QUORUM: 7 } as const;

  beforeEach(() => stand.cql('CREATE TABLE ks.t (k int PRIMARY KEY, v int)'));

  it.each(Object.entries(levels))(
    'SELECT and USE refuse %s with the text seen in the field',
    async (name, consistency) => {
      for (const text of ['SELECT * FROM ks.t', 'SELECT * FROM system.local', 'USE ks'])
        expect(await stand.error(text, [], { consistency })).toBe(supported(name, 'ONE, LOCAL_QUORUM, LOCAL_ONE'));
    },
  );

  it('writes take LOCAL_QUORUM alone', async () => {
    const insert = 'INSERT INTO ks.t (k, v) VALUES (1, 1)';
    for (const text of [
      insert,
      'UPDATE ks.t SET v = 1 WHERE k = 1',
      'DELETE FROM ks.t WHERE k = 1',
      `BEGIN BATCH ${insert}; APPLY BATCH`,
    ]) {
      for (const [name, consistency] of [
        ['ONE', 1],
        ['LOCAL_ONE', localOne],
        ['QUORUM', 4],
      ] as const)
        expect(await stand.error(text, [], { consistency })).toBe(supported(name, 'LOCAL_QUORUM'));
    }
  });

  it('the definition of data is not restricted', async () => {
    expect(await stand.error('CREATE TABLE ks.u (k int PRIMARY KEY)', [], { consistency: 1 })).toBe('none');
  });
});

describe('data-plane 2.18: paging', () => {
  const pagesOf = async (text: string, pageSize?: number): Promise<number[]> => {
    const counts: number[] = [];
    let pagingState: Buffer | undefined;
    do {
      const page = await stand.rows(text, { ...(pageSize && { pageSize }), ...(pagingState && { pagingState }) });
      counts.push(page.rowCount);
      ({ pagingState } = page);
    } while (pagingState !== undefined && counts.length < 50);
    return counts;
  };

  it('a page size of 10 over 30 rows gives three pages whatever matches', async () => {
    await stand.cql('CREATE TABLE ks.t (k int, c int, v int, PRIMARY KEY (k, c))');
    for (let c = 0; c < 30; c++) await stand.cql(`INSERT INTO ks.t (k, c, v) VALUES (1, ${c}, ${c})`);
    const counts = await pagesOf('SELECT c FROM ks.t WHERE k = 1 AND v = 15 ALLOW FILTERING', 10);
    expect(counts.slice(0, 3)).toEqual([0, 1, 0]);
    expect(counts.slice(3).every((count) => count === 0)).toBe(true);
    expect(counts.length).toBeLessThanOrEqual(4);
  });

  it('rows of a tenth of a megabyte and a page size of 20: ten rows a page; without a page size too', async () => {
    await stand.cql('CREATE TABLE ks.t (k int, c int, v text, PRIMARY KEY (k, c))');
    for (let c = 0; c < 25; c++) {
      await stand.cql(`INSERT INTO ks.t (k, c, v) VALUES (1, ${c}, '${bytes(kilobyte ** 2 / 10)}')`);
      stand.clock.advance(1000);
    }
    for (const pageSize of [20, undefined]) {
      const counts = await pagesOf('SELECT * FROM ks.t WHERE k = 1', pageSize);
      expect(counts.slice(0, 2)).toEqual([10, 10]);
    }
  });

  it('LIMIT goes on across pages', async () => {
    await stand.cql('CREATE TABLE ks.t (k int, c int, PRIMARY KEY (k, c))');
    for (let c = 0; c < 9; c++) await stand.cql(`INSERT INTO ks.t (k, c) VALUES (1, ${c})`);
    const counts = await pagesOf('SELECT c FROM ks.t WHERE k = 1 LIMIT 5', 2);
    expect(counts.reduce((a, b) => a + b, 0)).toBe(5);
  });

  it('a paging state that is none, or that of another statement, is a protocol error', async () => {
    await stand.cql('CREATE TABLE ks.t (k int, c int, PRIMARY KEY (k, c))');
    for (let c = 0; c < 3; c++) await stand.cql(`INSERT INTO ks.t (k, c) VALUES (1, ${c})`);
    const { pagingState } = await stand.rows('SELECT c FROM ks.t WHERE k = 1', { pageSize: 1 });
    for (const [text, state] of [
      ['SELECT c FROM ks.t WHERE k = 1', Buffer.from('nonsense')],
      ['SELECT k FROM ks.t WHERE k = 1', pagingState!],
    ] as const)
      expect(await stand.error(text, [], { pageSize: 1, pagingState: state })).toMatch(
        /^000a Invalid value for the paging state/,
      );
  });
});

describe('data-plane 4.1: units', () => {
  // an int key takes 8 bytes, the text its length and 1
  const text = (rowBytes: number) => bytes(rowBytes - 9);
  beforeEach(() => stand.cql('CREATE TABLE ks.t (k int PRIMARY KEY, v text)'));

  it('a write unit is 1 KB of row', async () => {
    const insert = (size: number) => stand.writes(`INSERT INTO ks.t (k, v) VALUES (1, '${text(size)}')`);
    expect(await insert(kilobyte)).toBe(1);
    expect(await insert(kilobyte + 1)).toBe(2);
    expect(await insert(10 * kilobyte)).toBe(10);
  });

  it('a read unit is 4 KB, half of one at ONE and LOCAL_ONE', async () => {
    const select = 'SELECT * FROM ks.t WHERE k = 1';
    for (const [size, units] of [
      [4 * kilobyte, 1],
      [4 * kilobyte + 1, 2],
    ] as const) {
      await stand.cql(`INSERT INTO ks.t (k, v) VALUES (1, '${text(size)}')`);
      expect(await stand.reads(select)).toBe(units);
      expect(await stand.reads(select, localOne)).toBe(units / 2);
      expect(await stand.reads(select, 1)).toBe(units / 2);
    }
  });

  it('a read that finds nothing takes 1 unit, or half of one', async () => {
    expect(await stand.reads('SELECT * FROM ks.t WHERE k = 9')).toBe(1);
    expect(await stand.reads('SELECT * FROM ks.t WHERE k = 9', localOne)).toBe(0.5);
  });

  it('a condition that holds costs as a plain write; one that does not, the row that is there, or 1', async () => {
    const lwt = async (statement: string) => (await stand.cql(statement)).consumed;
    const insert = `INSERT INTO ks.t (k, v) VALUES (1, '${text(2500)}') IF NOT EXISTS`;
    expect(await lwt(insert)).toEqual({ readUnits: 0, writeUnits: 3 });
    expect(await lwt("INSERT INTO ks.t (k, v) VALUES (1, 'x') IF NOT EXISTS")).toEqual({ readUnits: 0, writeUnits: 3 });
    expect(await lwt("UPDATE ks.t SET v = 'x' WHERE k = 2 IF EXISTS")).toEqual({ readUnits: 0, writeUnits: 1 });
  });

  it('a failed IF [NOT] EXISTS with TTL and without client-side timestamps also costs reading the row, or 1', async () => {
    await stand.cql(
      "CREATE TABLE ks.u (k int PRIMARY KEY, v text) WITH CUSTOM_PROPERTIES = {'ttl': {'status': 'enabled'}}",
    );
    await stand.cql(`INSERT INTO ks.u (k, v) VALUES (1, '${text(6000)}')`);
    const failed = (await stand.cql("INSERT INTO ks.u (k, v) VALUES (1, 'x') IF NOT EXISTS")).consumed;
    expect(failed).toEqual({ readUnits: 2, writeUnits: 6 });
    const missing = (await stand.cql("UPDATE ks.u SET v = 'x' WHERE k = 2 IF EXISTS")).consumed;
    expect(missing).toEqual({ readUnits: 1, writeUnits: 1 });
  });

  it('a logged batch costs twice its rows, an unlogged one their sum', async () => {
    const inserts = [1500, 500].map((size, k) => `INSERT INTO ks.t (k, v) VALUES (${k}, '${text(size)}');`).join(' ');
    expect(await stand.writes(`BEGIN BATCH ${inserts} APPLY BATCH`)).toBe(6);
    expect(await stand.writes(`BEGIN UNLOGGED BATCH ${inserts} APPLY BATCH`)).toBe(3);
  });

  it('a range delete costs each row that it removes', async () => {
    await stand.cql('CREATE TABLE ks.r (k int, c int, v text, PRIMARY KEY (k, c))');
    for (let c = 0; c < 4; c++) await stand.cql(`INSERT INTO ks.r (k, c, v) VALUES (1, ${c}, '${bytes(1500)}')`);
    expect(await stand.writes('DELETE FROM ks.r WHERE k = 1 AND c < 3')).toBe(6);
  });

  it('system tables and the definition of data cost nothing', async () => {
    expect((await stand.cql('SELECT * FROM system.local')).consumed?.readUnits ?? 0).toBe(0);
    expect((await stand.cql('CREATE TABLE ks.free (k int PRIMARY KEY)')).consumed?.writeUnits ?? 0).toBe(0);
  });
});

describe('data-plane 4.2: reads', () => {
  it('behind an exclusive upper bound the next row is read, too: 2 RRU', async () => {
    await stand.cql('CREATE TABLE ks.t (k int, c int, v text, PRIMARY KEY (k, c))');
    await stand.cql("INSERT INTO ks.t (k, c, v) VALUES (1, 60, 'small')");
    await stand.cql(`INSERT INTO ks.t (k, c, v) VALUES (1, 70, '${bytes(4200)}')`);
    expect(await stand.reads('SELECT * FROM ks.t WHERE k = 1 AND c >= 60 AND c < 70')).toBe(2);
    expect(await stand.reads('SELECT * FROM ks.t WHERE k = 1 AND c >= 60 AND c <= 60')).toBeLessThanOrEqual(2);
  });

  it('a full scan of four storage partitions, three rows in one of them: 6 RRU', async () => {
    await stand.cql('CREATE TABLE ks.t (k int, c int, v text, PRIMARY KEY (k, c))');
    for (const [c, size] of [
      [1, 4200],
      [2, 4200],
      [3, 10],
    ] as const)
      await stand.cql(`INSERT INTO ks.t (k, c, v) VALUES (1, ${c}, '${bytes(size)}')`);
    expect(await stand.reads('SELECT * FROM ks.t')).toBe(6);
    expect(await stand.reads('SELECT * FROM ks.t', localOne)).toBe(3);
  });

  it('two rows of 3 KB in one query at LOCAL_ONE: 1', async () => {
    await stand.cql('CREATE TABLE ks.t (k int, c int, v text, PRIMARY KEY (k, c))');
    for (const c of [1, 2]) await stand.cql(`INSERT INTO ks.t (k, c, v) VALUES (1, ${c}, '${bytes(3000)}')`);
    expect(await stand.reads('SELECT * FROM ks.t WHERE k = 1', localOne)).toBe(1);
    expect(await stand.reads('SELECT * FROM ks.t WHERE k = 1', localQuorum)).toBe(2);
  });

  it('filters and LIMIT do not make it cheaper', async () => {
    await stand.cql('CREATE TABLE ks.t (k int, c int, v text, PRIMARY KEY (k, c))');
    for (let c = 0; c < 8; c++) await stand.cql(`INSERT INTO ks.t (k, c, v) VALUES (1, ${c}, '${bytes(2000)}')`);
    expect(await stand.reads('SELECT * FROM ks.t WHERE k = 1')).toBe(4);
    expect(await stand.reads("SELECT * FROM ks.t WHERE k = 1 AND v = 'none' ALLOW FILTERING")).toBe(4);
    expect(await stand.reads('SELECT * FROM ks.t WHERE k = 1 LIMIT 1')).toBe(4);
  });

  it('LIMIT 1 reads a whole page of the page size, with a page size of 1 one row (control-plane 15.14)', async () => {
    await stand.cql('CREATE TABLE ks.t (k int, c int, v text, PRIMARY KEY (k, c))');
    for (let c = 0; c < 8; c++) await stand.cql(`INSERT INTO ks.t (k, c, v) VALUES (1, ${c}, '${bytes(4000)}')`);
    const limited = async (pageSize?: number) => {
      const page = await stand.rows('SELECT c FROM ks.t WHERE k = 1 LIMIT 1', pageSize ? { pageSize } : {});
      return [page.rowCount, page.pagingState === undefined, page.consumed?.readUnits];
    };
    expect(await limited()).toEqual([1, true, 8]);
    expect(await limited(3)).toEqual([1, true, 3]);
    expect(await limited(1)).toEqual([1, true, 1]);
  });

  it('LIMIT 1 without a page size reads up to a megabyte', async () => {
    await stand.cql('CREATE TABLE ks.t (k int, c int, v text, PRIMARY KEY (k, c))');
    for (let c = 0; c < 30; c++) {
      await stand.cql(`INSERT INTO ks.t (k, c, v) VALUES (1, ${c}, '${bytes(50_000)}')`);
      stand.clock.advance(1000);
    }
    const units = await stand.reads('SELECT c FROM ks.t WHERE k = 1 LIMIT 1');
    expect(units).toBeGreaterThanOrEqual(256);
    expect(units).toBeLessThanOrEqual(256 + 13);
  });
});

/** The size of a row with one value of `type`, found by how much text fills it to exactly 1 KB: an int key and the text are 9. */
async function valueBytes(type: string, value: string, properties = '', each = 0): Promise<number> {
  await stand.cql(`CREATE TABLE ks.sized (k int PRIMARY KEY, x ${type}, v text)${properties}`);
  const units = (filler: number) =>
    stand.writes(`INSERT INTO ks.sized (k, x, v) VALUES (1, ${value}, '${bytes(filler)}')`);
  let [fits, exceeds] = [1, kilobyte];
  while (exceeds - fits > 1) {
    const middle = (fits + exceeds) >> 1;
    if ((await units(middle)) === 1) fits = middle;
    else exceeds = middle;
  }
  await stand.cql('DROP TABLE ks.sized');
  return kilobyte - 9 - fits - each;
}

describe('data-plane 4.3: value sizes, each with 1 byte of column id', () => {
  it.each([
    ['int', '0', 2],
    ['int', '7', 2],
    ['bigint', '100', 2],
    ['int', '123', 3],
    ['varint', '12345678', 5],
    ['boolean', 'true', 1],
    ['blob', '0x0102030405', 5],
    ['ascii', "'abc'", 3],
    ['text', "'äö'", 4],
    ['list<int>', '[1, 2]', 3 + 2 * 3],
    ['set<text>', "{'a', 'bc'}", 3 + 2 + 3],
    ['map<int, text>', "{1: 'abc'}", 3 + 2 + 3 + 1],
    ['uuid', '123e4567-e89b-12d3-a456-426614174000', 16],
    ['timestamp', '0', 8],
    ['double', '1.5', 8],
    ['float', '1.5', 4],
  ])('%s %s: %d', async (type, value, size) => {
    expect(await valueBytes(type, value)).toBe(size + 1);
  });

  it('a key column counts twice: 2 times the value and 3 of a partition key, and a fifth more of a clustering column', async () => {
    await stand.cql('CREATE TABLE ks.t (k text, c text, v text, PRIMARY KEY (k, c))');
    const keys = 2 * 100 + 1 + 3 + (2 * 101 + 21 + 1);
    const insert = (filler: number) =>
      stand.writes(`INSERT INTO ks.t (k, c, v) VALUES ('${bytes(100)}', '${bytes(101)}', '${bytes(filler)}')`);
    expect(await insert(kilobyte - keys - 1)).toBe(1);
    expect(await insert(kilobyte - keys)).toBe(2);
  });
});

describe('data-plane 4.4: static columns', () => {
  beforeEach(() => stand.cql('CREATE TABLE ks.t (k int, c int, s text STATIC, v text, PRIMARY KEY (k, c))'));

  it('a write of static data alone costs its size', async () => {
    expect(await stand.writes(`INSERT INTO ks.t (k, s) VALUES (1, '${bytes(25.5 * kilobyte)}')`)).toBe(26);
  });

  it('a write of both kinds, 25.5 KB and 1.5 KB: 56 WCU', async () => {
    const values = `1, 1, '${bytes(25.3 * kilobyte)}', '${bytes(1.4 * kilobyte)}'`;
    expect(await stand.writes(`INSERT INTO ks.t (k, c, s, v) VALUES (${values})`)).toBe(56);
  });

  it('a read of both kinds adds them, then rounds', async () => {
    await stand.cql(`INSERT INTO ks.t (k, c, s, v) VALUES (1, 1, '${bytes(2000)}', '${bytes(1800)}')`);
    expect(await stand.reads('SELECT * FROM ks.t WHERE k = 1 AND c = 1')).toBe(1);
  });
});

describe('data-plane 4.5: extra bytes', () => {
  const timestamps = " WITH CUSTOM_PROPERTIES = {'client_side_timestamps': {'status': 'enabled'}}";
  const ttl = ' WITH default_time_to_live = 1000';
  const both = `${timestamps} AND default_time_to_live = 1000`;
  // the text that fills the row has its own, too
  it.each([
    ['client-side timestamps', 'boolean', 'true', timestamps, 18, 2 + 18],
    ['TTL', 'boolean', 'true', ttl, 16, 2 + 16],
    ['both', 'boolean', 'true', both, 27, 2 + 27],
    ['client-side timestamps', 'list<int>', '[1, 2]', timestamps, 18, 10 + 2 * 30 + 19],
    ['TTL', 'list<int>', '[1, 2]', ttl, 16, 10 + 2 * 15],
    ['both', 'list<int>', '[1, 2]', both, 27, 10 + 2 * 39 + 19],
    ['client-side timestamps', 'set<text>', "{'a'}", timestamps, 18, 6 + 14 + 26],
    ['TTL', 'set<text>', "{'a'}", ttl, 16, 6 + 12 + 7],
    ['both', 'set<text>', "{'a'}", both, 27, 6 + 23 + 26],
    ['client-side timestamps', 'map<int, text>', "{1: 'abc'}", timestamps, 18, 10 + 17 + 26],
    ['TTL', 'map<int, text>', "{1: 'abc'}", ttl, 16, 10 + 15 + 7],
    ['both', 'map<int, text>', "{1: 'abc'}", both, 27, 10 + 26 + 26],
    ['client-side timestamps', 'frozen<list<int>>', '[1]', timestamps, 18, -1],
  ])('%s with %s', async (_name, type, value, properties, filler, size) => {
    const found = await valueBytes(type, value, properties, filler);
    const expected = size === -1 ? (await valueBytes(type, value)) + filler : size;
    expect(found).toBe(expected);
  });
});

describe('data-plane 4.7: 3,000 CQL queries a second for a connection', () => {
  /** What so many queries of one statement, in one second and over one connection, come to: by error code. */
  async function outcomes(text: string, count: number) {
    const session = stand.engine.sessions.open({ region: 'us-east-1', user: 'alice', requestsPerSecond: 3_000 });
    const found: Record<string, number> = {};
    for (let query = 0; query < count; query++) {
      const consistency = text.startsWith('SELECT') ? localOne : localQuorum;
      let outcome = 'done';
      try {
        await session.query(text.replace('#', String(query)), { consistency });
      } catch (error) {
        outcome = (error as { code: number }).code.toString(16);
      }
      found[outcome] = (found[outcome] ?? 0) + 1;
    }
    return found;
  }

  beforeEach(() => stand.cql('CREATE TABLE ks.t (k int PRIMARY KEY, v text)'));

  it('reads and writes over it are the timeouts of 4.8', async () => {
    expect(await outcomes('SELECT v FROM ks.t WHERE k = #', 3_002)).toEqual({ done: 3_000, '1200': 2 });
    expect(await outcomes('INSERT INTO ks.t (k) VALUES (#)', 3_002)).toEqual({ done: 3_000, '1100': 2 });
  });

  it('each subquery of an IN counts', async () => {
    expect(await outcomes('SELECT v FROM ks.t WHERE k IN (1, 2, 3, 4)', 752)).toEqual({ done: 750, '1200': 2 });
  });
});

describe('data-plane 2.17: LOCAL_QUORUM is two of three zones', () => {
  it('a lost zone changes nothing; without two, only reads of one zone are answered, and nothing is written', async () => {
    await stand.cql('CREATE TABLE ks.t (k int PRIMARY KEY, v text)');
    const read = (consistency: typeof localOne | typeof localQuorum) =>
      stand.error('SELECT v FROM ks.t WHERE k = 1', [], { consistency });
    const write = (k: number) => stand.error(`INSERT INTO ks.t (k, v) VALUES (${k}, 'a')`);
    await stand.engine.chaos.add({ kind: 'fail-zone', zone: 'a' });
    expect([await write(1), await read(localQuorum), await read(localOne)]).toEqual(['none', 'none', 'none']);
    await stand.engine.chaos.add({ kind: 'fail-zone', zone: 'b' });
    expect([await write(2), await read(localQuorum), await read(localOne)]).toEqual([
      '1100 Operation timed out - received only 1 responses.',
      '1200 Operation timed out - received only 1 responses.',
      'none',
    ]);
    expect(await stand.error("INSERT INTO ks.t (k, v) VALUES (3, 'a') IF NOT EXISTS")).toMatch(/^1100 /);
    expect(await stand.error("BEGIN BATCH INSERT INTO ks.t (k, v) VALUES (4, 'a'); APPLY BATCH")).toMatch(/^1100 /);
    expect(await stand.error('SELECT key FROM system.local')).toBe('none');
    await stand.engine.chaos.add({ kind: 'fail-zone', zone: 'c' });
    expect(await read(localOne)).toBe('1200 Operation timed out - received only 0 responses.');
    await stand.engine.chaos.clear();
    expect((await stand.rows('SELECT k FROM ks.t')).rowCount).toBe(1);
  });
});
