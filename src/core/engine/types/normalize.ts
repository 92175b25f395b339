// Sets and maps in the order of their elements, each element once: the form in which they are kept and returned.

import { readElements, readPairs, writeElements, writePairs } from './collections.js';
import type { CqlType } from './cql-type.js';
import { compareValues } from './order.js';

/** Sets and maps sorted, of equal elements or keys the last one, in whatever depth of collections; what lies within tuples
 * and user types stays as it came, as in Cassandra 3.11. Takes validated bytes, and gives the same object back for
 * types without sets and maps. */
export function normalizeValue(type: CqlType, bytes: Uint8Array): Uint8Array {
  switch (type.kind) {
    case 'list':
      if (!sorts(type.element)) return bytes;
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
    default:
      return bytes;
  }
}

const sorts = (type: CqlType): boolean =>
  type.kind === 'set' || type.kind === 'map' || (type.kind === 'list' && sorts(type.element));

/** Sorted by key; of entries with equal keys the last one given. */
export function sortUnique<T>(entries: readonly T[], keyOf: (entry: T) => Uint8Array, type: CqlType): T[] {
  const sorted = [...entries].sort((a, b) => compareValues(type, keyOf(a), keyOf(b)));
  // the sort is stable, so that the last of equals is the one given last
  return sorted.filter((entry, i) => {
    const next = sorted[i + 1];
    return next === undefined || compareValues(type, keyOf(entry), keyOf(next)) !== 0;
  });
}
