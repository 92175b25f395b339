// LL(*) prediction as ANTLR 3 makes it: for each decision an automaton over the tokens ahead, whose states are sets of
// configurations (state of the network, alternative, calls under way). It is built as far as texts ask for it. Sources:
// T. Parr, K. Fisher, "LL(*): The Foundation of the ANTLR Parser Generator" (PLDI 2011), and what Cassandra answers.

import type { Network, State } from './network.js';

/** The calls under way in a configuration: the bottom one has no caller. Equal stacks are one object. */
interface Calls {
  readonly caller: number;
  readonly below: Calls | undefined;
  readonly number: number;
  readonly above: Map<number, Calls>;
}

interface Configuration {
  readonly state: number;
  readonly alternative: number;
  readonly calls: Calls;
}

/** A state of a decision's automaton. */
export interface Look {
  /** The alternative that is certain here, from 1; 0 when another token has to be looked at. */
  readonly predicted: number;
  readonly configurations: readonly Configuration[];
  readonly next: Map<number, Look | undefined>;
}

/** A rule is entered from the same place at most this often within one lookahead, as in ANTLR. */
const mostRepeats = 4;

/** One set of configurations while it is closed over the steps that take no token. */
class Closing {
  readonly found: Configuration[] = [];
  overflowed = false;
  private readonly known = new Set<string>();
  private readonly waiting: Configuration[] = [];
  private readonly states: readonly State[];
  private readonly enter: (below: Calls, caller: number) => Calls;

  constructor(states: readonly State[], enter: (below: Calls, caller: number) => Calls) {
    this.states = states;
    this.enter = enter;
  }

  add(configuration: Configuration): void {
    const { state, alternative, calls } = configuration;
    const key = `${state} ${alternative} ${calls.number}`;
    if (this.known.has(key)) return;
    this.known.add(key);
    this.found.push(configuration);
    this.waiting.push(configuration);
  }

  close(): void {
    for (let one = this.waiting.pop(); one !== undefined; one = this.waiting.pop()) this.follow(one);
  }

  private follow({ state: number, alternative, calls }: Configuration): void {
    const state = this.states[number]!;
    switch (state.kind) {
      case 'token':
        return;
      case 'jump':
        this.add({ state: state.next, alternative, calls });
        return;
      case 'choice':
        for (const one of state.alternatives) this.add({ state: one, alternative, calls });
        return;
      case 'call':
        if (repeats(calls, number) >= mostRepeats) this.overflowed = true;
        else this.add({ state: state.begin, alternative, calls: this.enter(calls, number) });
        return;
      case 'end': {
        const caller = calls.below === undefined ? undefined : this.states[calls.caller];
        if (caller?.kind === 'call') this.add({ state: caller.next, alternative, calls: calls.below! });
        else for (const next of state.next) this.add({ state: next, alternative, calls });
      }
    }
  }
}

function repeats(calls: Calls, caller: number): number {
  let count = 0;
  for (let at: Calls | undefined = calls; at?.below !== undefined; at = at.below) if (at.caller === caller) count++;
  return count;
}

/** Whether one stack is the upper part of the other, or they are equal. */
function agree(a: Calls, b: Calls): boolean {
  let [left, right]: [Calls | undefined, Calls | undefined] = [a, b];
  while (left?.below !== undefined && right?.below !== undefined) {
    if (left.caller !== right.caller) return false;
    left = left.below;
    right = right.below;
  }
  return true;
}

/** The alternatives that more lookahead cannot tell apart: they are in the same state with calls that agree. */
function conflicting(configurations: readonly Configuration[]): ReadonlySet<number> {
  const byState = new Map<number, Configuration[]>();
  for (const one of configurations) {
    const same = byState.get(one.state);
    if (same === undefined) byState.set(one.state, [one]);
    else same.push(one);
  }
  const found = new Set<number>();
  for (const same of byState.values()) {
    for (const [i, one] of same.entries()) {
      for (let j = i + 1; j < same.length; j++) {
        const other = same[j]!;
        if (one.alternative === other.alternative || !agree(one.calls, other.calls)) continue;
        found.add(one.alternative);
        found.add(other.alternative);
      }
    }
  }
  return found;
}

const onlyAlternative = (configurations: readonly Configuration[]): number => {
  const first = configurations[0]!.alternative;
  return configurations.every(({ alternative }) => alternative === first) ? first : 0;
};

/** All decisions' automata over one network. */
export class Lookahead {
  private readonly states: readonly State[];
  private readonly starts = new Map<number, Look>();
  private readonly noCalls: Calls = { caller: -1, below: undefined, number: 0, above: new Map() };
  private stacks = 1;

  constructor(network: Network) {
    this.states = network.states;
  }

  private readonly enter = (below: Calls, caller: number): Calls => {
    let calls = below.above.get(caller);
    if (calls === undefined) {
      calls = { caller, below, number: this.stacks++, above: new Map() };
      below.above.set(caller, calls);
    }
    return calls;
  };

  /** Where the decision at a choice of the network begins. */
  start(choice: number, alternatives: readonly number[]): Look {
    let start = this.starts.get(choice);
    if (start === undefined) {
      const closing = new Closing(this.states, this.enter);
      alternatives.forEach((state, index) => {
        closing.add({ state, alternative: index + 1, calls: this.noCalls });
      });
      closing.close();
      start = { predicted: 0, configurations: closing.found, next: new Map() };
      this.starts.set(choice, start);
    }
    return start;
  }

  /** The state behind `token`, or undefined when no alternative goes on with it. */
  step(look: Look, token: number): Look | undefined {
    if (look.next.has(token)) return look.next.get(token);
    const next = this.reach(look.configurations, token);
    look.next.set(token, next);
    return next;
  }

  private reach(from: readonly Configuration[], token: number): Look | undefined {
    const closing = new Closing(this.states, this.enter);
    for (const { state: number, alternative, calls } of from) {
      const state = this.states[number]!;
      if (state.kind === 'token' && state.tokens.includes(token))
        closing.add({ state: state.next, alternative, calls });
    }
    if (closing.found.length === 0) return undefined;
    const only = onlyAlternative(closing.found);
    if (only !== 0) return { predicted: only, configurations: [], next: new Map() };
    closing.close();
    return this.resolve(closing);
  }

  /** Of alternatives in conflict the first wins; when the lookahead grew too deep, of all. */
  private resolve({ found, overflowed }: Closing): Look {
    const alternatives = overflowed ? new Set(found.map(({ alternative }) => alternative)) : conflicting(found);
    const winner = Math.min(...alternatives);
    const left = found.filter(({ alternative }) => alternative === winner || !alternatives.has(alternative));
    const only = onlyAlternative(left);
    if (only !== 0) return { predicted: only, configurations: [], next: new Map() };
    const goesOn = left.some(({ state }) => this.states[state]!.kind === 'token');
    if (goesOn) return { predicted: 0, configurations: left, next: new Map() };
    const first = Math.min(...left.map(({ alternative }) => alternative));
    return { predicted: first, configurations: [], next: new Map() };
  }
}
