// The functions that analysis knows, asked of the registry in the form that plans need. Apart so that terms and
// selectors resolve calls alike.

import { invalid } from '../../cql-error.js';
import { isAggregateName, resolveAggregate } from '../../executor/functions/aggregates.js';
import { castFunction, castRefusal, isFunctionName, resolveFunction } from '../../executor/functions/registry.js';
import type { CqlType } from '../../types/cql-type.js';
import type { LiteralKind } from '../../types/literal.js';
import type { AggregateCall } from './plan.js';
import type { ScalarCall } from './term.js';

/** An argument before its function is known: of a type, a literal that fits several, or (neither) a marker or null. */
export interface Argument {
  readonly type?: CqlType;
  readonly literal?: LiteralKind;
  readonly text: string;
}

export interface CallName {
  readonly keyspace: string | undefined;
  readonly name: string;
}

/** The overload of a scalar function. Throws when there is none, or none for these arguments. */
export function scalarCall(name: CallName, args: readonly Argument[], receiver: CqlType | undefined): ScalarCall {
  const types = args.map((arg) => arg.type ?? (arg.literal && { kind: 'constant' as const, literal: arg.literal }));
  const texts = args.map((arg) => arg.text);
  const found = resolveFunction(name, types, receiver, texts);
  if (found === undefined) {
    throw invalid(`Unknown function '${name.keyspace === undefined ? '' : `${name.keyspace}.`}${name.name}'`);
  }
  return found;
}

export const isScalar = (name: CallName): boolean => isFunctionName(name);

export const isAggregate = (name: CallName): boolean =>
  (name.keyspace === undefined || name.keyspace === 'system') && isAggregateName(name.name);

/** CAST(argument AS to). */
export function castCall(argument: string, from: CqlType, to: CqlType): ScalarCall {
  const found = castFunction(from, to);
  if (found === undefined) throw castRefusal(argument, from, to);
  return found;
}

/** Without arguments, `count` counts rows. */
export function aggregateCall(name: string, args: readonly CqlType[]): AggregateCall {
  const found = resolveAggregate(name, args);
  if (found === undefined) throw invalid(`Unknown function '${name}'`);
  return {
    returnType: found.returnType,
    start: () => {
      const running = found.init();
      return { add: (values) => running.step(values[0] ?? null), result: () => running.result() };
    },
  };
}
