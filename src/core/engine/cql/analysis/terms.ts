// From a term as written to a term with a type: literals become bytes, markers get their column, functions their
// overload, and whatever is constant is computed now. Texts of facts 6.3 and 6.4.

import { CqlError, invalid } from '../../cql-error.js';
import { type CqlType, native } from '../../types/cql-type.js';
import { cqlTypeText } from '../../types/format-type.js';
import { literalToValue } from '../../types/literal.js';
import { castMatch, typeMatch } from '../../types/same-type.js';
import type { FunctionCall, Literal, Term as RawTerm } from '../syntax/ast/term.js';
import { termText, typeText } from '../syntax/term-text.js';
import { composeValue } from './compose.js';
import { isAggregate, scalarCall } from './functions.js';
import { derived, type Receiver } from './markers.js';
import { resolveType } from './resolve.js';
import type { FunctionEnv, ScalarCall, Term } from './term.js';
import { argumentOf, fits, isCounter, literalKinds, type TermContext, tupleTypes } from './term-fit.js';

export { argumentOf, type TermContext } from './term-fit.js';

/** A function asked for what is another each time: fromJson does for `"now"` alone. */
class NotConstant extends Error {}
const impure = (): never => {
  throw new NotConstant();
};
const noEnv: FunctionEnv = {
  get nowMs(): number {
    return impure();
  },
  random: { bytes: impure, integer: impure },
  nextTimeuuid: impure,
};

/** `'now'` for a timestamp is the moment [Cassandra 3.11.19]: of each execution here, for texts are kept. */
const isNow = (raw: RawTerm & { kind: 'literal' }, type: CqlType): boolean =>
  raw.type === 'string' && type.kind === 'native' && type.name === 'timestamp' && raw.text.toLowerCase() === 'now';
const presentMoment = { kind: 'call', function: { keyspace: undefined, name: 'currenttimestamp' }, args: [] } as const;

/** A literal's text as a value of `type`. */
function literalValue(raw: Literal, type: CqlType, name: string): Uint8Array {
  return literalToValue(type, { kind: literalKinds[raw.type], text: raw.text }, name);
}
export function prepareTerm(at: TermContext, raw: RawTerm, receiver: Receiver): Term {
  switch (raw.kind) {
    case 'null':
      if (isCounter(receiver.type)) throw invalid('Invalid null value for counter increment/decrement');
      return { kind: 'constant', value: null };
    case 'marker':
      return at.markers.add(raw, receiver);
    case 'literal':
      if (isNow(raw, receiver.type)) return prepareCall(at, { ...presentMoment, span: raw.span }, receiver);
      return { kind: 'constant', value: literalValue(raw, receiver.type, receiver.name) };
    case 'hint':
      return prepareHint(at, raw, receiver);
    case 'call':
      return prepareCall(at, raw, receiver);
    case 'list':
      return prepareList(at, raw.elements, receiver);
    case 'set':
      if (receiver.type.kind === 'map' && raw.elements.length === 0) {
        return composed(receiver, receiver.type, []);
      }
      return prepareSet(at, raw.elements, receiver);
    case 'map':
      return prepareMap(at, raw, receiver);
    case 'udt':
      return prepareUdt(at, raw, receiver);
    case 'tuple':
      return prepareTuple(at, raw.elements, receiver);
  }
}

function prepareHint(at: TermContext, raw: RawTerm & { kind: 'hint' }, receiver: Receiver): Term {
  const type = resolveType(at.context, at.keyspace, raw.type);
  if (!fits(at, raw.term, type)) {
    throw invalid(`Cannot cast value ${termText(raw.term)} to type ${typeText(raw.type, at.keyspace)}`);
  }
  if (castMatch(type, receiver.type) === 'no') {
    const written = `(${typeText(raw.type, at.keyspace)})${termText(raw.term)}`;
    throw invalid(`Cannot assign value ${written} to ${receiver.name} of type ${cqlTypeText(receiver.type)}`);
  }
  return prepareTerm(at, raw.term, receiver);
}

