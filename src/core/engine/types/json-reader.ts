// A JSON reader that keeps numbers exact, and the spelling of what it read in error texts. Apart from JSON.parse, which
// would round what is beyond a double.

import { limits } from '../limits.js';
import { doubleText } from './numbers.js';

/** A number as it was written. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** It has neither fraction nor exponent. */
  get whole(): boolean {
    return /^-?\d+$/.test(this.text);
  }
}

/** Objects are maps, in the order written; of a name given twice the last counts. */
export type JsonValue = null | boolean | string | JsonNumber | readonly JsonValue[] | ReadonlyMap<string, JsonValue>;

const spacePattern = /[ \t\r\n]*/y;
const stringPattern = /"(?:[^"\\]|\\.)*"/sy;
const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordPattern = /true|false|null/y;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): JsonValue {
    const value = this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) this.#fail();
    return value;
  }

  #value(depth: number): JsonValue {
    if (depth > limits.jsonNestingDepth) throw new SyntaxError(`JSON is nested deeper than ${limits.jsonNestingDepth}`);
    this.#space();
    const first = this.#text[this.#at];
    if (first === '{') return this.#object(depth);
    if (first === '[') return this.#array(depth);
    if (first === '"') return this.#string();
    const number = this.#match(numberPattern);
    if (number !== undefined) return new JsonNumber(number);
    const word = this.#match(wordPattern);
    if (word === undefined) this.#fail();
    return word === 'null' ? null : word === 'true';
  }

  #object(depth: number): JsonValue {
    const out = new Map<string, JsonValue>();
    this.#at++;
    if (this.#ends('}')) return out;
    do {
      this.#space();
      if (this.#text[this.#at] !== '"') this.#fail();
      const name = this.#string();
      this.#space();
      if (this.#text[this.#at++] !== ':') this.#fail(this.#at - 1);
      out.set(name, this.#value(depth + 1));
    } while (this.#more('}'));
    return out;
  }

  #array(depth: number): JsonValue {
    const out: JsonValue[] = [];
    this.#at++;
    if (this.#ends(']')) return out;
    do out.push(this.#value(depth + 1));
    while (this.#more(']'));
    return out;
  }

  #string(): string {
    const quoted = this.#match(stringPattern);
    if (quoted === undefined) this.#fail();
    // escapes and the ban on bare control characters are JSON.parse's own business
    return JSON.parse(quoted) as string;
  }

  #ends(mark: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }

  #more(end: string): boolean {
    if (this.#ends(end)) return false;
    if (this.#text[this.#at] !== ',') this.#fail();
    this.#at++;
    return true;
  }

  #space(): void {
    this.#match(spacePattern);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#at = pattern.lastIndex;
    return match[0];
  }

  #fail(at = this.#at): never {
    const what = at < this.#text.length ? `Unexpected character '${this.#text[at]}'` : 'Unexpected end of input';
    throw new SyntaxError(`${what} at position ${at}`);
  }
}

/** Throws SyntaxError. */
export const parseJson = (text: string): JsonValue => new Reader(text).whole();

/** The Java class that Cassandra would have read the value into, which its error texts name. */
export function javaClass(value: JsonValue): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'String';
  if (typeof value === 'boolean') return 'Boolean';
  if (value instanceof JsonNumber) return numberClass(value);
  return value instanceof Map ? 'LinkedHashMap' : 'ArrayList';
}

function numberClass(value: JsonNumber): string {
  if (!value.whole) return 'Double';
  const number = BigInt(value.text);
  if (number === BigInt.asIntN(32, number)) return 'Integer';
  return number === BigInt.asIntN(64, number) ? 'Long' : 'BigInteger';
}

/** Java's toString: `[1, a]`, `{name=1}`. */
export function javaText(value: JsonValue): string {
  if (value === null) return 'null';
  if (value instanceof JsonNumber) return value.whole ? value.text : doubleText(Number(value.text));
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (value instanceof Map) {
    const entries = value as ReadonlyMap<string, JsonValue>;
    return `{${[...entries].map(([name, inner]) => `${name}=${javaText(inner)}`).join(', ')}}`;
  }
  return String(value);
}
