// Metric math: what it makes of series, and what it refuses by name.

import { describe, expect, it } from 'vitest';
import { evaluateExpression, type SeriesOfValues } from '../../../../src/core/engine/metrics/expression.js';
import { parseExpression } from '../../../../src/core/engine/metrics/expression-parser.js';

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
  const found = evaluateExpression(parsed.expression, { series: known, metrics: [...known.keys()] });
  const shown = found.map(({ values }) => Object.fromEntries(values));
  return shown.length === 1 ? shown[0] : shown;
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
    ['SUM(METRICS())', { 0: 610, 60: 1242, 120: 300, 180: 7 }],
    ["SUM(METRICS('m'))", { 0: 610, 60: 1240, 120: 300, 180: 7 }],
    ['AVG([m1, m2])', { 0: 305, 60: 620, 120: 300, 180: 7 }],
    ['MAX([m1, m2]) - MIN([m1, m2])', { 0: 590, 60: 1160, 120: 0, 180: 0 }],
    ['m1 / SUM(m1)', { 0: 600 / 2100, 60: 1200 / 2100, 120: 300 / 2100 }],
    ['m1 > 500 AND m2 > 10', { 0: 0, 60: 1 }],
    ['IF(m1 > 500, m1, 0)', { 0: 600, 60: 1200, 120: 0 }],
    ['IF(m1 > 500, m1)', { 0: 600, 60: 1200 }],
    ['RATE(m1)', { 60: 10, 120: -15 }],
    ['DIFF(m1)', { 60: 600, 120: -900 }],
    ['DIFF_TIME(m2)', { 60: 60, 180: 120 }],
    ['RUNNING_SUM(m1)', { 0: 600, 60: 1800, 120: 2100 }],
    ['CEIL(m1 / 7)', { 0: 86, 60: 172, 120: 43 }],
    ['FILL(m2, REPEAT) + 0 * FILL(m1, 0)', { 0: 10, 60: 40, 120: 40, 180: 7 }],
    ['FILL(m2, LINEAR) + 0 * FILL(m1, 0)', { 0: 10, 60: 40, 120: 23.5, 180: 7 }],
    ['TIME_SERIES(100) + 0 * m1', { 0: 100, 60: 100, 120: 100 }],
    ['m2 ^ 2', { 0: 100, 60: 1600, 180: 49 }],
    [
      'METRICS("m") * 2',
      [
        { 0: 1200, 60: 2400, 120: 600 },
        { 0: 20, 60: 80, 180: 14 },
      ],
    ],
  ])('%s', (text, wanted) => expect(result(text)).toEqual(wanted));

  it.each([
    ['ANOMALY_DETECTION_BAND(m1)', 'the function ANOMALY_DETECTION_BAND is not offered by this engine'],
    ['SORT(METRICS(), SUM, DESC)', 'the function SORT is not offered by this engine'],
    ["SELECT AVG(x) FROM SCHEMA('a')", `'SELECT' is not offered by this engine`],
    ['m1 ? 5', `'? 5' is not offered by this engine`],
    ['SUM(m1)', 'an expression must give a time series, and this gives one number'],
    ['SUM()', 'SUM takes 1 operands'],
    ['IF(m1)', 'IF takes 2 to 3 operands'],
    ['IF([m1], 1)', 'IF takes numbers and series'],
    ['METRICS() + METRICS()', 'an operator takes at most one list of series'],
    ['[[m1]]', 'a list cannot hold lists'],
    ['m1 + REPEAT', 'REPEAT and LINEAR stand in FILL only'],
    ['TIME_SERIES(m1)', 'TIME_SERIES takes a number'],
    ['m1 +', 'it ends too early'],
    ['(m1', "')' is missing"],
    ['m1 m2', "'m2' is not expected here"],
    ['5', 'an expression must name at least one metric of the request'],
    ['', 'it ends too early'],
    ['PERIOD(5)', 'PERIOD takes the Id of a metric'],
    ['FILL(m1, [m2])', 'FILL takes a number, a series, REPEAT or LINEAR to fill with'],
    [`${'('.repeat(1000)}m1`, 'too many parentheses'],
    [`${'-'.repeat(10_000)}m1`, 'too many parentheses'],
  ])('refuses %s', (text, problem) => expect(result(text)).toBe(problem));
});
