// A client's values in the order of the statement's markers. Apart because QUERY, EXECUTE and BATCH count them alike
// and complain differently.

import { type CqlError, invalid } from '../cql-error.js';
import type { BoundValue, ColumnSpec, StatementOptions } from './api.js';

const none: readonly BoundValue[] = [];

/** `called`: what the message in the text of a wrong number says; QUERY has its own. */
export function positional(
  columns: readonly ColumnSpec[],
  options: Pick<StatementOptions, 'values' | 'names'>,
  prepared: boolean,
): readonly BoundValue[] {
  const values = options.values ?? none;
  if (options.names !== undefined) return byName(columns, values, options.names);
  if (values.length !== columns.length) {
    throw prepared ? wrongCount(columns.length, values.length) : invalid('Invalid amount of bind variables');
  }
  return values;
}

/** EXECUTE with another number of values than its statement has markers. */
export const wrongCount = (wanted: number, given: number): CqlError =>
  invalid(`there were ${wanted} markers(?) in CQL but ${given} bound variables`);

function byName(
  columns: readonly ColumnSpec[],
  values: readonly BoundValue[],
  names: readonly string[],
): readonly BoundValue[] {
  return columns.map((column) => {
    const index = names.indexOf(column.name);
    const value = values[index];
    if (value === undefined) throw invalid('Invalid amount of bind variables');
    return value;
  });
}
