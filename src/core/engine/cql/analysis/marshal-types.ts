// Types written as Cassandra's Java classes, in quotes: `'org.apache.cassandra.db.marshal.Int32Type'`, or `'Int32Type'`. The
// lenient mode takes those that are types of CQL.

import type { CqlType, NativeName } from '../../types/cql-type.js';

const home = 'org.apache.cassandra.db.marshal.';

const natives: ReadonlyMap<string, NativeName> = new Map(
  Object.entries({
    AsciiType: 'ascii',
    BooleanType: 'boolean',
    ByteType: 'tinyint',
    BytesType: 'blob',
    CounterColumnType: 'counter',
    DecimalType: 'decimal',
    DoubleType: 'double',
    DurationType: 'duration',
    FloatType: 'float',
    InetAddressType: 'inet',
    Int32Type: 'int',
    IntegerType: 'varint',
    LongType: 'bigint',
    ShortType: 'smallint',
    SimpleDateType: 'date',
    TimeType: 'time',
    TimeUUIDType: 'timeuuid',
    TimestampType: 'timestamp',
    UTF8Type: 'text',
    UUIDType: 'uuid',
  } as const),
);

/** Classes that Cassandra has and CQL has no type for. */
const others: readonly string[] = [
  'ColumnToCollectionType',
  'CompositeType',
  'DateType',
  'DynamicCompositeType',
  'EmptyType',
  'LexicalUUIDType',
  'PartitionerDefinedOrder',
  'ReversedType',
  'UserType',
];

const simpleName = (name: string): string => (name.startsWith(home) ? name.slice(home.length) : name);

/** Undefined when no type of CQL is written. */
export function marshalType(written: string, frozen = false): CqlType | undefined {
  const [, name, list] = /^[ \t\n]*([\w.+&-]*)[ \t\n]*(?:\((.*)\))?/s.exec(written) ?? [];
  if (name === undefined) return undefined;
  if (name === '') return { kind: 'native', name: 'blob' };
  const simple = simpleName(name);
  if (list === undefined) {
    const native = natives.get(simple);
    return native === undefined ? undefined : { kind: 'native', name: native };
  }
  if (simple === 'FrozenType') return marshalType(list, true);
  const inner = argumentsOf(list).map((one) => marshalType(one, frozen));
  const [first, second] = inner;
  if (first === undefined || inner.includes(undefined)) return undefined;
  if (simple === 'TupleType') return { kind: 'tuple', elements: inner as CqlType[] };
  if (simple === 'MapType' && second !== undefined) return { kind: 'map', frozen, key: first, value: second };
  if (simple === 'ListType') return { kind: 'list', frozen, element: first };
  return simple === 'SetType' ? { kind: 'set', frozen, element: first } : undefined;
}

/** What stands between the commas that are in no inner parentheses. */
function argumentsOf(list: string): string[] {
  const found = [''];
  let depth = 0;
  for (const c of list) {
    if (c === '(') depth++;
    if (c === ')') depth--;
    if (c === ',' && depth === 0) found.push('');
    else found[found.length - 1] += c;
  }
  return found;
}

/** What Cassandra says of a type that is written as a class which it does not find or cannot build; undefined of others. */
export function classProblem(className: string): string | undefined {
  const missing = missingClass(className);
  if (missing !== undefined) return `Error setting type ${className}: Unable to find abstract-type class '${missing}'`;
  const simple = simpleName(/[\w.]*/.exec(className.trim())![0]);
  if (!/^(?:List|Set|Map)Type$/.test(simple) || marshalType(className) !== undefined) return undefined;
  return `Error setting type ${className}: Invalid definition for comparator ${home}${simple}.`;
}

/** With its package. What does not begin with a name is BytesType, and what stands behind it counts for nothing but
 * parentheses [C3 TypeParser.parse]. */
function missingClass(written: string): string | undefined {
  const name = /^[ \t\n]*([\w.+&-]*)/.exec(written)![1]!;
  if (name === '') return undefined;
  const full = name.includes('.') ? name : home + name;
  const simple = simpleName(full);
  const composed = ['FrozenType', 'ListType', 'MapType', 'SetType', 'TupleType'];
  const known = natives.has(simple) || others.includes(simple) || composed.includes(simple);
  return full.startsWith(home) && known ? undefined : full;
}
