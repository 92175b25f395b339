// Whether bytes are a value of a type.
import type { CqlType } from './cql-type.js';

export function validateValue(type: CqlType, bytes: Uint8Array): void {
  throw new Error(`validateValue is not written yet (${type.kind}, ${bytes.length} bytes)`);
}
