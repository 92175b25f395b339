// What a SELECT gives back: selectors with types and the names that Cassandra 3.11 gives their columns [facts 2.8].
// Apart from select.ts because selectors nest and know nothing of WHERE.

import type { Column, TableSchema } from '../../catalog/schema.js';
import { invalid } from '../../cql-error.js';
import type { ColumnSpec } from '../../session/api.js';
import { type CqlType, isMultiCell, native } from '../../types/cql-type.js';
import { cqlTypeText } from '../../types/format-type.js';
import type { Selector as RawSelector, Selected } from '../syntax/ast/selector.js';
import { type Argument, aggregateCall, castCall, isAggregate, isScalar, scalarCall } from './functions.js';
import { receiverOf } from './markers.js';
import type { Selection, Selector } from './plan.js';
import { refuseAggregate, refuseElementSelection, refuseWritetime } from './refuse.js';
import { resolveColumn, resolveType, typeNameText } from './resolve.js';
import { termText } from './term-text.js';
import { argumentOf, prepareTerm, type TermContext } from './terms.js';

export interface Projection {
  readonly selection: Selection;
  readonly columns: readonly ColumnSpec[];
  /** Every column of the table that is looked at. */
  readonly reads: readonly Column[];
  readonly aggregates: boolean;
}

interface Item {
  readonly selector: Selector;
  readonly type: CqlType;
  readonly name: string;
}
interface Work {
  readonly at: TermContext;
  readonly table: TableSchema;
  readonly reads: Set<Column>;
  aggregates: boolean;
}

