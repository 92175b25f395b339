// Sets and maps in the order of their elements, each element once: the form in which they are kept and returned.

import { readElements, readFields, readPairs, writeElements, writeFields, writePairs } from './collections.js';
import type { CqlType } from './cql-type.js';
import { compareValues } from './order.js';

/** True when a value of the type may need `normalizeValue`. */
export function holdsSets(type: CqlType): boolean {
  switch (type.kind) {
    case 'set':
    case 'map':
      return true;
    case 'list':
      return holdsSets(type.element);
    case 'tuple':
      return type.elements.some(holdsSets);
    case 'udt':
      return type.fieldTypes.some(holdsSets);
    default:
      return false;
  }
}

/** Sets and maps, at any depth, sorted; of equal elements or keys the last one stays. Takes validated bytes, and gives
 * the same object back for types without sets and maps. */
export function normalizeValue(type: CqlType, bytes: Uint8Array): Uint8Array {
  if (!holdsSets(type) || bytes.length === 0) return bytes;
  switch (type.kind) {
    case 'list':
      return writeElements(readElements(bytes).map((element) => normalizeValue(type.element, element)));
    case 'set': {
      const elements = readElements(bytes, 'set').map((element) => normalizeValue(type.element, element));
      return writeElements(sortUnique(elements, (element) => element, type.element));
    }
    case 'map': {
      const pairs = readPairs(bytes).map(
        ([key, value]) => [normalizeValue(type.key, key), normalizeValue(type.value, value)] as const,
      );
      return writePairs(sortUnique(pairs, (pair) => pair[0], type.key));
    }
    case 'tuple':
    case 'udt': {
      const types = type.kind === 'tuple' ? type.elements : type.fieldTypes;
      const fields = readFields(bytes, types.length);
      return writeFields(fields.map((field, i) => (field === null ? null : normalizeValue(types[i]!, field))));
    }
    default:
      return bytes;
  }
}

/** Sorted by key; of entries with equal keys the last one given. */
export function sortUnique<T>(entries: readonly T[], keyOf: (entry: T) => Uint8Array, type: CqlType): T[] {
  const sorted = [...entries].sort((a, b) => compareValues(type, keyOf(a), keyOf(b)));
  // the sort is stable, so that the last of equals is the one given last
  return sorted.filter((entry, i) => {
    const next = sorted[i + 1];
    return next === undefined || compareValues(type, keyOf(entry), keyOf(next)) !== 0;
  });
}
