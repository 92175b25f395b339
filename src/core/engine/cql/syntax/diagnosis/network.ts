// The grammar as a network of states with numbers: what a parser generated from it walks, and what its lookahead is
// computed from.

import { T } from '../token.js';
import { dataRules } from './grammar-data.js';
import { schemaRules } from './grammar-schema.js';
import { type Choice, type Piece, type Rule, readRules, type Sequence } from './notation.js';

export type State =
  | { readonly kind: 'token'; readonly tokens: readonly number[]; next: number }
  | { readonly kind: 'call'; readonly rule: string; begin: number; next: number }
  /** `lenient`: an option or a loop, whose last alternative is to go on behind it. */
  | { readonly kind: 'choice'; alternatives: number[]; readonly lenient: boolean; readonly table: boolean }
  | { readonly kind: 'jump'; next: number }
  /** The end of a rule; `next` are the states behind all its calls. */
  | { readonly kind: 'end'; readonly next: number[] };

export interface Network {
  readonly states: readonly State[];
  readonly begin: number;
}

/** Lays pieces out backwards: each method gives the number of the state that begins a piece which ends in `next`. */
class Layout {
  readonly states: State[] = [];

  add(state: State): number {
    this.states.push(state);
    return this.states.length - 1;
  }

  sequence(pieces: Sequence, next: number): number {
    return pieces.reduceRight((behind, piece) => this.piece(piece, behind), next);
  }

  choice(of: Choice, table: boolean, next: number): number {
    if (of.length === 1) return this.sequence(of[0]!, next);
    return this.add({
      kind: 'choice',
      alternatives: of.map((one) => this.alternative(one, next)),
      lenient: false,
      table,
    });
  }

  /** A state of its own, also for an alternative without pieces. */
  private alternative(pieces: Sequence, next: number): number {
    return this.add({ kind: 'jump', next: this.sequence(pieces, next) });
  }

  private piece(piece: Piece, next: number): number {
    switch (piece.kind) {
      case 'tokens':
        return this.add({ kind: 'token', tokens: piece.tokens, next });
      case 'rule':
        return this.add({ kind: 'call', rule: piece.name, begin: -1, next });
      case 'choice':
        return this.block(piece, next);
    }
  }

  private block({ form, table, of }: Extract<Piece, { kind: 'choice' }>, next: number): number {
    if (form === 'one') return this.choice(of, table, next);
    const alternatives: number[] = [];
    const made = this.add({ kind: 'choice', alternatives, lenient: true, table });
    const behind = form === 'loop' ? made : next;
    for (const one of of) alternatives.push(this.alternative(one, behind));
    alternatives.push(this.alternative([], next));
    return made;
  }
}

export function makeNetwork(): Network {
  const rules: readonly Rule[] = [...readRules(dataRules), ...readRules(schemaRules)];
  const layout = new Layout();
  const begins = new Map<string, number>();
  const ends = new Map<string, number[]>();
  for (const { name, table, of } of rules) {
    const next: number[] = [];
    ends.set(name, next);
    begins.set(name, layout.choice(of, table, layout.add({ kind: 'end', next })));
  }
  for (const state of layout.states) {
    if (state.kind !== 'call') continue;
    const begin = begins.get(state.rule);
    if (begin === undefined) throw new Error(`no rule ${state.rule}`);
    state.begin = begin;
    ends.get(state.rule)!.push(state.next);
  }
  // behind the whole request the text ends once more
  const nothing = layout.add({ kind: 'end', next: [] });
  ends.get('request')!.push(layout.add({ kind: 'token', tokens: [T.eof], next: nothing }));
  return { states: layout.states, begin: begins.get('request')! };
}
