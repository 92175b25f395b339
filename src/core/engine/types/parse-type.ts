// A type from its CQL spelling, as in CREATE TABLE and in the control plane's `type` members. Apart from the statement
// grammar because the API takes the same spelling without a statement around it.

import { assertNever } from '../../lib/assert.js';
import { CqlError, ErrorCode, invalid } from '../cql-error.js';
import { limits } from '../limits.js';
import { type CqlType, type NativeName, native, nativeTypes } from './cql-type.js';

/** What a user type is made of: the catalog's record fits it. */
export interface UserTypeShape {
  readonly keyspace: string;
  readonly name: string;
  readonly fieldNames: readonly string[];
  readonly fieldTypes: readonly CqlType[];
}
export interface UserTypeName {
  readonly keyspace?: string | undefined;
  readonly name: string;
}
export type ResolveUdt = (name: UserTypeName) => UserTypeShape | undefined;

/** A type as written, before frozen<> is spread and user types are looked up. */
export type RawType =
  | { readonly kind: 'native'; readonly name: NativeName }
  | { readonly kind: 'list' | 'set' | 'tuple' | 'map'; readonly parts: readonly RawType[] }
  | { readonly kind: 'udt'; readonly name: UserTypeName }
  | { readonly kind: 'frozen'; readonly inner: RawType }
  | { readonly kind: 'custom'; readonly className: string };

interface Token {
  readonly kind: 'word' | 'quoted' | 'class' | 'mark' | 'end';
  readonly text: string;
  readonly at: number;
}

const natives = new Map<string, NativeName>(nativeTypes.map((name) => [name, name]));
natives.set('varchar', 'text');

const tokenPattern = /\s*(?:([A-Za-z_][A-Za-z0-9_]*)|"((?:[^"]|"")+)"|'((?:[^']|'')*)'|([<>,.]))/y;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  let at = 0;
  while (at < text.length) {
    tokenPattern.lastIndex = at;
    const match = tokenPattern.exec(text);
    if (match === null) {
      const rest = text.slice(at).trimStart();
      if (rest === '') break;
      throw new CqlError(
        ErrorCode.syntax,
        `line 1:${text.length - rest.length} no viable alternative at character '${rest[0]}'`,
      );
    }
    at = tokenPattern.lastIndex;
    const [, word, quoted, className, mark] = match;
    const start = at - match[0].trimStart().length;
    if (word !== undefined) tokens.push({ kind: 'word', text: word, at: start });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted.replaceAll('""', '"'), at: start });
    else if (className !== undefined) tokens.push({ kind: 'class', text: className.replaceAll("''", "'"), at: start });
    else tokens.push({ kind: 'mark', text: mark!, at: start });
  }
  tokens.push({ kind: 'end', text: '<EOF>', at: text.length });
  return tokens;
}

