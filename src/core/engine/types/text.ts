// long: printing and reading of one plain form belong side by side
// Values as people and scripts see them: CQL text as cqlsh would print it, and plain JavaScript values for the output
// of commands. Apart from json.ts, whose spelling is Cassandra's to the letter.

import { assertNever } from '../../lib/assert.js';
import { type CqlError, invalid } from '../cql-error.js';
import { readElements, readFields, readPairs, writeElements, writeFields, writePairs } from './collections.js';
import type { CqlType, NativeName } from './cql-type.js';
import { timestampText } from './date-text.js';
import { cqlTypeText, quoteName } from './format-type.js';
import { inetText } from './inet-text.js';
import { sortUnique } from './normalize.js';
import { doubleOf, floatOf, integerOf, scalarFromText, scalarText, utf8Of } from './scalar-text.js';

const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A literal that gives the value back: `'it''s'`, `0xcafe`, `{a: 1}`, `null`. An empty value that is no string has no
 * literal; it shows as `''`. */
export function valueToCqlText(type: CqlType, bytes: Uint8Array | null): string {
  if (bytes === null) return 'null';
  switch (type.kind) {
    case 'native':
      return nativeToCqlText(type.name, bytes);
    case 'custom':
      return `0x${Buffer.from(bytes).toString('hex')}`;
    case 'list':
      return `[${elementTexts(type.element, bytes)}]`;
    case 'set':
      return `{${elementTexts(type.element, bytes)}}`;
    case 'map': {
      const pairs = readPairs(bytes).map(
        ([key, value]) => `${valueToCqlText(type.key, key)}: ${valueToCqlText(type.value, value)}`,
      );
      return `{${pairs.join(', ')}}`;
    }
    case 'tuple': {
      const fields = readFields(bytes, type.elements.length);
      return `(${fields.map((field, i) => valueToCqlText(type.elements[i]!, field)).join(', ')})`;
    }
    case 'udt': {
      const fields = readFields(bytes, type.fieldTypes.length);
      const members = fields.map(
        (f, i) => `${quoteName(type.fieldNames[i]!)}: ${valueToCqlText(type.fieldTypes[i]!, f)}`,
      );
      return `{${members.join(', ')}}`;
    }
    default:
      return assertNever(type);
  }
}

const elementTexts = (type: CqlType, bytes: Uint8Array): string =>
  readElements(bytes)
    .map((element) => valueToCqlText(type, element))
    .join(', ');

function nativeToCqlText(name: NativeName, bytes: Uint8Array): string {
  switch (name) {
    case 'text':
    case 'ascii':
      return quoteText(utf8Of(bytes));
    case 'blob':
      return `0x${Buffer.from(bytes).toString('hex')}`;
    default:
  }
  if (bytes.length === 0) return "''";
  switch (name) {
    case 'timestamp':
      return quoteText(timestampText(integerOf(bytes), { separator: ' ', zone: '+0000' }));
    case 'inet':
      return quoteText(inetText(bytes));
    case 'date':
    case 'time':
      return quoteText(scalarText(name, bytes));
    default:
      return scalarText(name, bytes);
  }
}

/** Strings, booleans, numbers as far as they are exact (bigint, counter, varint, decimal are strings), blobs as
 * `0x…`, timestamps as ISO 8601, lists, sets and tuples as arrays, maps and UDTs as objects, null. */
export function valueToPlain(type: CqlType, bytes: Uint8Array | null): unknown {
  if (bytes === null) return null;
  switch (type.kind) {
    case 'native':
      return nativeToPlain(type.name, bytes);
    case 'custom':
      return `0x${Buffer.from(bytes).toString('hex')}`;
    case 'list':
    case 'set':
      return readElements(bytes, type.kind).map((element) => valueToPlain(type.element, element));
    case 'map':
      return plainObject(
        readPairs(bytes).map(([key, value]) => [plainKey(type.key, key), valueToPlain(type.value, value)]),
      );
    case 'tuple':
      return readFields(bytes, type.elements.length).map((field, i) => valueToPlain(type.elements[i]!, field));
    case 'udt': {
      const fields = readFields(bytes, type.fieldTypes.length);
      return plainObject(fields.map((field, i) => [type.fieldNames[i]!, valueToPlain(type.fieldTypes[i]!, field)]));
    }
    default:
      return assertNever(type);
  }
}

// fromEntries defines members, so that a key named __proto__ is a key
const plainObject = (entries: readonly (readonly [string, unknown])[]): unknown => Object.fromEntries(entries);

/** A map's key as a member name: text as it is, what prints as a word as that, compounds as JSON. */
function plainKey(type: CqlType, bytes: Uint8Array): string {
  const plain = valueToPlain(type, bytes);
  return typeof plain === 'object' ? JSON.stringify(plain) : String(plain);
}

