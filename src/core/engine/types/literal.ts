// CQL literals as values.
import type { CqlType } from './cql-type.js';

export type LiteralKind = 'STRING' | 'INTEGER' | 'UUID' | 'FLOAT' | 'BOOLEAN' | 'HEX' | 'DURATION';
export interface Literal {
  readonly kind: LiteralKind;
  readonly text: string;
}

export function literalToValue(type: CqlType, literal: Literal, receiverName: string): Uint8Array {
  throw new Error(`literalToValue is not written yet (${type.kind}, ${literal.kind}, ${receiverName})`);
}
