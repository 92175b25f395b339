// Durations have no order: what may not be compared by <, <=, > and >=. Apart because WHERE and IF refuse alike.

import { invalid } from '../../cql-error.js';
import type { CqlType } from '../../types/cql-type.js';

/** Texts such as `Slice restrictions are not supported on duration columns` [C3 SingleColumnRelation, ColumnCondition]. */
export function refuseDurations(type: CqlType, what: 'restrictions' | 'conditions', alone: string): void {
  if (!hasDuration(type)) return;
  throw invalid(`Slice ${what} are not supported on ${durationHolder(type, alone)}`);
}

/** What is refused, in words. */
export function durationHolder(type: CqlType, alone: string): string {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return 'collections containing durations';
    case 'tuple':
      return 'tuples containing durations';
    case 'udt':
      return 'UDTs containing durations';
    case 'native':
    case 'custom':
      return alone;
  }
}

/** A duration, or a type with one inside; sets and the keys of maps are not looked into [C3 referencesDuration]. */
export function hasDuration(type: CqlType): boolean {
  switch (type.kind) {
    case 'native':
      return type.name === 'duration';
    case 'list':
      return hasDuration(type.element);
    case 'map':
      return hasDuration(type.value);
    case 'tuple':
      return type.elements.some(hasDuration);
    case 'udt':
      return type.fieldTypes.some(hasDuration);
    case 'set':
    case 'custom':
      return false;
  }
}
