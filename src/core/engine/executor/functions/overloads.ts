// Which of several functions of one name a call means: by how its arguments fit, with Cassandra 3.11's preference and
// texts (data-plane facts 6.3). Apart because scalar functions, aggregates and casts choose alike.

import { invalid } from '../../cql-error.js';
import type { CqlType } from '../../types/cql-type.js';
import { cqlTypeText } from '../../types/format-type.js';
import { type LiteralKind, literalFits } from '../../types/literal.js';
import { type TypeMatch, typeMatch } from '../../types/same-type.js';

/** A constant without a type of its own: it fits what its kind of literal fits. */
export interface ConstantArgument {
  readonly kind: 'constant';
  readonly literal: LiteralKind;
}
/** An argument that knows itself which types it may stand for, such as a collection literal or a nested call. */
export interface TestedArgument {
  readonly kind: 'tested';
  matches(type: CqlType): TypeMatch;
}

/** Undefined is a marker or null, which fits everywhere. */
export type ArgumentType = CqlType | ConstantArgument | TestedArgument | undefined;

export function matchOf(given: ArgumentType, wanted: CqlType): TypeMatch {
  if (given === undefined) return 'weak';
  if (given.kind === 'tested') return given.matches(wanted);
  if (given.kind === 'constant') return literalFits(wanted, given.literal) ? 'weak' : 'no';
  return typeMatch(given, wanted);
}

export interface Overload {
  readonly argumentTypes: readonly CqlType[];
  readonly returnType: CqlType;
}

/** The one of `candidates` that takes the arguments. `called` is the name as written, `printed` that in signatures, with
 * its keyspace, `beside` signatures that are shown alone. Throws CqlError invalid when none fits, or several do and none exactly. */
export function chooseOverload<T extends Overload>(
  names: { readonly called: string; readonly printed: string; readonly beside?: readonly string[] },
  candidates: readonly T[],
  given: readonly ArgumentType[],
): T {
  const fitting: T[] = [];
  for (const candidate of candidates) {
    const match = matchOfAll(candidate, given);
    if (match === 'exact') return candidate;
    if (match === 'weak') fitting.push(candidate);
  }
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  const signatures = (list: readonly T[]) => {
    const fitsAll = list === candidates || given.every((type) => type === undefined);
    const beside = fitsAll ? (names.beside ?? []) : [];
    return [...list.map((candidate) => signature(names.printed, candidate)), ...beside].join(', ');
  };
  throw invalid(
    fitting.length === 0
      ? `Invalid call to function ${names.called}, none of its type signatures match (known type signatures: ${signatures(candidates)})`
      : `Ambiguous call to function ${names.called} (can be matched by following signatures: ${signatures(fitting)}): use type casts to disambiguate`,
  );
}

function matchOfAll(candidate: Overload, given: readonly ArgumentType[]): TypeMatch {
  const wanted = candidate.argumentTypes;
  if (wanted.length !== given.length) return 'no';
  let all: TypeMatch = 'exact';
  for (const [i, type] of wanted.entries()) {
    const match = matchOf(given[i], type);
    if (match === 'no') return 'no';
    if (match === 'weak') all = 'weak';
  }
  return all;
}

const signature = (name: string, { argumentTypes, returnType }: Overload): string =>
  `${name} : (${argumentTypes.map(cqlTypeText).join(', ')}) -> ${cqlTypeText(returnType)}`;
