// A consumer that knows a table only by its stream ends with the table: whatever is written, in pages of any size, with time
// passing and rows expiring.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ApiError } from '../../src/core/engine/control/api.js';
import { type GotRecords, type Record_, StreamStand, valuesOf } from '../core/engine/streams/stand.js';
import { rowsOf } from '../cql/script-engine.js';

const id = fc.integer({ min: 0, max: 3 });
const c = fc.integer({ min: 0, max: 2 });
const v = fc.integer({ min: 0, max: 9 });
const ttl = fc.constantFrom('', ' USING TTL 50', ' USING TTL 5000');

const statement = fc.oneof(
  fc.tuple(id, c, v, ttl).map(([i, k, x, t]) => `INSERT INTO ks.t (id, c, v) VALUES (${i}, ${k}, ${x})${t}`),
  fc.tuple(id, c, v, ttl).map(([i, k, x, t]) => `UPDATE ks.t${t} SET w = ${x} WHERE id = ${i} AND c = ${k}`),
  fc.tuple(id, v, ttl).map(([i, x, t]) => `UPDATE ks.t${t} SET s = ${x} WHERE id = ${i}`),
  fc.tuple(id, c).map(([i, k]) => `DELETE FROM ks.t WHERE id = ${i} AND c = ${k}`),
  fc.tuple(id, c).map(([i, k]) => `DELETE v FROM ks.t WHERE id = ${i} AND c = ${k}`),
  fc.tuple(id, c).map(([i, k]) => `DELETE FROM ks.t WHERE id = ${i} AND c >= ${k}`),
  id.map((i) => `DELETE FROM ks.t WHERE id = ${i}`),
  fc
    .tuple(id, c, v)
    .map(
      ([i, k, x]) =>
        `BEGIN UNLOGGED BATCH INSERT INTO ks.t (id, c, v) VALUES (${i}, ${k}, ${x}); DELETE FROM ks.t WHERE id = ${i} AND c = ${(k + 1) % 3}; APPLY BATCH`,
    ),
);
type Step =
  | { readonly kind: 'write'; readonly text: string }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'read'; readonly records: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: statement.map((text): Step => ({ kind: 'write', text })) },
  { weight: 1, arbitrary: fc.constantFrom(1, 40, 200).map((seconds): Step => ({ kind: 'wait', seconds })) },
  { weight: 1, arbitrary: fc.constantFrom(1, 2, 100).map((records): Step => ({ kind: 'read', records })) },
);

interface Shard {
  readonly id: string;
  iterator: string;
  /** Of the last record seen. */
  last: string | undefined;
}

/** Reads every shard with an iterator of its own, renews those that have expired, and keeps what the images say. */
class Consumer {
  readonly rows = new Map<string, Record<string, unknown>>();
  private readonly stand: StreamStand;
  private readonly arn: string;
  private readonly shards: readonly Shard[];

  private constructor(stand: StreamStand, arn: string, shards: readonly Shard[]) {
    this.stand = stand;
    this.arn = arn;
    this.shards = shards;
  }

  static async open(stand: StreamStand): Promise<Consumer> {
    const arn = (await stand.arns())[0]!;
    const shards: Shard[] = [];
    for (const id of await stand.shards(arn))
      shards.push({ id, iterator: await stand.iterator(arn, id), last: undefined });
    return new Consumer(stand, arn, shards);
  }

  /** True when every shard was read to its tip. */
  async page(records: number): Promise<boolean> {
    let atTip = true;
    for (const shard of this.shards) {
      const page = await this.get(shard, records);
      for (const record of page.changeRecords) {
        shard.last = record.sequenceNumber;
        this.take(record);
      }
      shard.iterator = page.nextShardIterator!;
      atTip &&= page.iteratorDescription.iteratorPosition === 'AT_TIP';
    }
    return atTip;
  }

  private async get(shard: Shard, records: number): Promise<GotRecords> {
    try {
      return await this.stand.get(shard.iterator, records);
    } catch (error) {
      if ((error as ApiError).members?.errorCode !== 'ExpiredIterator') throw error;
      const { id, last } = shard;
      shard.iterator =
        last === undefined
          ? await this.stand.iterator(this.arn, id)
          : await this.stand.iterator(this.arn, id, 'AFTER_SEQUENCE_NUMBER', { sequenceNumber: last });
      return this.stand.get(shard.iterator, records);
    }
  }

  private take({ partitionKeys, clusteringKeys, oldImage, newImage }: Record_): void {
    const key = JSON.stringify([partitionKeys, clusteringKeys]);
    expect(this.rows.has(key), `an old image of ${key} where there is a row, and only there`).toBe(
      oldImage !== undefined,
    );
    if (newImage === undefined) this.rows.delete(key);
    else this.rows.set(key, valuesOf(newImage)!);
  }
}

const number = (value: Uint8Array | null) =>
  value === null ? undefined : { intT: String(Buffer.from(value).readInt32BE()) };

async function tableAsRows(stand: StreamStand): Promise<Map<string, Record<string, unknown>>> {
  const outcome = await stand.script.run('SELECT id, c, s, v, w FROM ks.t');
  if (outcome.kind !== 'rows') throw new Error('no rows');
  const found = new Map<string, Record<string, unknown>>();
  for (const row of rowsOf(outcome)) {
    const [i, k, s, x, w] = row.map(number);
    if (s !== undefined) found.set(JSON.stringify([{ id: i }, {}]), { s });
    const cells = { ...(x === undefined ? {} : { v: x }), ...(w === undefined ? {} : { w }) };
    if (k !== undefined) found.set(JSON.stringify([{ id: i }, { c: k }]), cells);
  }
  return found;
}

it('a consumer of the stream ends with the table', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      const stand = await StreamStand.open('id int, c int, s int STATIC, v int, w int, PRIMARY KEY (id, c)');
      try {
        const consumer = await Consumer.open(stand);
        for (const each of steps) {
          if (each.kind === 'write') await stand.cql(each.text);
          else if (each.kind === 'read') await consumer.page(each.records);
          else stand.script.clock.advance(each.seconds * 1000);
        }
        // all that can expire expires, and is swept before the next write commits
        stand.script.clock.advance(10_000_000);
        await stand.cql('INSERT INTO ks.t (id, c, v) VALUES (9, 9, 9)');
        while (!(await consumer.page(3)));
        const sorted = (rows: Map<string, unknown>) => [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
        expect(sorted(consumer.rows)).toEqual(sorted(await tableAsRows(stand)));
      } finally {
        await stand.close();
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);
