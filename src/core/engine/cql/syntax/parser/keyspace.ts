// CREATE, ALTER and DROP KEYSPACE, and USE.

import type { AlterKeyspace, CreateKeyspace, DropKeyspace } from '../ast/ddl.js';
import type { Use } from '../ast/statement.js';
import { K } from '../keywords.js';
import type { Cursor } from './cursor.js';
import { parseIfNotExists } from './modification.js';
import { parseKeyspaceName } from './names.js';
import { parseProperties, parseTags } from './property.js';

/** Behind CREATE, at KEYSPACE. */
export function parseCreateKeyspace(c: Cursor, start: number): CreateKeyspace {
  c.advance();
  const ifNotExists = parseIfNotExists(c);
  const name = parseKeyspaceName(c);
  c.expect(K.WITH);
  const properties = parseProperties(c);
  return { kind: 'create-keyspace', name, ifNotExists, properties, markers: c.markers, span: c.span(start) };
}

/** Behind ALTER, at KEYSPACE. */
export function parseAlterKeyspace(c: Cursor, start: number): AlterKeyspace {
  c.advance();
  const name = parseKeyspaceName(c);
  const change = parseChange(c);
  return { kind: 'alter-keyspace', name, change, markers: c.markers, span: c.span(start) };
}

function parseChange(c: Cursor): AlterKeyspace['change'] {
  if (c.kind !== K.ADD && c.kind !== K.DROP) {
    c.expect(K.WITH);
    return { kind: 'with', properties: parseProperties(c) };
  }
  c.isBeyondCassandra = true;
  const kind = c.kind === K.ADD ? 'add-tags' : 'drop-tags';
  c.advance();
  const tags = parseTags(c, kind === 'drop-tags');
  if (tags === undefined) throw c.noViable();
  return { kind, tags };
}

/** `IF EXISTS`, if there. */
export function parseIfExists(c: Cursor): boolean {
  if (!c.accept(K.IF)) return false;
  c.expect(K.EXISTS);
  return true;
}

/** Behind DROP, at KEYSPACE. */
export function parseDropKeyspace(c: Cursor, start: number): DropKeyspace {
  c.advance();
  const ifExists = parseIfExists(c);
  const name = parseKeyspaceName(c);
  return { kind: 'drop-keyspace', name, ifExists, markers: c.markers, span: c.span(start) };
}

export function parseUse(c: Cursor): Use {
  const start = c.start;
  c.expect(K.USE);
  const keyspace = parseKeyspaceName(c);
  return { kind: 'use', keyspace, markers: c.markers, span: c.span(start) };
}
