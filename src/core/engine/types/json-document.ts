// The document of INSERT JSON: its members decoded by column. Apart from json.ts because a document that is written in the
// statement is decoded when that is prepared, one that is bound when it runs, and both fail in the same words [facts 6.4].

import { CqlError, invalid } from '../cql-error.js';
import type { CqlType } from './cql-type.js';
import { isDurationRefusal } from './duration.js';
import { type JsonValue, jsonToValue, parseJson } from './json.js';
import { foldNames, type Moment } from './json-decode.js';

/** One value a column that the document names, by the column's name. Throws CqlError invalid. */
export function decodeDocument(
  text: string,
  columns: readonly { readonly name: string; readonly type: CqlType }[],
  now: Moment,
): ReadonlyMap<string, Uint8Array | null> {
  const members = readMembers(text);
  const values = new Map<string, Uint8Array | null>();
  for (const { name, type } of columns) {
    const parsed = members.get(name);
    members.delete(name);
    if (parsed !== undefined) values.set(name, parsed === null ? null : decode(name, type, parsed, now));
  }
  for (const name of members.keys()) throw invalid(`JSON values map contains unrecognized column: ${name}`);
  return values;
}

function readMembers(text: string): Map<string, JsonValue> {
  let parsed: JsonValue;
  try {
    parsed = parseJson(text);
  } catch (error) {
    throw invalid(`Could not decode JSON string as a map: ${(error as Error).message}. (String was: ${text})`);
  }
  if (parsed === null) throw invalid('Got null for INSERT JSON values');
  if (!(parsed instanceof Map)) {
    throw invalid(`Could not decode JSON string as a map: not a JSON object. (String was: ${text})`);
  }
  return foldNames(parsed as ReadonlyMap<string, JsonValue>);
}

function decode(name: string, type: CqlType, parsed: JsonValue, now: Moment): Uint8Array | null {
  try {
    return jsonToValue(type, parsed, now);
  } catch (error) {
    if (error instanceof CqlError && !isDurationRefusal(error))
      throw invalid(`Error decoding JSON value for ${name}: ${error.message}`);
    throw error;
  }
}
