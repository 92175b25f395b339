// How many bytes of clustering keys and values a statement of a batch brings. Apart because both modes bound batches by it: one
// refuses what is too large, the other warns.

import { UNSET } from '../session/api.js';
import type { BoundModification } from './mutations.js';

/** `perCell`: bytes counted for each cell beside its value. Binds what is written. */
export function writtenBytes(bound: BoundModification, perCell = 0): number {
  // for no row nothing is bound
  if (bound.partitions.length === 0 || bound.clusterings.length === 0) return 0;
  let cells = 0;
  const { statics, regulars } = bound.written();
  for (const { value, key } of [...statics, ...regulars]) cells += perCell + lengthOf(value) + lengthOf(key);
  let bytes = 0;
  for (const clustering of bound.clusterings) {
    bytes += cells;
    for (const value of clustering) bytes += value.length;
  }
  return bytes * bound.partitions.length;
}

const lengthOf = (value: Uint8Array | null | typeof UNSET): number =>
  value === null || value === UNSET ? 0 : value.length;
