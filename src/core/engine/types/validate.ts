// Whether bytes that a client sent are a value of a type. Apart from the readers so that everything behind it may take
// a value for granted. Texts are Cassandra 3.11's (data-plane facts 6.4).

import { assertNever } from '../../lib/assert.js';
import { invalid } from '../cql-error.js';
import { checkElements, readFields, tupleWords } from './collections.js';
import type { CqlType, NativeName } from './cql-type.js';
import { validateDuration } from './duration.js';
import { refuseHugeNumber } from './numbers.js';
import { firstNonAscii, isUtf8 } from './utf8.js';

/** Throws CqlError invalid when `bytes` are no value of `type`. */
export function validateValue(type: CqlType, bytes: Uint8Array): void {
  validate(type, bytes, false);
}

/** `inFields`: somewhere within a tuple or UDT, where Cassandra asks the type and does not take the value apart: there
 * an empty value is a set or map, and no list [Cassandra 3.11.19]. */
function validate(type: CqlType, bytes: Uint8Array, inFields: boolean): void {
  switch (type.kind) {
    case 'native':
      validateNative(type.name, bytes);
      return;
    case 'custom':
      return;
    case 'list':
    case 'set':
      if (bytes.length === 0) {
        if (inFields && type.kind === 'set') return;
        throw invalid(`Not enough bytes to read a ${type.kind}`);
      }
      checkElements(bytes, type.kind, (element) => validate(type.element, element, inFields));
      return;
    case 'map':
      if (bytes.length === 0) {
        if (inFields) return;
        throw invalid('Not enough bytes to read a map');
      }
      checkElements(bytes, 'map', (part, i) => validate(i % 2 === 0 ? type.key : type.value, part, inFields));
      return;
    case 'tuple':
      readFields(bytes, type.elements.length, tupleWords, (field, i) => validate(type.elements[i]!, field, true));
      return;
    case 'udt': {
      const part = (i: number): string => `${i}th field ${type.fieldNames[i]}`;
      const { fieldTypes } = type;
      readFields(bytes, fieldTypes.length, { whole: 'UDT', part }, (field, i) => validate(fieldTypes[i]!, field, true));
      return;
    }
    default:
      assertNever(type);
  }
}

// Array.prototype.findIndex and the like stay away: this runs for every bound value
function validateNative(name: NativeName, bytes: Uint8Array): void {
  const length = bytes.length;
  switch (name) {
    case 'text':
      if (!isUtf8(bytes)) throw invalid("String didn't validate.");
      return;
    case 'int':
      if (length !== 4 && length !== 0) throw invalid(`Expected 4 or 0 byte int (${length})`);
      return;
    case 'bigint':
    case 'counter':
      if (length !== 8 && length !== 0) throw invalid(`Expected 8 or 0 byte long (${length})`);
      return;
    case 'timestamp':
      if (length !== 8 && length !== 0) throw invalid(`Expected 8 or 0 byte long for date (${length})`);
      return;
    case 'uuid':
    case 'timeuuid':
      if (length !== 16 && length !== 0) throw invalid(`UUID should be 16 or 0 bytes (${length})`);
      if (name === 'timeuuid' && length === 16 && bytes[6]! >> 4 !== 1) {
        throw invalid('Invalid version for TimeUUID type.');
      }
      return;
    case 'blob':
      return;
    case 'boolean':
      if (length > 1) throw invalid(`Expected 1 or 0 byte value (${length})`);
      return;
    case 'double':
      if (length !== 8 && length !== 0) throw invalid(`Expected 8 or 0 byte value for a double (${length})`);
      return;
    case 'float':
      if (length !== 4 && length !== 0) throw invalid(`Expected 4 or 0 byte value for a float (${length})`);
      return;
    default:
      validateRare(name, bytes);
  }
}

type Rare = Extract<
  NativeName,
  'ascii' | 'date' | 'decimal' | 'duration' | 'inet' | 'smallint' | 'time' | 'tinyint' | 'varint'
>;

function validateRare(name: Rare, bytes: Uint8Array): void {
  const length = bytes.length;
  switch (name) {
    case 'ascii': {
      const bad = firstNonAscii(bytes);
      if (bad === undefined) return;
      throw invalid(`Invalid byte for ascii: ${bad - 256}`);
    }
    case 'smallint':
      if (length !== 2) throw invalid(`Expected 2 bytes for a smallint (${length})`);
      return;
    case 'tinyint':
      if (length !== 1) throw invalid(`Expected 1 byte for a tinyint (${length})`);
      return;
    case 'date':
      if (length !== 4) throw invalid(`Expected 4 byte long for date (${length})`);
      return;
    case 'time':
      if (length !== 8) throw invalid(`Expected 8 byte long for time (${length})`);
      return;
    case 'varint':
      refuseHugeNumber(2 * length);
      return;
    case 'decimal':
      if (length !== 0 && length < 4) throw invalid(`Expected 0 or at least 4 bytes (${length})`);
      refuseHugeNumber(2 * length);
      return;
    case 'inet':
      if (length === 0 || length === 4 || length === 16) return;
      throw invalid(`Expected 4 or 16 byte inetaddress; got ${Buffer.from(bytes).toString('hex')}`);
    case 'duration':
      validateDuration(bytes);
      return;
    default:
      assertNever(name);
  }
}
