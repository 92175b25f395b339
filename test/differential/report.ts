// What a run found, gathered by shape and told as text: counts, examples, and the smallest CQL scripts that show them.

import { type Case, textOf } from './case.js';
import type { Difference } from './compare.js';
import { detailed, type Finding, oneLine } from './journal.js';
import type { Shrunk } from './shrink.js';

interface Example {
  readonly finding: Finding;
  readonly difference: Difference;
  shrunk?: Shrunk | 'not again';
}

interface Shape {
  count: number;
  readonly shape: string;
  readonly examples: Example[];
}

const examplesKept = 3;

export const shapeKey = (one: Case, difference: Difference): string =>
  `${/^\s*\w+/.exec(textOf(one))?.[0].trim().toUpperCase()} ${difference.step.replace(/page \d+/, 'page')}: ${difference.shape}`;

export class Shapes {
  readonly #shapes = new Map<string, Shape>();

  /** Whether the example is kept is the shape's matter. */
  note(one: Case, difference: Difference, finding: () => Finding, label = ''): void {
    const key = label + shapeKey(one, difference);
    const shape = this.#shapes.get(key) ?? { count: 0, shape: key, examples: [] };
    this.#shapes.set(key, shape);
    shape.count++;
    if (shape.examples.length < examplesKept) shape.examples.push({ finding: finding(), difference });
  }

  get size(): number {
    return this.#shapes.size;
  }

  get total(): number {
    return [...this.#shapes.values()].reduce((sum, { count }) => sum + count, 0);
  }

  examples(): Example[] {
    return [...this.#shapes.values()].flatMap((shape) => shape.examples);
  }

  text(): string {
    const lines: string[] = [];
    for (const { count, shape, examples } of [...this.#shapes.values()].sort((a, b) => b.count - a.count)) {
      lines.push(`## ${count} x ${oneLine(shape)}`);
      for (const example of examples) lines.push(...exampleLines(example));
    }
    return `${lines.join('\n')}\n`;
  }
}

function exampleLines({ finding, difference, shrunk }: Example): string[] {
  const lines = shrunk === 'not again' ? ['      (it does not come again when played alone)'] : [];
  const steps = shrunk === undefined || shrunk === 'not again' ? [finding.last] : shrunk.steps;
  for (const one of steps.slice(0, -1)) lines.push(`      ${detailed(one)};`);
  const { oracle, engine } = shrunk === undefined || shrunk === 'not again' ? difference : shrunk.difference;
  lines.push(`   ${detailed(steps.at(-1)!)};`);
  const from = firstApart(oracle, engine);
  lines.push(`      oracle: ${around(oracle, from)}`, `      engine: ${around(engine, from)}`);
  return lines;
}

const firstApart = (a: string, b: string): number => {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
};

/** Long answers are cut to what stands around their first difference. */
function around(text: string, at: number): string {
  const most = 1500;
  if (text.length <= most) return oneLine(text);
  const begin = Math.max(0, at - 700);
  return oneLine(`${text.slice(0, Math.min(begin, 200))} ... ${text.slice(begin, begin + most)}`);
}
