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
  range: 21,
  star: 22,
  plus: 23,
  minus: 24,
  equal: 25,
  less: 26,
  lessEqual: 27,
  greater: 28,
  greaterEqual: 29,
  notEqual: 30,
  plusEqual: 31,
  minusEqual: 32,
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
  "'..'",
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
];

/** As messages name an expected token: `K_FROM`, `')'`, `EOF`. */
export function expectedName(kind: number): string {
  if (kind >= firstKeyword) return `K_${keywordTexts[kind - firstKeyword]?.toUpperCase()}`;
  return names[kind] ?? 'EOF';
}
