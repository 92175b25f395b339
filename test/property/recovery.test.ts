// A restore against a naive model: a copy of the whole table made at every second. Random writes of every kind go on while
// the rows are copied in small pieces, some of which the store refuses or does not answer; what comes out is the copy of the second asked for, byte for byte.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FaultyKv } from '../../src/core/engine/kv/faulty.js';
import { memoryKv } from '../../src/core/engine/kv/memory.js';
import { limits } from '../../src/core/engine/limits.js';
import type { CellWrite, Mutation } from '../../src/core/engine/storage/table-store.js';
import { seededRandom } from '../../src/core/lib/seeded-random.js';
import { pitrOn, RecoveryBench } from '../core/engine/recovery/recovery-bench.js';
import { deleteRow, insert, int } from '../core/engine/storage/fixture.js';

type Step =
  | {
      readonly kind: 'insert' | 'update';
      readonly pk: number;
      readonly c: number;
      readonly v: number;
      readonly ttl: number;
    }
  | {
      readonly kind: 'static' | 'element' | 'element-gone';
      readonly pk: number;
      readonly c: number;
      readonly v: number;
    }
  | { readonly kind: 'set-gone' | 'delete'; readonly pk: number; readonly c: number }
  | { readonly kind: 'range'; readonly pk: number; readonly from: number; readonly to: number }
  | { readonly kind: 'partition'; readonly pk: number }
  | { readonly kind: 'old-write'; readonly pk: number; readonly c: number; readonly v: number }
  | { readonly kind: 'ticks'; readonly seconds: number }
  | { readonly kind: 'column' | 'sweep' };

// after which tombstones are cleared
const elevenDays = 11 * 24 * 3600;
const pk = fc.integer({ min: 0, max: 3 });
const c = fc.integer({ min: 0, max: 5 });
const v = fc.integer({ min: 0, max: 99 });
const ttl = fc.constantFrom(0, 0, 5);
const write: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('insert', 'update'), pk, c, v, ttl }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('static', 'element', 'element-gone'), pk, c, v }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('set-gone', 'delete'), pk, c }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('range'), pk, from: c, to: c }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('partition'), pk }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('old-write'), pk, c, v }) },
) as fc.Arbitrary<Step>;
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: write },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('ticks'), seconds: fc.constantFrom(1, 2, 4, 8, elevenDays) }) },
  { weight: 1, arbitrary: fc.constantFrom({ kind: 'column' }, { kind: 'sweep' }) },
) as fc.Arbitrary<Step>;

interface Second {
  readonly second: number;
  readonly entries: Record<string, string>;
  readonly size: { readonly rows: number; readonly bytes: number };
  readonly columns: readonly string[];
}

class World {
  readonly bench: RecoveryBench;
  readonly seconds: Second[] = [];
  private columns = 0;

  constructor(bench: RecoveryBench) {
    this.bench = bench;
  }

  /** What stands at the end of the second that the clock is at. */
  remember(): void {
    const { bench } = this;
    const { number, columns } = bench.schema();
    this.seconds.push({
      second: bench.second,
      entries: bench.dump(number),
      size: bench.store.tableSize(number),
      columns: columns.map(({ name }) => name),
    });
  }

  write(one: Step): void {
    const { bench } = this;
    if (one.kind === 'sweep') {
      bench.sweep();
      return;
    }
    const timestamp = bench.clock.nowMs * 1000;
    bench.apply(mutationOf(bench, one, timestamp));
  }

  async take(one: Step): Promise<void> {
    const { bench } = this;
    if (one.kind === 'ticks') {
      this.remember();
      bench.clock.nowMs += one.seconds * 1000;
    } else if (one.kind === 'column') {
      this.remember();
      await bench.stand.call('UpdateTable', {
        keyspaceName: 'ks',
        tableName: 't',
        addColumns: [{ name: `added${this.columns++}`, type: 'int' }],
      });
      bench.clock.nowMs += 2000;
    } else this.write(one);
  }
}

