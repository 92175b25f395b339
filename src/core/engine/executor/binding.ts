// One execution's bound values, and the evaluation of terms against them. Apart because reads, writes, conditions and
// filters all begin here.

import type { Random } from '../../ports/random.js';
import type { Column } from '../catalog/schema.js';
import { composeValue } from '../cql/analysis/compose.js';
import type { FunctionEnv, Term, ValueList } from '../cql/analysis/term.js';
import { invalid } from '../cql-error.js';
import type { Compat } from '../limits.js';
import { type BoundValue, UNSET } from '../session/api.js';
import { readNullable } from '../types/collections.js';
import type { CqlType } from '../types/cql-type.js';
import { normalizeValue } from '../types/normalize.js';
import type { TimeuuidGenerator } from '../types/timeuuid.js';
import { validateValue } from '../types/validate.js';
import { partitionKeyBytes } from './keys.js';
import { readInt } from './values.js';

/** What evaluation may use of the world, shared by all statements of an engine. */
export interface EvaluationWorld {
  readonly compat: Compat;
  readonly random: Random;
  readonly timeuuids: TimeuuidGenerator;
  token(partitionKey: Uint8Array): bigint;
}

/** Values of one execution. The moment is the same for every function of the statement. */
export class Binding implements FunctionEnv {
  readonly values: readonly BoundValue[];
  readonly nowMs: number;
  readonly world: EvaluationWorld;
  /** Columns of the INSERT JSON document. */
  json: ReadonlyMap<Column, BoundValue> | undefined = undefined;

  constructor(values: readonly BoundValue[], nowMs: number, world: EvaluationWorld) {
    this.values = values;
    this.nowMs = nowMs;
    this.world = world;
  }

  get random(): Random {
    return this.world.random;
  }

  nextTimeuuid(): Buffer {
    return this.world.timeuuids.next(this.nowMs);
  }
}

/** The value of a term; throws CqlError when a bound value is none of its type. */
export function evaluate(term: Term, binding: Binding): BoundValue {
  switch (term.kind) {
    case 'marker': {
      const value = binding.values[term.index];
      if (value === undefined) throw invalid('Invalid amount of bind variables');
      if (value === null || value === UNSET) return value;
      validateValue(term.type, value);
      return normalizeValue(term.type, value);
    }
    case 'constant':
      return term.value;
    case 'call':
      return term.call.evaluate(
        term.args.map((arg) => argumentValue(arg, binding, term.name)),
        binding,
      );
    case 'token': {
      const parts = term.args.map((arg) => argumentValue(arg, binding, 'token') ?? noToken());
      const out = Buffer.allocUnsafe(8);
      out.writeBigInt64BE(tokenOfParts(parts, binding));
      return out;
    }
    case 'composed':
      return composeValue(
        term.type,
        term.parts.map((part, i) => partValue(part, i, term, binding)),
      );
    case 'json': {
      const value = binding.json?.get(term.column);
      return value === undefined ? null : value;
    }
  }
}

function argumentValue(term: Term, binding: Binding, name: string): Uint8Array | null {
  const value = evaluate(term, binding);
  if (value === UNSET) throw invalid(`Invalid unset value for argument in call to function ${name}`);
  return value;
}

export function noToken(): never {
  throw invalid('Invalid null token value');
}

/** Part of a tuple, user type or collection. An unset field of a user type that is kept field by field is null. */
function partValue(
  part: Term,
  index: number,
  { type, name }: Term & { kind: 'composed' },
  binding: Binding,
): Uint8Array | null {
  const value = evaluate(part, binding);
  if (value !== UNSET) return value;
  if (type.kind === 'tuple') throw invalid(unsetField(index));
  if (type.kind !== 'udt') throw invalid(`Invalid unset value for column ${name}`);
  if (!type.frozen) return null;
  throw invalid(`Invalid unset value for field '${type.fieldNames[index]}' of user defined type ${type.name}`);
}

export const unsetField = (index: number): string => `Invalid unset value for tuple field number ${index}`;

/** The token of a key that no row need have; of an empty one the least [Cassandra 3.11 Murmur3Partitioner]. */
export function tokenOfParts(parts: readonly Uint8Array[], binding: Binding): bigint {
  const key = partitionKeyBytes(parts);
  return key.length === 0 ? -(2n ** 63n) : binding.world.token(key);
}

/** A value or null; not "unset". */
export function setValue(term: Term, binding: Binding, name: string): Uint8Array | null {
  const value = evaluate(term, binding);
  if (value === UNSET) throw invalid(`Invalid unset value for column ${name}`);
  return value;
}

/** A value that a WHERE clause or a key needs. `field`: as in `KeyValues`. */
export function keyValue(term: Term, binding: Binding, name: string, field?: number): Uint8Array {
  const value = evaluate(term, binding);
  if (value === null)
    throw invalid(`Invalid null value ${field === undefined ? 'in condition ' : ''}for column ${name}`);
  if (value === UNSET)
    throw invalid(field === undefined ? `Invalid unset value for column ${name}` : unsetField(field));
  return value;
}

type MarkedList = ValueList & { readonly kind: 'marker' };

/** The values of `IN ?`, nulls included. `refused`: what is said of null and of "unset". */
export function markedValues(
  { marker, elementType }: MarkedList,
  binding: Binding,
  refused: { readonly null: string; readonly unset: string },
): (Uint8Array | null)[] {
  const value = binding.values[marker.index];
  if (value === undefined) throw invalid('Invalid amount of bind variables');
  if (value === UNSET) throw invalid(refused.unset);
  if (value === null) throw invalid(refused.null);
  return valuesOfIn(elementType, value);
}

/** The values of a bound list: null may be among them, and an empty one is null where its type has none [C3 ListSerializer]. */
function valuesOfIn(type: CqlType, bytes: Uint8Array): (Uint8Array | null)[] {
  const values = readNullable(bytes, (value) => validateValue(type, value));
  const emptyIsNull = type.kind === 'native' && type.name !== 'text' && type.name !== 'ascii' && type.name !== 'blob';
  return values.map((value) =>
    value === null || (emptyIsNull && value.length === 0) ? null : normalizeValue(type, value),
  );
}

/** The values of IN on a key. */
export function keyValues(list: ValueList, binding: Binding, { name }: Column): Uint8Array[] {
  const values =
    list.kind === 'terms'
      ? list.terms.map((term) => setValue(term, binding, name))
      : markedValues(list, binding, {
          null: `Invalid null value for column ${name}`,
          unset: `Invalid unset value for column ${name}`,
        });
  return values.map((value) => {
    if (value === null) throw invalid(`Invalid null value in condition for column ${name}`);
    return value;
  });
}

/** An [int] option such as LIMIT or TTL; undefined when unset. `nullAs`: what null stands for, where it is no error. */
export function intValue(term: Term, binding: Binding, ifNull: string, nullAs?: number): number | undefined {
  const value = evaluate(term, binding);
  if (value === UNSET) return undefined;
  if (value === null && nullAs !== undefined) return nullAs;
  if (value === null || value.length !== 4) throw invalid(ifNull);
  return readInt(value);
}