/** Recursive descent over the tokens of one type. */
class TypeReader {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text);
  }

  whole(): RawType {
    const type = this.#type(0);
    if (this.#peek().kind !== 'end') this.#fail();
    return type;
  }

  #type(depth: number): RawType {
    if (depth > 2 * limits.frozenNestingDepth + 2)
      throw invalid(`Types may be nested ${limits.frozenNestingDepth} deep`);
    const token = this.#take();
    if (token.kind === 'class') return { kind: 'custom', className: token.text };
    if (token.kind !== 'word' && token.kind !== 'quoted') this.#fail(token);
    const folded = token.kind === 'word' ? token.text.toLowerCase() : undefined;
    if (folded !== undefined && this.#peek().text === '<' && this.#peek().kind === 'mark') {
      return this.#parameterized(folded, token, depth);
    }
    if (this.#peek().kind === 'mark' && this.#peek().text === '.') {
      this.#take();
      const name = this.#take();
      if (name.kind !== 'word' && name.kind !== 'quoted') this.#fail(name);
      return { kind: 'udt', name: { keyspace: folded ?? token.text, name: identifier(name) } };
    }
    const nativeName = folded === undefined ? undefined : natives.get(folded);
    return nativeName === undefined
      ? { kind: 'udt', name: { name: identifier(token) } }
      : { kind: 'native', name: nativeName };
  }

  #parameterized(word: string, token: Token, depth: number): RawType {
    if (word !== 'list' && word !== 'set' && word !== 'map' && word !== 'tuple' && word !== 'frozen') {
      this.#fail(token);
    }
    this.#expect('<');
    const parts = [this.#type(depth + 1)];
    while (this.#peek().kind === 'mark' && this.#peek().text === ',') {
      this.#take();
      parts.push(this.#type(depth + 1));
    }
    const close = this.#peek();
    const arity = word === 'map' ? 2 : 1;
    if (word !== 'tuple' && parts.length !== arity) this.#fail(close);
    this.#expect('>');
    return word === 'frozen' ? { kind: 'frozen', inner: parts[0]! } : { kind: word, parts };
  }

  #peek(): Token {
    return this.#tokens[Math.min(this.#next, this.#tokens.length - 1)]!;
  }

  #take(): Token {
    const token = this.#peek();
    this.#next++;
    return token;
  }

  #expect(mark: string): void {
    const token = this.#take();
    if (token.kind !== 'mark' || token.text !== mark) this.#fail(token);
  }

  #fail(token = this.#peek()): never {
    const place = token.kind === 'end' ? 'line 0:-1' : `line 1:${token.at}`;
    throw new CqlError(ErrorCode.syntax, `${place} no viable alternative at input '${token.text}'`);
  }
}

const identifier = (token: Token): string => (token.kind === 'quoted' ? token.text : token.text.toLowerCase());

/** Spelling to tree; throws CqlError syntax. */
export const parseRawType = (text: string): RawType => new TypeReader(text).whole();

/** As a message repeats it: frozen<> left out around the type it names, as Cassandra's raw types print. */
function rawTypeText(raw: RawType): string {
  switch (raw.kind) {
    case 'native':
      return raw.name;
    case 'list':
    case 'set':
    case 'map':
    case 'tuple':
      return `${raw.kind}<${raw.parts.map(rawTypeText).join(', ')}>`;
    case 'udt':
      return raw.name.keyspace === undefined ? raw.name.name : `${raw.name.keyspace}.${raw.name.name}`;
    case 'frozen':
      return `frozen<${rawTypeText(raw.inner)}>`;
    case 'custom':
      return raw.className;
    default:
      return assertNever(raw);
  }
}

/** Looks user types up, spreads frozen<> inward and refuses what may not be nested (data-plane facts 6.5).
 * `keyspace` is the one that an unqualified user type is looked for in; it only serves the message. */
export function resolveType(raw: RawType, resolveUdt: ResolveUdt, keyspace?: string): CqlType {
  return prepare(raw, { frozen: false, resolveUdt, keyspace });
}

interface PrepareContext {
  /** An enclosing frozen<> or tuple reaches this type. */
  readonly frozen: boolean;
  readonly resolveUdt: ResolveUdt;
  readonly keyspace: string | undefined;
}

function prepare(raw: RawType, context: PrepareContext): CqlType {
  switch (raw.kind) {
    case 'native':
      return native(raw.name);
    case 'custom':
      return { kind: 'custom', className: raw.className };
    case 'udt':
      return prepareUdt(raw.name, context);
    case 'frozen':
      if (raw.inner.kind === 'native' || raw.inner.kind === 'custom') {
        // Cassandra finds this while it parses
        throw new CqlError(
          ErrorCode.syntax,
          `frozen<> is only allowed on collections, tuples, and user-defined types (got ${rawTypeText(raw.inner)})`,
        );
      }
      return prepare(raw.inner, { ...context, frozen: true });
    case 'tuple':
      return prepareTuple(raw, context);
    case 'list':
    case 'set':
    case 'map':
      return prepareCollection(raw, context);
    default:
      return assertNever(raw);
  }
}

