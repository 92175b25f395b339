// Values as text and as plain JS.
import type { CqlType } from './cql-type.js';

export function valueToCqlText(type: CqlType, bytes: Uint8Array | null): string {
  throw new Error(`valueToCqlText is not written yet (${type.kind}, ${bytes?.length})`);
}

export function valueToPlain(type: CqlType, bytes: Uint8Array | null): unknown {
  throw new Error(`valueToPlain is not written yet (${type.kind}, ${bytes?.length})`);
}

export function plainToValue(type: CqlType, value: unknown): Uint8Array | null {
  throw new Error(`plainToValue is not written yet (${type.kind}, ${typeof value})`);
}
