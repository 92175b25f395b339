// CloudWatch's metric math as text: numbers, series by id, lists, operators and functions, into a tree. What the engine does
// not have is refused by name; whether functions get what they take is known before anything is computed.

export type Operator = '+' | '-' | '*' | '/' | '^' | '<' | '>' | '<=' | '>=' | '==' | '!=' | 'AND' | 'OR';

export type Node =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'series'; readonly id: string }
  | { readonly kind: 'metrics'; readonly pattern: string | undefined }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly operands: readonly Node[] }
  | { readonly kind: 'operation'; readonly operator: Operator; readonly left: Node; readonly right: Node };

export interface Expression {
  readonly root: Node;
  /** The ids that it names. */
  readonly names: readonly string[];
}
export type Parsed =
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'problem'; readonly problem: string };

/** Operands that each function takes, least and most. */
const functions = {
  ABS: [1, 1],
  AVG: [1, 1],
  CEIL: [1, 1],
  DATAPOINT_COUNT: [1, 1],
  DIFF: [1, 1],
  DIFF_TIME: [1, 1],
  FILL: [2, 2],
  FLOOR: [1, 1],
  IF: [2, 3],
  LOG: [1, 1],
  LOG10: [1, 1],
  MAX: [1, 1],
  MIN: [1, 1],
  PERIOD: [1, 1],
  RATE: [1, 1],
  RUNNING_SUM: [1, 1],
  STDDEV: [1, 1],
  SUM: [1, 1],
  TIME_SERIES: [1, 1],
} as const;
export type FunctionName = keyof typeof functions;

/** More parentheses than any real expression has: a bound on the stack. */
const depthMax = 32;
/** Ways to fill a gap other than a number. */
const fillers = ['REPEAT', 'LINEAR'];

class Problem extends Error {}

export function parseExpression(text: string): Parsed {
  try {
    const parser = new Parser(text);
    const root = parser.whole();
    if (parser.names.size === 0 && !parser.namesAll)
      throw new Problem('an expression must name at least one metric of the request');
    if (shapeOf(root) === 'number')
      throw new Problem('an expression must give a time series, and this gives one number');
    return { kind: 'expression', expression: { root, names: [...parser.names] } };
  } catch (error) {
    if (error instanceof Problem) return { kind: 'problem', problem: error.message };
    throw error;
  }
}

/** What a node gives: one number, a value at each time, or several series. */
export function shapeOf(node: Node): 'number' | 'series' | 'list' {
  switch (node.kind) {
    case 'number':
    case 'word':
      return 'number';
    case 'series':
      return 'series';
    case 'metrics':
    case 'list':
      return 'list';
    case 'operation': {
      const shapes = [shapeOf(node.left), shapeOf(node.right)];
      return shapes.includes('list') ? 'list' : shapes.includes('series') ? 'series' : 'number';
    }
    case 'call':
      return shapeOfCall(node.name, node.operands);
  }
}

function shapeOfCall(name: FunctionName, operands: readonly Node[]): 'number' | 'series' | 'list' {
  const first = shapeOf(operands[0]!);
  switch (name) {
    case 'PERIOD':
    case 'DATAPOINT_COUNT':
      return 'number';
    case 'SUM':
    case 'AVG':
    case 'MIN':
    case 'MAX':
    case 'STDDEV':
      return first === 'list' ? 'series' : 'number';
    case 'TIME_SERIES':
      return 'series';
    case 'IF':
      return operands.some((operand) => shapeOf(operand) === 'series') ? 'series' : 'number';
    default:
      return first;
  }
}

const tokenPattern = /\s*(\d+(?:\.\d+)?|[A-Za-z_][A-Za-z0-9_]*|"[^"]*"|'[^']*'|<=|>=|==|!=|&&|\|\||[-+*/^(),[\]<>])/y;

class Parser {
  readonly names = new Set<string>();
  /** METRICS() stands for every series of the request. */
  namesAll = false;
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

  whole(): Node {
    const root = this.any(0);
    const left = this.tokens[this.at];
    if (left !== undefined) throw new Problem(`'${left}' is not expected here`);
    return root;
  }

  private any(depth: number): Node {
    return this.chain({ OR: 'OR', '||': 'OR' }, () => this.all(depth));
  }
  private all(depth: number): Node {
    return this.chain({ AND: 'AND', '&&': 'AND' }, () => this.comparison(depth));
  }
  private comparison(depth: number): Node {
    const alike = { '<': '<', '>': '>', '<=': '<=', '>=': '>=', '==': '==', '!=': '!=' } as const;
    return this.chain(alike, () => this.sum(depth));
  }
  private sum(depth: number): Node {
    return this.chain({ '+': '+', '-': '-' }, () => this.product(depth));
  }
  private product(depth: number): Node {
    return this.chain({ '*': '*', '/': '/' }, () => this.power(depth));
  }
  private power(depth: number): Node {
    return this.chain({ '^': '^' }, () => this.factor(depth));
  }

