// When two types are one, and when a value of one may be given where another is expected. The rules are Cassandra
// 3.11's: assignability is about bytes that read as the other type, so there is no widening from int to bigint.

import type { CqlType, NativeName } from './cql-type.js';

const pairwise = (a: readonly CqlType[], b: readonly CqlType[], holds: (a: CqlType, b: CqlType) => boolean): boolean =>
  a.length === b.length && a.every((type, i) => holds(type, b[i]!));

/** Structural equality, frozen or not included. */
export function sameType(a: CqlType, b: CqlType): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'native':
      return b.kind === 'native' && a.name === b.name;
    case 'list':
    case 'set':
      return b.kind === a.kind && a.frozen === b.frozen && sameType(a.element, b.element);
    case 'map':
      return b.kind === 'map' && a.frozen === b.frozen && sameType(a.key, b.key) && sameType(a.value, b.value);
    case 'tuple':
      return b.kind === 'tuple' && pairwise(a.elements, b.elements, sameType);
    case 'udt':
      return (
        b.kind === 'udt' &&
        a.frozen === b.frozen &&
        a.keyspace === b.keyspace &&
        a.name === b.name &&
        a.fieldNames.length === b.fieldNames.length &&
        a.fieldNames.every((name, i) => name === b.fieldNames[i]) &&
        pairwise(a.fieldTypes, b.fieldTypes, sameType)
      );
    case 'custom':
      return b.kind === 'custom' && a.className === b.className;
  }
}

/** Which other types' bytes each native type reads as its own [Cassandra 3.11 isValueCompatibleWith]. */
const reads: Partial<Record<NativeName, readonly NativeName[]>> = {
  text: ['ascii'],
  bigint: ['timestamp'],
  timestamp: ['bigint'],
  varint: ['int', 'bigint', 'timestamp'],
  uuid: ['timeuuid'],
  date: ['int'],
  time: ['bigint'],
};

/** May a value of `from` stand where `to` is expected? A frozen and a non-frozen collection of the same elements may. */
export function isAssignable(from: CqlType, to: CqlType): boolean {
  if (from === to) return true;
  if (to.kind === 'native') {
    if (to.name === 'blob') return true;
    return from.kind === 'native' && (from.name === to.name || (reads[to.name]?.includes(from.name) ?? false));
  }
  switch (from.kind) {
    case 'list':
    case 'set':
      return to.kind === from.kind && isAssignable(from.element, to.element);
    case 'map':
      return to.kind === 'map' && isAssignable(from.key, to.key) && isAssignable(from.value, to.value);
    case 'tuple':
      // a tuple with fewer elements reads as one with a null tail
      return (
        to.kind === 'tuple' &&
        from.elements.length <= to.elements.length &&
        from.elements.every((element, i) => isAssignable(element, to.elements[i]!))
      );
    case 'udt':
      return (
        to.kind === 'udt' &&
        from.keyspace === to.keyspace &&
        from.name === to.name &&
        pairwise(from.fieldTypes, to.fieldTypes, isAssignable)
      );
    case 'custom':
      return to.kind === 'custom' && from.className === to.className;
    case 'native':
      return false;
  }
}

/** How a value of a type stands where another is expected: as its very type, by its bytes, or not at all. */
export type TypeMatch = 'exact' | 'weak' | 'no';

/** Whether the outermost type is frozen makes no difference [Cassandra 3.11 AbstractType.testAssignment]. */
export function typeMatch(from: CqlType, to: CqlType): TypeMatch {
  if (sameType(thawed(from), thawed(to))) return 'exact';
  return isAssignable(from, to) ? 'weak' : 'no';
}

/** How a term cast to `from` stands for `to`: frozen and not frozen are two types here [Cassandra 3.11 TypeCast]. */
export function castMatch(from: CqlType, to: CqlType): TypeMatch {
  if ('frozen' in from && 'frozen' in to && from.frozen !== to.frozen) return 'no';
  return typeMatch(from, to);
}

const thawed = (type: CqlType): CqlType => ('frozen' in type && type.frozen ? { ...type, frozen: false } : type);
