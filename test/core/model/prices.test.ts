import { expect, it } from 'vitest';
import { monthlyCost } from '../../../src/core/model/prices.js';

const basis = { region: 'us-east-1', provisioned: false, readUnits: 0, writeUnits: 0, sizeBytes: 0, pitr: false };

// by hand: 2,628,000 s a month × 1 write/s × $0.625 per million
it('charges request units by the million', () => {
  expect(monthlyCost({ ...basis, writeUnits: 1 })).toBeCloseTo(1.6425, 4);
});

// by hand: 730 h × (100 × $0.00013 + 50 × $0.00065)
it('charges provisioned units by the hour, used or not', () => {
  expect(monthlyCost({ ...basis, provisioned: true, readUnits: 100, writeUnits: 50 })).toBeCloseTo(33.215, 3);
});

it('charges PITR on the size of the table', () => {
  expect(monthlyCost({ ...basis, sizeBytes: 10 * 1024 ** 3 })).toBeCloseTo(2.5, 6);
  expect(monthlyCost({ ...basis, sizeBytes: 10 * 1024 ** 3, pitr: true })).toBeCloseTo(4.5, 6);
});

it('does not guess where no price is known', () => {
  expect(monthlyCost({ ...basis, region: 'ca-west-1' })).toBeUndefined();
});
