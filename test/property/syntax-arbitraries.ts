// Generators of syntax trees: every statement that the printer has a form for. Spans and marker indexes are zero; the
// round trip compares without them.

import fc from 'fast-check';
import type { Statement } from '../../src/core/engine/cql/syntax/ast/statement.js';

const span = { start: 0, end: 0 };
const markers: readonly never[] = [];

const name = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'pk', 'ck1', 'long_name', 'e1', 'p1y') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'select',
      'key',
      'ttl',
      'json',
      'distinct',
      'count',
      'token',
      'date',
      'exists',
      'tags',
      'true',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('Caps', 'with space', 'qu"ote', '1st', '_x', 'ä', '"', 'P1Y', 'byte', 'deadbeef-'),
  },
);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const some = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(value, { minLength: 1, maxLength: 3 });
const few = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(value, { maxLength: 3 });
const node = <K extends string, T extends object>(kind: K, parts: { [P in keyof T]: fc.Arbitrary<T[P]> }) =>
  fc.record(parts).map((made) => ({ kind, ...(made as T), span }));

const qualified = fc.record({ keyspace: maybe(name), name, span: fc.constant(span) });
const literalOf = (type: string, text: fc.Arbitrary<string>) => node('literal', { type: fc.constant(type), text });
const literal = fc.oneof(
  literalOf('string', fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom("it's", '--', '/*', '$$', 'line\nbreak'))),
  literalOf('integer', fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String)),
  literalOf('float', fc.constantFrom('1.5', '-0.25', '1e10', '-2.5E-3', 'NaN', 'Infinity', '-Infinity', '12.')),
  literalOf('boolean', fc.constantFrom('true', 'false')),
  literalOf('uuid', fc.uuid()),
  literalOf('hex', fc.constantFrom('0x', '0xCAFE', '0x0')),
  literalOf('duration', fc.constantFrom('12h30m', '-1y2mo', '5ms', '7us', 'P1Y2MT3H', '-P2W', 'P0001-02-03T04:05:06')),
);
const marker = node('marker', { index: fc.constant(0), name: maybe(name) });
const intValue = fc.oneof(literalOf('integer', fc.nat().map(String)), marker);

const { type } = fc.letrec((tie) => ({
  type: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    node('native', { name: fc.constantFrom('int', 'text', 'varchar', 'timeuuid', 'counter', 'duration') }),
    node('user', { keyspace: maybe(name), name }),
    node('custom', { className: fc.constantFrom('org.x.Y', "q'") }),
    node('list', { element: tie('type') }),
    node('set', { element: tie('type') }),
    // The parser refuses frozen of what cannot be anything else [3.11.19].
    node('frozen', { of: tie('type').filter((of) => !['native', 'custom'].includes((of as { kind: string }).kind)) }),
    node('map', { key: tie('type'), value: tie('type') }),
    node('tuple', { elements: some(tie('type')) }),
  ),
}));

const functionName = fc.record({ keyspace: maybe(name), name });
/** `('x') :name` cannot be told from the tuple `('x')` as a key of a map. */
const isAmbiguous = (hint: { readonly type: unknown; readonly term: unknown }): boolean =>
  (hint.type as { kind: string }).kind === 'custom' &&
  (hint.term as { kind: string; name?: string }).kind === 'marker' &&
  (hint.term as { name?: string }).name !== undefined;
const { term } = fc.letrec((tie) => ({
  term: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    literal,
    marker,
    fc.constant({ kind: 'null', span }),
    node('list', { elements: few(tie('term')) }),
    node('set', { elements: few(tie('term')) }),
    node('map', { entries: some(fc.record({ key: tie('term'), value: tie('term') })) }),
    node('udt', { fields: some(fc.record({ name, value: tie('term') })) }),
    node('tuple', { elements: some(tie('term')) }),
    node('call', { function: functionName, args: few(tie('term')) }),
    node('hint', { type, term: tie('term') }).filter((hint) => !isAmbiguous(hint)),
  ),
}));
const notCall = (value: unknown): boolean => (value as { kind: string }).kind !== 'call';
const notTerm = (value: unknown): boolean => (value as { kind: string }).kind !== 'term';

