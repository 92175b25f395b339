// The bound on digits of the numbers that Amazon Keyspaces holds. Apart from validate.ts because a number that is only
// compared with is not held, and because the lenient mode has no such bound.

import { assertNever } from '../../lib/assert.js';
import { invalid } from '../cql-error.js';
import { limits } from '../limits.js';
import { readElements, readFields, readPairs } from './collections.js';
import type { CqlType } from './cql-type.js';
import { decodeDecimal, decodeVarint } from './numbers.js';

/** Is the type varint or decimal, or made of them? */
export function holdsNumbers(type: CqlType): boolean {
  switch (type.kind) {
    case 'native':
      return type.name === 'varint' || type.name === 'decimal';
    case 'custom':
      return false;
    case 'list':
    case 'set':
      return holdsNumbers(type.element);
    case 'map':
      return holdsNumbers(type.key) || holdsNumbers(type.value);
    case 'tuple':
      return type.elements.some(holdsNumbers);
    case 'udt':
      return type.fieldTypes.some(holdsNumbers);
    default:
      return assertNever(type);
  }
}

/** Throws CqlError invalid when a varint, or the unscaled number of a decimal, has more than 38 digits. */
export function checkDigits(type: CqlType, value: Uint8Array): void {
  if (value.length === 0 || !holdsNumbers(type)) return;
  switch (type.kind) {
    case 'native':
      // 15 bytes hold 36 digits: the number is only read where it may be too long
      if (type.name === 'varint') {
        if (value.length > 15) checkNumber(decodeVarint(value));
      } else if (value.length > 4 + 15) checkNumber(decodeDecimal(value).unscaled);
      return;
    case 'list':
    case 'set':
      for (const element of readElements(value)) checkDigits(type.element, element);
      return;
    case 'map':
      for (const [key, mapped] of readPairs(value)) {
        checkDigits(type.key, key);
        checkDigits(type.value, mapped);
      }
      return;
    case 'tuple':
    case 'udt': {
      const types = type.kind === 'tuple' ? type.elements : type.fieldTypes;
      for (const [i, field] of readFields(value, types.length).entries()) if (field) checkDigits(types[i]!, field);
      return;
    }
    case 'custom':
  }
}

const tooLarge = 10n ** BigInt(limits.numberDigits);

function checkNumber(value: bigint): void {
  if (value >= tooLarge || value <= -tooLarge) {
    throw invalid(`Number is out of range: at most ${limits.numberDigits} digits are supported`);
  }
}
