// The CQL types as data. A value of a type is its native-protocol bytes (data-plane facts 1.10) everywhere in the
// engine; null is null, and a zero-length value of a non-string scalar is "empty", distinct from null.

export const nativeTypes = [
  'ascii',
  'bigint',
  'blob',
  'boolean',
  'counter',
  'date',
  'decimal',
  'double',
  'duration',
  'float',
  'inet',
  'int',
  'smallint',
  'text',
  'time',
  'timestamp',
  'timeuuid',
  'tinyint',
  'uuid',
  'varint',
] as const;
/** `varchar` is parsed as `text`. `duration` exists so that it can be refused by name (and taken in the lenient mode). */
export type NativeName = (typeof nativeTypes)[number];

export interface NativeType {
  readonly kind: 'native';
  readonly name: NativeName;
}
export interface ListType {
  readonly kind: 'list';
  readonly frozen: boolean;
  readonly element: CqlType;
}
export interface SetType {
  readonly kind: 'set';
  readonly frozen: boolean;
  readonly element: CqlType;
}
export interface MapType {
  readonly kind: 'map';
  readonly frozen: boolean;
  readonly key: CqlType;
  readonly value: CqlType;
}
/** Always frozen. */
export interface TupleType {
  readonly kind: 'tuple';
  readonly elements: readonly CqlType[];
}
export interface UdtType {
  readonly kind: 'udt';
  readonly frozen: boolean;
  readonly keyspace: string;
  readonly name: string;
  readonly fieldNames: readonly string[];
  readonly fieldTypes: readonly CqlType[];
}
/** A Java class name: parsed so that it can be refused. */
export interface CustomType {
  readonly kind: 'custom';
  readonly className: string;
}
/** Only as the type of a key column with DESC order it would be reversed: order lives on the column, not here. */
export type CqlType = NativeType | ListType | SetType | MapType | TupleType | UdtType | CustomType;

export const native = (name: NativeName): NativeType => ({ kind: 'native', name });

/** A collection or UDT stored cell by cell, so that its elements have timestamps and TTLs of their own. */
export function isMultiCell(type: CqlType): boolean {
  return (type.kind === 'list' || type.kind === 'set' || type.kind === 'map' || type.kind === 'udt') && !type.frozen;
}

/** A UDT stored by its fields with a collection that is not frozen: no new column may have it. ALTER TYPE of Cassandra 3.11
 * lets columns that are there come to it; their collections are kept and read as if they were frozen. */
export function nestsMultiCell(type: CqlType): boolean {
  return type.kind === 'udt' && !type.frozen && type.fieldTypes.some(isMultiCell);
}
