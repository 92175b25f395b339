// What every adapter of the streams port promises: streams by table, their shards, and records in order from either end.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { showStreams, tailStream } from '../../src/core/ops/streams.js';
import { waitForKeyspace, waitForTable } from '../../src/core/ops/wait-until.js';
import { fleetAt, type OpenedPlace } from './control-plane.js';

export function streamsContract(name: string, open: () => Promise<OpenedPlace>): void {
  describe(`${name} keeps the contract of streams`, () => {
    let opened: OpenedPlace;
    const timeoutMs = 20_000;
    const table = 'streamed.rows';

    beforeAll(async () => {
      opened = await open();
      const fleet = fleetAt(opened.place);
      await opened.place.control.keyspaces.create({ keyspaceName: 'streamed' });
      await waitForKeyspace(fleet, opened.place, { keyspace: 'streamed', state: 'ACTIVE', timeoutMs });
      await opened.place.control.tables.create({
        keyspaceName: 'streamed',
        tableName: 'rows',
        schemaDefinition: {
          allColumns: [
            { name: 'id', type: 'int' },
            { name: 'v', type: 'text' },
          ],
          partitionKeys: [{ name: 'id' }],
        },
        cdcSpecification: { status: 'ENABLED', viewType: 'NEW_AND_OLD_IMAGES' },
      });
      await waitForTable(fleet, opened.place, { table, state: 'ACTIVE', timeoutMs });
      const session = await opened.place.openSession();
      for (const v of ['a', 'b', 'c']) await session.execute(`INSERT INTO streamed.rows (id, v) VALUES (1, '${v}')`);
      await session.execute("INSERT INTO streamed.rows (id, v) VALUES (2, 'ü')");
      await session.close();
    });
    afterAll(() => opened?.close());

    it('finds the stream of a table with its shards', async () => {
      const { streams } = await showStreams(fleetAt(opened.place), { table });
      expect(streams).toMatchObject([
        { keyspaceName: 'streamed', tableName: 'rows', streamStatus: 'ENABLED', streamViewType: 'NEW_AND_OLD_IMAGES' },
      ]);
      const { shards, streamLabel, creationRequestDateTime } = streams[0]!;
      expect(new Set(shards.map(({ shardId }) => shardId)).size).toBe(shards.length);
      expect(creationRequestDateTime).toBe(`${streamLabel}Z`);
      expect(await opened.place.streams.list('streamed', 'other')).toEqual([]);
    });

    it('gives the records of a row in their order, and an end', async () => {
      const seen: unknown[] = [];
      const tail = tailStream(fleetAt(opened.place), { table, fromStart: true, follow: false });
      for await (const { partitionKeys, newImage, createdAt } of tail) {
        expect(new Date(createdAt).toISOString()).toBe(createdAt);
        const { v } = newImage!.valueCells as { v: { value: { textT: string } } };
        seen.push([(partitionKeys.id as { intT: string }).intT, v.value.textT]);
      }
      expect(seen.filter((each) => (each as string[])[0] === '1')).toEqual([
        ['1', 'a'],
        ['1', 'b'],
        ['1', 'c'],
      ]);
      expect(seen).toContainEqual(['2', 'ü']);
      expect(seen).toHaveLength(4);
    });

    it('begins behind the last record where the latest are wanted, and stops at a number of records', async () => {
      const count = async (fromStart: boolean, recordsMax?: number) => {
        let records = 0;
        const input = { table, fromStart, follow: false, ...(recordsMax === undefined ? {} : { recordsMax }) };
        for await (const _ of tailStream(fleetAt(opened.place), input)) records++;
        return records;
      };
      expect([await count(false), await count(true, 3)]).toEqual([0, 3]);
    });

    it('says by kind what is wrong', async () => {
      const { streamArn } = (await opened.place.streams.list('streamed'))[0]!;
      const gone = streamArn.replace(/[^/]+$/, '2020-01-01T00:00:00.000');
      await expect(opened.place.streams.get(gone)).rejects.toMatchObject({ kind: 'not-found' });
      await expect(opened.place.streams.get('arn')).rejects.toMatchObject({ kind: 'usage' });
      await expect(opened.place.streams.records('nonsense', 10)).rejects.toMatchObject({ kind: 'usage' });
    });
  });
}
