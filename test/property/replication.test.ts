// Whatever is written where, in whichever order changes come, and whoever is restarted on the way: in the end all Regions
// have the same rows, and counters the sum of all that was counted.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RegionsStand } from '../core/engine/replication/regions-stand.js';

const regions = ['us-east-1', 'eu-west-1', 'ap-south-1'];

type Step =
  | { readonly kind: 'write'; readonly region: string; readonly text: string; readonly offset: number }
  | { readonly kind: 'lag'; readonly region: string; readonly from: string; readonly milliseconds: number }
  | { readonly kind: 'fail' | 'recover'; readonly region: string }
  | { readonly kind: 'pass'; readonly milliseconds: number }
  | { readonly kind: 'restart' };

const small = fc.integer({ min: 0, max: 2 });
const region = fc.constantFrom(...regions);
const value = fc.constantFrom('a', 'b', 'c', 'dd');
const where = fc.tuple(small, small).map(([p, c]) => `WHERE p = ${p} AND c = ${c}`);

const text = fc.oneof(
  fc.tuple(small, small, value).map(([p, c, v]) => `INSERT INTO shop.t (p, c, v) VALUES (${p}, ${c}, '${v}')`),
  fc
    .tuple(small, small, value, fc.integer({ min: 1, max: 30 }))
    .map(([p, c, v, ttl]) => `INSERT INTO shop.t (p, c, v, w) VALUES (${p}, ${c}, '${v}', '${v}') USING TTL ${ttl}`),
  fc.tuple(where, value).map(([row, v]) => `UPDATE shop.t SET w = '${v}' ${row}`),
  fc.tuple(small, value).map(([p, v]) => `UPDATE shop.t SET s = '${v}' WHERE p = ${p}`),
  fc.tuple(where, small, value).map(([row, k, v]) => `UPDATE shop.t SET m[${k}] = '${v}', st = st + {${k}} ${row}`),
  fc.tuple(where, value).map(([row, v]) => `UPDATE shop.t SET l = ['${v}'] + l, m = {9: '${v}'} ${row}`),
  fc.tuple(where, small).map(([row, k]) => `DELETE m[${k}], l ${`FROM shop.t ${row}`}`),
  where.map((row) => `DELETE v FROM shop.t ${row}`),
  where.map((row) => `DELETE FROM shop.t ${row}`),
  fc.tuple(small, small).map(([p, c]) => `DELETE FROM shop.t WHERE p = ${p} AND c >= ${c}`),
  small.map((p) => `DELETE FROM shop.t WHERE p = ${p}`),
  fc.tuple(where, value).map(([row, v]) => `UPDATE shop.t SET v = '${v}' ${row} IF v = 'a'`),
  fc.tuple(small, fc.integer({ min: -3, max: 3 })).map(([id, n]) => `UPDATE shop.n SET n = n + ${n} WHERE id = ${id}`),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      region,
      text,
      offset: fc.integer({ min: -3, max: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('lag' as const),
      region,
      from: region,
      milliseconds: fc.integer({ min: 0, max: 20_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('fail' as const, 'recover' as const), region }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), milliseconds: fc.integer({ min: 0, max: 8000 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
);

async function run(steps: readonly Step[]): Promise<void> {
  const stand = await RegionsStand.open({ regions });
  try {
    await stand.createKeyspace('shop', regions.slice(0, 2));
    const columns = 'p int, c int, s text static, v text, w text, l list<text>, m map<int, text>, st set<int>';
    const ttl = "WITH CUSTOM_PROPERTIES = {'ttl': {'status': 'enabled'}}";
    await stand.ddl(`CREATE TABLE shop.t (${columns}, PRIMARY KEY (p, c)) ${ttl}`);
    await stand.ddl('CREATE TABLE shop.n (id int PRIMARY KEY, n counter)');
    let counted = [0, 0, 0];
    let added = false;
    for (const [at, one] of steps.entries()) {
      // a third Region comes while the others are written to
      if (!added && at >= steps.length / 3) {
        added = true;
        await take(stand, { kind: 'recover', region: regions[0]! });
        await stand.call('UpdateKeyspace', {
          keyspaceName: 'shop',
          replicationSpecification: { replicationStrategy: 'MULTI_REGION', regionList: regions },
        });
      }
      const done = await take(stand, one);
      const counter = /n = n \+ (-?\d+) WHERE id = (\d)/.exec(one.kind === 'write' ? one.text : '');
      if (done && counter !== null)
        counted = counted.map((sum, id) => (id === Number(counter[2]) ? sum + Number(counter[1]) : sum));
    }
    await stand.engine.chaos.clear();
    await stand.pass(30_000);
    await stand.drained();
    const all = 'SELECT p, c, s, v, w, l, m, st, writetime(v), writetime(w), ttl(w), writetime(s) FROM shop.t';
    const rows = await Promise.all(regions.map((each) => stand.rows(each, all)));
    expect(rows[1]).toBe(rows[0]);
    expect(rows[2]).toBe(rows[0]);
    for (const each of regions)
      for (const [id, sum] of counted.entries()) expect(await counterOf(stand, each, id)).toBe(sum);
  } finally {
    await stand.engine.close();
  }
}

/** False when a write was refused: its Region fails, is not there yet, or has the table in a state without writes. */
async function take(stand: RegionsStand, one: Step): Promise<boolean> {
  const { chaos } = stand.engine;
  switch (one.kind) {
    case 'write': {
      stand.clock.advance(1);
      const timestamp = BigInt(stand.clock.wallMs() + one.offset) * 1000n;
      return stand.tried(one.region, one.text, timestamp);
    }
    case 'lag':
      if (one.from !== one.region)
        await chaos.add({ kind: 'lag', region: one.region, from: one.from, milliseconds: one.milliseconds });
      return true;
    case 'fail':
      await chaos.add({ kind: 'fail-region', region: one.region });
      return true;
    case 'recover':
      for (const rule of chaos.list().rules)
        if (rule.kind === 'fail-region' && rule.region === one.region) await chaos.clear(rule.id);
      return true;
    case 'pass':
      await stand.pass(one.milliseconds);
      return true;
    case 'restart':
      await stand.restart();
      return true;
  }
}

async function counterOf(stand: RegionsStand, region: string, id: number): Promise<number> {
  const [count, hex] = (await stand.rows(region, `SELECT n FROM shop.n WHERE id = ${id}`)).split(':') as [
    string,
    string,
  ];
  return count === '0' ? 0 : Number(Buffer.from(hex, 'hex').readBigInt64BE(4));
}

it('Regions written at once converge to the same rows', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), run), { numRuns: 40 });
}, 120_000);
