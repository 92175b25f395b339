// Builds the wire value of a collection, tuple or UDT from its parts. Apart because analysis folds constants with it and
// the executor the rest.

import { invalid } from '../../cql-error.js';
import { writeElements, writeFields, writePairs } from '../../types/collections.js';
import type { CqlType } from '../../types/cql-type.js';
import { compareValues } from '../../types/order.js';

/** The wire value of a collection, tuple or UDT from its parts: sets and maps sorted, doubles dropped. Of
 * equal keys, such as 1 and 1.0, the first stays, with the value of the last, as in a Java TreeMap. */
export function composeValue(type: CqlType, parts: readonly (Uint8Array | null)[]): Uint8Array {
  if (type.kind === 'udt' || type.kind === 'tuple') return writeFields(parts);
  if (parts.some((part) => part === null)) throw invalid('null is not supported inside collections');
  const values = parts as readonly Uint8Array[];
  if (type.kind === 'list') return writeElements(values);
  if (type.kind === 'set') {
    const sorted = [...values].sort((a, b) => compareValues(type.element, a, b));
    return writeElements(sorted.filter((v, i) => i === 0 || compareValues(type.element, v, sorted[i - 1]!) !== 0));
  }
  if (type.kind !== 'map') throw new Error(`a ${type.kind} has no parts`);
  const pairs: [Uint8Array, Uint8Array][] = [];
  for (let i = 0; i < values.length; i += 2) pairs.push([values[i]!, values[i + 1]!]);
  pairs.sort((a, b) => compareValues(type.key, a[0], b[0]));
  const kept: [Uint8Array, Uint8Array][] = [];
  for (const pair of pairs) {
    const before = kept.at(-1);
    if (before === undefined || compareValues(type.key, before[0], pair[0]) !== 0) kept.push(pair);
    else before[1] = pair[1];
  }
  return writePairs(kept);
}
