// What a user's word for a consistency level means.

import { type ConsistencyName, consistencyNames } from '../lib/consistency-names.js';
import { usage } from './errors.js';

/** What Amazon Keyspaces wants for writes. */
export const defaultConsistency: ConsistencyName = 'LOCAL_QUORUM';

/** The number of a level; throws a usage error for a word that is none. */
export function consistencyNumber(text: string): number {
  const number = consistencyNames.indexOf(text.toUpperCase() as ConsistencyName);
  if (number < 0) throw usage(`"${text}" is not a consistency level. There are: ${consistencyNames.join(', ')}.`);
  return number;
}