const { selector } = fc.letrec((tie) => ({
  selector: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    node('column', { name }),
    node('term', { term: term.filter(notCall) }),
    node('count-rows', {}),
    node('writetime', { column: name }),
    node('ttl', { column: name }),
    node('cast', {
      of: tie('selector'),
      type: node('native', { name: fc.constantFrom('int', 'text', 'timeuuid', 'counter') }),
    }),
    node('call', { function: functionName, args: few(tie('selector')) }),
    node('field', { of: tie('selector').filter(notTerm), field: name }),
    node('element', { of: tie('selector').filter(notTerm), key: term }),
  ),
}));

const operator = fc.constantFrom('=', '<', '<=', '>', '>=', '!=');
const inValues = fc.oneof(marker, fc.record({ kind: fc.constant('terms'), terms: few(term) }));
const tupleLiteral = node('tuple', { elements: some(term) });
const tuple = fc.oneof(marker, tupleLiteral);
const relation = fc.oneof(
  node('comparison', { column: name, operator, value: term }),
  node('in', { column: name, values: inValues }),
  node('contains', { column: name, key: fc.boolean(), value: term }),
  node('element', { column: name, key: term, operator, value: term }),
  node('like', { column: name, value: term }),
  node('not-null', { column: name }),
  node('token', { columns: some(name), operator, value: term }),
  node('tuple-comparison', { columns: some(name), operator, value: tuple }),
  node('tuple-in', {
    columns: some(name),
    // tuples or markers, not both
    values: fc.oneof(
      marker,
      fc.record({ kind: fc.constant('terms'), terms: fc.oneof(few(tupleLiteral), few(marker)) }),
    ),
  }),
);
const target = fc.oneof(
  fc.constant({ kind: 'column' }),
  fc.record({ kind: fc.constant('element'), key: term }),
  fc.record({ kind: fc.constant('field'), field: name }),
);
const condition = fc.oneof(
  node('comparison', { column: name, target, operator, value: term }),
  node('in', { column: name, target, values: inValues }),
);
const ifClause = fc.oneof(
  fc.constant(undefined),
  fc.constant({ kind: 'exists' }),
  fc.record({ kind: fc.constant('conditions'), conditions: some(condition) }),
);
const using = fc.record({ timestamp: maybe(intValue), ttl: maybe(intValue) });
const ordering = fc.record({ column: name, direction: fc.constantFrom('asc', 'desc') });

const select = node('select', {
  json: fc.boolean(),
  distinct: fc.boolean(),
  selection: fc.oneof(fc.constant('*'), some(fc.record({ selector, alias: maybe(name) }))),
  table: qualified,
  where: few(relation),
  groupBy: few(name),
  orderBy: few(ordering),
  perPartitionLimit: maybe(intValue),
  limit: maybe(intValue),
  allowFiltering: fc.boolean(),
});
const assignment = fc.oneof(
  node('set', { column: name, value: term }),
  node('add', { column: name, value: term }),
  node('subtract', { column: name, value: term }),
  node('prepend', { column: name, value: term }),
  node('element', { column: name, key: term, value: term }),
  node('field', { column: name, field: name, value: term }),
);
const deleteTarget = fc.oneof(
  node('column', { column: name }),
  node('element', { column: name, key: term }),
  node('field', { column: name, field: name }),
);
const modification = fc
  .oneof(
    node('insert', { table: qualified, columns: some(name), values: some(term), ifNotExists: fc.boolean(), using }),
    node('insert-json', {
      table: qualified,
      json: fc.oneof(literalOf('string', fc.constant('{"a": 1}')), marker),
      defaultUnset: fc.boolean(),
      ifNotExists: fc.boolean(),
      using,
    }),
    node('update', {
      table: qualified,
      using,
      assignments: fc.uniqueArray(assignment, { minLength: 1, maxLength: 3, selector: ({ column }) => column }),
      where: some(relation),
      condition: ifClause,
    }),
    node('delete', {
      table: qualified,
      targets: few(deleteTarget),
      using: fc.record({ timestamp: maybe(intValue), ttl: fc.constant(undefined) }),
      where: some(relation),
      condition: ifClause,
    }),
  )
  .map((made) => ({ ...made, markers }));
