// Secondary indexes, which the lenient mode has: their names and what they are of. Nothing is stored for them; statements
// that use one read the table and filter.

import { quoteName } from '../types/format-type.js';

/** Of what is kept in a column: it as a whole (`simple`, of a frozen collection `full`), or parts of a collection. */
export interface IndexRecord {
  readonly name: string;
  readonly column: string;
  readonly part: 'simple' | 'values' | 'keys' | 'entries' | 'full';
}

/** `v`, `keys(m)`: as system_schema.indexes shows it. */
export const targetText = ({ column, part }: IndexRecord): string =>
  part === 'simple' ? quoteName(column) : `${part}(${quoteName(column)})`;

/** Name of an index that was given none: the first of `t_v_idx`, `t_v_idx_1` … that is free [C3 Indexes]. */
export function defaultIndexName(table: string, column: string, taken: ReadonlySet<string>): string {
  const base = `${table}_${column}_idx`.replace(/\W/g, '');
  let name = base;
  for (let i = 1; taken.has(name); i++) name = `${base}_${i}`;
  return name;
}
