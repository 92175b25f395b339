// The notation in which diagnosis/grammar-*.ts writes down the grammar, and its reader.
//
//   name: A b 'x'     a rule: keyword A, then rule b, then the symbol x; `$ident` is a kind of token of token.ts
//   (A | B) [A] {A}   one of several, none or one, none or more
//   <A B>             one token out of a set, tried without a decision
//   % before a choice or at the beginning of a rule: this decision is run from a table (see lookahead.ts)

import { K } from '../keywords.js';
import { T } from '../token.js';

export type Piece =
  | { readonly kind: 'tokens'; readonly tokens: readonly number[] }
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'choice'; readonly form: 'one' | 'option' | 'loop'; readonly table: boolean; readonly of: Choice };
export type Sequence = readonly Piece[];
export type Choice = readonly Sequence[];

export interface Rule {
  readonly name: string;
  readonly table: boolean;
  readonly of: Choice;
}

const symbols: Readonly<Record<string, number>> = {
  '(': T.open,
  ')': T.close,
  '[': T.openSquare,
  ']': T.closeSquare,
  '{': T.openCurly,
  '}': T.closeCurly,
  ',': T.comma,
  ';': T.semicolon,
  ':': T.colon,
  '.': T.dot,
  '*': T.star,
  '+': T.plus,
  '-': T.minus,
  '=': T.equal,
  '<': T.less,
  '<=': T.lessEqual,
  '>': T.greater,
  '>=': T.greaterEqual,
  '!=': T.notEqual,
  '+=': T.plusEqual,
  '-=': T.minusEqual,
  'expr(': T.expression,
};

function tokenNamed(word: string): number {
  const tables: readonly Readonly<Record<string, number>>[] = [symbols, K, T];
  const found = word.startsWith("'")
    ? tables[0]![word.slice(1, -1)]
    : word.startsWith('$')
      ? tables[2]![word.slice(1)]
      : tables[1]![word];
  if (found === undefined) throw new Error(`no token ${word}`);
  return found;
}

const closing: Readonly<Record<string, { close: string; form: 'one' | 'option' | 'loop' }>> = {
  '(': { close: ')', form: 'one' },
  '[': { close: ']', form: 'option' },
  '{': { close: '}', form: 'loop' },
};

/** Reads one rule's right side, word after word. */
class Reader {
  private readonly words: readonly string[];
  private at = 0;

  constructor(text: string) {
    this.words = text.match(/'[^']+'|[$\w]+|%?[([{]|[^\s]/g) ?? [];
  }

  take(word: string): boolean {
    if (this.words[this.at] !== word) return false;
    this.at++;
    return true;
  }

  choice(until: string | undefined): Choice {
    const alternatives: Sequence[] = [];
    let sequence: Piece[] = [];
    for (;;) {
      const word = this.words[this.at++];
      if (word === undefined || word === until || word === '|') {
        alternatives.push(sequence);
        sequence = [];
        if (word !== '|') return alternatives;
      } else sequence.push(this.piece(word));
    }
  }

  private piece(word: string): Piece {
    if (word === '<') {
      const tokens: number[] = [];
      while (!this.take('>')) tokens.push(tokenNamed(this.words[this.at++]!));
      return { kind: 'tokens', tokens };
    }
    const table = word.startsWith('%');
    const bracket = closing[table ? word.slice(1) : word];
    if (bracket !== undefined) {
      return { kind: 'choice', form: bracket.form, table, of: this.choice(bracket.close) };
    }
    if (/^[a-z]/.test(word)) return { kind: 'rule', name: word };
    return { kind: 'tokens', tokens: [tokenNamed(word)] };
  }
}

/** Rules, one after the other; a line that begins with a space goes on with the rule before it. */
export function readRules(text: string): readonly Rule[] {
  const lines = text.replaceAll(/\n +/g, ' ').split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const colon = line.indexOf(':');
      const reader = new Reader(line.slice(colon + 1));
      const table = reader.take('%');
      return { name: line.slice(0, colon), table, of: reader.choice(undefined) };
    });
}
