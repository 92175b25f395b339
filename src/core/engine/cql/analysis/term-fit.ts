// May a term as written stand where a type is expected? Apart from terms.ts because functions are chosen, and collection
// literals refused, before any term is prepared.

import { type CqlType, native, type UdtType } from '../../types/cql-type.js';
import { literalFits } from '../../types/literal.js';
import { castMatch, type TypeMatch, typeMatch } from '../../types/same-type.js';
import type { Term as RawTerm } from '../syntax/ast/term.js';
import { termText } from '../syntax/term-text.js';
import type { AnalysisContext } from './context.js';
import { type Argument, aggregateCall, isAggregate, scalarCall } from './functions.js';
import type { Markers } from './markers.js';
import { resolveType } from './resolve.js';

/** What term preparation needs of its statement. `tokenTypes`: the partition key, when token() may stand here. */
export interface TermContext {
  readonly context: AnalysisContext;
  readonly keyspace: string;
  readonly markers: Markers;
  readonly tokenTypes?: readonly CqlType[];
}

export const literalKinds = {
  string: 'STRING',
  integer: 'INTEGER',
  float: 'FLOAT',
  boolean: 'BOOLEAN',
  duration: 'DURATION',
  uuid: 'UUID',
  hex: 'HEX',
} as const;

export const isCounter = (type: CqlType): boolean => type.kind === 'native' && type.name === 'counter';

/** How the term may stand for a value of `type`: as every class of term of Cassandra 3.11 tests it. */
function matchTerm(at: TermContext, raw: RawTerm, type: CqlType): TypeMatch {
  switch (raw.kind) {
    case 'null':
      return isCounter(type) ? 'no' : 'weak';
    case 'marker':
      return 'weak';
    case 'literal':
      return literalFits(type, literalKinds[raw.type]) ? 'weak' : 'no';
    case 'hint':
      return castMatch(resolveType(at.context, at.keyspace, raw.type), type);
    case 'call':
      return matchCall(at, raw, type);
    case 'list':
      return type.kind === 'list' ? all(raw.elements.map((e) => matchTerm(at, e, type.element))) : 'no';
    case 'set':
      if (raw.elements.length === 0 && type.kind === 'map') return 'weak';
      return type.kind === 'set' ? all(raw.elements.map((e) => matchTerm(at, e, type.element))) : 'no';
    case 'map': {
      if (type.kind !== 'map') return 'no';
      return all(raw.entries.flatMap((e) => [matchTerm(at, e.key, type.key), matchTerm(at, e.value, type.value)]));
    }
    case 'udt':
      return type.kind === 'udt' && raw.fields.every((f) => fieldFits(at, type, f.name, f.value)) ? 'weak' : 'no';
    case 'tuple': {
      const types = tupleTypes(type);
      if (types === undefined || raw.elements.length > types.length) return 'no';
      return raw.elements.every((e, i) => fits(at, e, types[i]!)) ? 'weak' : 'no';
    }
  }
}

export const fits = (at: TermContext, raw: RawTerm, type: CqlType): boolean => matchTerm(at, raw, type) !== 'no';

/** A user type is a tuple to Cassandra: a tuple literal may stand for it. */
export const tupleTypes = (type: CqlType): readonly CqlType[] | undefined =>
  type.kind === 'tuple' ? type.elements : type.kind === 'udt' ? type.fieldTypes : undefined;

function all(matches: readonly TypeMatch[]): TypeMatch {
  if (matches.includes('no')) return 'no';
  return matches.includes('weak') ? 'weak' : 'exact';
}

/** A call that resolves to nothing passes: its own error, which comes later, says more. */
function matchCall(at: TermContext, raw: RawTerm & { kind: 'call' }, type: CqlType): TypeMatch {
  let returned: CqlType;
  try {
    returned = callType(at, raw, type);
  } catch {
    return 'weak';
  }
  if (raw.function.name.toLowerCase() === 'fromjson') return 'weak';
  return typeMatch(returned, type);
}

/** A field that the type does not have passes: the literal is refused for it when it is prepared. */
function fieldFits(at: TermContext, type: UdtType, name: string, value: RawTerm): boolean {
  const index = type.fieldNames.indexOf(name);
  return index < 0 || fits(at, value, type.fieldTypes[index]!);
}

export function argumentOf(at: TermContext, raw: RawTerm): Argument {
  const text = termText(raw);
  if (raw.kind === 'null' || raw.kind === 'marker') return { type: undefined, text };
  return { type: { kind: 'tested', matches: (type) => matchTerm(at, raw, type) }, text };
}

function callType(at: TermContext, raw: RawTerm & { kind: 'call' }, receiver: CqlType): CqlType {
  if (raw.function.name === 'token') return native('bigint');
  if (isAggregate(raw.function)) {
    return aggregateCall(
      raw.function,
      raw.args.map((arg) => argumentOf(at, arg)),
    ).returnType;
  }
  const args = raw.args.map((arg) => argumentOf(at, arg));
  return scalarCall(raw.function, args, receiver).returnType;
}
