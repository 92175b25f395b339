// Which words are keywords: a hash table made once, apart from the lexer that asks it for every word.

import { K, keywordTexts } from './keywords.js';
import { firstKeyword, T } from './token.js';

const shortestKeyword = 2;
const longestKeyword = 12;
const slots = 2048;
/** Open-addressed hash table from a word's hash to its kind; 0 is free. */
const wordKinds: Uint8Array = new Uint8Array(slots);
const wordTexts: readonly string[] = makeWords(wordKinds);

/** Of the length and three letters (small ones) of a word of two letters or more. The factors were searched for: with them
 * two of the keywords share a slot with another. */
function hashOf(length: number, first: number, second: number, last: number): number {
  return (first * 519 + second * 1593 + last * 133 + length * 1397) & (slots - 1);
}

function makeWords(kinds: Uint8Array): readonly string[] {
  const texts: string[] = new Array(slots).fill('');
  const put = (word: string, kind: number): void => {
    let slot = hashOf(word.length, word.charCodeAt(0), word.charCodeAt(1), word.charCodeAt(word.length - 1));
    while (kinds[slot] !== 0) slot = (slot + 1) & (slots - 1);
    kinds[slot] = kind;
    texts[slot] = word;
  };
  keywordTexts.forEach((word, index) => {
    put(word, index + firstKeyword);
  });
  put('table', K.COLUMNFAMILY);
  put('schema', K.KEYSPACE);
  put('true', T.boolean);
  put('false', T.boolean);
  return texts;
}

/** The kind of the word `s[start, end)`: a keyword, a boolean, or an identifier. */
export function wordKind(s: string, start: number, end: number): number {
  const length = end - start;
  if (length < shortestKeyword || length > longestKeyword) return T.ident;
  let slot = hashOf(length, s.charCodeAt(start) | 32, s.charCodeAt(start + 1) | 32, s.charCodeAt(end - 1) | 32);
  for (;;) {
    const kind = wordKinds[slot]!;
    if (kind === 0) return T.ident;
    const text = wordTexts[slot]!;
    if (text.length === length && isWord(s, start, text)) return kind;
    slot = (slot + 1) & (slots - 1);
  }
}

function isWord(s: string, start: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) {
    if ((s.charCodeAt(start + i) | 32) !== word.charCodeAt(i)) return false;
  }
  return true;
}
