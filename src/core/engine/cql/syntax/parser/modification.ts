// INSERT, UPDATE and DELETE, and the USING clause they share with BATCH.

import type {
  Assignment,
  Delete,
  DeleteTarget,
  Insert,
  InsertJson,
  Modification,
  Update,
  Using,
} from '../ast/statement.js';
import type { Marker } from '../ast/term.js';
import { K } from '../keywords.js';
import { T } from '../token.js';
import { parseAssignments } from './assignment.js';
import { type Cursor, isColumn } from './cursor.js';
import { parseTableName } from './names.js';
import { parseIf, parseWhere } from './relation.js';
import { isMarker, parseIntValue, parseMarker, parseTerm } from './term.js';

const noUsing: Using = { timestamp: undefined, ttl: undefined };

/** USING TIMESTAMP and TTL, if there; of the same one twice the last counts, as in Cassandra. */
export function parseUsing(c: Cursor): Using {
  if (!c.accept(K.USING)) return noUsing;
  let timestamp: Using['timestamp'];
  let ttl: Using['ttl'];
  do {
    if (c.accept(K.TIMESTAMP)) timestamp = parseIntValue(c);
    else if (c.accept(K.TTL)) ttl = parseIntValue(c);
    else throw c.noViable();
  } while (c.accept(K.AND));
  return { timestamp, ttl };
}

/** `firstMarker` is the number of markers before the statement: not 0 only in a batch. */
const markersFrom = (c: Cursor, firstMarker: number): readonly Marker[] =>
  firstMarker === 0 ? c.markers : c.markers.slice(firstMarker);

export function parseInsert(c: Cursor): Insert | InsertJson {
  const { start } = c;
  const firstMarker = c.markers.length;
  c.expect(K.INSERT);
  c.expect(K.INTO);
  const table = parseTableName(c);
  if (c.accept(K.JSON)) return parseJsonBody(c, start, firstMarker, table);
  if (c.kind !== T.open) throw c.noViable();
  const columns = c.columnsInParentheses();
  c.expect(K.VALUES);
  c.expect(T.open);
  const values = [parseTerm(c)];
  while (c.accept(T.comma)) values.push(parseTerm(c));
  c.expect(T.close);
  const ifNotExists = parseIfNotExists(c);
  const using = parseUsing(c);
  const markers = markersFrom(c, firstMarker);
  return { kind: 'insert', table, columns, values, ifNotExists, using, markers, span: c.span(start) };
}

function parseJsonBody(c: Cursor, start: number, firstMarker: number, table: Insert['table']): InsertJson {
  if (c.kind !== T.string && !isMarker(c.kind)) throw c.noViable();
  const json = isMarker(c.kind) ? parseMarker(c) : parseTerm(c);
  let defaultUnset = false;
  if (c.accept(K.DEFAULT)) {
    defaultUnset = c.kind === K.UNSET;
    if (!defaultUnset && c.kind !== K.NULL) throw c.noViable();
    c.advance();
  }
  const ifNotExists = parseIfNotExists(c);
  const using = parseUsing(c);
  const markers = markersFrom(c, firstMarker);
  return { kind: 'insert-json', table, json, defaultUnset, ifNotExists, using, markers, span: c.span(start) };
}

/** `IF NOT EXISTS`, if there. */
export function parseIfNotExists(c: Cursor): boolean {
  if (!c.accept(K.IF)) return false;
  c.expect(K.NOT);
  c.expect(K.EXISTS);
  return true;
}

export function parseUpdate(c: Cursor): Update {
  const { start } = c;
  const firstMarker = c.markers.length;
  c.expect(K.UPDATE);
  const table = parseTableName(c);
  const using = parseUsing(c);
  c.expect(K.SET);
  const assignments: readonly Assignment[] = parseAssignments(c);
  const where = parseWhere(c);
  const condition = parseIf(c);
  const markers = markersFrom(c, firstMarker);
  return { kind: 'update', table, using, assignments, where, condition, markers, span: c.span(start) };
}

export function parseDelete(c: Cursor): Delete {
  const { start } = c;
  const firstMarker = c.markers.length;
  c.expect(K.DELETE);
  const targets: DeleteTarget[] = [];
  if (c.kind !== K.FROM) {
    if (!isColumn(c.kind)) c.expect(K.FROM);
    do targets.push(parseTarget(c));
    while (c.accept(T.comma));
  }
  c.expect(K.FROM);
  const table = parseTableName(c);
  const using = parseDeleteUsing(c);
  const where = parseWhere(c);
  const condition = parseIf(c);
  const markers = markersFrom(c, firstMarker);
  return { kind: 'delete', table, targets, using, where, condition, markers, span: c.span(start) };
}

function parseDeleteUsing(c: Cursor): Using {
  if (!c.accept(K.USING)) return noUsing;
  c.expect(K.TIMESTAMP);
  return { timestamp: parseIntValue(c), ttl: undefined };
}

function parseTarget(c: Cursor): DeleteTarget {
  const start = c.start;
  const column = c.column();
  if (c.accept(T.openSquare)) {
    const key = parseTerm(c);
    c.expect(T.closeSquare);
    return { kind: 'element', column, key, span: c.span(start) };
  }
  if (c.accept(T.dot)) return { kind: 'field', column, field: c.identifier(), span: c.span(start) };
  return { kind: 'column', column, span: c.span(start) };
}

/** INSERT, UPDATE or DELETE, or undefined when the cursor stands on none of them. */
export function parseModification(c: Cursor): Modification | undefined {
  if (c.kind === K.INSERT) return parseInsert(c);
  if (c.kind === K.UPDATE) return parseUpdate(c);
  if (c.kind === K.DELETE) return parseDelete(c);
  return undefined;
}
