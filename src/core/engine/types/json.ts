// Values as JSON in Cassandra 3.11's spelling, for SELECT JSON and toJson.

import { assertNever } from '../../lib/assert.js';
import { readElements, readFields, readPairs } from './collections.js';
import type { CqlType, NativeName } from './cql-type.js';
import { timestampText } from './date-text.js';
import { doubleOf, floatOf, integerOf, scalarText, utf8Of } from './scalar-text.js';

export { jsonToValue } from './json-decode.js';
export { JsonNumber, type JsonValue, parseJson } from './json-reader.js';

const controlEscapes: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

/** A JSON string with its quotes: control characters as \u00XX, everything else as it is. */
function quoteJson(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON must escape
  const escaped = text.replace(/["\\\u0000-\u001f]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return controlEscapes[character] ?? `\\u${code}`;
  });
  return `"${escaped}"`;
}

/** The name of a column or field as a JSON member: a name with capitals carries its CQL quotes. */
export const jsonName = (name: string): string => quoteJson(name === name.toLowerCase() ? name : `"${name}"`);

/** A non-null value. NaN and infinities, which JSON has no word for, become null. */
export function valueToJson(type: CqlType, bytes: Uint8Array): string {
  switch (type.kind) {
    case 'native':
      return nativeToJson(type.name, bytes);
    case 'custom':
      return quoteJson(`0x${Buffer.from(bytes).toString('hex')}`);
    case 'list':
    case 'set': {
      const { element } = type;
      return `[${readElements(bytes, type.kind)
        .map((value) => valueToJson(element, value))
        .join(', ')}]`;
    }
    case 'map': {
      const members = readPairs(bytes).map(([key, value]) => {
        const name = valueToJson(type.key, key);
        return `${name.startsWith('"') ? name : quoteJson(name)}: ${valueToJson(type.value, value)}`;
      });
      return `{${members.join(', ')}}`;
    }
    case 'tuple':
      return `[${fieldsToJson(type.elements, bytes).join(', ')}]`;
    case 'udt': {
      const members = fieldsToJson(type.fieldTypes, bytes).map(
        (value, i) => `${jsonName(type.fieldNames[i]!)}: ${value}`,
      );
      return `{${members.join(', ')}}`;
    }
    default:
      return assertNever(type);
  }
}

function fieldsToJson(types: readonly CqlType[], bytes: Uint8Array): string[] {
  return readFields(bytes, types.length).map((field, i) => (field === null ? 'null' : valueToJson(types[i]!, field)));
}

function nativeToJson(name: NativeName, bytes: Uint8Array): string {
  switch (name) {
    case 'text':
    case 'ascii':
      return quoteJson(utf8Of(bytes));
    case 'blob':
      return `"0x${Buffer.from(bytes).toString('hex')}"`;
    default:
  }
  // what is neither null nor a value of the type
  if (bytes.length === 0) return '""';
  switch (name) {
    case 'timestamp':
      return `"${timestampText(integerOf(bytes), { separator: ' ', zone: 'Z' })}"`;
    case 'float':
      return Number.isFinite(floatOf(bytes)) ? scalarText(name, bytes) : 'null';
    case 'double':
      return Number.isFinite(doubleOf(bytes)) ? scalarText(name, bytes) : 'null';
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
    case 'counter':
    case 'varint':
    case 'decimal':
      return scalarText(name, bytes);
    default:
      return `"${scalarText(name, bytes)}"`;
  }
}
