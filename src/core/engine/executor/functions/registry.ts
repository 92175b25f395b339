// Which scalar function a call means: by name, then by argument types among those of that name. The rules and texts are
// Cassandra 3.11's (data-plane facts 6.3).

import { invalid } from '../../cql-error.js';
import type { CqlType } from '../../types/cql-type.js';
import { cqlTypeText } from '../../types/format-type.js';
import { type LiteralKind, literalFits } from '../../types/literal.js';
import { isAssignable, sameType } from '../../types/same-type.js';
import { blobFunctions } from './blob.js';
import { fromJsonFunction, toJsonFunction } from './json.js';
import { functionKeyspace, type ScalarFunction } from './scalar-function.js';
import { timeFunctions } from './time.js';
import { uuidFunctions } from './uuid.js';

export { castFunction, castRefusal } from './cast.js';
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

/** A constant without a type of its own: it fits what its kind of literal fits. */
export interface ConstantArgument {
  readonly kind: 'constant';
  readonly literal: LiteralKind;
}

/** Undefined is a marker or null, which fits everywhere. */
export type ArgumentType = CqlType | ConstantArgument | undefined;

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
  return pick(folded, candidates, argumentTypes);
}

const qualified = (name: string): string => `${functionKeyspace}.${name}`;

const signature = (candidate: ScalarFunction): string =>
  `${qualified(candidate.name)} : (${candidate.argumentTypes.map(cqlTypeText).join(', ')}) -> ` +
  cqlTypeText(candidate.returnType);

function pick(
  name: string,
  candidates: readonly ScalarFunction[],
  argumentTypes: readonly ArgumentType[],
): ScalarFunction {
  const ofArity = candidates.filter((candidate) => candidate.argumentTypes.length === argumentTypes.length);
  const exact = ofArity.find((c) => c.argumentTypes.every((type, i) => isSame(argumentTypes[i], type)));
  if (exact !== undefined) return exact;
  const fitting = ofArity.filter((c) => c.argumentTypes.every((type, i) => fits(argumentTypes[i], type)));
  if (fitting.length === 1) return fitting[0]!;
  if (fitting.length === 0) {
    const known = candidates.map(signature).join(', ');
    throw invalid(
      `Invalid call to function ${name}, none of its type signatures match (known type signatures: ${known})`,
    );
  }
  throw invalid(
    `Ambiguous call to function ${name} (can be matched by following signatures: ${fitting.map(signature).join(', ')})` +
      ': use type casts to disambiguate',
  );
}

const isSame = (given: ArgumentType, wanted: CqlType): boolean =>
  given !== undefined && given.kind !== 'constant' && sameType(given, wanted);

function fits(given: ArgumentType, wanted: CqlType): boolean {
  if (given === undefined) return true;
  return given.kind === 'constant' ? literalFits(wanted, given.literal) : isAssignable(given, wanted);
}

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
    if (fits(given, type)) continue;
    const text = argumentTexts?.[i] ?? describe(given);
    throw invalid(
      `Type error: ${text} cannot be passed as argument ${i} of function ${qualified(candidate.name)} of type ` +
        cqlTypeText(type),
    );
  }
}

function describe(given: ArgumentType): string {
  if (given === undefined) return '?';
  return given.kind === 'constant' ? `a ${given.literal} constant` : `a value of type ${cqlTypeText(given)}`;
}

function resolveToJson(argumentTypes: readonly ArgumentType[]): ScalarFunction {
  if (argumentTypes.length !== 1) {
    throw invalid(`toJson() only accepts one argument (got ${argumentTypes.length})`);
  }
  const [type] = argumentTypes;
  if (type === undefined || type.kind === 'constant') throw invalid('toJson() is only valid in SELECT statements');
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

/** The name under which messages speak of argument `index`, as in `Invalid STRING constant (x) for "arg0(system.f)"`. */
export const argumentName = (candidate: ScalarFunction, index: number): string =>
  `arg${index}(${qualified(candidate.name)})`;
