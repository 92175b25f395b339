// Rules on tags (control-plane facts 5.4): characters, the reserved prefix, one value a key, fifty a resource.

import type { Tags } from '../catalog/records.js';
import { limits } from '../limits.js';
import { quotaExceeded, validation } from './errors.js';
import type { TagInput } from './shared-shapes.js';

const allowed = /^[\p{L}\p{N}\p{Zs}\t\n\r+\-=._:/@]*$/u;

/** `before` with `given` put over it, in key order. */
export function mergeTags(before: Tags, given: readonly TagInput[]): Tags {
  const seen = new Set<string>();
  const merged = new Map(Object.entries(before));
  for (const { key, value } of given) {
    if (seen.has(key)) throw validation(`Duplicate tag key: ${key}`);
    seen.add(key);
    if (key.toLowerCase().startsWith('aws:')) throw validation(`Tag keys may not start with aws: (got ${key})`);
    if (!allowed.test(key) || !allowed.test(value))
      throw validation(`Tag ${key} has characters other than letters, digits, white space and + - = . _ : / @`);
    merged.set(key, value);
  }
  if (merged.size > limits.tagsPerResource)
    throw quotaExceeded(`A resource can have at most ${limits.tagsPerResource} tags`);
  return sorted(merged);
}

/** Keys decide; values given with them are not compared (whether AWS does is not known). */
export function withoutTags(before: Tags, given: readonly TagInput[]): Tags {
  const left = new Map(Object.entries(before));
  for (const { key } of given) left.delete(key);
  return sorted(left);
}

const sorted = (tags: ReadonlyMap<string, string>): Tags =>
  Object.fromEntries([...tags].sort(([a], [b]) => (a < b ? -1 : 1)));

export const tagsOut = (tags: Tags): { key: string; value: string }[] =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));
