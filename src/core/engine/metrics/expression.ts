// The small part of CloudWatch's metric math that the engine has: numbers, series by id, + - * / with parentheses,
// PERIOD(id), and FILL(id, number). Everything else is refused by name.

/** Values by the start of their period, epoch seconds, oldest first. */
export interface SeriesOfValues {
  readonly periodSeconds: number;
  readonly values: ReadonlyMap<number, number>;
}

type Node =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'series'; readonly id: string }
  | { readonly kind: 'period'; readonly id: string }
  | { readonly kind: 'fill'; readonly id: string; readonly value: number }
  | { readonly kind: 'operation'; readonly operator: Operator; readonly left: Node; readonly right: Node };
type Operator = '+' | '-' | '*' | '/';

export interface Expression {
  readonly root: Node;
  /** The ids that it names. */
  readonly names: readonly string[];
}
export type Parsed =
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'problem'; readonly problem: string };

/** More parentheses than any real expression has: a bound on the stack. */
const depthMax = 32;

class Problem extends Error {}

export function parseExpression(text: string): Parsed {
  try {
    const parser = new Parser(text);
    const root = parser.sum(0);
    parser.end();
    if (parser.names.size === 0) throw new Problem('an expression must name at least one metric of the request');
    return { kind: 'expression', expression: { root, names: [...parser.names] } };
  } catch (error) {
    if (error instanceof Problem) return { kind: 'problem', problem: error.message };
    throw error;
  }
}

const tokenPattern = /\s*(\d+(?:\.\d+)?|[A-Za-z_][A-Za-z0-9_]*|[-+*/(),])/y;

class Parser {
  readonly names = new Set<string>();
  private readonly tokens: string[] = [];
  private at = 0;

  constructor(text: string) {
    const trimmed = text.trim();
    tokenPattern.lastIndex = 0;
    let start = 0;
    while (start < trimmed.length) {
      const match = tokenPattern.exec(trimmed);
      if (match === null)
        throw new Problem(`'${trimmed.slice(start).trim().slice(0, 20)}' is not offered by this engine`);
      this.tokens.push(match[1]!);
      start = tokenPattern.lastIndex;
    }
  }

  sum(depth: number): Node {
    return this.chain(['+', '-'], () => this.product(depth));
  }

  end(): void {
    const left = this.tokens[this.at];
    if (left !== undefined) throw new Problem(`'${left}' is not expected here`);
  }

  private product(depth: number): Node {
    return this.chain(['*', '/'], () => this.factor(depth));
  }

  private chain(operators: readonly Operator[], operand: () => Node): Node {
    let left = operand();
    for (;;) {
      const operator = operators.find((each) => each === this.tokens[this.at]);
      if (operator === undefined) return left;
      this.at++;
      left = { kind: 'operation', operator, left, right: operand() };
    }
  }

  private factor(depth: number): Node {
    if (depth > depthMax) throw new Problem('too many parentheses');
    const token = this.tokens[this.at++];
    if (token === undefined) throw new Problem('it ends too early');
    if (/^\d/.test(token)) return { kind: 'number', value: Number(token) };
    if (token === '(') {
      const inner = this.sum(depth + 1);
      this.expect(')');
      return inner;
    }
    if (token === '-') {
      const zero: Node = { kind: 'number', value: 0 };
      return { kind: 'operation', operator: '-', left: zero, right: this.factor(depth + 1) };
    }
    if (!/^[A-Za-z_]/.test(token)) throw new Problem(`'${token}' is not expected here`);
    if (this.tokens[this.at] !== '(') {
      if (!/^[a-z]/.test(token)) throw new Problem(`'${token}' is not offered by this engine`);
      this.names.add(token);
      return { kind: 'series', id: token };
    }
    if (token !== 'PERIOD' && token !== 'FILL')
      throw new Problem(`the function ${token} is not offered by this engine`);
    this.expect('(');
    const id = this.tokens[this.at++] ?? '';
    if (!/^[a-z]/.test(id)) throw new Problem(`${token} takes the Id of a metric`);
    this.names.add(id);
    const node: Node = token === 'PERIOD' ? { kind: 'period', id } : { kind: 'fill', id, value: this.filler() };
    this.expect(')');
    return node;
  }

  private filler(): number {
    this.expect(',');
    const token = this.tokens[this.at++] ?? '';
    if (!/^\d/.test(token)) throw new Problem('FILL takes a number to fill with');
    return Number(token);
  }

  private expect(token: string): void {
    if (this.tokens[this.at++] !== token) throw new Problem(`'${token}' is missing`);
  }
}

/** A value where every series of the expression has one or is filled; division by zero gives none. */
export function evaluateExpression(
  { root, names }: Expression,
  series: ReadonlyMap<string, SeriesOfValues>,
): SeriesOfValues {
  const known = names.flatMap((name) => series.get(name) ?? []);
  const times = new Set(known.flatMap((each) => [...each.values.keys()]));
  const values = new Map<number, number>();
  for (const atSeconds of [...times].sort((a, b) => a - b)) {
    const value = valueAt(root, series, atSeconds);
    if (value !== undefined && Number.isFinite(value)) values.set(atSeconds, value);
  }
  return { periodSeconds: known[0]?.periodSeconds ?? 60, values };
}

function valueAt(node: Node, series: ReadonlyMap<string, SeriesOfValues>, atSeconds: number): number | undefined {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'series':
      return series.get(node.id)?.values.get(atSeconds);
    case 'period':
      return series.get(node.id)?.periodSeconds;
    case 'fill':
      return series.get(node.id)?.values.get(atSeconds) ?? node.value;
    case 'operation': {
      const left = valueAt(node.left, series, atSeconds);
      const right = valueAt(node.right, series, atSeconds);
      return left === undefined || right === undefined ? undefined : calculate(node.operator, left, right);
    }
  }
}

function calculate(operator: Operator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
  }
}
