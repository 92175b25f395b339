// Small questions on values as bytes that readers, writers and conditions ask alike: equality, copies, numbers, order.

import { assertNever } from '../../lib/assert.js';
import { compareBytes } from '../types/order.js';

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && compareBytes(a, b) === 0;

/** Of values that may be null. */
export const sameValue = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a === null || b === null ? a === b : sameBytes(a, b);

/** Bytes of its own: a value of a row is a view that the next value may overwrite. */
export const copied = (value: Uint8Array | null): Uint8Array | null => (value === null ? null : Buffer.from(value));

/** Of an [int] of four bytes. */
export const readInt = (value: Uint8Array): number =>
  (value[0]! << 24) | (value[1]! << 16) | (value[2]! << 8) | value[3]!;

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** Whether two values compare as the operator asks; `order`: below, equal to or above 0, as `compareValues` gives it. */
export function accepts(operator: Comparison, order: number): boolean {
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return assertNever(operator);
  }
}