function nativeToPlain(name: NativeName, bytes: Uint8Array): unknown {
  switch (name) {
    case 'text':
    case 'ascii':
      return utf8Of(bytes);
    case 'blob':
      return `0x${Buffer.from(bytes).toString('hex')}`;
    default:
  }
  if (bytes.length === 0) return '';
  switch (name) {
    case 'tinyint':
    case 'smallint':
    case 'int':
      return Number(integerOf(bytes));
    case 'boolean':
      return bytes[0] !== 0;
    case 'float': {
      const value = floatOf(bytes);
      // the shortest text that reads back as the same float: 0.1, not 0.10000000149011612
      return Number.isFinite(value) && !Object.is(value, -0)
        ? Number(scalarText(name, bytes))
        : scalarText(name, bytes);
    }
    case 'double': {
      const value = doubleOf(bytes);
      return Number.isFinite(value) && !Object.is(value, -0) ? value : scalarText(name, bytes);
    }
    case 'inet':
      return inetText(bytes);
    default:
      return scalarText(name, bytes);
  }
}

/** What `valueToPlain` gives, and close relatives: numbers or bigints for any number type, numbers or Dates for
 * timestamps, bytes for blobs, arrays, objects, Maps and Sets; undefined is null. Throws CqlError invalid. */
export function plainToValue(type: CqlType, value: unknown): Uint8Array | null {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case 'native':
      return nativeFromPlain(type.name, value);
    case 'custom':
      return nativeFromPlain('blob', value);
    case 'list':
      return writeElements(iterable(type, value).map((element) => plainToValue(type.element, element)));
    case 'set': {
      const elements = iterable(type, value).map((element) => present(type.element, element));
      return writeElements(sortUnique(elements, (element) => element, type.element));
    }
    case 'map': {
      const pairs = entriesOf(type, value).map(
        ([key, mapped]) => [keyFromPlain(type.key, key), present(type.value, mapped)] as const,
      );
      return writePairs(sortUnique(pairs, (pair) => pair[0], type.key));
    }
    case 'tuple': {
      const parts = iterable(type, value);
      if (parts.length > type.elements.length) throw unfit(type, value);
      return writeFields(type.elements.map((element, i) => plainToValue(element, parts[i])));
    }
    case 'udt': {
      const members = new Map(entriesOf(type, value));
      for (const name of members.keys()) if (!type.fieldNames.includes(String(name))) throw unfit(type, value);
      return writeFields(type.fieldNames.map((name, i) => plainToValue(type.fieldTypes[i]!, members.get(name))));
    }
    default:
      return assertNever(type);
  }
}

const unfit = (type: CqlType, value: unknown): CqlError =>
  invalid(
    `a value of type ${cqlTypeText(type)} cannot be made from ${typeof value === 'object' ? 'this object' : typeof value}`,
  );

function present(type: CqlType, value: unknown): Uint8Array {
  const bytes = plainToValue(type, value);
  if (bytes === null) throw invalid('null is not supported inside collections');
  return bytes;
}

function iterable(type: CqlType, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value instanceof Set) return [...value];
  throw unfit(type, value);
}

function entriesOf(type: CqlType, value: unknown): readonly (readonly [unknown, unknown])[] {
  if (value instanceof Map) return [...value];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unfit(type, value);
  return Object.entries(value);
}

function keyFromPlain(type: CqlType, key: unknown): Uint8Array {
  if (type.kind === 'native' || type.kind === 'custom' || typeof key !== 'string') return present(type, key);
  try {
    return present(type, JSON.parse(key));
  } catch (error) {
    throw error instanceof SyntaxError ? unfit(type, key) : error;
  }
}

function nativeFromPlain(name: NativeName, value: unknown): Uint8Array {
  if (value instanceof Uint8Array && name === 'blob') return value;
  if (value instanceof Date && name === 'timestamp') return scalarFromText(name, String(value.getTime()));
  if (typeof value === 'boolean' && name === 'boolean') return Buffer.of(value ? 1 : 0);
  if (typeof value === 'bigint' || typeof value === 'number') {
    const text = Object.is(value, -0) ? '-0' : String(value);
    if (name !== 'text' && name !== 'ascii' && name !== 'blob') return scalarFromText(name, text);
  }
  if (typeof value !== 'string') throw unfit({ kind: 'native', name }, value);
  if (name !== 'blob') return scalarFromText(name, value);
  if (!value.startsWith('0x')) throw unfit({ kind: 'native', name }, value);
  return scalarFromText(name, value.slice(2));
}
