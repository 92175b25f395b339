// LIMIT and PER PARTITION LIMIT as numbers. Apart because point reads and page readers check them alike.

import type { Term } from '../cql/analysis/term.js';
import { invalid } from '../cql-error.js';
import { type Binding, intValue } from './binding.js';

/** Infinity when there is none. */
export function limitOf(term: Term | undefined, binding: Binding): number {
  if (term === undefined) return Number.POSITIVE_INFINITY;
  const value = intValue(term, binding, 'Invalid null value of limit');
  if (value === undefined) return Number.POSITIVE_INFINITY;
  if (value <= 0) throw invalid('LIMIT must be strictly positive');
  return value;
}
