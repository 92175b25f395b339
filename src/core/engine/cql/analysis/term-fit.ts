// May a term as written stand where a type is expected? Apart from terms.ts because functions are chosen, and collection
// literals refused, before any term is prepared.

import { type CqlType, native, type UdtType } from '../../types/cql-type.js';
import { literalFits } from '../../types/literal.js';
import { isAssignable } from '../../types/same-type.js';
import type { Term as RawTerm } from '../syntax/ast/term.js';
import type { AnalysisContext } from './context.js';
import { type Argument, scalarCall } from './functions.js';
import type { Markers } from './markers.js';
import { resolveType } from './resolve.js';
import { termText } from './term-text.js';

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

/** May the term stand for a value of `type`? Markers may; a literal if its kind does. */
export function fits(at: TermContext, raw: RawTerm, type: CqlType): boolean {
  switch (raw.kind) {
    case 'null':
    case 'marker':
      return true;
    case 'literal':
      return literalFits(type, literalKinds[raw.type]);
    case 'hint':
      return isAssignable(resolveType(at.context, at.keyspace, raw.type), type);
    case 'call':
      try {
        const args = raw.args.map((arg) => argumentOf(at, arg));
        return isAssignable(scalarCall(raw.function, args, type).returnType, type);
      } catch {
        return false;
      }
    case 'list':
      return type.kind === 'list' && raw.elements.every((e) => fits(at, e, type.element));
    case 'set':
      if (raw.elements.length === 0 && type.kind === 'map') return true;
      return type.kind === 'set' && raw.elements.every((e) => fits(at, e, type.element));
    case 'map':
      return (
        type.kind === 'map' && raw.entries.every((e) => fits(at, e.key, type.key) && fits(at, e.value, type.value))
      );
    case 'udt':
      return type.kind === 'udt' && raw.fields.every((f) => fieldFits(at, type, f.name, f.value));
    case 'tuple':
      return (
        type.kind === 'tuple' &&
        raw.elements.length <= type.elements.length &&
        raw.elements.every((e, i) => fits(at, e, type.elements[i]!))
      );
  }
}

function fieldFits(at: TermContext, type: UdtType, name: string, value: RawTerm): boolean {
  const index = type.fieldNames.indexOf(name);
  return index >= 0 && fits(at, value, type.fieldTypes[index]!);
}

export function argumentOf(at: TermContext, raw: RawTerm): Argument {
  const known = raw.kind === 'hint' ? resolveType(at.context, at.keyspace, raw.type) : callType(at, raw);
  return {
    ...(known === undefined ? {} : { type: known }),
    ...(raw.kind === 'literal' && { literal: literalKinds[raw.type] }),
    text: termText(raw),
  };
}

function callType(at: TermContext, raw: RawTerm): CqlType | undefined {
  if (raw.kind !== 'call') return undefined;
  if (raw.function.name === 'token') return native('bigint');
  return scalarCall(
    raw.function,
    raw.args.map((arg) => argumentOf(at, arg)),
    undefined,
  ).returnType;
}