function mutationOf(bench: RecoveryBench, one: Step, timestamp: number): Mutation {
  const table = bench.schema();
  const cells = (pkValue: number, cValue: number, write: Omit<CellWrite, 'column'>): Mutation => ({
    kind: 'row',
    table,
    partitionKey: int(pkValue),
    clustering: [int(cValue)],
    timestamp: BigInt(timestamp),
    cells: [{ ...write, column: table.byName.get('w')! }],
  });
  switch (one.kind) {
    case 'insert':
    case 'update': {
      // columns that came later are written too
      const names = ['v', ...table.regulars.map(({ name }) => name).filter((name) => name.startsWith('added'))];
      const values = Object.fromEntries(names.map((name) => [name, one.v]));
      return insert(table, int(one.pk), [int(one.c)], timestamp, values, {
        ttl: one.ttl,
        update: one.kind === 'update',
      });
    }
    case 'static':
      return insert(table, int(one.pk), null, timestamp, { s: one.v });
    case 'element':
      return cells(one.pk, one.c, { kind: 'element', path: int(one.v), value: Buffer.alloc(0) });
    case 'element-gone':
      return cells(one.pk, one.c, { kind: 'element', path: int(one.v), value: null });
    case 'set-gone':
      return cells(one.pk, one.c, { kind: 'delete' });
    case 'delete':
      return deleteRow(table, int(one.pk), [int(one.c)], timestamp);
    case 'old-write':
      return insert(table, int(one.pk), [int(one.c)], timestamp - 3_000_000, { v: one.v });
    case 'range': {
      const [from, to] = [Math.min(one.from, one.to), Math.max(one.from, one.to)];
      return {
        kind: 'range',
        table,
        partitionKey: int(one.pk),
        timestamp: BigInt(timestamp),
        start: { values: [int(from)], inclusive: true },
        end: { values: [int(to)], inclusive: false },
        withStatic: false,
      };
    }
    case 'partition':
      return { kind: 'range', table, partitionKey: int(one.pk), timestamp: BigInt(timestamp), withStatic: true };
    default:
      throw new Error(`${one.kind} is no write`);
  }
}

describe('restoring', () => {
  it('any second, while writes go on, gives what a copy of that second holds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 60 }),
        fc.nat(),
        fc.array(
          fc.array(fc.oneof({ weight: 9, arbitrary: write }, fc.constant<Step>({ kind: 'sweep' })), { maxLength: 4 }),
          { minLength: 1, maxLength: 30 },
        ),
        fc.integer({ min: 1, max: 6 }),
        fc.record({ refused: fc.constantFrom(0, 200), answerLost: fc.constantFrom(0, 200), late: fc.constant(0) }),
        async (past, choice, meanwhile, rowsMax, faults) => {
          const rates = { refused: 0, answerLost: 0, late: 0 };
          const kv = new FaultyKv(memoryKv(), seededRandom(choice), rates);
          const world = new World(await RecoveryBench.withTable(pitrOn, { kv }));
          const { bench } = world;
          world.remember();
          bench.clock.nowMs += 1000;
          for (const one of past) await world.take(one);
          world.remember();
          const earliest = bench.second - limits.recoveryWindowMs / 1000;
          const within = world.seconds.filter(({ second }) => second >= earliest);
          const wanted = within[choice % within.length]!;
          const now = wanted === world.seconds.at(-1);
          await bench.restore('r', now ? {} : { restoreTimestamp: wanted.second });
          Object.assign(rates, faults);
          let round = 0;
          await bench.work(rowsMax, () => {
            // writes end before the pieces do
            bench.clock.nowMs += 1;
            for (const one of meanwhile[round++] ?? []) world.write(one);
          });
          bench.stand.settle();
          const restored = bench.schema('r');
          expect(bench.dump(restored.number)).toEqual(wanted.entries);
          expect(bench.store.tableSize(restored.number)).toEqual(wanted.size);
          expect(restored.columns.map(({ name }) => name)).toEqual(wanted.columns);
        },
      ),
      { numRuns: 150 },
    );
  });
});
