// Which scalar function a call means: by name, then by argument types among those of that name. The rules and texts are
// Cassandra 3.11's (data-plane facts 6.3).

import { invalid } from '../../cql-error.js';
import type { CqlType } from '../../types/cql-type.js';
import { cqlTypeText } from '../../types/format-type.js';
import { blobFunctions } from './blob.js';
import { fromJsonFunction, toJsonFunction } from './json.js';
import { type ArgumentType, chooseOverload, matchOf } from './overloads.js';
import { functionKeyspace, type ScalarFunction } from './scalar-function.js';
import { timeFunctions } from './time.js';
import { uuidFunctions } from './uuid.js';

export { resolveCast } from './cast.js';
export type { ArgumentType, ConstantArgument, TestedArgument } from './overloads.js';
export type { FunctionEnv, ScalarFunction } from './scalar-function.js';

export interface FunctionName {
  readonly keyspace?: string | undefined;
  readonly name: string;
}

const all: readonly ScalarFunction[] = [...timeFunctions, ...uuidFunctions, ...blobFunctions];

/** Overloads of one name in the order of the families. */
const byName: ReadonlyMap<string, readonly ScalarFunction[]> = new Map(
  all.map(({ name }) => [name, all.filter((candidate) => candidate.name === name)]),
);

/** Does any scalar function go by this name, whatever its arguments? */
export function isFunctionName(name: FunctionName): boolean {
  const folded = name.name.toLowerCase();
  return inSystem(name) && (folded === 'tojson' || folded === 'fromjson' || byName.has(folded));
}

const inSystem = (name: FunctionName): boolean => name.keyspace === undefined || name.keyspace === functionKeyspace;

/** Undefined when no function has that name. `argumentTexts`, parallel to the types, is how messages name the arguments. `receiver` is the type that
 * the result must have, which fromJson needs. Throws CqlError invalid when the arguments do not fit. */
export function resolveFunction(
  name: FunctionName,
  argumentTypes: readonly ArgumentType[],
  receiver?: CqlType,
  argumentTexts?: readonly string[],
): ScalarFunction | undefined {
  if (!inSystem(name)) return undefined;
  const folded = name.name.toLowerCase();
  if (folded === 'tojson') return resolveToJson(argumentTypes);
  if (folded === 'fromjson') return resolveFromJson(argumentTypes, receiver, argumentTexts);
  const candidates = byName.get(folded);
  if (candidates === undefined) return undefined;
  const [only] = candidates;
  if (candidates.length === 1) {
    checkArguments(only!, argumentTypes, argumentTexts);
    return only;
  }
  const called = name.keyspace === undefined ? folded : qualified(folded);
  return chooseOverload({ called, printed: qualified(folded) }, candidates, argumentTypes);
}

const qualified = (name: string): string => `${functionKeyspace}.${name}`;

function checkArguments(
  candidate: ScalarFunction,
  argumentTypes: readonly ArgumentType[],
  argumentTexts: readonly string[] | undefined,
): void {
  const wanted = candidate.argumentTypes;
  if (wanted.length !== argumentTypes.length) {
    throw invalid(
      `Invalid number of arguments in call to function ${qualified(candidate.name)}: ` +
        `${wanted.length} required but ${argumentTypes.length} provided`,
    );
  }
  for (const [i, type] of wanted.entries()) {
    const given = argumentTypes[i];
    if (matchOf(given, type) !== 'no') continue;
    const text = argumentTexts?.[i] ?? describe(given);
    throw invalid(
      `Type error: ${text} cannot be passed as argument ${i} of function ${qualified(candidate.name)} of type ` +
        cqlTypeText(type),
    );
  }
}

function describe(given: ArgumentType): string {
  if (given === undefined) return '?';
  if (given.kind === 'constant') return `a ${given.literal} constant`;
  return given.kind === 'tested' ? 'a value' : `a value of type ${cqlTypeText(given)}`;
}

function resolveToJson(argumentTypes: readonly ArgumentType[]): ScalarFunction {
  if (argumentTypes.length !== 1) {
    throw invalid(`toJson() only accepts one argument (got ${argumentTypes.length})`);
  }
  const [type] = argumentTypes;
  if (type === undefined || type.kind === 'constant' || type.kind === 'tested')
    throw invalid('toJson() may only be used within the selection clause of SELECT statements');
  return toJsonFunction(type);
}

function resolveFromJson(
  argumentTypes: readonly ArgumentType[],
  receiver: CqlType | undefined,
  argumentTexts: readonly string[] | undefined,
): ScalarFunction {
  if (receiver === undefined) {
    throw invalid('fromJson() cannot be used in the selection clause of a SELECT statement');
  }
  const candidate = fromJsonFunction(receiver);
  // a constant of the wrong kind is refused as such, later
  const typed = argumentTypes.map((type) => (type?.kind === 'constant' ? undefined : type));
  checkArguments(candidate, typed, argumentTexts);
  return candidate;
}
