// CloudWatch's metric math computed: a tree of numbers and series into series. Where a value is missing there is none in
// what is made of it, as CloudWatch has it, and division by zero gives none.

import { type Expression, type FunctionName, type Node, type Operator, shapeOf } from './expression-parser.js';

/** Values by the start of their period, epoch seconds, oldest first. */
export interface SeriesOfValues {
  readonly periodSeconds: number;
  readonly values: ReadonlyMap<number, number>;
}

/** What an expression can see: series by id, and which of them METRICS() stands for. */
export interface Known {
  readonly series: ReadonlyMap<string, SeriesOfValues>;
  readonly metrics: readonly string[];
}

type Value = number | SeriesOfValues | readonly SeriesOfValues[];
const isList = (value: Value): value is readonly SeriesOfValues[] => Array.isArray(value);

/** One series, or as many as the list has that the expression gives. */
export function evaluateExpression({ root, names }: Expression, known: Known): readonly SeriesOfValues[] {
  const inView = names.length > 0 ? names : known.metrics;
  const seen = inView.flatMap((name) => known.series.get(name) ?? []);
  const times = [...new Set(seen.flatMap(({ values }) => [...values.keys()]))].sort((a, b) => a - b);
  const value = resultOf(root, { known, times, periodSeconds: seen[0]?.periodSeconds ?? 60 });
  if (typeof value === 'number') return [];
  return isList(value) ? value : [value];
}

interface Scene {
  readonly known: Known;
  /** Every time at which a series in view has a value. */
  readonly times: readonly number[];
  readonly periodSeconds: number;
}

function resultOf(node: Node, scene: Scene): Value {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'word':
      return 0;
    case 'series':
      return scene.known.series.get(node.id) ?? { periodSeconds: scene.periodSeconds, values: new Map() };
    case 'metrics':
      return scene.known.metrics
        .filter((id) => node.pattern === undefined || id.includes(node.pattern))
        .flatMap((id) => scene.known.series.get(id) ?? []);
    case 'list':
      return node.items.flatMap((item) => seriesOf(resultOf(item, scene), scene));
    case 'operation': {
      const calculate = (left: number, right: number) => calculated(node.operator, left, right);
      return combined(resultOf(node.left, scene), resultOf(node.right, scene), calculate);
    }
    case 'call':
      return called(node.name, node.operands, scene);
  }
}

/** A number stands for itself at every time. */
function seriesOf(value: Value, { times, periodSeconds }: Scene): readonly SeriesOfValues[] {
  if (typeof value === 'number') return [{ periodSeconds, values: new Map(times.map((at) => [at, value])) }];
  return isList(value) ? value : [value];
}

type Calculation = (left: number, right: number) => number;

function combined(left: Value, right: Value, calculate: Calculation): Value {
  if (isList(left)) return left.map((each) => combined(each, right, calculate) as SeriesOfValues);
  if (isList(right)) return right.map((each) => combined(left, each, calculate) as SeriesOfValues);
  if (typeof left === 'number' && typeof right === 'number') return calculate(left, right);
  const frame = (typeof left === 'number' ? right : left) as SeriesOfValues;
  const values = new Map<number, number>();
  for (const at of frame.values.keys()) {
    const [a, b] = [valueAt(left, at), valueAt(right, at)];
    const found = a === undefined || b === undefined ? undefined : calculate(a, b);
    if (found !== undefined && Number.isFinite(found)) values.set(at, found);
  }
  return { periodSeconds: frame.periodSeconds, values };
}

const valueAt = (value: number | SeriesOfValues, at: number): number | undefined =>
  typeof value === 'number' ? value : value.values.get(at);

function calculated(operator: Operator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '^':
      return left ** right;
    case '<':
      return Number(left < right);
    case '>':
      return Number(left > right);
    case '<=':
      return Number(left <= right);
    case '>=':
      return Number(left >= right);
    case '==':
      return Number(left === right);
    case '!=':
      return Number(left !== right);
    case 'AND':
      return Number(left !== 0 && right !== 0);
    case 'OR':
      return Number(left !== 0 || right !== 0);
  }
}

function called(name: FunctionName, operands: readonly Node[], scene: Scene): Value {
  const first = resultOf(operands[0]!, scene);
  switch (name) {
    case 'PERIOD':
      return isList(first) || typeof first === 'number' ? scene.periodSeconds : first.periodSeconds;
    case 'DATAPOINT_COUNT':
      return seriesOf(first, scene).reduce((count, { values }) => count + values.size, 0);
    case 'TIME_SERIES':
      return seriesOf(first, scene)[0]!;
    case 'ABS':
      return each(first, Math.abs);
    case 'CEIL':
      return each(first, Math.ceil);
    case 'FLOOR':
      return each(first, Math.floor);
    case 'LOG':
      return each(first, Math.log);
    case 'LOG10':
      return each(first, Math.log10);
    case 'SUM':
    case 'AVG':
    case 'MIN':
    case 'MAX':
    case 'STDDEV':
      return gathered(first, gatherers[name]);
    case 'RATE':
      return steps(first, (now, before, seconds) => (now - before) / seconds);
    case 'DIFF':
      return steps(first, (now, before) => now - before);
    case 'DIFF_TIME':
      return steps(first, (_now, _before, seconds) => seconds);
    case 'RUNNING_SUM':
      return runningSum(first);
    case 'FILL':
      return filled(first, operands[1]!, scene);
    case 'IF':
      return chosen(first, operands.slice(1), scene);
  }
}

