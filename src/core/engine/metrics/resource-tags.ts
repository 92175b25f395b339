// Tags of CloudWatch's own resources (alarms, dashboards): their inputs checked, and the arithmetic of adding and removing.

import { limits } from '../limits.js';
import { list, missing, object, refuse, text } from './cloudwatch-input.js';

export type Tags = Readonly<Record<string, string>>;

/** `Tags` of a request. */
export function tagsInput(value: unknown): Tags {
  const found = new Map<string, string>();
  for (const entry of list(value, 'Tags')) {
    const members = object(entry, 'Tag');
    const key = text(members.Key, 'Tag.Key', 128);
    const { Value: given } = members;
    if (given === undefined || given === null) throw missing('Tag.Value');
    if (typeof given !== 'string' || given.length > 256)
      throw refuse('Tag.Value must be a string of at most 256 characters.');
    if (key.toLowerCase().startsWith('aws:')) throw refuse(`The tag key ${key} begins with the reserved prefix aws:.`);
    found.set(key, given);
  }
  return Object.fromEntries(found);
}

export const tagKeysInput = (value: unknown): string[] => {
  const keys = list(value, 'TagKeys').map((key) => text(key, 'TagKeys', 128));
  if (value === undefined || value === null) throw missing('TagKeys');
  return keys;
};

/** `before` with `more`: refused when there would be too many. */
export function tagged(before: Tags, more: Tags): Tags {
  const all = { ...before, ...more };
  if (Object.keys(all).length > limits.tagsPerResource)
    throw refuse(`A resource can have at most ${limits.tagsPerResource} tags.`);
  return all;
}

export const untagged = (before: Tags, keys: readonly string[]): Tags =>
  Object.fromEntries(Object.entries(before).filter(([key]) => !keys.includes(key)));

export const tagsOut = (tags: Tags): readonly { readonly Key: string; readonly Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
