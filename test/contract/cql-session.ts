// What every adapter of the CQL session port promises: the same values, pages, errors, whoever carries the bytes.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderCqlValue } from '../../src/core/model/cql-value.js';
import { waitForKeyspace, waitForTable } from '../../src/core/ops/wait-until.js';
import type { CqlSession } from '../../src/core/ports/cql-session.js';
import { fleetAt, type OpenedPlace } from './control-plane.js';

const uuid = '5b6962dd-3f90-4c93-8f61-eabfa4a803e2';
const timeuuid = 'a10c5b30-0d3f-11ef-8f5a-325096b39f47';

/** Column, type, CQL literal, how it reads back. */
const values: readonly (readonly [string, string, string])[] = [
  ['ascii', "'plain'", 'plain'],
  ['bigint', '9007199254740993', '9007199254740993'],
  ['blob', '0x00ff', '0x00ff'],
  ['boolean', 'true', 'true'],
  ['date', "'2024-02-29'", '2024-02-29'],
  ['decimal', '-12.50', '-12.50'],
  ['double', '0.1', '0.1'],
  ['float', '0.1', '0.1'],
  ['inet', "'2001:db8::1'", '2001:db8::1'],
  ['int', '-7', '-7'],
  ['smallint', '32767', '32767'],
  ['text', "'ö it''s'", "ö it's"],
  ['time', "'08:12:54.123'", '08:12:54.123000000'],
  ['timestamp', "'2024-05-06T07:08:09.010Z'", '2024-05-06T07:08:09.010Z'],
  ['timeuuid', timeuuid, timeuuid],
  ['tinyint', '-128', '-128'],
  ['uuid', uuid, uuid],
  ['varint', '123456789012345678901234567890', '123456789012345678901234567890'],
  ['list<int>', '[2, 1, 2]', '[2, 1, 2]'],
  ['set<text>', "{'b', 'a'}", "{'a', 'b'}"],
  ['map<text, int>', "{'k': 1}", "{'k': 1}"],
  ['frozen<tuple<int, text>>', "(1, 'x')", "(1, 'x')"],
];

export function cqlSessionContract(name: string, open: () => Promise<OpenedPlace>): void {
  describe(`${name} keeps the contract of the CQL session`, () => {
    let opened: OpenedPlace;
    let session: CqlSession;
    const timeoutMs = 20_000;

    beforeAll(async () => {
      opened = await open();
      const fleet = fleetAt(opened.place);
      session = await opened.place.openSession();
      await session.execute("CREATE KEYSPACE talk WITH REPLICATION = {'class': 'SingleRegionStrategy'}");
      await waitForKeyspace(fleet, opened.place, { keyspace: 'talk', state: 'ACTIVE', timeoutMs });
      const columns = values.map(([type], at) => `c${at} ${type}`).join(', ');
      await session.execute(`CREATE TABLE talk.every (id int PRIMARY KEY, ${columns})`);
      await session.execute('CREATE TABLE talk.many (p int, c int, v text, PRIMARY KEY (p, c))');
      for (const table of ['talk.every', 'talk.many']) {
        await waitForTable(fleet, opened.place, { table, state: 'ACTIVE', timeoutMs });
      }
    });
    afterAll(async () => {
      await session?.close();
      await opened?.close();
    });

    it('reads every type back as it was written, with its type as text', async () => {
      const names = values.map((_, at) => `c${at}`);
      const literals = values.map(([, literal]) => literal);
      await session.execute(`INSERT INTO talk.every (id, ${names}) VALUES (1, ${literals})`);
      const result = await session.execute(`SELECT ${names} FROM talk.every WHERE id = 1`);
      const read = result.columns.map((column, at) => [
        column.type,
        renderCqlValue(result.rows[0]?.[at] ?? null, column.type),
      ]);
      expect(read).toEqual(values.map(([type, , text]) => [type, text]));
    });

    it('reads what is absent as null', async () => {
      await session.execute('INSERT INTO talk.every (id) VALUES (2)');
      const { rows } = await session.execute('SELECT c0, c18 FROM talk.every WHERE id = 2');
      expect(rows).toEqual([[null, null]]);
    });

    it('pages', async () => {
      const insert = await session.prepare('INSERT INTO talk.many (p, c, v) VALUES (?, ?, ?)');
      for (let c = 0; c < 25; c++) await insert.execute([1, c, `row ${c}`]);
      const seen: unknown[] = [];
      let pagingState: string | undefined;
      let pages = 0;
      do {
        const page = await session.execute('SELECT c FROM talk.many WHERE p = 1', {
          pageSize: 10,
          ...(pagingState !== undefined && { pagingState }),
        });
        expect(page.rows.length).toBeLessThanOrEqual(10);
        seen.push(...page.rows.map((row) => row[0]));
        pagingState = page.pagingState;
        pages++;
      } while (pagingState !== undefined);
      expect(seen).toEqual(Array.from({ length: 25 }, (_, c) => c));
      expect(pages).toBeGreaterThanOrEqual(3);
    });

    it('binds values and nulls', async () => {
      const insert = await session.prepare('INSERT INTO talk.every (id, c11, c17, c18, c20) VALUES (?, ?, ?, ?, ?)');
      await insert.execute([3, "it's", 12345678901234567890n, [3, 1], new Map([['a', 1]])]);
      await insert.execute([4, null, null, null, null]);
      const read = await session.prepare('SELECT c11, c17, c18, c20 FROM talk.every WHERE id = ?');
      expect((await read.execute([3])).rows).toEqual([["it's", 12345678901234567890n, [3, 1], new Map([['a', 1]])]]);
      expect((await read.execute([4])).rows).toEqual([[null, null, null, null]]);
    });

    it('keeps answers apart when many statements run at once', async () => {
      const read = await session.prepare('SELECT c, v FROM talk.many WHERE p = 1 AND c = ?');
      const answers = await Promise.all(Array.from({ length: 25 }, (_, c) => read.execute([c])));
      expect(answers.map((answer) => answer.rows)).toEqual(Array.from({ length: 25 }, (_, c) => [[c, `row ${c}`]]));
    });

    it('keeps the keyspace of USE', async () => {
      expect((await session.execute('USE talk')).keyspace).toBe('talk');
      expect(session.keyspace).toBe('talk');
      expect((await session.execute('SELECT id FROM every WHERE id = 1')).rows).toEqual([[1]]);
    });

    it('tells errors apart and keeps their words', async () => {
      await expect(session.execute('SELEC 1')).rejects.toMatchObject({ kind: 'usage', code: 'SYNTAX' });
      await expect(session.execute('SELECT * FROM talk.nothing')).rejects.toMatchObject({
        kind: 'failed',
        code: 'INVALID',
        message: expect.stringContaining('nothing'),
      });
      await expect(session.execute('SELECT id FROM talk.every', { consistency: 'MOST' })).rejects.toMatchObject({
        kind: 'usage',
      });
    });
  });
}
