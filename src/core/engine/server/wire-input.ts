// Whether a request's members have the types that the service's model gives them: what AWS front ends look at before the
// service sees the request. Constraints on values are the service's own.

import { ApiError } from '../control/api.js';

/** A list is an array of one type; a structure names its members; `time` is epoch seconds or ISO 8601 text; maps have text values. */
export type InputType =
  | 'text'
  | 'number'
  | 'whole'
  | 'flag'
  | 'time'
  | 'text map'
  | readonly [InputType]
  | { readonly [member: string]: InputType };

/** By operation. */
export type InputTypes = Readonly<Record<string, { readonly [member: string]: InputType }>>;

const words: Readonly<Record<Extract<InputType, string>, string>> = {
  text: 'a string',
  number: 'a number',
  whole: 'a whole number',
  flag: 'true or false',
  time: 'a timestamp',
  'text map': 'a map of strings',
};

/** Throws a SerializationException, or in the Query form (where every value is text) a MalformedInput. */
export function checkTypes(type: InputType, input: unknown, form: 'typed' | 'query'): void {
  check(type, input, { path: '', form });
}

interface Place {
  readonly path: string;
  readonly form: 'typed' | 'query';
}

function check(type: InputType, value: unknown, place: Place): void {
  // null is a member that is not there; members that no model has are not looked at
  if (value === null || value === undefined) return;
  if (typeof type === 'string') {
    if (!isOf(type, value)) throw wrong(words[type], place);
    return;
  }
  if (isList(type)) {
    // an empty list comes as empty text in the Query form
    if (value === '' && place.form === 'query') return;
    if (!Array.isArray(value)) throw wrong('a list', place);
    for (const [index, item] of value.entries())
      check(type[0], item, { ...place, path: `${place.path}.${index + 1}.member` });
    return;
  }
  if (typeof value !== 'object' || Array.isArray(value)) throw wrong('a structure', place);
  for (const [name, member] of Object.entries(type)) {
    const path = place.path === '' ? name : `${place.path}.${name}`;
    check(member, (value as Record<string, unknown>)[name], { ...place, path });
  }
}

const isList = (type: Exclude<InputType, string>): type is readonly [InputType] => Array.isArray(type);

function isOf(type: Extract<InputType, string>, value: unknown): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'whole':
      return Number.isInteger(value);
    case 'flag':
      return typeof value === 'boolean';
    case 'time':
      return typeof value === 'string' ? !Number.isNaN(Date.parse(value)) : Number.isFinite(value);
    case 'text map':
      return (
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        Object.values(value).every((each) => each === null || typeof each === 'string')
      );
  }
}

const wrong = (expected: string, { path, form }: Place): ApiError =>
  new ApiError(form === 'query' ? 'MalformedInput' : 'SerializationException', `Expected ${expected} at '${path}'`);
