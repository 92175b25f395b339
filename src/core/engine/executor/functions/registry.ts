// Scalar functions by name and argument types.
import type { CqlType } from '../../types/cql-type.js';
import type { ScalarFunction } from './scalar-function.js';

export type { FunctionEnv, ScalarFunction } from './scalar-function.js';

/** Undefined when no function has that name. Throws CqlError invalid when one has, but not for these arguments. */
export function resolveFunction(
  name: { readonly keyspace?: string; readonly name: string },
  argumentTypes: readonly (CqlType | undefined)[],
  _receiver?: CqlType,
  _argumentTexts?: readonly string[],
): ScalarFunction | undefined {
  throw new Error(`resolveFunction is not written yet (${name.name}, ${argumentTypes.length})`);
}

export function castFunction(from: CqlType, to: CqlType): ScalarFunction | undefined {
  throw new Error(`castFunction is not written yet (${from.kind}, ${to.kind})`);
}
