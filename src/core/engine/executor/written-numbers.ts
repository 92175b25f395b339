// The numbers of a write within the digits that Amazon Keyspaces holds. Apart from binding because only writes hold values,
// and only tables with varints or decimals come here.

import type { TableSchema } from '../catalog/schema.js';
import type { Assignment } from '../cql/analysis/plan.js';
import { UNSET } from '../session/api.js';
import { splitComponents } from '../storage/partition-key.js';
import type { CqlType } from '../types/cql-type.js';
import { checkDigits } from '../types/number-digits.js';
import type { BoundAssignment } from './cells.js';

export interface WrittenValues {
  readonly partitions: readonly Uint8Array[];
  readonly clusterings: readonly (readonly Uint8Array[])[];
  readonly assignments: readonly BoundAssignment[];
}

/** Throws CqlError invalid when a key or a value has a number of more than 38 digits. */
export function checkNumbers(table: TableSchema, written: WrittenValues): void {
  for (const key of written.partitions) {
    const parts = splitComponents(table.partitionKey.length, key);
    for (const [i, part] of parts.entries()) checkDigits(table.partitionKey[i]!.type, part);
  }
  for (const values of written.clusterings) {
    for (const [i, value] of values.entries()) checkDigits(table.clustering[i]!.type, value);
  }
  for (const { assignment, key, value } of written.assignments) {
    const types = typesOf(assignment);
    if (types === undefined) continue;
    if (types.key !== undefined && key !== null && key !== UNSET) checkDigits(types.key, key);
    if (value !== null && value !== UNSET) checkDigits(types.value, value);
  }
}

/** Types of what the assignment writes; undefined when it only takes away or counts. */
function typesOf(assignment: Assignment): { key?: CqlType; value: CqlType } | undefined {
  const { type } = assignment.column;
  switch (assignment.kind) {
    case 'set':
    case 'replace':
    case 'append':
    case 'prepend':
      return { value: type };
    case 'put':
      return type.kind === 'map' ? { key: type.key, value: type.value } : undefined;
    case 'put-index':
      return type.kind === 'list' ? { value: type.element } : undefined;
    case 'put-field':
      return type.kind === 'udt' ? { value: type.fieldTypes[assignment.field]! } : undefined;
    default:
      return undefined;
  }
}
