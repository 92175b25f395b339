// Shapes of API input: each checks one JSON value, notes every broken constraint in the words of AWS front ends, and
// gives the value back typed, without null and unknown members (AWS ignores both).

import type { Compat } from '../limits.js';
import { serialization, validation } from './errors.js';

/** The broken constraints. In the lenient mode names are Cassandra's: they may begin with an underscore. */
export interface Problems extends Array<string> {
  looseNames?: boolean;
}

/** `path` names the value as AWS does: `tags.1.member.key`. Broken constraints go to `problems`; a wrong JSON type throws. */
export interface Shape<T> {
  check(value: unknown, path: string, problems: Problems): T;
}
export type Checked<S> = S extends Shape<infer T> ? T : never;

/** Throws a SerializationException or a ValidationException naming all problems. */
export function checkInput<T>(shape: Shape<T>, input: unknown, compat?: Compat): T {
  const problems: Problems = [];
  problems.looseNames = compat?.cassandraStatements === true;
  const checked = shape.check(input ?? {}, '', problems);
  if (problems.length === 0) return checked;
  const count = problems.length === 1 ? '1 validation error' : `${problems.length} validation errors`;
  throw validation(`${count} detected: ${problems.join('; ')}`);
}

const failed = (value: unknown, path: string, constraint: string): string =>
  `Value ${value === null ? 'null' : `'${String(value)}'`} at '${path}' failed to satisfy constraint: ${constraint}`;

export interface TextLimits {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
}

export function text(limits: TextLimits = {}): Shape<string> {
  return {
    check(value, path, problems) {
      if (typeof value !== 'string') throw serialization(`Expected a string at '${path}'`);
      const { min, max, pattern } = limits;
      if (min !== undefined && value.length < min)
        problems.push(failed(value, path, `Member must have length greater than or equal to ${min}`));
      if (max !== undefined && value.length > max)
        problems.push(failed(value, path, `Member must have length less than or equal to ${max}`));
      if (pattern !== undefined && !pattern.test(value))
        problems.push(failed(value, path, `Member must satisfy regular expression pattern: ${patternText(pattern)}`));
      return value;
    },
  };
}

/** The pattern as AWS prints it: without the anchors that we need. */
const patternText = (pattern: RegExp): string => pattern.source.replace(/^\^/, '').replace(/\$$/, '');

export function oneOf<const Name extends string>(names: readonly Name[]): Shape<Name> {
  return {
    check(value, path, problems) {
      if (typeof value !== 'string') throw serialization(`Expected a string at '${path}'`);
      if (!(names as readonly string[]).includes(value))
        problems.push(failed(value, path, `Member must satisfy enum value set: [${names.join(', ')}]`));
      return value as Name;
    },
  };
}

export function number(
  limits: { readonly min?: number; readonly max?: number; readonly whole?: boolean } = {},
): Shape<number> {
  return {
    check(value, path, problems) {
      if (typeof value !== 'number' || !Number.isFinite(value)) throw serialization(`Expected a number at '${path}'`);
      if (limits.whole && !Number.isInteger(value)) throw serialization(`Expected a whole number at '${path}'`);
      if (limits.min !== undefined && value < limits.min)
        problems.push(failed(value, path, `Member must have value greater than or equal to ${limits.min}`));
      if (limits.max !== undefined && value > limits.max)
        problems.push(failed(value, path, `Member must have value less than or equal to ${limits.max}`));
      return value;
    },
  };
}
export const whole = (min?: number, max?: number): Shape<number> =>
  number({ whole: true, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) });

export const flag: Shape<boolean> = {
  check(value, path) {
    if (typeof value !== 'boolean') throw serialization(`Expected true or false at '${path}'`);
    return value;
  },
};

/** Epoch seconds with an optional fraction, or an ISO 8601 text (as the CBOR and Query forms may give it); milliseconds out. */
export const instant: Shape<number> = {
  check(value, path) {
    if (typeof value === 'number' && Number.isFinite(value)) return Math.round(value * 1000);
    const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(parsed)) throw serialization(`Expected a timestamp at '${path}'`);
    return parsed;
  },
};

export function list<T>(item: Shape<T>, limits: { readonly min?: number; readonly max?: number } = {}): Shape<T[]> {
  return {
    check(value, path, problems) {
      if (!Array.isArray(value)) throw serialization(`Expected a list at '${path}'`);
      if (limits.min !== undefined && value.length < limits.min)
        problems.push(failed('[]', path, `Member must have length greater than or equal to ${limits.min}`));
      if (limits.max !== undefined && value.length > limits.max)
        problems.push(failed('[...]', path, `Member must have length less than or equal to ${limits.max}`));
      const kept: T[] = [];
      value.forEach((entry: unknown, index) => {
        const at = `${path}.${index + 1}.member`;
        if (entry === null || entry === undefined) problems.push(failed(null, at, 'Member must not be null'));
        else kept.push(item.check(entry, at, problems));
      });
      return kept;
    },
  };
}

type Members = Readonly<Record<string, Shape<unknown>>>;
export type Structure<Required extends Members, Optional extends Members> = {
  readonly [Name in keyof Required]: Checked<Required[Name]>;
} & { readonly [Name in keyof Optional]?: Checked<Optional[Name]> };

export function structure<Required extends Members, Optional extends Members = Record<never, never>>(
  required: Required,
  optional?: Optional,
): Shape<Structure<Required, Optional>> {
  return {
    check(value, path, problems) {
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw serialization(path === '' ? 'Expected a structure' : `Expected a structure at '${path}'`);
      const given = value as Record<string, unknown>;
      const kept: Record<string, unknown> = {};
      const at = (name: string) => (path === '' ? name : `${path}.${name}`);
      for (const [name, shape] of Object.entries(required)) {
        const member = given[name];
        if (member === null || member === undefined) problems.push(failed(null, at(name), 'Member must not be null'));
        else kept[name] = shape.check(member, at(name), problems);
      }
      for (const [name, shape] of Object.entries(optional ?? {})) {
        const member = given[name];
        if (member !== null && member !== undefined) kept[name] = shape.check(member, at(name), problems);
      }
      return kept as Structure<Required, Optional>;
    },
  };
}
