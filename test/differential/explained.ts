// Differences between the engine's lenient mode and Apache Cassandra 3.11.19 that have a reason. Everything that matches
// no entry is a defect of the engine or of this table.

import type { Difference } from './compare.js';

export interface Explanation {
  readonly name: string;
  readonly reason: string;
  readonly matches: (text: string, difference: Difference) => boolean;
}

export const explanations: readonly Explanation[] = [];

export const explanationOf = (text: string, difference: Difference): Explanation | undefined =>
  explanations.find((explanation) => explanation.matches(text, difference));
