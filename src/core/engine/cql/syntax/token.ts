// Token kinds that are no keywords, and how a kind is called in error messages (the names of Cassandra's grammar).

import { keywordTexts } from './keywords.js';

export const T = {
  eof: 0,
  ident: 1,
  quoted: 2,
  string: 3,
  integer: 4,
  float: 5,
  boolean: 6,
  duration: 7,
  uuid: 8,
  hex: 9,
  question: 10,
  open: 11,
  close: 12,
  openSquare: 13,
  closeSquare: 14,
  openCurly: 15,
  closeCurly: 16,
  comma: 17,
  semicolon: 18,
  colon: 19,
  dot: 20,
  star: 21,
  plus: 22,
  minus: 23,
  equal: 24,
  less: 25,
  lessEqual: 26,
  greater: 27,
  greaterEqual: 28,
  notEqual: 29,
  plusEqual: 30,
  minusEqual: 31,
  /** `""`: a column's name, and no other. */
  emptyQuoted: 32,
  /** `expr(`, which is one token. */
  expression: 33,
} as const;

/** Kinds of keywords start here. */
export const firstKeyword = 64;

const names: readonly string[] = [
  'EOF',
  'IDENT',
  'QUOTED_NAME',
  'STRING_LITERAL',
  'INTEGER',
  'FLOAT',
  'BOOLEAN',
  'DURATION',
  'UUID',
  'HEXNUMBER',
  'QMARK',
  "'('",
  "')'",
  "'['",
  "']'",
  "'{'",
  "'}'",
  "','",
  "';'",
  "':'",
  "'.'",
  "'*'",
  "'+'",
  "'-'",
  "'='",
  "'<'",
  "'<='",
  "'>'",
  "'>='",
  "'!='",
  "'+='",
  "'-='",
  'EMPTY_QUOTED_NAME',
  "'expr('",
];

/** As messages name an expected token: `K_FROM`, `')'`, `EOF`. */
export function expectedName(kind: number): string {
  if (kind >= firstKeyword) return `K_${keywordTexts[kind - firstKeyword]?.toUpperCase()}`;
  return names[kind] ?? 'EOF';
}
