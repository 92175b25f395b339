// long: one rule a type, which belong side by side
// JSON that was read as values of a type, for INSERT JSON and fromJson. Error texts are Cassandra 3.11's without the
// `Error decoding JSON value for x: ` that the caller puts before them.

import { assertNever } from '../../lib/assert.js';
import { CqlError, invalid } from '../cql-error.js';
import { writeElements, writeFields, writePairs } from './collections.js';
import type { CqlType, NativeName, UdtType } from './cql-type.js';
import { JsonNumber, type JsonValue, javaClass, javaText, parseJson } from './json-reader.js';
import { sortUnique } from './normalize.js';
import { integerBytes, scalarFromText } from './scalar-text.js';

const expected = (what: string, got: JsonValue): CqlError =>
  invalid(`Expected ${what}, but got a ${javaClass(got)}: ${javaText(got)}`);

/** Milliseconds since the epoch: what `"now"` means for a timestamp. Asked for only then. */
export type Moment = () => bigint;

/** Null for JSON null. Any collection, tuple or UDT may also be a string that holds its JSON. */
export function jsonToValue(type: CqlType, parsed: JsonValue, now: Moment): Uint8Array | null {
  if (parsed === null) return null;
  switch (type.kind) {
    case 'native':
      return nativeValue(type.name, parsed, now);
    case 'custom':
      return blobValue(parsed);
    case 'list': {
      const list = unwrap(parsed);
      if (!isArray(list)) throw expected('a list', list);
      return writeElements(list.map((element) => inside(type.element, element, now, 'Invalid null element in list')));
    }
    case 'set': {
      const list = unwrap(parsed);
      if (!isArray(list)) throw expected('a list (representing a set)', list);
      const elements = list.map((element) => inside(type.element, element, now, 'Invalid null element in set'));
      return writeElements(sortUnique(elements, (element) => element, type.element));
    }
    case 'map': {
      const map = unwrap(parsed);
      if (!(map instanceof Map)) throw expected('a map', map);
      const pairs = [...(map as ReadonlyMap<string, JsonValue>)].map(([key, value]) => {
        // before the key is looked at [C3 MapType.fromJSONObject]
        if (value === null) throw invalid('Invalid null value in map');
        return [mapKey(type.key, key, now), inside(type.value, value, now, 'Invalid null value in map')] as const;
      });
      return writePairs(sortUnique(pairs, (pair) => pair[0], type.key));
    }
    case 'tuple':
      return tupleValue(type.elements, unwrap(parsed), now);
    case 'udt':
      return udtValue(type, unwrap(parsed), now);
    default:
      return assertNever(type);
  }
}

const isArray = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

/** A string is taken for the JSON in it. */
function unwrap(parsed: JsonValue): JsonValue {
  if (typeof parsed !== 'string') return parsed;
  try {
    return parseJson(parsed);
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid(`Error decoding JSON string: ${error.message}`);
    throw error;
  }
}

function inside(type: CqlType, value: JsonValue, now: Moment, nullText: string): Uint8Array {
  const bytes = jsonToValue(type, value, now);
  if (bytes === null) throw invalid(nullText);
  return bytes;
}

// the name of a member is a string, whatever the key's type: `{"1": "a"}` for map<int, text>
function mapKey(type: CqlType, name: string, now: Moment): Uint8Array {
  return inside(type, name, now, 'Invalid null value in map');
}

function tupleValue(types: readonly CqlType[], list: JsonValue, now: Moment): Uint8Array {
  if (!isArray(list)) throw expected('a list representation of a tuple', list);
  if (list.length > types.length) {
    throw invalid(`Tuple contains extra items (expected ${types.length}): ${javaText(list)}`);
  }
  if (list.length < types.length) {
    throw invalid(`Tuple is missing items (expected ${types.length}): ${javaText(list)}`);
  }
  return writeFields(types.map((type, i) => jsonToValue(type, list[i]!, now)));
}

/** The names of a JSON object as CQL reads them: folded to lower case unless in double quotes. */
export function foldNames(map: ReadonlyMap<string, JsonValue>): Map<string, JsonValue> {
  const out = new Map<string, JsonValue>();
  for (const [name, value] of map) {
    const quoted = name.length > 1 && name.startsWith('"') && name.endsWith('"');
    out.set(quoted ? name.slice(1, -1) : name.toLowerCase(), value);
  }
  return out;
}