  private chain(operators: Readonly<Record<string, Operator>>, operand: () => Node): Node {
    let left = operand();
    for (;;) {
      const token = this.tokens[this.at];
      if (token === undefined || !Object.hasOwn(operators, token)) return left;
      this.at++;
      const right = operand();
      assertNoWord([left, right]);
      if (shapeOf(left) === 'list' && shapeOf(right) === 'list')
        throw new Problem('an operator takes at most one list of series');
      left = { kind: 'operation', operator: operators[token]!, left, right };
    }
  }

  private factor(depth: number): Node {
    if (depth > depthMax) throw new Problem('too many parentheses');
    const token = this.tokens[this.at++];
    if (token === undefined) throw new Problem('it ends too early');
    if (/^\d/.test(token)) return { kind: 'number', value: Number(token) };
    if (token === '(') {
      const inner = this.any(depth + 1);
      this.expect(')');
      return inner;
    }
    if (token === '[') return this.list(depth);
    if (token === '-') {
      const zero: Node = { kind: 'number', value: 0 };
      return { kind: 'operation', operator: '-', left: zero, right: this.factor(depth + 1) };
    }
    if (!/^[A-Za-z_]/.test(token)) throw new Problem(`'${token}' is not expected here`);
    if (this.tokens[this.at] === '(') return this.call(token, depth);
    if (fillers.includes(token)) return { kind: 'word', word: token };
    if (!/^[a-z]/.test(token)) throw new Problem(`'${token}' is not offered by this engine`);
    this.names.add(token);
    return { kind: 'series', id: token };
  }

  private list(depth: number): Node {
    const items = this.separated(depth);
    this.expect(']');
    assertNoWord(items);
    if (items.some((item) => shapeOf(item) === 'list')) throw new Problem('a list cannot hold lists');
    return { kind: 'list', items };
  }

  private separated(depth: number): Node[] {
    const nodes = [this.any(depth + 1)];
    while (this.tokens[this.at] === ',') {
      this.at++;
      nodes.push(this.any(depth + 1));
    }
    return nodes;
  }

  private call(name: string, depth: number): Node {
    this.expect('(');
    if (name === 'METRICS') return this.metrics();
    if (!isFunction(name)) throw new Problem(`the function ${name} is not offered by this engine`);
    const operands = this.tokens[this.at] === ')' ? [] : this.separated(depth);
    this.expect(')');
    checkOperands(name, operands);
    return { kind: 'call', name, operands };
  }

  private metrics(): Node {
    this.namesAll = true;
    const token = this.tokens[this.at];
    const quoted = token !== undefined && /^["']/.test(token);
    if (quoted) this.at++;
    this.expect(')');
    return { kind: 'metrics', pattern: quoted ? token.slice(1, -1) : undefined };
  }

  private expect(token: string): void {
    if (this.tokens[this.at++] !== token) throw new Problem(`'${token}' is missing`);
  }
}

const isFunction = (name: string): name is FunctionName => Object.hasOwn(functions, name);

function checkOperands(name: FunctionName, operands: readonly Node[]): void {
  const [least, most] = functions[name];
  if (operands.length < least || operands.length > most)
    throw new Problem(`${name} takes ${least === most ? least : `${least} to ${most}`} operands`);
  const [first, second] = operands;
  if (name === 'TIME_SERIES' ? shapeOf(first!) !== 'number' : name !== 'IF' && shapeOf(first!) === 'number')
    throw new Problem(`${name} takes ${name === 'TIME_SERIES' ? 'a number' : 'the Id of a metric'}`);
  if (name === 'FILL' && second?.kind !== 'word' && shapeOf(second!) === 'list')
    throw new Problem('FILL takes a number, a series, REPEAT or LINEAR to fill with');
  if (name === 'IF' && operands.some((operand) => shapeOf(operand) === 'list'))
    throw new Problem('IF takes numbers and series');
  if (name !== 'FILL') assertNoWord(operands);
}

function assertNoWord(nodes: readonly Node[]): void {
  if (nodes.some(({ kind }) => kind === 'word')) throw new Problem(`${fillers.join(' and ')} stand in FILL only`);
}
