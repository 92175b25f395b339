// What lands in a stream: one record a change of a row, in order, with the images that its view type shows.

import { afterEach, describe, expect, it, test } from 'vitest';
import { type Record_, StreamStand, valuesOf } from './stand.js';

const stands: StreamStand[] = [];
afterEach(async () => {
  for (const stand of stands.splice(0)) await stand.close();
});
async function open(...args: Parameters<typeof StreamStand.open>): Promise<StreamStand> {
  const stand = await StreamStand.open(...args);
  stands.push(stand);
  return stand;
}

const shown = ({ origin, partitionKeys, clusteringKeys, oldImage, newImage }: Record_) => ({
  origin,
  keys: { ...partitionKeys, ...clusteringKeys },
  old: valuesOf(oldImage),
  new: valuesOf(newImage),
});
const text = (textT: string) => ({ textT });
const int = (value: number) => ({ intT: String(value) });

describe('records', () => {
  it('tell insert, update and delete of a row, once each', async () => {
    const stand = await open('id int, c int, v text, w text, PRIMARY KEY (id, c)');
    await stand.cql(
      "INSERT INTO ks.t (id, c, v) VALUES (1, 2, 'a')",
      "UPDATE ks.t SET w = 'b' WHERE id = 1 AND c = 2",
      'DELETE v FROM ks.t WHERE id = 1 AND c = 2',
      'DELETE FROM ks.t WHERE id = 1 AND c = 2',
      'DELETE FROM ks.t WHERE id = 1 AND c = 2',
    );
    const keys = { id: int(1), c: int(2) };
    expect((await stand.records()).map(shown)).toEqual([
      { origin: 'USER', keys, old: undefined, new: { v: text('a') } },
      { origin: 'USER', keys, old: { v: text('a') }, new: { v: text('a'), w: text('b') } },
      { origin: 'USER', keys, old: { v: text('a'), w: text('b') }, new: { w: text('b') } },
      { origin: 'USER', keys, old: { w: text('b') }, new: undefined },
    ]);
  });

  it('have a column under whatever name it has', async () => {
    const stand = await open('id int PRIMARY KEY, "__proto__" text, constructor text');
    await stand.cql(`INSERT INTO ks.t (id, "__proto__", constructor) VALUES (1, 'a', 'b')`);
    const [record] = await stand.records();
    expect(Object.keys(record!.newImage!.valueCells!).sort()).toEqual(['__proto__', 'constructor']);
  });

  it('are one a row of a batch and of a range delete, and static columns stand apart', async () => {
    const stand = await open('id int, c int, s text STATIC, v text, PRIMARY KEY (id, c)');
    await stand.cql(
      "INSERT INTO ks.t (id, c, s, v) VALUES (1, 1, 'S', 'x')",
      "BEGIN UNLOGGED BATCH INSERT INTO ks.t (id, c, v) VALUES (1, 2, 'y'); INSERT INTO ks.t (id, c, v) VALUES (1, 3, 'z'); APPLY BATCH",
      'DELETE FROM ks.t WHERE id = 1 AND c > 1',
      'DELETE FROM ks.t WHERE id = 1',
    );
    const of = ({ clusteringKeys, oldImage, newImage }: Record_) => [
      (clusteringKeys.c as { intT: string } | undefined)?.intT ?? 'static',
      `${oldImage ? 'old' : ''}${newImage ? 'new' : ''}`,
    ];
    const records = await stand.records();
    expect(records.slice(0, 2).map(of).sort()).toEqual([
      ['1', 'new'],
      ['static', 'new'],
    ]);
    expect(records.slice(2).map(of)).toEqual([
      ['2', 'new'],
      ['3', 'new'],
      ['2', 'old'],
      ['3', 'old'],
      ['1', 'old'],
      ['static', 'old'],
    ]);
    expect(records.flatMap(({ newImage }) => (newImage?.staticCells ? [valuesOf(newImage)] : []))).toEqual([
      { s: text('S') },
    ]);
  });

  it('of rows that expired say so: when they are swept, and when something is written over them', async () => {
    const stand = await open('id int PRIMARY KEY, v text');
    await stand.cql(
      "INSERT INTO ks.t (id, v) VALUES (1, 'a') USING TTL 60",
      "INSERT INTO ks.t (id, v) VALUES (2, 'b')",
    );
    const inserted = await stand.records();
    const expiry = String(Math.floor(stand.script.clock.wallMs() / 1000) + 60);
    expect(inserted[0]!.newImage!.rowMetadata).toMatchObject({ expirationTime: expiry });
    stand.script.clock.advance(3600_000);
    await stand.cql("INSERT INTO ks.t (id, v) VALUES (3, 'c') USING TTL 60");
    const [swept, , ...none] = (await stand.records()).slice(2);
    expect([shown(swept!), none]).toEqual([
      { origin: 'TTL', keys: { id: int(1) }, old: { v: text('a') }, new: undefined },
      [],
    ]);
    // this one is written over before anybody sweeps
    await stand.script.engine.clock.change({ kind: 'advance', milliseconds: 120_000 });
    await stand.cql("INSERT INTO ks.t (id, v) VALUES (3, 'd')");
    expect((await stand.records()).slice(4).map(shown)).toEqual([
      { origin: 'TTL', keys: { id: int(3) }, old: { v: text('c') }, new: undefined },
      { origin: 'USER', keys: { id: int(3) }, old: undefined, new: { v: text('d') } },
    ]);
  });

  it('of one row keep the order of its changes in one shard, and no number comes twice', async () => {
    const stand = await open('id int PRIMARY KEY, v int');
    await Promise.all(
      Array.from({ length: 300 }, (_, i) => stand.script.run(`INSERT INTO ks.t (id, v) VALUES (${i % 20}, ${i})`)),
    );
    const [streamArn] = await stand.arns();
    const seen = new Map<string, number[]>();
    const numbers = new Set<string>();
    let shardsUsed = 0;
    for (const shardId of await stand.shards(streamArn!)) {
      const { changeRecords } = await stand.get(await stand.iterator(streamArn!, shardId));
      shardsUsed += changeRecords.length > 0 ? 1 : 0;
      expect(changeRecords.map((record) => record.sequenceNumber)).toEqual(
        changeRecords.map((record) => record.sequenceNumber).sort(),
      );
      for (const { partitionKeys, newImage, sequenceNumber } of changeRecords) {
        numbers.add(sequenceNumber);
        expect(sequenceNumber).toMatch(/^\d{21,48}$/);
        const { intT: id } = partitionKeys.id as { intT: string };
        const { v } = valuesOf(newImage) as { v: { intT: string } };
        seen.set(id, [...(seen.get(id) ?? []), Number(v.intT)]);
      }
    }
    expect([numbers.size, seen.size, shardsUsed]).toEqual([300, 20, 4]);
    for (const values of seen.values()) expect(values).toEqual([...values].sort((a, b) => a - b));
  });

  it('start with the stream: what PITR had kept before is not among them', async () => {
    const stand = await open('id int PRIMARY KEY, v int', '');
    const pitr = { keyspaceName: 'ks', tableName: 't', pointInTimeRecovery: { status: 'ENABLED' } };
    await stand.script.engine.control.call('UpdateTable', pitr, {
      region: 'us-east-1',
      accountId: '1',
      principal: 'arn:x',
      userAgent: '',
      sourceAddress: '',
    });
    stand.script.clock.advance(60_000);
    await stand.cql('INSERT INTO ks.t (id, v) VALUES (1, 1)');
    stand.script.clock.advance(1000);
    await stand.update({ status: 'ENABLED' });
    await stand.cql('INSERT INTO ks.t (id, v) VALUES (1, 2)');
    expect((await stand.records()).map(shown)).toEqual([
      { origin: 'USER', keys: { id: int(1) }, old: { v: int(1) }, new: { v: int(2) } },
    ]);
  });
});

