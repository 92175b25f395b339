// Values in the streams' own union: one member named for the type, numbers and times as text (control-plane facts 5.8, 15.15).
// Dates are ISO dates and timestamps epoch milliseconds, as consumers of the service parse them; its model says neither.

import { assertNever } from '../../lib/assert.js';
import { readElements, readFields, readPairs } from '../types/collections.js';
import type { CqlType, NativeName } from '../types/cql-type.js';
import { integerOf, scalarText, utf8Of } from '../types/scalar-text.js';

export type Json = Readonly<Record<string, unknown>>;

/** A value without metadata of its own: keys, entries of maps, and what lies inside frozen values. */
export function unionOf(type: CqlType, bytes: Uint8Array): Json {
  switch (type.kind) {
    case 'native':
      return nativeUnion(type.name, bytes);
    case 'list':
      return { listT: readElements(bytes, 'list').map((each) => cellOf(type.element, each)) };
    case 'set':
      return { setT: readElements(bytes, 'set').map((each) => cellOf(type.element, each)) };
    case 'map':
      return {
        mapT: readPairs(bytes).map(([key, value]) => ({
          key: unionOf(type.key, key),
          value: unionOf(type.value, value),
        })),
      };
    case 'tuple':
      return { tupleT: readFields(bytes, type.elements.length).map((each, i) => cellOf(type.elements[i]!, each)) };
    case 'udt': {
      const fields = readFields(bytes, type.fieldTypes.length);
      const named = fields.map((each, i) => [type.fieldNames[i]!, cellOf(type.fieldTypes[i]!, each)] as const);
      return { udtT: Object.fromEntries(named) };
    }
    case 'custom':
      return { blobT: Buffer.from(bytes).toString('base64') };
    default:
      return assertNever(type);
  }
}

/** A null part of a tuple or user type is a cell without a value. */
export const cellOf = (type: CqlType, bytes: Uint8Array | null): Json =>
  bytes === null ? {} : { value: unionOf(type, bytes) };

function nativeUnion(name: NativeName, bytes: Uint8Array): Json {
  switch (name) {
    case 'boolean':
      return { boolT: bytes[0] === 1 };
    case 'blob':
      return { blobT: Buffer.from(bytes).toString('base64') };
    case 'text':
    case 'ascii':
      return { [`${name}T`]: utf8Of(bytes) };
    case 'timestamp':
      return { timestampT: bytes.length === 0 ? '' : String(integerOf(bytes)) };
    default:
      return { [`${name}T`]: scalarText(name, bytes) };
  }
}
