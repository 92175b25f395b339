// Values of a prepared statement before they are known: constants, bind markers, function calls and composed collections.
// Apart from plan.ts because WHERE, SET, IF, selectors and options are all made of them.

import type { Random } from '../../../ports/random.js';
import type { Column } from '../../catalog/schema.js';
import type { CqlType } from '../../types/cql-type.js';

/** What a function may ask for while it runs; one a statement. */
export interface FunctionEnv {
  /** Milliseconds since the epoch, the same for the whole statement. */
  readonly nowMs: number;
  readonly random: Random;
  /** 16 bytes, version 1, never the same twice. */
  nextTimeuuid(): Buffer;
}

/** A resolved overload of a scalar function; the executor's registry gives them. */
export interface ScalarCall {
  readonly argumentTypes: readonly CqlType[];
  readonly returnType: CqlType;
  /** The same answer for the same arguments, so that constants can be folded. */
  readonly pure: boolean;
  evaluate(args: readonly (Uint8Array | null)[], env: FunctionEnv): Uint8Array | null;
}

/** A value that is known when the statement runs. Its type is that of the place where it stands. */
export type Term =
  | { readonly kind: 'constant'; readonly value: Uint8Array | null }
  | MarkerTerm
  /** `name`: as error texts have it. */
  | { readonly kind: 'call'; readonly name: string; readonly call: ScalarCall; readonly args: readonly Term[] }
  /** token(...) of values: 8 bytes. */
  | { readonly kind: 'token'; readonly args: readonly Term[] }
  /** A collection, tuple or UDT literal with parts that are not constant; a map has key, value, key, value. */
  | { readonly kind: 'composed'; readonly type: CqlType; readonly name: string; readonly parts: readonly Term[] }
  /** The value of a column in the document of INSERT JSON. */
  | { readonly kind: 'json'; readonly column: Column };

export interface MarkerTerm {
  readonly kind: 'marker';
  /** Position among the statement's bind variables. */
  readonly index: number;
  readonly type: CqlType;
  /** The column or synthetic name, for error texts. */
  readonly name: string;
}

/** The right side of IN: a list of terms, or one marker of the list type. */
export type ValueList =
  | { readonly kind: 'terms'; readonly terms: readonly Term[] }
  | { readonly kind: 'marker'; readonly marker: MarkerTerm; readonly elementType: CqlType };