export function prepareProjection(
  at: TermContext,
  table: TableSchema,
  raw: '*' | readonly Selected[],
  json: boolean,
): Projection {
  const work: Work = { at, table, reads: new Set(), aggregates: false };
  const items: Item[] =
    raw === '*'
      ? table.columns.map((column) => ({ ...columnItem(work, column), name: column.name }))
      : raw.map(({ selector, alias }) => {
          const item = prepareSelector(work, selector);
          return alias === undefined ? item : { ...item, name: alias };
        });
  const spec = (item: { name: string; type: CqlType }): ColumnSpec => ({
    keyspace: table.keyspace,
    table: table.name,
    name: item.name,
    type: item.type,
  });
  const reads = [...work.reads];
  const { aggregates } = work;
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

function prepareSelector(work: Work, raw: RawSelector): Item {
  const { at, table } = work;
  switch (raw.kind) {
    case 'column':
      return columnItem(work, resolveColumn(table, raw.name));
    case 'writetime':
    case 'ttl':
      return metaItem(work, raw.kind, resolveColumn(table, raw.column));
    case 'count-rows':
      refuseAggregate(at.context.compat, 'countRows');
      return aggregateItem(work, 'count', [], 'count');
    case 'cast': {
      const item = prepareSelector(work, raw.of);
      const type = resolveType(at.context, table.keyspace, raw.type);
      const call = castCall(item.name, item.type, type);
      const name = `cast(${item.name} as ${typeNameText(raw.type)})`;
      return { selector: { kind: 'call', call, args: [item.selector] }, type, name };
    }
    case 'call':
      return callItem(work, raw);
    case 'field': {
      const item = prepareSelector(work, raw.of);
      if (item.type.kind !== 'udt') {
        throw invalid(`Invalid field selection: ${item.name} of type ${cqlTypeText(item.type)} is not a user type`);
      }
      const index = item.type.fieldNames.indexOf(raw.field);
      if (index < 0) throw invalid(`${cqlTypeText(item.type)} of type ${item.type.name} has no field ${raw.field}`);
      const type = item.type.fieldTypes[index]!;
      return { selector: { kind: 'field', of: item.selector, index, type }, type, name: `${item.name}.${raw.field}` };
    }
    case 'element':
      return elementItem(work, raw);
    case 'slice':
      throw invalid('Slice selection is not yet supported.');
    case 'term': {
      const { term } = raw;
      if (term.kind !== 'hint') {
        throw invalid(
          `Cannot infer type for term ${termText(term)} in selection clause (try using a cast to force a type)`,
        );
      }
      const type = resolveType(at.context, table.keyspace, term.type);
      const receiver = { keyspace: table.keyspace, table: table.name, name: '[selection]', type };
      return { selector: { kind: 'term', term: prepareTerm(at, term, receiver), type }, type, name: termText(term) };
    }
  }
}

function metaItem(work: Work, kind: 'writetime' | 'ttl', column: Column): Item {
  const called = kind === 'writetime' ? 'writeTime' : 'ttl';
  if (column.kind === 'partition_key' || column.kind === 'clustering') {
    throw invalid(`Cannot use selection function ${called} on PRIMARY KEY part ${column.name}`);
  }
  if (isMultiCell(column.type)) throw invalid(`Cannot use selection function ${called} on collections`);
  if (kind === 'writetime') refuseWritetime(work.at.context.compat, work.table);
  work.reads.add(column);
  return {
    selector: { kind, column },
    type: native(kind === 'writetime' ? 'bigint' : 'int'),
    name: `${kind}(${column.name})`,
  };
}

function elementItem(work: Work, raw: RawSelector & { kind: 'element' }): Item {
  refuseElementSelection(work.at.context.compat);
  const item = prepareSelector(work, raw.of);
  const { type } = item;
  if (type.kind !== 'map' && type.kind !== 'set') {
    throw invalid(`Invalid element selection: ${item.name} is of type ${cqlTypeText(type)} is not a map or set`);
  }
  const inner = type.kind === 'map' ? type.key : type.element;
  const receiver = { keyspace: work.table.keyspace, table: work.table.name, name: `key(${item.name})`, type: inner };
  const key = prepareTerm(work.at, raw.key, receiver);
  return {
    selector: { kind: 'element', of: item.selector, ofType: type, key },
    type: type.kind === 'map' ? type.value : type.element,
    name: `${item.name}[${termText(raw.key)}]`,
  };
}

function callItem(work: Work, raw: RawSelector & { kind: 'call' }): Item {
  const { at, table } = work;
  const { name } = raw.function;
  if (name === 'token') {
    const item = tokenItem(work, raw);
    if (item !== undefined) return item;
  }
  if (isAggregate(raw.function) && !isScalar(raw.function)) {
    refuseAggregate(at.context.compat, name);
    const args = raw.args.map((arg) => prepareSelector(work, arg));
    return aggregateItem(work, name, args, `system.${name}(${args.map((a) => a.name).join(', ')})`);
  }
  const prepared = raw.args.map((arg) => (arg.kind === 'term' ? undefined : prepareSelector(work, arg)));
  const args = raw.args.map((arg, i) => argumentFor(work, arg, prepared[i]));
  const call = scalarCall(raw.function, args, undefined);
  const selectors = raw.args.map((arg, i): Selector => {
    if (arg.kind !== 'term') return prepared[i]!.selector;
    const type = call.argumentTypes[i]!;
    const receiver = { keyspace: table.keyspace, table: table.name, name: `arg${i}(system.${name})`, type };
    return { kind: 'term', term: prepareTerm(at, arg.term, receiver), type };
  });
  const names = raw.args.map((arg, i) => (arg.kind === 'term' ? termText(arg.term) : prepared[i]!.name));
  return {
    selector: { kind: 'call', call, args: selectors },
    type: call.returnType,
    name: `${raw.function.keyspace ?? 'system'}.${name}(${names.join(', ')})`,
  };
}

function argumentFor(work: Work, raw: RawSelector, item: Item | undefined): Argument {
  if (item !== undefined) return { type: item.type, text: item.name };
  if (raw.kind !== 'term') throw new Error('only terms are prepared after their function');
  return argumentOf(work.at, raw.term);
}

function aggregateItem(work: Work, name: string, args: readonly Item[], label: string): Item {
  work.aggregates = true;
  const aggregate = aggregateCall(
    name,
    args.map((a) => a.type),
  );
  return {
    selector: { kind: 'aggregate', aggregate, args: args.map((a) => a.selector) },
    type: aggregate.returnType,
    name: label,
  };
}

/** token() of the partition key is the row's own token; of values, a computed one. */
function tokenItem(work: Work, raw: RawSelector & { kind: 'call' }): Item | undefined {
  const { table } = work;
  const type = native('bigint');
  if (raw.args.length !== table.partitionKey.length) {
    throw invalid(
      `Invalid number of arguments in call to function system.token: ${table.partitionKey.length} required but ${raw.args.length} provided`,
    );
  }
  if (raw.args.every((arg, i) => arg.kind === 'column' && arg.name === table.partitionKey[i]!.name)) {
    const names = table.partitionKey.map((c) => c.name).join(', ');
    return { selector: { kind: 'token' }, type, name: `system.token(${names})` };
  }
  const args = raw.args.map((arg, i) => {
    if (arg.kind !== 'term') {
      throw invalid(
        `The token function arguments must be in the partition key order: ${table.partitionKey.map((c) => c.name).join(', ')}`,
      );
    }
    return prepareTerm(work.at, arg.term, receiverOf(table, table.partitionKey[i]!));
  });
  const names = raw.args.map((arg) => (arg.kind === 'term' ? termText(arg.term) : '')).join(', ');
  return { selector: { kind: 'term', term: { kind: 'token', args }, type }, type, name: `system.token(${names})` };
}
