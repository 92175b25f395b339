// What Cassandra 3.11 says of a text that is no statement: the parser that ANTLR 3 makes of its grammar, walked token by
// token up to its first complaint. Only refused texts come here; the parser proper (../parser) decides what is refused.

import type { CqlError } from '../../../cql-error.js';
import { limits } from '../../../limits.js';
import { syntaxErrorAt } from '../syntax-error.js';
import { expectedName } from '../token.js';
import { Lookahead } from './lookahead.js';
import { makeNetwork, type Network, type State } from './network.js';
import { TokensAhead } from './tokens-ahead.js';

type ChoiceState = Extract<State, { kind: 'choice' }>;

/** Predicts an alternative, from 1; 0 when none fits. `depth` is the number of tokens looked at. */
interface Prediction {
  readonly alternative: number;
  readonly depth: number;
}

/** Keeps what it has computed of the grammar's lookahead, so one serves many texts. */
export class Diagnosis {
  private made: { readonly network: Network; readonly lookahead: Lookahead } | undefined;

  private get grammar(): { readonly network: Network; readonly lookahead: Lookahead } {
    if (this.made === undefined) {
      const network = makeNetwork();
      this.made = { network, lookahead: new Lookahead(network) };
    }
    return this.made;
  }

  /** The first complaint about `text` made before the parser stands at offset `until`; undefined when there is none, or
   * the text is too long to look at. Throws what the lexer throws at a character that begins no token. */
  complaint(text: string, until = Number.POSITIVE_INFINITY): CqlError | undefined {
    if (text.length > limits.syntaxDiagnosisCharacters) return undefined;
    const { network } = this.grammar;
    const tokens = new TokensAhead(text);
    const callers: number[] = [];
    let at = network.begin;
    for (;;) {
      const state = network.states[at]!;
      switch (state.kind) {
        case 'token':
          if (!state.tokens.includes(tokens.kind(1))) return mismatch(tokens, state.tokens);
          tokens.consume();
          if (tokens.position >= until) return undefined;
          at = state.next;
          break;
        case 'jump':
          at = state.next;
          break;
        case 'call':
          callers.push(state.next);
          at = state.begin;
          break;
        case 'choice': {
          const { alternative, depth } = this.predict(at, state, tokens);
          if (alternative === 0) return complain(tokens, depth, 'no viable alternative at input', '');
          at = state.alternatives[alternative - 1]!;
          break;
        }
        case 'end': {
          const caller = callers.pop();
          if (caller === undefined) return undefined;
          at = caller;
        }
      }
    }
  }

  private predict(number: number, { alternatives, lenient, table }: ChoiceState, tokens: TokensAhead): Prediction {
    const { lookahead } = this.grammar;
    let look = lookahead.start(number, alternatives);
    for (let depth = 1; ; depth++) {
      const next = lookahead.step(look, tokens.kind(depth));
      if (next === undefined) {
        // decisions written out as code take the way behind an option or a loop when nothing else fits
        return { alternative: lenient && !table ? alternatives.length : 0, depth };
      }
      // those run from tables step onto the token behind the last one they needed
      if (table && !tokens.isEnd(depth)) tokens.kind(depth + 1);
      if (next.predicted !== 0) return { alternative: next.predicted, depth };
      look = next;
    }
  }
}

function mismatch(tokens: TokensAhead, wanted: readonly number[]): CqlError {
  const expecting = wanted.length === 1 ? expectedName(wanted[0]!) : 'set null';
  return complain(tokens, 1, 'mismatched input', ` expecting ${expecting}`);
}

/** The message names the token at `depth`; the excerpt marks the one at which the parser stands. */
function complain(tokens: TokensAhead, depth: number, before: string, behind: string): CqlError {
  const message = `${before} '${tokens.shown(depth)}'${behind}`;
  return syntaxErrorAt(tokens.text, tokens.offset(depth), message, tokens.excerpt());
}