test.each([
  ['KEYS_ONLY', false, false],
  ['NEW_IMAGE', true, false],
  ['OLD_IMAGE', false, true],
  ['NEW_AND_OLD_IMAGES', true, true],
])('a stream of %s shows that', async (viewType, hasNew, hasOld) => {
  const stand = await open('id int PRIMARY KEY, v int', '');
  await stand.update({ status: 'ENABLED', viewType });
  await stand.cql('INSERT INTO ks.t (id, v) VALUES (1, 1)', 'INSERT INTO ks.t (id, v) VALUES (1, 2)');
  const record = (await stand.records())[1]!;
  expect([record.newImage !== undefined, record.oldImage !== undefined]).toEqual([hasNew, hasOld]);
  expect(record.partitionKeys).toEqual({ id: int(1) });
});

test('values of every type have their own member of the union', async () => {
  const types =
    'id int PRIMARY KEY, a ascii, b bigint, bl blob, bo boolean, da date, de decimal, dou double, f float, i inet, ' +
    'si smallint, t text, ti time, ts timestamp, tu timeuuid, tiny tinyint, u uuid, v varint, ' +
    'l list<int>, s set<text>, m map<text, int>, fl frozen<list<int>>, tup frozen<tuple<int, text>>';
  const stand = await open(types);
  const uuid = '1b4e28ba-2fa1-11d2-883f-0016d3cca427';
  await stand.cql(
    'INSERT INTO ks.t (id, a, b, bl, bo, da, de, dou, f, i, si, t, ti, ts, tu, tiny, u, v, l, s, m, fl, tup) VALUES ' +
      `(1, 'a', -5, 0x00ff, true, '2020-02-03', 1.50, 0.1, 2.5, '127.0.0.1', 3, 'ü', '01:02:03.000000004', 1234, ${uuid}, 7, ${uuid}, 12345678901234567890, ` +
      "[1, 2], {'x'}, {'k': 9}, [3], (4, null))",
  );
  const [record] = await stand.records();
  const cell = (value: unknown) => ({ value });
  const own = (value: unknown) => ({ value, metadata: { writeTime: expect.stringMatching(/^\d{16}$/) } });
  expect(valuesOf(record!.newImage)).toEqual({
    a: { asciiT: 'a' },
    b: { bigintT: '-5' },
    bl: { blobT: 'AP8=' },
    bo: { boolT: true },
    da: { dateT: '2020-02-03' },
    de: { decimalT: '1.50' },
    dou: { doubleT: '0.1' },
    f: { floatT: '2.5' },
    i: { inetT: '127.0.0.1' },
    si: { smallintT: '3' },
    t: { textT: 'ü' },
    ti: { timeT: '01:02:03.000000004' },
    ts: { timestampT: '1234' },
    tu: { timeuuidT: uuid },
    tiny: { tinyintT: '7' },
    u: { uuidT: uuid },
    v: { varintT: '12345678901234567890' },
    l: { listT: [own(int(1)), own(int(2))] },
    s: { setT: [own(text('x'))] },
    m: { mapT: [{ key: text('k'), ...own(int(9)) }] },
    fl: { listT: [cell(int(3))] },
    tup: { tupleT: [cell(int(4)), {}] },
  });
});