function prepareUdt(name: UserTypeName, context: PrepareContext): CqlType {
  const keyspace = name.keyspace ?? context.keyspace;
  if (keyspace !== undefined && context.keyspace !== undefined && keyspace !== context.keyspace) {
    throw invalid(
      `Statement on keyspace ${context.keyspace} cannot refer to a user type in keyspace ${keyspace}; user types can ` +
        'only be used in the keyspace they are defined in',
    );
  }
  const shape = context.resolveUdt(name);
  if (shape === undefined) throw invalid(`Unknown type ${keyspace === undefined ? '' : `${keyspace}.`}${name.name}`);
  return {
    kind: 'udt',
    frozen: context.frozen,
    keyspace: shape.keyspace,
    name: shape.name,
    fieldNames: shape.fieldNames,
    fieldTypes: context.frozen ? shape.fieldTypes.map(freeze) : shape.fieldTypes,
  };
}

function prepareTuple(raw: Extract<RawType, { parts: unknown }>, context: PrepareContext): CqlType {
  const elements = raw.parts.map((part) => prepare(part, { ...context, frozen: !isScalar(part) }));
  if (elements.some(isCounter)) throw invalid('Counters are not allowed inside tuples');
  return { kind: 'tuple', elements };
}

function prepareCollection(raw: Extract<RawType, { parts: unknown }>, context: PrepareContext): CqlType {
  for (const part of raw.parts) {
    if (context.frozen || part.kind === 'frozen' || part.kind === 'tuple' || isScalar(part)) continue;
    const what = part.kind === 'udt' ? 'UDTs' : 'collections';
    // an unknown type is reported before what is wrong with its use
    if (part.kind === 'udt') prepare(part, { ...context, frozen: true });
    throw invalid(`Non-frozen ${what} are not allowed inside collections: ${rawTypeText(raw)}`);
  }
  const parts = raw.parts.map((part) => prepare(part, { ...context, frozen: context.frozen && !isScalar(part) }));
  if (raw.kind !== 'list' && isDuration(parts[0]!)) {
    throw invalid(
      `Durations are not allowed ${raw.kind === 'set' ? 'inside sets' : 'as map keys'}: ${rawTypeText(raw)}`,
    );
  }
  if (parts.some(isCounter)) throw invalid(`Counters are not allowed inside collections: ${rawTypeText(raw)}`);
  const [first, second] = parts;
  if (raw.kind === 'map') return { kind: 'map', frozen: context.frozen, key: first!, value: second! };
  return { kind: raw.kind === 'set' ? 'set' : 'list', frozen: context.frozen, element: first! };
}

const isScalar = (raw: RawType): boolean => raw.kind === 'native' || raw.kind === 'custom';
const isDuration = (type: CqlType): boolean => type.kind === 'native' && type.name === 'duration';
const isCounter = (type: CqlType): boolean => type.kind === 'native' && type.name === 'counter';

/** The same type with every collection and UDT in it frozen. */
export function freeze(type: CqlType): CqlType {
  switch (type.kind) {
    case 'list':
    case 'set':
      return { ...type, frozen: true, element: freeze(type.element) };
    case 'map':
      return { ...type, frozen: true, key: freeze(type.key), value: freeze(type.value) };
    case 'udt':
      return { ...type, frozen: true, fieldTypes: type.fieldTypes.map(freeze) };
    case 'tuple':
      return { ...type, elements: type.elements.map(freeze) };
    default:
      return type;
  }
}

/** A type from its CQL spelling. Throws CqlError: syntax for a spelling that is none, invalid for a type that may not be. */
export function parseCqlType(text: string, resolveUdt: ResolveUdt, keyspace?: string): CqlType {
  return resolveType(parseRawType(text), resolveUdt, keyspace);
}
