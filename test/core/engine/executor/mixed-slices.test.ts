// The slices that tuple bounds over columns of mixed order are cut into hold the rows within the bounds, each once.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Column } from '../../../../src/core/engine/catalog/schema.js';
import { mixedSlices } from '../../../../src/core/engine/executor/mixed-slices.js';
import { native } from '../../../../src/core/engine/types/cql-type.js';

const int = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const columnsOf = (orders: readonly ('asc' | 'desc')[]): Column[] =>
  orders.map((order, i) => ({ name: `c${i}`, type: native('int'), kind: 'clustering', position: i, id: i, order }));

const range = [0, 1, 2];
const rows = range.flatMap((a) => range.flatMap((b) => range.map((c) => [a, b, c] as const)));

const bound = fc.record({
  values: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 3 }),
  inclusive: fc.boolean(),
});

const compare = (row: readonly number[], values: readonly number[]): number =>
  values.map((value, i) => Math.sign(row[i]! - value)).find((order) => order !== 0) ?? 0;

/** As the store compares a row with a bound: column by column in declared order. */
function isBehind(row: readonly number[], values: readonly Uint8Array[], columns: readonly Column[]): number {
  for (const [i, value] of values.entries()) {
    const order = row[i]! - Buffer.from(value).readInt32BE();
    if (order !== 0) return columns[i]!.order === 'asc' ? order : -order;
  }
  return 0;
}

test('slices of mixed orders hold what lies within the bounds', () => {
  const order = fc.constantFrom('asc' as const, 'desc' as const);
  fc.assert(
    fc.property(fc.tuple(order, order, order), fc.option(bound), fc.option(bound), (orders, lower, upper) => {
      fc.pre(lower !== null || upper !== null);
      const columns = columnsOf(orders);
      const limit = ({ values, inclusive }: NonNullable<typeof lower>) => ({
        limit: { columns: columns.slice(0, values.length), value: { kind: 'terms', terms: [] } as never, inclusive },
        values: values.map(int),
      });
      const slices = mixedSlices([], { ...(lower && { lower: limit(lower) }), ...(upper && { upper: limit(upper) }) });
      for (const row of rows) {
        const below = lower === null ? 1 : compare(row, lower.values);
        const above = upper === null ? -1 : compare(row, upper.values);
        const wanted =
          (below > 0 || (below === 0 && lower?.inclusive)) && (above < 0 || (above === 0 && upper?.inclusive));
        const holding = slices.filter(({ start, end }) => {
          const from = start === undefined ? 1 : isBehind(row, start.values, columns);
          const to = end === undefined ? -1 : isBehind(row, end.values, columns);
          return (from > 0 || (from === 0 && start?.inclusive)) && (to < 0 || (to === 0 && end?.inclusive));
        });
        expect(holding.length, JSON.stringify(row)).toBe(wanted ? 1 : 0);
      }
    }),
    { numRuns: 500 },
  );
});