const each = (value: Value, work: (value: number) => number): Value => combined(value, 0, (left) => work(left));

const gatherers = {
  SUM: (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0),
  AVG: (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length,
  MIN: (values: readonly number[]) => Math.min(...values),
  MAX: (values: readonly number[]) => Math.max(...values),
  STDDEV: (values: readonly number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  },
};

/** Of a list the values of each time, as a series; of one series all of its values, as a number. */
function gathered(value: Value, gather: (values: readonly number[]) => number): Value {
  if (typeof value === 'number') return value;
  if (!isList(value)) return value.values.size === 0 ? 0 : gather([...value.values.values()]);
  const times = [...new Set(value.flatMap(({ values }) => [...values.keys()]))].sort((a, b) => a - b);
  const values = new Map(times.map((at) => [at, gather(value.flatMap((one) => one.values.get(at) ?? []))]));
  return { periodSeconds: value[0]?.periodSeconds ?? 60, values };
}

/** From each value to the next: the first one has none before it. */
function steps(value: Value, step: (now: number, before: number, seconds: number) => number): Value {
  if (typeof value === 'number') return value;
  if (isList(value)) return value.map((one) => steps(one, step) as SeriesOfValues);
  const entries = [...value.values];
  const found = entries.slice(1).map(([at, now], index) => {
    const [beforeAt, before] = entries[index]!;
    return [at, step(now, before, at - beforeAt)] as const;
  });
  return { periodSeconds: value.periodSeconds, values: new Map(found) };
}

function runningSum(value: Value): Value {
  if (typeof value === 'number') return value;
  if (isList(value)) return value.map((one) => runningSum(one) as SeriesOfValues);
  let sum = 0;
  const values = [...value.values].map(([at, now]) => {
    sum += now;
    return [at, sum] as const;
  });
  return { periodSeconds: value.periodSeconds, values: new Map(values) };
}

function filled(value: Value, filler: Node, scene: Scene): Value {
  if (typeof value === 'number') return value;
  if (isList(value)) return value.map((one) => filled(one, filler, scene) as SeriesOfValues);
  if (filler.kind === 'word') return filledByNeighbours(value, filler.word, scene);
  const fixed = resultOf(filler, scene) as number | SeriesOfValues;
  const values = new Map<number, number>();
  for (const at of scene.times) {
    const found = value.values.get(at) ?? valueAt(fixed, at);
    if (found !== undefined) values.set(at, found);
  }
  return { periodSeconds: value.periodSeconds, values };
}

/** REPEAT takes the value before a gap, LINEAR the line between those before and after it. */
function filledByNeighbours(value: SeriesOfValues, word: string, { times }: Scene): SeriesOfValues {
  const known = [...value.values];
  const values = new Map<number, number>();
  let next = 0;
  for (const at of times) {
    while (next < known.length && known[next]![0] <= at) next++;
    const [before, after] = [known[next - 1], known[next]];
    if (before === undefined) continue;
    if (before[0] === at || word === 'REPEAT') values.set(at, before[1]);
    else if (after !== undefined)
      values.set(at, before[1] + ((after[1] - before[1]) * (at - before[0])) / (after[0] - before[0]));
  }
  return { periodSeconds: value.periodSeconds, values };
}

/** IF(condition, then, otherwise): without `otherwise` there is no value where the condition does not hold. */
function chosen(condition: Value, branches: readonly Node[], scene: Scene): Value {
  const [then, otherwise] = branches.map((branch) => resultOf(branch, scene) as number | SeriesOfValues);
  const asked = condition as number | SeriesOfValues;
  const all = [asked, then, otherwise].filter((value) => value !== undefined);
  if (all.every((value) => typeof value === 'number')) return (asked !== 0 ? then : otherwise) ?? 0;
  const values = new Map<number, number>();
  for (const at of scene.times) {
    const holds = valueAt(asked, at);
    const branch = holds === undefined ? undefined : holds !== 0 ? then : otherwise;
    const found = branch === undefined ? undefined : valueAt(branch, at);
    if (found !== undefined) values.set(at, found);
  }
  return { periodSeconds: scene.periodSeconds, values };
}

/** Whether an expression gives several series. */
export const givesList = ({ root }: Expression): boolean => shapeOf(root) === 'list';