const batch = node('batch', {
  type: fc.constantFrom('logged', 'unlogged', 'counter'),
  using,
  statements: few(modification),
});

/** At most three, no two of one name: the parser refuses a property that is given twice [3.11.19]. */
const differ = <T>(value: fc.Arbitrary<T>, nameOf: (one: T) => string, minLength = 0): fc.Arbitrary<T[]> =>
  fc.uniqueArray(value, { minLength, maxLength: 3, selector: (one) => nameOf(one).toLowerCase() });
const mapOf = (value: fc.Arbitrary<unknown>) =>
  node('map', {
    entries: differ(fc.record({ key: literal, value }), ({ key }) => (key as { text: string }).text),
  });
const map = mapOf(literal);
/** A map of maps is the value of two properties alone. */
const { nested } = fc.letrec((tie) => ({
  nested: mapOf(fc.oneof({ depthSize: 'small', withCrossShrink: true }, literal, tie('nested'))),
}));
const keyword = node('keyword', { text: fc.constantFrom('all', 'keys', 'text', 'ttl') });
const property = fc.oneof(
  node('property', { name, value: fc.oneof(literal, keyword, map) }),
  node('property', { name: fc.constantFrom('custom_properties', 'autoscaling_settings'), value: nested }),
);
const properties = differ(property, ({ name }) => name, 1);
const tagsChange = fc.oneof(
  fc.record({ kind: fc.constantFrom('add-tags', 'drop-tags'), tags: map }),
  fc.record({
    kind: fc.constant('drop-tags'),
    tags: node('set', { elements: some(literalOf('string', fc.string({ maxLength: 5 }))) }),
  }),
);
const withChange = fc.record({ kind: fc.constant('with'), properties });
const tableOption = fc.oneof(
  property,
  node('clustering-order', { orderings: some(ordering) }),
  node('compact-storage', {}),
);
const primaryKey = fc.record({ partitionKey: some(name), clustering: few(name), span: fc.constant(span) });
const column = fc.record({
  name,
  type,
  static: fc.boolean(),
  primaryKey: fc.boolean(),
  span: fc.constant(span),
});
const field = fc.record({ name, type });
const renamings = some(fc.record({ from: name, to: name }));
const tableChange = fc.oneof(
  fc.record({ kind: fc.constant('add'), columns: some(fc.record({ name, type, static: fc.boolean() })) }),
  fc.record({ kind: fc.constant('drop'), columns: some(name), timestamp: maybe(fc.constant('12')) }),
  fc.record({ kind: fc.constant('alter-type'), column: name, type }),
  fc.record({ kind: fc.constant('rename'), renamings }),
  fc.constant({ kind: 'drop-compact-storage' }),
  withChange,
  tagsChange,
);
const typeChange = fc.oneof(
  fc.record({ kind: fc.constant('add'), field }),
  fc.record({ kind: fc.constant('alter-type'), field: name, type }),
  fc.record({ kind: fc.constant('rename'), renamings }),
);
const schema = fc.oneof(
  node('use', { keyspace: name }),
  node('create-keyspace', { name, ifNotExists: fc.boolean(), properties }),
  node('alter-keyspace', { name, change: fc.oneof(withChange, tagsChange) }),
  node('drop-keyspace', { name, ifExists: fc.boolean() }),
  node('create-table', {
    table: qualified,
    ifNotExists: fc.boolean(),
    columns: some(column),
    primaryKeys: few(primaryKey),
    options: differ(tableOption, (option) => ('name' in option ? option.name : option.kind)),
  }),
  node('alter-table', { table: qualified, change: tableChange }),
  node('drop-table', { table: qualified, ifExists: fc.boolean() }),
  node('restore-table', { table: qualified, source: qualified, properties: differ(property, ({ name }) => name) }),
  node('truncate', { table: qualified }),
  node('create-type', { name: qualified, ifNotExists: fc.boolean(), fields: some(field) }),
  node('alter-type', { name: qualified, change: typeChange }),
  node('drop-type', { name: qualified, ifExists: fc.boolean() }),
);

/** Any statement but those kept as text. */
export const anyStatement: fc.Arbitrary<Statement> = fc
  .oneof(select, modification, batch, schema)
  .map((made) => ({ ...made, markers }) as unknown as Statement);