function prepareCall(at: TermContext, raw: FunctionCall, receiver: Receiver): Term {
  if (raw.function.name === 'token' && at.tokenTypes !== undefined) return prepareToken(at, raw, receiver);
  if (isAggregate(raw.function)) {
    throw invalid('Aggregation function are not supported in the where clause');
  }
  const call = scalarCall(
    raw.function,
    raw.args.map((arg) => argumentOf(at, arg)),
    receiver.type,
  );
  if (typeMatch(call.returnType, receiver.type) === 'no') {
    throw invalid(
      `Type error: cannot assign result of function ${functionName(raw)} (type ${cqlTypeText(call.returnType)}) to ${receiver.name} (type ${cqlTypeText(receiver.type)})`,
    );
  }
  const args = raw.args.map((arg, i) =>
    prepareTerm(at, arg, derived(receiver, `arg${i}(${functionName(raw)})`, call.argumentTypes[i]!)),
  );
  if (call.pure && args.every((arg) => arg.kind === 'constant')) {
    const values = args.map((arg) => (arg as { value: Uint8Array | null }).value);
    const value = folded(call, values);
    if (value !== undefined) return { kind: 'constant', value };
  }
  return { kind: 'call', name: raw.function.name, call, args };
}

/** Undefined when the function refuses its arguments, as Cassandra says when the statement runs, or is no constant. */
function folded(call: ScalarCall, values: readonly (Uint8Array | null)[]): Uint8Array | null | undefined {
  try {
    return call.evaluate(values, noEnv);
  } catch (error) {
    if (error instanceof CqlError || error instanceof NotConstant) return undefined;
    throw error;
  }
}

const functionName = (raw: FunctionCall): string =>
  raw.function.keyspace === undefined ? `system.${raw.function.name}` : `${raw.function.keyspace}.${raw.function.name}`;

function prepareToken(at: TermContext, raw: FunctionCall, receiver: Receiver): Term {
  const types = at.tokenTypes!;
  if (typeMatch(native('bigint'), receiver.type) === 'no') {
    throw invalid(
      `Type error: cannot assign result of function system.token (type bigint) to ${receiver.name} (type ${cqlTypeText(receiver.type)})`,
    );
  }
  if (raw.args.length !== types.length) {
    throw invalid(
      `Incorrect number of arguments specified for function system.token : (${types.map(cqlTypeText).join(', ')}) -> bigint (expected ${types.length}, found ${raw.args.length})`,
    );
  }
  return {
    kind: 'token',
    args: raw.args.map((arg, i) => prepareTerm(at, arg, derived(receiver, `arg${i}(system.token)`, types[i]!))),
  };
}

function prepareList(at: TermContext, elements: readonly RawTerm[], receiver: Receiver): Term {
  const type = receiver.type;
  if (type.kind !== 'list') {
    throw invalid(`Invalid list literal for ${receiver.name} of type ${cqlTypeText(type)}`);
  }
  const inner = derived(receiver, `value(${receiver.name})`, type.element);
  return composed(receiver, type, elementTerms(at, 'list', elements, inner, receiver));
}

function prepareSet(at: TermContext, elements: readonly RawTerm[], receiver: Receiver): Term {
  const type = receiver.type;
  if (type.kind !== 'set') {
    throw invalid(`Invalid set literal for ${receiver.name} of type ${cqlTypeText(type)}`);
  }
  const inner = derived(receiver, `value(${receiver.name})`, type.element);
  return composed(receiver, type, elementTerms(at, 'set', elements, inner, receiver));
}

function elementTerms(
  at: TermContext,
  what: string,
  elements: readonly RawTerm[],
  inner: Receiver,
  outer: Receiver,
): Term[] {
  for (const element of elements) {
    if (fits(at, element, inner.type)) continue;
    throw invalid(
      `Invalid ${what} literal for ${outer.name}: value ${termText(element)} is not of type ${cqlTypeText(inner.type)}`,
    );
  }
  return elements.map((element) => withoutMarkers(prepareTerm(at, element, inner), what, outer));
}

/** A collection is either written or bound as a whole. */
function withoutMarkers(term: Term, what: string, receiver: Receiver): Term {
  if (!holdsMarkers(term)) return term;
  throw invalid(
    `Invalid ${what} literal for ${receiver.name}: bind variables are not supported inside collection literals`,
  );
}

