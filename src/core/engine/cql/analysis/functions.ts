// The functions that analysis knows, asked of the registry in the form that plans need. Apart so that terms and
// selectors resolve calls alike.

import { type CqlError, invalid } from '../../cql-error.js';
import {
  type AggregateFunction,
  countRows,
  isAggregateName,
  resolveAggregate,
} from '../../executor/functions/aggregates.js';
import { type ArgumentType, isFunctionName, resolveCast, resolveFunction } from '../../executor/functions/registry.js';
import type { CqlType } from '../../types/cql-type.js';
import type { AggregateCall, Selector } from './plan.js';
import type { ScalarCall } from './term.js';

/** An argument before its function is known; without a type it is a marker or null. */
export interface Argument {
  readonly type: ArgumentType;
  /** How messages name it. */
  readonly text: string;
}

export type { ArgumentType };

export interface CallName {
  readonly keyspace: string | undefined;
  readonly name: string;
}

/** The overload of a scalar function. Throws when there is none, or none for these arguments. */
export function scalarCall(name: CallName, args: readonly Argument[], receiver: CqlType | undefined): ScalarCall {
  const types = args.map((arg) => arg.type);
  const texts = args.map((arg) => arg.text);
  const found = resolveFunction(name, types, receiver, texts);
  if (found === undefined) throw unknownFunction(name, receiver !== undefined);
  return found;
}

/** Where a value goes somewhere Cassandra words it without quotes. */
function unknownFunction({ keyspace, name }: CallName, inTerm: boolean): CqlError {
  const written = keyspace === undefined ? name : `${keyspace}.${name}`;
  return invalid(inTerm ? `Unknown function ${written} called` : `Unknown function '${written}'`);
}

export const isScalar = (name: CallName): boolean => isFunctionName(name);

export const isAggregate = (name: CallName): boolean =>
  (name.keyspace === undefined || name.keyspace === 'system') && isAggregateName(name.name);

/** CAST(argument AS to); refusals speak of the column `named`. */
export const castCall = (argument: Argument, to: CqlType, named: string): ScalarCall =>
  resolveCast(argument.type, to, named);

export function aggregateCall(name: CallName, args: readonly Argument[]): AggregateCall {
  const found = resolveAggregate(
    name.name,
    args.map((arg) => arg.type),
  );
  if (found === undefined) throw unknownFunction(name, false);
  return callOf(found);
}

/** count(*) and count(1). */
export const countRowsCall = (): AggregateCall => callOf(countRows);

function callOf(found: AggregateFunction): AggregateCall {
  return {
    argumentTypes: found.argumentTypes,
    returnType: found.returnType,
    start: () => {
      const running = found.init();
      return { add: (values) => running.step(values[0] ?? null), result: () => running.result() };
    },
  };
}

/** Does the selector fold rows, itself or within? */
export function isAggregateSelector(selector: Selector): boolean {
  if (selector.kind === 'aggregate') return true;
  if (selector.kind === 'call') return selector.args.some(isAggregateSelector);
  return (selector.kind === 'field' || selector.kind === 'element') && isAggregateSelector(selector.of);
}
