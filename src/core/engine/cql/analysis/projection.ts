// What a SELECT gives back: selectors with types and the names that Cassandra 3.11 gives their columns [facts 2.8].
// Apart from select.ts because selectors nest and know nothing of WHERE.

import type { Column, TableSchema } from '../../catalog/schema.js';
import { invalid } from '../../cql-error.js';
import type { ColumnSpec } from '../../session/api.js';
import { type CqlType, isMultiCell, native } from '../../types/cql-type.js';
import { cqlTypeText } from '../../types/format-type.js';
import { sameType } from '../../types/same-type.js';
import type { Selector as RawSelector, Selected } from '../syntax/ast/selector.js';
import type { Term } from '../syntax/ast/term.js';
import { termText } from '../syntax/term-text.js';
import {
  type Argument,
  aggregateCall,
  castCall,
  countRowsCall,
  isAggregate,
  isAggregateSelector,
  scalarCall,
} from './functions.js';
import type { Selection } from './plan.js';
import { refuseAggregate, refuseElementSelection, refuseWritetime } from './refuse.js';
import { resolveColumn, resolveType, typeNameText } from './resolve.js';
import { type Item, type Selectable, tokenSelectable, typed, type Work } from './selectable.js';
import type { ScalarCall } from './term.js';
import { argumentOf, prepareTerm, type TermContext } from './terms.js';

export interface Projection {
  readonly selection: Selection;
  readonly columns: readonly ColumnSpec[];
  /** Every column of the table that is looked at. */
  readonly reads: readonly Column[];
  readonly aggregates: boolean;
}

export function prepareProjection(
  at: TermContext,
  table: TableSchema,
  raw: '*' | readonly Selected[],
  json: boolean,
): Projection {
  const work: Work = { at, table, reads: new Set() };
  const items: Item[] =
    raw === '*'
      ? table.columns.map((column) => ({ ...columnItem(work, column), name: column.name }))
      : raw.map(({ selector, alias }) => {
          const item = resolveSelector(at, table, selector).make(work);
          return alias === undefined ? item : { ...item, name: alias };
        });
  const spec = (item: { name: string; type: CqlType }): ColumnSpec => ({
    keyspace: table.keyspace,
    table: table.name,
    name: item.name,
    type: item.type,
  });
  const reads = [...work.reads];
  const aggregates = items.some((item) => isAggregateSelector(item.selector));
  if (json) {
    const selection: Selection = {
      kind: 'json',
      items: items.map((i) => i.selector),
      names: items.map((i) => i.name),
      types: items.map((i) => i.type),
    };
    return { selection, columns: [spec({ name: '[json]', type: native('text') })], reads, aggregates };
  }
  const plain = items.map((i) => (i.selector.kind === 'column' ? i.selector.column : undefined));
  const selection: Selection = plain.every((column) => column !== undefined)
    ? { kind: 'columns', columns: plain as Column[] }
    : { kind: 'expressions', items: items.map((i) => i.selector) };
  return { selection, columns: items.map(spec), reads, aggregates };
}

function columnItem(work: Work, column: Column): Item {
  work.reads.add(column);
  return { selector: { kind: 'column', column }, type: column.type, name: column.name };
}

function resolveSelector(at: TermContext, table: TableSchema, raw: RawSelector): Selectable {
  switch (raw.kind) {
    case 'column': {
      const column = resolveColumn(table, raw.name);
      return typed(column.type, column.name, (work) => columnItem(work, column));
    }
    case 'writetime':
    case 'ttl':
      return metaSelectable(raw.kind, resolveColumn(table, raw.column));
    case 'count-rows':
      return countRows(at);
    case 'cast':
      return castSelectable(at, table, raw);
    case 'call':
      return callSelectable(at, table, raw);
    case 'field':
      return fieldSelectable(resolveSelector(at, table, raw.of), raw.field);
    case 'element':
      return elementSelectable(at, resolveSelector(at, table, raw.of), raw);
    case 'term':
      return termSelectable(at, table, raw.term);
  }
}

function termSelectable(at: TermContext, table: TableSchema, term: Term): Selectable {
  const text = termText(term, table.keyspace);
  const type = term.kind === 'hint' ? resolveType(at.context, table.keyspace, term.type) : undefined;
  const make: Selectable['make'] = (_, expected) => {
    const known = type ?? expected;
    if (known === undefined) {
      throw invalid(`Cannot infer type for term ${text} in selection clause (try using a cast to force a type)`);
    }
    const receiver = { keyspace: table.keyspace, table: table.name, name: '[selection]', type: known };
    return { selector: { kind: 'term', term: prepareTerm(at, term, receiver), type: known }, type: known, name: text };
  };
  return { type, text, argument: argumentOf(at, term).type, make };
}

function metaSelectable(kind: 'writetime' | 'ttl', column: Column): Selectable {
  const called = kind === 'writetime' ? 'writeTime' : 'ttl';
  const type = native(kind === 'writetime' ? 'bigint' : 'int');
  const name = `${kind}(${column.name})`;
  return typed(type, name, (work) => {
    if (column.kind === 'partition_key' || column.kind === 'clustering') {
      throw invalid(`Cannot use selection function ${called} on PRIMARY KEY part ${column.name}`);
    }
    if (isMultiCell(column.type)) {
      const what = column.type.kind === 'udt' ? 'UDT' : 'collection';
      throw invalid(`Cannot use selection function ${called} on non-frozen ${what} ${column.name}`);
    }
    if (kind === 'writetime') refuseWritetime(work.at.context.compat, work.table);
    work.reads.add(column);
    return { selector: { kind, column }, type, name };
  });
}

