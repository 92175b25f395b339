// The [option] that names a column's type (data-plane facts 1.10). Types that the connection's version does not know go
// out as custom types under Cassandra's class names.

import { assertNever } from '../../lib/assert.js';
import type { ByteSink } from '../../lib/byte-sink.js';
import { type CqlType, type NativeName, native } from '../types/cql-type.js';
import type { Version } from './opcodes.js';
import { malformed, type Reader } from './reader.js';
import { writeString } from './write.js';

const listId = 0x20;
const mapId = 0x21;
const setId = 0x22;
const udtId = 0x30;
const tupleId = 0x31;
const customId = 0x00;
const nestingMax = 64;

const nativeIds: Readonly<Record<NativeName, number>> = {
  ascii: 0x01,
  bigint: 0x02,
  blob: 0x03,
  boolean: 0x04,
  counter: 0x05,
  decimal: 0x06,
  double: 0x07,
  float: 0x08,
  int: 0x09,
  timestamp: 0x0b,
  uuid: 0x0c,
  text: 0x0d,
  varint: 0x0e,
  timeuuid: 0x0f,
  inet: 0x10,
  date: 0x11,
  time: 0x12,
  smallint: 0x13,
  tinyint: 0x14,
  duration: 0x15,
};

/** The first version that has an id for the type, and the class name that older ones get. */
const younger = new Map<NativeName, { readonly since: number; readonly className: string }>([
  ['date', { since: 4, className: 'org.apache.cassandra.db.marshal.SimpleDateType' }],
  ['time', { since: 4, className: 'org.apache.cassandra.db.marshal.TimeType' }],
  ['smallint', { since: 4, className: 'org.apache.cassandra.db.marshal.ShortType' }],
  ['tinyint', { since: 4, className: 'org.apache.cassandra.db.marshal.ByteType' }],
  ['duration', { since: 5, className: 'org.apache.cassandra.db.marshal.DurationType' }],
]);

const byId = new Map(Object.entries(nativeIds).map(([name, id]) => [id, name as NativeName]));
const byClass = new Map([...younger].map(([name, { className }]) => [className, name]));

export function writeType(sink: ByteSink, type: CqlType, version: Version): void {
  switch (type.kind) {
    case 'native':
      writeNative(sink, type.name, version);
      return;
    case 'list':
    case 'set':
      sink.u16(type.kind === 'list' ? listId : setId);
      writeType(sink, type.element, version);
      return;
    case 'map':
      sink.u16(mapId);
      writeType(sink, type.key, version);
      writeType(sink, type.value, version);
      return;
    case 'tuple':
      sink.u16(tupleId);
      sink.u16(type.elements.length);
      for (const element of type.elements) writeType(sink, element, version);
      return;
    case 'udt':
      sink.u16(udtId);
      writeString(sink, type.keyspace);
      writeString(sink, type.name);
      sink.u16(type.fieldNames.length);
      type.fieldNames.forEach((name, at) => {
        writeString(sink, name);
        writeType(sink, type.fieldTypes[at]!, version);
      });
      return;
    case 'custom':
      sink.u16(customId);
      writeString(sink, type.className);
      return;
    default:
      assertNever(type);
  }
}

function writeNative(sink: ByteSink, name: NativeName, version: Version): void {
  const newer = younger.get(name);
  if (newer !== undefined && newer.since > version) {
    sink.u16(customId);
    writeString(sink, newer.className);
  } else {
    sink.u16(nativeIds[name]);
  }
}

/** Frozen does not show on the wire: collections and user types are read as frozen. */
export function readType(reader: Reader, depth = 0): CqlType {
  if (depth > nestingMax) throw malformed('Type nested too deep');
  const next = (): CqlType => readType(reader, depth + 1);
  const id = reader.u16();
  switch (id) {
    case customId: {
      const className = reader.string();
      const name = byClass.get(className);
      return name === undefined ? { kind: 'custom', className } : native(name);
    }
    case listId:
      return { kind: 'list', frozen: true, element: next() };
    case setId:
      return { kind: 'set', frozen: true, element: next() };
    case mapId: {
      const key = next();
      return { kind: 'map', frozen: true, key, value: next() };
    }
    case tupleId:
      return { kind: 'tuple', elements: Array.from({ length: reader.u16() }, next) };
    case udtId:
      return readUdt(reader, next);
    default: {
      const name = byId.get(id);
      if (name === undefined) throw malformed(`Unknown type id ${id}`);
      return native(name);
    }
  }
}

function readUdt(reader: Reader, next: () => CqlType): CqlType {
  const keyspace = reader.string();
  const name = reader.string();
  const fieldNames: string[] = [];
  const fieldTypes: CqlType[] = [];
  const count = reader.u16();
  for (let i = 0; i < count; i++) {
    fieldNames.push(reader.string());
    fieldTypes.push(next());
  }
  return { kind: 'udt', frozen: true, keyspace, name, fieldNames, fieldTypes };
}
