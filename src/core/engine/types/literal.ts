// A constant written in a statement as a value of the type that is expected there. Apart from the scalar's text form
// because which kinds of constant a type takes is a matter of the grammar.

import { invalid } from '../cql-error.js';
import { writeFields } from './collections.js';
import type { CqlType, NativeName } from './cql-type.js';
import { cqlTypeText } from './format-type.js';
import { scalarFromText } from './scalar-text.js';
import { validateValue } from './validate.js';

export type LiteralKind = 'STRING' | 'INTEGER' | 'UUID' | 'FLOAT' | 'BOOLEAN' | 'HEX' | 'DURATION';

/** `text` is the constant without quotes, hex with its 0x. */
export interface Literal {
  readonly kind: LiteralKind;
  readonly text: string;
}

const takes: Readonly<Record<LiteralKind, ReadonlySet<NativeName>>> = {
  STRING: new Set<NativeName>(['ascii', 'text', 'inet', 'date', 'time', 'timestamp']),
  INTEGER: new Set<NativeName>([
    'bigint',
    'counter',
    'date',
    'decimal',
    'double',
    'duration',
    'float',
    'int',
    'smallint',
    'time',
    'timestamp',
    'tinyint',
    'varint',
  ]),
  UUID: new Set<NativeName>(['uuid', 'timeuuid']),
  FLOAT: new Set<NativeName>(['decimal', 'double', 'float']),
  BOOLEAN: new Set<NativeName>(['boolean']),
  HEX: new Set<NativeName>(['blob']),
  DURATION: new Set<NativeName>(['duration']),
};

/** May a constant of this kind stand where `type` is expected? A custom type takes strings; a tuple takes anything, as the
 * text of its elements with colons between [C3 TupleType.fromString]. */
export function literalFits(type: CqlType, kind: LiteralKind): boolean {
  if (type.kind === 'native') return takes[kind].has(type.name);
  return type.kind === 'tuple' || (type.kind === 'custom' && kind === 'STRING');
}

/** Throws CqlError invalid: for the wrong kind `Invalid STRING constant (abc) for "id" of type int`, for content that is
 * no such value the type's own text (data-plane facts 6.4). */
export function literalToValue(type: CqlType, literal: Literal, receiverName: string): Uint8Array {
  if (!literalFits(type, literal.kind)) {
    throw invalid(
      `Invalid ${literal.kind} constant (${literal.text}) for "${receiverName}" of type ${cqlTypeText(type)}`,
    );
  }
  if (type.kind === 'tuple') return tupleFromText(type, type.elements, literal.text);
  if (type.kind !== 'native') return Buffer.from(literal.text, 'utf8');
  if (literal.kind === 'HEX') return scalarFromText('blob', literal.text.slice(2));
  if (literal.kind === 'FLOAT') return scalarFromText(type.name, floatSpelling(literal.text));
  return scalarFromText(type.name, literal.text);
}

// Amazon Keyspaces documents NAN and INFINITY; Cassandra 3.11's grammar takes any case too, but then only reads Java's
function floatSpelling(text: string): string {
  const match = /^(-?)(nan|infinity)$/i.exec(text);
  if (match === null) return text;
  return match[1]! + (match[2]!.toLowerCase() === 'nan' ? 'NaN' : 'Infinity');
}

/** A collection within a tuple's text is its bytes in hex; what are none of a collection are refused. */
function collectionFromHex(type: CqlType, text: string): Uint8Array {
  const refused = invalid(`cannot parse '${text}' as hex bytes`);
  if (text.length % 2 === 1 || !/^[0-9a-fA-F]*$/.test(text)) throw refused;
  const bytes = Buffer.from(text, 'hex');
  try {
    validateValue(type, bytes);
  } catch {
    throw refused;
  }
  return bytes;
}

/** `1:a\\:b` is (1, 'a:b') and `@` is null. */
function tupleFromText(type: CqlType, types: readonly CqlType[], text: string): Uint8Array {
  if (text === '') return new Uint8Array(0);
  const parts = text.split(/(?<!\\):/);
  if (parts.length > types.length) {
    throw invalid(
      `Invalid tuple literal: too many elements. Type ${cqlTypeText(type)} expects ${types.length} but got ${parts.length}`,
    );
  }
  return writeFields(
    parts.map((part, i) => {
      if (part === '@') return null;
      const element = types[i]!;
      const plain = part.replace(/\\([:@])/g, '$1');
      if (element.kind === 'native') return scalarFromText(element.name, plain);
      if (element.kind === 'tuple') return tupleFromText(element, element.elements, plain);
      if (element.kind === 'udt') return tupleFromText(element, element.fieldTypes, plain);
      return collectionFromHex(element, plain);
    }),
  );
}