function countRows(at: TermContext): Selectable {
  refuseAggregate(at.context.compat, 'countRows');
  const aggregate = countRowsCall();
  return typed(aggregate.returnType, 'system.countrows()', () => ({
    selector: { kind: 'aggregate', aggregate, args: [] },
    type: aggregate.returnType,
    name: 'count',
  }));
}

function castSelectable(at: TermContext, table: TableSchema, raw: RawSelector & { kind: 'cast' }): Selectable {
  const of = resolveSelector(at, table, raw.of);
  const type = resolveType(at.context, table.keyspace, raw.type);
  const written = typeNameText(raw.type);
  return typed(type, `cast(${of.text} as ${written})`, (work) => {
    const item = of.make(work);
    // a cast to its own type is no cast [C3 Selectable.WithCast]
    if (sameType(item.type, type)) return item;
    const [first] = work.reads;
    // there is no function of that name [C3 CastFcts.getFunctionName]
    if (written === 'varchar') throw invalid(`${first?.name ?? item.name} cannot be cast to varchar`);
    const call = castCall({ type: item.type, text: item.name }, type, first?.name ?? item.name);
    return {
      selector: { kind: 'call', call, args: [item.selector] },
      type,
      name: `cast(${item.name} as ${cqlTypeText(type)})`,
    };
  });
}

function fieldSelectable(of: Selectable, field: string): Selectable {
  const at = of.type?.kind === 'udt' ? of.type.fieldNames.indexOf(field) : -1;
  const known = of.type?.kind === 'udt' ? of.type.fieldTypes[at] : undefined;
  const text = `${of.text}.${field}`;
  const make: Selectable['make'] = (work) => {
    const item = of.make(work);
    if (item.type.kind !== 'udt') {
      throw invalid(`Invalid field selection: ${of.text} of type ${cqlTypeText(item.type)} is not a user type`);
    }
    const index = item.type.fieldNames.indexOf(field);
    if (index < 0) throw invalid(`${of.text} of type ${cqlTypeText(item.type)} has no field ${field}`);
    const type = item.type.fieldTypes[index]!;
    return { selector: { kind: 'field', of: item.selector, index, type }, type, name: `${item.name}.${field}` };
  };
  return { type: known, text, argument: known ?? { kind: 'tested', matches: () => 'no' }, make };
}

function elementSelectable(at: TermContext, of: Selectable, raw: RawSelector & { kind: 'element' }): Selectable {
  refuseElementSelection(at.context.compat);
  const make: Selectable['make'] = (work) => {
    const item = of.make(work);
    const { type } = item;
    if (type.kind !== 'map' && type.kind !== 'set') {
      throw invalid(`Invalid element selection: ${item.name} is of type ${cqlTypeText(type)} is not a map or set`);
    }
    const inner = type.kind === 'map' ? type.key : type.element;
    const receiver = { keyspace: work.table.keyspace, table: work.table.name, name: `key(${item.name})`, type: inner };
    const key = prepareTerm(at, raw.key, receiver);
    return {
      selector: { kind: 'element', of: item.selector, ofType: type, key },
      type: type.kind === 'map' ? type.value : type.element,
      name: `${item.name}[${termText(raw.key)}]`,
    };
  };
  return {
    type: undefined,
    text: `${of.text}[${termText(raw.key)}]`,
    argument: { kind: 'tested', matches: () => 'no' },
    make,
  };
}

function callSelectable(at: TermContext, table: TableSchema, raw: RawSelector & { kind: 'call' }): Selectable {
  const { name } = raw.function;
  const label = `${raw.function.keyspace ?? 'system'}.${name}`;
  // count(1) is count(*)
  const countsRows = name === 'count' && raw.args.length === 1 && isConstant(raw.args[0]!);
  if (isAggregate(raw.function)) refuseAggregate(at.context.compat, countsRows ? 'countRows' : name);
  const args = raw.args.map((arg) => resolveSelector(at, table, arg));
  const text = `${label}(${args.map((arg) => arg.text).join(', ')})`;
  if (name === 'token') return tokenSelectable(table, raw, args, text);
  if (name === 'tojson') {
    return typed(native('text'), text, (work) => {
      const items = args.map((arg) => arg.make(work));
      return callItem(scalarCall(raw.function, items.map(argumentFor), undefined), label, items);
    });
  }
  const given = args.map((arg) => ({ type: arg.argument, text: arg.text }));
  if (!isAggregate(raw.function)) {
    const call = scalarCall(raw.function, given, undefined);
    return typed(call.returnType, text, (work) =>
      callItem(
        call,
        label,
        args.map((arg, i) => arg.make(work, call.argumentTypes[i])),
      ),
    );
  }
  if (countsRows) return countRows(at);
  const aggregate = aggregateCall(raw.function, given);
  return typed(aggregate.returnType, text, (work) => {
    const items = args.map((arg, i) => arg.make(work, aggregate.argumentTypes[i]));
    if (items.some((item) => isAggregateSelector(item.selector))) {
      throw invalid('aggregate functions cannot be used as arguments of aggregate functions');
    }
    return {
      selector: { kind: 'aggregate', aggregate, args: items.map((item) => item.selector) },
      type: aggregate.returnType,
      name: `${label}(${items.map((item) => item.name).join(', ')})`,
    };
  });
}

const isConstant = (raw: RawSelector): boolean => raw.kind === 'term' && raw.term.kind === 'literal';
const argumentFor = (item: Item): Argument => ({ type: item.type, text: item.name });

const callItem = (call: ScalarCall, label: string, items: readonly Item[]): Item => ({
  selector: { kind: 'call', call, args: items.map((item) => item.selector) },
  type: call.returnType,
  name: `${label}(${items.map((item) => item.name).join(', ')})`,
});
