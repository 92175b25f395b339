// The wire form of a column of several cells from its live elements [native protocol section 6].

import { ByteSink } from '../../lib/byte-sink.js';
import type { CqlType } from '../types/cql-type.js';
import { sumOfShards } from './counter-shards.js';
import type { Element } from './stored-row.js';

/** Null without elements: an empty multi-cell collection is null. */
export function assemble(type: CqlType, elements: readonly Element[]): Uint8Array | null {
  if (elements.length === 0) return null;
  if (type.kind === 'native') return sumOfShards(elements);
  const sink = new ByteSink(64);
  if (type.kind === 'udt') {
    assembleUdt(sink, type.fieldTypes.length, elements);
    return sink.copy();
  }
  sink.i32(elements.length);
  for (const element of elements) {
    if (type.kind === 'set' || type.kind === 'map') sink.value(element.path);
    if (type.kind !== 'set') sink.value(element.value);
  }
  return sink.copy();
}

// a path is the field's number, two bytes
function assembleUdt(sink: ByteSink, fieldCount: number, elements: readonly Element[]): void {
  const fields = new Map<number, Uint8Array | null>();
  for (const { path, value } of elements) fields.set(((path[0] ?? 0) << 8) | (path[1] ?? 0), value);
  for (let i = 0; i < fieldCount; i++) sink.value(fields.get(i) ?? null);
}
