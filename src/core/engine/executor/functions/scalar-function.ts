// What a scalar function is, and what it may use of the world. Apart so that each family of functions and the registry
// share it without knowing each other.

import type { Random } from '../../../ports/random.js';
import type { CqlType } from '../../types/cql-type.js';

/** One statement's moment: all calls in it see the same `nowMs`. */
export interface FunctionEnv {
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  readonly random: Random;
  /** 16 bytes, version 1, never the same twice. */
  nextTimeuuid(): Buffer;
}

export interface ScalarFunction {
  /** Lower case, without its keyspace `system`. */
  readonly name: string;
  readonly argumentTypes: readonly CqlType[];
  readonly returnType: CqlType;
  /** The same arguments always give the same result: a call with constants can be folded. */
  readonly pure: boolean;
  /** Throws CqlError. */
  evaluate(args: readonly (Uint8Array | null)[], env: FunctionEnv): Uint8Array | null;
}

/** Every native function lives in this keyspace. */
export const functionKeyspace = 'system';

/** A function of values none of which is null or empty; with such an argument the result is null. */
export function ofPresent(
  signature: Omit<ScalarFunction, 'evaluate'>,
  compute: (first: Uint8Array, env: FunctionEnv) => Uint8Array | null,
): ScalarFunction {
  return {
    ...signature,
    evaluate: (args, env) => {
      const [first] = args;
      return first === null || first === undefined || first.length === 0 ? null : compute(first, env);
    },
  };
}
