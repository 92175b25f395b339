// CREATE, ALTER and DROP TYPE.

import type { AlterType, CreateType, DropType, TypeChange, TypeField } from '../ast/ddl.js';
import { K } from '../keywords.js';
import { T } from '../token.js';
import type { Cursor } from './cursor.js';
import { parseIfExists } from './keyspace.js';
import { parseIfNotExists } from './modification.js';
import { parseTypeReference } from './names.js';
import { parseRenamings } from './table.js';
import { parseType } from './type-name.js';

function parseField(c: Cursor): TypeField {
  const name = c.identifier();
  return { name, type: parseType(c) };
}

/** Behind CREATE, at TYPE. */
export function parseCreateType(c: Cursor, start: number): CreateType {
  c.advance();
  const ifNotExists = parseIfNotExists(c);
  const name = parseTypeReference(c);
  c.expect(T.open);
  const fields = [parseField(c)];
  while (c.accept(T.comma)) {
    if (c.kind !== T.comma && c.kind !== T.close) fields.push(parseField(c));
  }
  c.expect(T.close);
  return { kind: 'create-type', name, ifNotExists, fields, markers: c.markers, span: c.span(start) };
}

/** Behind ALTER, at TYPE. */
export function parseAlterType(c: Cursor, start: number): AlterType {
  c.advance();
  const name = parseTypeReference(c);
  const change = parseChange(c);
  return { kind: 'alter-type', name, change, markers: c.markers, span: c.span(start) };
}

function parseChange(c: Cursor): TypeChange {
  if (c.accept(K.ADD)) return { kind: 'add', field: parseField(c) };
  if (c.accept(K.RENAME)) return { kind: 'rename', renamings: parseRenamings(c) };
  if (!c.accept(K.ALTER)) throw c.noViable();
  const field = c.identifier();
  c.expect(K.TYPE);
  return { kind: 'alter-type', field, type: parseType(c) };
}

/** Behind DROP, at TYPE. */
export function parseDropType(c: Cursor, start: number): DropType {
  c.advance();
  const ifExists = parseIfExists(c);
  const name = parseTypeReference(c);
  return { kind: 'drop-type', name, ifExists, markers: c.markers, span: c.span(start) };
}
