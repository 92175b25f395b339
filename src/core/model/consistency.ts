// Consistency levels by name, in the order of their numbers on the wire [native protocol v4, 3].

import { usage } from './errors.js';

export const consistencyNames = [
  'ANY',
  'ONE',
  'TWO',
  'THREE',
  'QUORUM',
  'ALL',
  'LOCAL_QUORUM',
  'EACH_QUORUM',
  'SERIAL',
  'LOCAL_SERIAL',
  'LOCAL_ONE',
] as const;
export type ConsistencyName = (typeof consistencyNames)[number];

/** What Amazon Keyspaces wants for writes. */
export const defaultConsistency: ConsistencyName = 'LOCAL_QUORUM';

/** The number of a level; throws a usage error for a word that is none. */
export function consistencyNumber(text: string): number {
  const number = consistencyNames.indexOf(text.toUpperCase() as ConsistencyName);
  if (number < 0) throw usage(`"${text}" is not a consistency level. There are: ${consistencyNames.join(', ')}.`);
  return number;
}
