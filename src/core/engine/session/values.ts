// A client's values in the order of the statement's markers. Apart because QUERY, EXECUTE and BATCH count them alike
// and complain differently.

import { type CqlError, invalid } from '../cql-error.js';
import type { BoundValue, ColumnSpec, StatementOptions } from './api.js';

const none: readonly BoundValue[] = [];

/** `prepared`: EXECUTE has another text for a wrong number than QUERY. */
export function positional(
  columns: readonly ColumnSpec[],
  options: Pick<StatementOptions, 'values' | 'names'>,
  prepared: boolean,
): readonly BoundValue[] {
  const values = options.values ?? none;
  const ordered = options.names === undefined ? values : byName(columns, values, options.names);
  if (ordered.length !== columns.length) {
    throw prepared ? wrongCount(columns.length, ordered.length) : invalid('Invalid amount of bind variables');
  }
  return ordered;
}

/** EXECUTE with another number of values than its statement has markers. */
export const wrongCount = (wanted: number, given: number): CqlError =>
  invalid(`there were ${wanted} markers(?) in CQL but ${given} bound variables`);

/** Without those that no value has the name of. */
function byName(
  columns: readonly ColumnSpec[],
  values: readonly BoundValue[],
  names: readonly string[],
): readonly BoundValue[] {
  return columns.map(({ name }) => values[names.indexOf(name)]).filter((value) => value !== undefined);
}
