// Relations on several clustering columns at once, with literals and with every kind of marker, for reads and writes.

import type { BoundValue } from '../../src/core/engine/session/api.js';
import type { CqlType } from '../../src/core/engine/types/cql-type.js';
import type { Column } from './schemas.js';
import { anyValue } from './values.js';
import type { Writer } from './writer.js';

const typeOf = (columns: readonly Column[]): CqlType => ({ kind: 'tuple', elements: columns.map((c) => c.type) });

/** One tuple: its parts, or a marker for the whole. */
function tupleTerm(writer: Writer, columns: readonly Column[]): string {
  const { dice } = writer;
  if (dice.chance(writer.markers * 0.3)) return writer.bound(tupleBytes(writer, columns));
  const parts = columns.map((c) => writer.term(c.type));
  if (writer.slips()) parts.splice(dice.below(parts.length), 1);
  return `(${parts.join(', ')})`;
}

/** A whole tuple, seldom one that lacks its end. */
const tupleBytes = (writer: Writer, columns: readonly Column[]): BoundValue =>
  anyValue(writer.dice, typeOf(columns)).bytes;

/** `(a, b) IN ...` in each of its forms. */
export function tupleIn(writer: Writer, columns: readonly Column[]): string {
  const { dice } = writer;
  const names = `(${columns.map((c) => writer.column(c)).join(', ')})`;
  if (dice.chance(writer.markers * 0.4)) {
    const list: CqlType = { kind: 'list', frozen: true, element: typeOf(columns) };
    return `${names} IN ${writer.bound(anyValue(dice, list).bytes)}`;
  }
  const count = dice.weighted([
    [1, 0],
    [4, 1],
    [5, 2],
    [2, 3],
  ] as const);
  if (dice.chance(writer.markers * 0.3)) {
    const markers = dice.times(Math.max(1, count), () => writer.bound(tupleBytes(writer, columns)));
    return `${names} IN (${markers.join(', ')})`;
  }
  const tuples = dice.times(count, () => `(${columns.map((c) => writer.term(c.type)).join(', ')})`);
  return `${names} IN (${tuples.join(', ')})`;
}

export const tupleComparison = (writer: Writer, columns: readonly Column[], operator: string): string =>
  `(${columns.map((c) => writer.column(c)).join(', ')}) ${operator} ${tupleTerm(writer, columns)}`;

/** One or both ends of a slice that begins at `columns[0]`, each over as many columns as it likes. */
export function tupleSlice(writer: Writer, columns: readonly Column[]): string[] {
  const { dice } = writer;
  const some = (): readonly Column[] => columns.slice(0, dice.between(1, columns.length));
  const low = tupleComparison(writer, some(), dice.pick(['>', '>=']));
  const high = (): string =>
    dice.chance(0.25)
      ? `${writer.column(columns[0])} ${dice.pick(['<', '<='])} ${writer.term(columns[0]!.type)}`
      : tupleComparison(writer, some(), dice.pick(['<', '<=']));
  if (dice.chance(0.5)) return [low];
  return dice.chance(0.5) ? [high()] : [low, high()];
}
