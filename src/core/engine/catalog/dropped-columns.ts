// Columns that were dropped, in the lenient mode: their values may still lie in rows, so that a column of the same name can
// only come back as what reads them.

import { type CqlType, isMultiCell } from '../types/cql-type.js';
import { cqlTypeText } from '../types/format-type.js';
import { freeze } from '../types/parse-type.js';
import { isAssignable } from '../types/same-type.js';

/** Cassandra writes no length before values of these types. */
const fixedLengths: Readonly<Record<string, number>> = {
  bigint: 8,
  boolean: 1,
  double: 8,
  float: 4,
  int: 4,
  timestamp: 8,
  timeuuid: 16,
  uuid: 16,
};
const fixedLength = (type: CqlType): number | undefined =>
  type.kind === 'native' ? fixedLengths[type.name] : undefined;

/** Whether cells of one type can be read as another. */
const isReadAs = (before: CqlType, after: CqlType): boolean =>
  isAssignable(before, after) &&
  fixedLength(before) === fixedLength(after) &&
  isMultiCell(before) === isMultiCell(after);

/** Why a dropped column cannot come back so, in Cassandra's words; undefined when it can. */
export function refusalToAddAgain(
  before: { readonly name: string; readonly kind: string; readonly type: CqlType },
  after: { readonly static: boolean; readonly type: CqlType },
): string | undefined {
  const again = `Cannot re-add previously dropped column '${before.name}' of`;
  const kind = after.static ? 'static' : 'regular';
  if (before.kind !== kind) {
    return `${again} kind ${kind.toUpperCase()}, incompatible with previous kind ${before.kind.toUpperCase()}`;
  }
  const typeBefore = withoutUserTypes(before.type);
  if (!isReadAs(typeBefore, after.type)) {
    return `${again} type ${cqlTypeText(after.type)}, incompatible with previous type ${cqlTypeText(typeBefore)}`;
  }
  const isCounter = after.type.kind === 'native' && after.type.name === 'counter';
  return isCounter ? `Cannot re-add previously dropped counter column ${before.name}` : undefined;
}

/** The type as it is remembered: user types may go, so that tuples stand in their place. */
export function withoutUserTypes(type: CqlType): CqlType {
  switch (type.kind) {
    case 'list':
    case 'set':
      return { ...type, element: withoutUserTypes(type.element) };
    case 'map':
      return { ...type, key: withoutUserTypes(type.key), value: withoutUserTypes(type.value) };
    case 'tuple':
      return { ...type, elements: type.elements.map(withoutUserTypes) };
    case 'udt':
      return { kind: 'tuple', elements: type.fieldTypes.map((field) => freeze(withoutUserTypes(field))) };
    default:
      return type;
  }
}
