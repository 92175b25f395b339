// JSON and values.
import type { CqlType } from './cql-type.js';
import type { JsonValue } from './json-reader.js';

export { type JsonValue, parseJson } from './json-reader.js';

export function valueToJson(type: CqlType, bytes: Uint8Array): string {
  throw new Error(`valueToJson is not written yet (${type.kind}, ${bytes.length} bytes)`);
}

export function jsonToValue(type: CqlType, parsed: JsonValue): Uint8Array | null {
  throw new Error(`jsonToValue is not written yet (${type.kind}, ${typeof parsed})`);
}
