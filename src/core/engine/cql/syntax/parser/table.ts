// CREATE, ALTER, DROP, TRUNCATE and RESTORE TABLE.

import type {
  AddedColumn,
  AlterTable,
  ColumnDefinition,
  CreateTable,
  DropTable,
  PrimaryKey,
  Renaming,
  RestoreTable,
  TableChange,
  TruncateTable,
} from '../ast/ddl.js';
import type { TableOption } from '../ast/options.js';
import { K } from '../keywords.js';
import { T } from '../token.js';
import type { Cursor } from './cursor.js';
import { parseIfExists } from './keyspace.js';
import { parseIfNotExists } from './modification.js';
import { parseTableName } from './names.js';
import { parseProperties, parseTableOptions, parseTags } from './property.js';
import { parseType } from './type-name.js';

const noOptions: readonly TableOption[] = [];

/** Behind CREATE, at TABLE. */
export function parseCreateTable(c: Cursor, start: number): CreateTable {
  c.advance();
  const ifNotExists = parseIfNotExists(c);
  const table = parseTableName(c);
  const columns: ColumnDefinition[] = [];
  const primaryKeys: PrimaryKey[] = [];
  c.expect(T.open);
  parseDefinition(c, columns, primaryKeys);
  while (c.accept(T.comma)) {
    if (c.kind !== T.comma && c.kind !== T.close) parseDefinition(c, columns, primaryKeys);
  }
  c.expect(T.close);
  const options = c.accept(K.WITH) ? parseTableOptions(c) : noOptions;
  const span = c.span(start);
  return { kind: 'create-table', table, ifNotExists, columns, primaryKeys, options, markers: c.markers, span };
}

function parseDefinition(c: Cursor, columns: ColumnDefinition[], primaryKeys: PrimaryKey[]): void {
  if (c.kind === K.PRIMARY) {
    primaryKeys.push(parsePrimaryKey(c));
    return;
  }
  const start = c.start;
  const name = c.identifier();
  const type = parseType(c);
  const isStatic = c.accept(K.STATIC);
  const primaryKey = c.accept(K.PRIMARY);
  if (primaryKey) c.expect(K.KEY);
  columns.push({ name, type, static: isStatic, primaryKey, span: c.span(start) });
}

/** `PRIMARY KEY (a, b)`, `PRIMARY KEY ((a, b), c)`. */
export function parsePrimaryKey(c: Cursor): PrimaryKey {
  const start = c.start;
  c.expect(K.PRIMARY);
  c.expect(K.KEY);
  c.expect(T.open);
  const partitionKey = c.kind === T.open ? c.identifiersInParentheses() : [c.identifier()];
  const clustering: string[] = [];
  while (c.accept(T.comma)) clustering.push(c.identifier());
  c.expect(T.close);
  return { partitionKey, clustering, span: c.span(start) };
}

/** Behind ALTER, at TABLE. */
export function parseAlterTable(c: Cursor, start: number): AlterTable {
  c.advance();
  const table = parseTableName(c);
  const change = parseChange(c);
  return { kind: 'alter-table', table, change, markers: c.markers, span: c.span(start) };
}

function parseChange(c: Cursor): TableChange {
  switch (c.kind) {
    case K.ADD:
      c.advance();
      return parseAdd(c);
    case K.DROP:
      c.advance();
      return parseDrop(c);
    case K.ALTER: {
      c.advance();
      const column = c.identifier();
      c.expect(K.TYPE);
      return { kind: 'alter-type', column, type: parseType(c) };
    }
    case K.RENAME:
      c.advance();
      return { kind: 'rename', renamings: parseRenamings(c) };
    case K.WITH:
      c.advance();
      return { kind: 'with', properties: parseProperties(c) };
    default:
      throw c.noViable();
  }
}

/** `a TO b AND c TO d`. */
export function parseRenamings(c: Cursor): Renaming[] {
  const renamings: Renaming[] = [];
  do {
    const from = c.identifier();
    c.expect(K.TO);
    renamings.push({ from, to: c.identifier() });
  } while (c.accept(K.AND));
  return renamings;
}

function parseAdd(c: Cursor): TableChange {
  const tags = parseTags(c, false);
  if (tags !== undefined) return { kind: 'add-tags', tags };
  if (!c.accept(T.open)) return { kind: 'add', columns: [parseAddedColumn(c)] };
  const columns = [parseAddedColumn(c)];
  while (c.accept(T.comma)) columns.push(parseAddedColumn(c));
  c.expect(T.close);
  return { kind: 'add', columns };
}

function parseAddedColumn(c: Cursor): AddedColumn {
  const name = c.identifier();
  const type = parseType(c);
  return { name, type, static: c.accept(K.STATIC) };
}

function parseDrop(c: Cursor): TableChange {
  const tags = parseTags(c, true);
  if (tags !== undefined) return { kind: 'drop-tags', tags };
  if (c.kind === K.COMPACT && c.peek() === K.STORAGE) {
    c.advance();
    c.advance();
    return { kind: 'drop-compact-storage' };
  }
  const columns = c.kind === T.open ? c.identifiersInParentheses() : [c.identifier()];
  let timestamp: string | undefined;
  if (c.accept(K.USING)) {
    c.expect(K.TIMESTAMP);
    timestamp = c.text.slice(c.start, c.end);
    c.expect(T.integer);
  }
  return { kind: 'drop', columns, timestamp };
}

/** Behind DROP, at TABLE. */
export function parseDropTable(c: Cursor, start: number): DropTable {
  c.advance();
  const ifExists = parseIfExists(c);
  const table = parseTableName(c);
  return { kind: 'drop-table', table, ifExists, markers: c.markers, span: c.span(start) };
}

export function parseTruncate(c: Cursor): TruncateTable {
  const start = c.start;
  c.expect(K.TRUNCATE);
  c.accept(K.COLUMNFAMILY);
  const table = parseTableName(c);
  return { kind: 'truncate', table, markers: c.markers, span: c.span(start) };
}

export function parseRestore(c: Cursor): RestoreTable {
  const start = c.start;
  c.expect(K.RESTORE);
  c.isBeyondCassandra = true;
  c.expect(K.COLUMNFAMILY);
  const table = parseTableName(c);
  c.expect(K.FROM);
  c.expect(K.COLUMNFAMILY);
  const source = parseTableName(c);
  const properties = c.accept(K.WITH) ? parseProperties(c) : [];
  return { kind: 'restore-table', table, source, properties, markers: c.markers, span: c.span(start) };
}
