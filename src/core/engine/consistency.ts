// Consistency levels by their number on the wire [native protocol v4, section 3].

import { consistencyNames } from '../lib/consistency-names.js';

export const Consistency = {
  any: 0,
  one: 1,
  two: 2,
  three: 3,
  quorum: 4,
  all: 5,
  localQuorum: 6,
  eachQuorum: 7,
  serial: 8,
  localSerial: 9,
  localOne: 10,
} as const;
export type Consistency = (typeof Consistency)[keyof typeof Consistency];

/** `LOCAL_QUORUM` for 6; undefined for a number that is no level. */
export const consistencyName = (level: number): string | undefined => consistencyNames[level];
