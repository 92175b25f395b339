// Metric math: what it makes of series, and what it refuses by name.

import { describe, expect, it } from 'vitest';
import {
  evaluateExpression,
  parseExpression,
  type SeriesOfValues,
} from '../../../../src/core/engine/metrics/expression.js';

const series = (values: Record<number, number>, periodSeconds = 60): SeriesOfValues => ({
  periodSeconds,
  values: new Map(Object.entries(values).map(([at, value]) => [Number(at), value])),
});
const known = new Map([
  ['m1', series({ 0: 600, 60: 1200, 120: 300 })],
  ['m2', series({ 0: 10, 60: 40, 180: 7 })],
  ['zero', series({ 0: 0, 60: 2 })],
]);

function result(text: string): unknown {
  const parsed = parseExpression(text);
  if (parsed.kind === 'problem') return parsed.problem;
  return Object.fromEntries(evaluateExpression(parsed.expression, known).values);
}

describe('metric math', () => {
  it.each([
    ['m1', { 0: 600, 60: 1200, 120: 300 }],
    ['m1/PERIOD(m1)', { 0: 10, 60: 20, 120: 5 }],
    ['100 * (m1 / PERIOD(m1)) / m2', { 0: 100, 60: 50 }],
    ['m1 - m2 * 2 + 1', { 0: 581, 60: 1121 }],
    ['-m2', { 0: -10, 60: -40, 180: -7 }],
    ['m1 - (m2 - 1)', { 0: 591, 60: 1161 }],
    ['m2 / zero', { 60: 20 }],
    ['FILL(m1, 0) + FILL(m2, 1.5)', { 0: 610, 60: 1240, 120: 301.5, 180: 7 }],
  ])('%s', (text, wanted) => expect(result(text)).toEqual(wanted));

  it.each([
    ['ANOMALY_DETECTION_BAND(m1)', 'the function ANOMALY_DETECTION_BAND is not offered by this engine'],
    ['SUM(METRICS())', 'the function SUM is not offered by this engine'],
    ["SELECT AVG(x) FROM SCHEMA('a')", `''a')' is not offered by this engine`],
    ['m1 > 5', `'> 5' is not offered by this engine`],
    ['m1 +', 'it ends too early'],
    ['(m1', "')' is missing"],
    ['m1 m2', "'m2' is not expected here"],
    ['5', 'an expression must name at least one metric of the request'],
    ['', 'it ends too early'],
    ['PERIOD(5)', 'PERIOD takes the Id of a metric'],
    ['FILL(m1, REPEAT)', 'FILL takes a number to fill with'],
    [`${'('.repeat(1000)}m1`, 'too many parentheses'],
    [`${'-'.repeat(10_000)}m1`, 'too many parentheses'],
  ])('refuses %s', (text, problem) => expect(result(text)).toBe(problem));
});