function udtValue(type: UdtType, map: JsonValue, now: Moment): Uint8Array {
  if (!(map instanceof Map)) throw expected('a map', map);
  const members = foldNames(map as ReadonlyMap<string, JsonValue>);
  const fields = type.fieldNames.map((name, i) => jsonToValue(type.fieldTypes[i]!, members.get(name) ?? null, now));
  for (const name of members.keys()) {
    if (!type.fieldNames.includes(name)) {
      throw invalid(`Unknown field '${name}' in value of user defined type ${type.name}`);
    }
  }
  return writeFields(fields);
}

function blobValue(parsed: JsonValue): Uint8Array {
  const problem = (reason: string): CqlError =>
    invalid(`Value '${javaText(parsed)}' is not a valid blob representation: ${reason}`);
  if (typeof parsed !== 'string') {
    throw problem(`java.lang.${javaClass(parsed)} cannot be cast to java.lang.String`);
  }
  if (!parsed.startsWith('0x')) throw problem(`String representation of blob is missing 0x prefix: ${parsed}`);
  try {
    return scalarFromText('blob', parsed.slice(2));
  } catch (error) {
    throw error instanceof CqlError ? problem(error.message) : error;
  }
}

function wholeNumber(parsed: JsonValue, bits: number): Uint8Array | undefined {
  if (!(parsed instanceof JsonNumber) || !parsed.whole) return undefined;
  const value = BigInt(parsed.text);
  return value === BigInt.asIntN(bits, value) ? integerBytes(value, bits) : undefined;
}

const articles: Partial<Record<NativeName, string>> = {
  ascii: 'an ascii string',
  text: 'a UTF-8 string',
  date: 'a string representation of a date value',
  time: 'a string representation of a time value',
  uuid: 'a string representation of a uuid',
  timeuuid: 'a string representation of a timeuuid',
  inet: 'a string representation of an inet value',
  duration: 'a string representation of a duration',
  boolean: 'a boolean value',
  float: 'a float value',
  double: 'a double value',
  int: 'an int value',
  bigint: 'a bigint value',
  counter: 'a bigint value',
  smallint: 'a short value',
  tinyint: 'a byte value',
};

function nativeValue(name: NativeName, parsed: JsonValue, now: Moment): Uint8Array {
  const wrong = (): CqlError => expected(articles[name]!, parsed);
  switch (name) {
    case 'blob':
      return blobValue(parsed);
    case 'int':
    case 'bigint':
    case 'counter': {
      if (typeof parsed === 'string') return scalarFromText(name, parsed);
      const bytes = wholeNumber(parsed, name === 'int' ? 32 : 64);
      if (bytes === undefined) throw wrong();
      return bytes;
    }
    case 'smallint':
    case 'tinyint':
      if (typeof parsed === 'string') return scalarFromText(name, parsed);
      if (parsed instanceof JsonNumber) return scalarFromText(name, javaText(parsed));
      throw wrong();
    case 'boolean':
      if (typeof parsed === 'string') return scalarFromText(name, parsed);
      if (typeof parsed !== 'boolean') throw wrong();
      return Buffer.of(parsed ? 1 : 0);
    case 'float':
    case 'double':
      if (typeof parsed === 'string') return scalarFromText(name, parsed);
      if (!(parsed instanceof JsonNumber)) throw wrong();
      return scalarFromText(name, parsed.text);
    case 'varint':
    case 'decimal':
      return exactNumber(name, parsed);
    case 'timestamp': {
      if (typeof parsed === 'string' && parsed.toLowerCase() === 'now') return integerBytes(now(), 64);
      if (typeof parsed === 'string') return scalarFromText(name, parsed);
      // Amazon Keyspaces documents numbers; Cassandra 3.11 takes only those that do not fit an int
      const bytes = wholeNumber(parsed, 64);
      if (bytes !== undefined) return bytes;
      throw expected('a long or a datestring representation of a timestamp value', parsed);
    }
    default:
      if (typeof parsed !== 'string') throw wrong();
      return scalarFromText(name, parsed);
  }
}

function exactNumber(name: 'varint' | 'decimal', parsed: JsonValue): Uint8Array {
  // a fraction has been a double on its way, as in Java's reader
  const text = javaText(parsed);
  const isNumber = name === 'varint' ? /^[+-]?\d+$/.test(text) : /^[+-]?[\d.]+(?:[eE][+-]?\d+)?$/.test(text);
  if (!isNumber) throw invalid(`Value '${javaText(parsed)}' is not a valid representation of a ${name} value`);
  return scalarFromText(name, text);
}
