// The order of values.
import type { ByteSink } from '../../lib/byte-sink.js';
import type { CqlType } from './cql-type.js';

export function compareValues(type: CqlType, a: Uint8Array, b: Uint8Array): number {
  throw new Error(`compareValues is not written yet (${type.kind}, ${a.length}, ${b.length})`);
}

export function encodeOrdered(type: CqlType, value: Uint8Array, descending: boolean, out: ByteSink): void {
  throw new Error(`encodeOrdered is not written yet (${type.kind}, ${value.length}, ${descending}, ${out.position})`);
}
