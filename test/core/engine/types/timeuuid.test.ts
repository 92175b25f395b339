import { expect, test } from 'vitest';
import { native } from '../../../../src/core/engine/types/cql-type.js';
import { compareValues } from '../../../../src/core/engine/types/order.js';
import { scalarFromText, uuidText } from '../../../../src/core/engine/types/scalar-text.js';
import { maxTimeuuid, minTimeuuid, TimeuuidGenerator, timeuuidMs } from '../../../../src/core/engine/types/timeuuid.js';
import { validateValue } from '../../../../src/core/engine/types/validate.js';
import type { Random } from '../../../../src/core/ports/random.js';

const fixedRandom: Random = { bytes: (count) => Buffer.alloc(count, 0xff), integer: () => 0 };

test('the bounds of a millisecond, as Cassandra makes them', () => {
  expect(uuidText(minTimeuuid(-1))).toBe('138118f0-1dd2-11b2-8080-808080808080');
  expect(uuidText(maxTimeuuid(-1))).toBe('13813fff-1dd2-11b2-7f7f-7f7f7f7f7f7f');
});

test('the time of a known uuid', () => {
  const bytes = scalarFromText('timeuuid', 'd2177dd0-eaa2-11de-a572-001b779c76e3');
  expect(new Date(timeuuidMs(bytes)).toISOString()).toBe('2009-12-17T00:26:29.805Z');
});

test('a generator grows, also within a millisecond and when the clock goes back', () => {
  const generator = new TimeuuidGenerator(fixedRandom);
  const type = native('timeuuid');
  let last = generator.next(1_000);
  expect(timeuuidMs(last)).toBe(1_000);
  for (let i = 0; i < 20_000; i++) {
    const next = generator.next(i < 15_000 ? 1_000 : 500);
    expect(compareValues(type, last, next)).toBeLessThan(0);
    last = next;
  }
  validateValue(type, last);
  expect(timeuuidMs(generator.next(5_000))).toBe(5_000);
  expect(compareValues(type, minTimeuuid(5_000), generator.next(5_000))).toBeLessThan(0);
  expect(compareValues(type, maxTimeuuid(5_000), generator.next(5_000))).toBeGreaterThan(0);
});