function holdsMarkers(term: Term): boolean {
  if (term.kind === 'marker') return true;
  if (term.kind === 'composed') return term.parts.some(holdsMarkers);
  return (term.kind === 'call' || term.kind === 'token') && term.args.some(holdsMarkers);
}

function prepareMap(at: TermContext, raw: RawTerm & { kind: 'map' }, receiver: Receiver): Term {
  const type = receiver.type;
  if (type.kind !== 'map') {
    throw invalid(`Invalid map literal for ${receiver.name} of type ${cqlTypeText(type)}`);
  }
  for (const entry of raw.entries) {
    if (!fits(at, entry.key, type.key)) {
      throw invalid(
        `Invalid map literal for ${receiver.name}: key ${termText(entry.key)} is not of type ${cqlTypeText(type.key)}`,
      );
    }
    if (!fits(at, entry.value, type.value)) {
      throw invalid(
        `Invalid map literal for ${receiver.name}: value ${termText(entry.value)} is not of type ${cqlTypeText(type.value)}`,
      );
    }
  }
  const key = derived(receiver, `key(${receiver.name})`, type.key);
  const value = derived(receiver, `value(${receiver.name})`, type.value);
  const parts = raw.entries.flatMap((entry) => [
    withoutMarkers(prepareTerm(at, entry.key, key), 'map', receiver),
    withoutMarkers(prepareTerm(at, entry.value, value), 'map', receiver),
  ]);
  return composed(receiver, type, parts);
}

function prepareUdt(at: TermContext, raw: RawTerm & { kind: 'udt' }, receiver: Receiver): Term {
  const type = receiver.type;
  if (type.kind !== 'udt') {
    throw invalid(`Invalid user type literal for ${receiver.name} of type ${cqlTypeText(type)}`);
  }
  const fields = type.fieldNames.map((name) => raw.fields.findLast((f) => f.name === name));
  for (const [i, field] of fields.entries()) {
    const fieldType = type.fieldTypes[i]!;
    if (field === undefined || fits(at, field.value, fieldType)) continue;
    throw invalid(
      `Invalid user type literal for ${receiver.name}: field ${field.name} is not of type ${cqlTypeText(fieldType)}`,
    );
  }
  const parts = fields.map((field, i): Term => {
    if (field === undefined) return { kind: 'constant', value: null };
    return prepareTerm(at, field.value, derived(receiver, `${receiver.name}.${field.name}`, type.fieldTypes[i]!));
  });
  const unknown = raw.fields.find((field) => !type.fieldNames.includes(field.name));
  if (unknown !== undefined) {
    throw invalid(`Unknown field '${unknown.name}' in value of user defined type ${type.name}`);
  }
  return composed(receiver, type, parts);
}

function prepareTuple(at: TermContext, elements: readonly RawTerm[], receiver: Receiver): Term {
  const { type } = receiver;
  const types = tupleTypes(type);
  if (types === undefined) {
    throw invalid(`Invalid tuple type literal for ${receiver.name} of type ${cqlTypeText(type)}`);
  }
  for (const [i, element] of elements.entries()) {
    const partType = types[i];
    if (partType === undefined) {
      throw invalid(
        `Invalid tuple literal for ${receiver.name}: too many elements. Type ${cqlTypeText(type)} expects ${types.length} but got ${elements.length}`,
      );
    }
    if (fits(at, element, partType)) continue;
    throw invalid(`Invalid tuple literal for ${receiver.name}: component ${i} is not of type ${cqlTypeText(partType)}`);
  }
  const parts = elements.map((element, i) =>
    prepareTerm(at, element, derived(receiver, `${receiver.name}[${i}]`, types[i]!)),
  );
  return composed(receiver, type, parts);
}

function composed(receiver: Receiver, type: CqlType, parts: readonly Term[]): Term {
  if (parts.every((part) => part.kind === 'constant')) {
    const values = parts.map((part) => (part as { value: Uint8Array | null }).value);
    return { kind: 'constant', value: composeValue(type, values) };
  }
  return { kind: 'composed', type, name: receiver.name, parts };
}
