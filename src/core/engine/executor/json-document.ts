// INSERT JSON: the document becomes one value a column. Apart because it is parsed when the statement runs, and fails in
// its own words [facts 6.4].

import type { Column } from '../catalog/schema.js';
import type { ModifyPlan } from '../cql/analysis/plan.js';
import { CqlError, invalid } from '../cql-error.js';
import { type BoundValue, UNSET } from '../session/api.js';
import { type JsonValue, jsonToValue, parseJson } from '../types/json.js';
import { type Binding, evaluate } from './binding.js';

export function bindJson(json: NonNullable<ModifyPlan['json']>, binding: Binding): ReadonlyMap<Column, BoundValue> {
  const document = evaluate(json.term, binding);
  if (document === null || document === UNSET) throw invalid('Got null for INSERT JSON values');
  const text = Buffer.from(document.buffer, document.byteOffset, document.length).toString('utf8');
  const members = readMembers(text);
  const values = new Map<Column, BoundValue>();
  for (const column of json.columns) {
    const parsed = members.get(column.name);
    members.delete(column.name);
    if (parsed === undefined) values.set(column, json.defaultUnset ? UNSET : null);
    else values.set(column, parsed === null ? null : decode(column, parsed));
  }
  for (const name of members.keys()) throw invalid(`JSON values map contains unrecognized column: ${name}`);
  return values;
}

/** Names as CQL has them: lower case unless quoted inside the JSON string. The last of several wins. */
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
  const members = new Map<string, JsonValue>();
  for (const [key, value] of parsed as ReadonlyMap<string, JsonValue>) {
    const quoted = /^"(.*)"$/s.exec(key);
    members.set(quoted === null ? key.toLowerCase() : quoted[1]!, value);
  }
  return members;
}

function decode(column: Column, parsed: JsonValue): Uint8Array | null {
  try {
    return jsonToValue(column.type, parsed);
  } catch (error) {
    if (error instanceof CqlError) throw invalid(`Error decoding JSON value for ${column.name}: ${error.message}`);
    throw error;
  }
}
