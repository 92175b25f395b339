// SELECT.

import type { Ordering } from '../ast/options.js';
import type { Relation } from '../ast/relation.js';
import type { Select } from '../ast/statement.js';
import { K } from '../keywords.js';
import { T } from '../token.js';
import type { Cursor } from './cursor.js';
import { parseTableName } from './names.js';
import { parseRelations } from './relation.js';
import { parseSelection } from './selection.js';
import { parseIntValue } from './term.js';

const noRelations: readonly Relation[] = [];
const noColumns: readonly string[] = [];
const noOrderings: readonly Ordering[] = [];

export function parseSelect(c: Cursor): Select {
  const start = c.start;
  c.expect(K.SELECT);
  const json = takeModifier(c, K.JSON);
  const distinct = takeModifier(c, K.DISTINCT);
  const selection = parseSelection(c);
  c.expect(K.FROM);
  const table = parseTableName(c);
  const where = c.accept(K.WHERE) ? parseRelations(c) : noRelations;
  const groupBy = c.accept(K.GROUP) ? parseGroupBy(c) : noColumns;
  const orderBy = c.accept(K.ORDER) ? parseOrderBy(c) : noOrderings;
  let perPartitionLimit: Select['perPartitionLimit'];
  if (c.accept(K.PER)) {
    c.expect(K.PARTITION);
    c.expect(K.LIMIT);
    perPartitionLimit = parseIntValue(c);
  }
  const limit = c.accept(K.LIMIT) ? parseIntValue(c) : undefined;
  const allowFiltering = c.accept(K.ALLOW);
  if (allowFiltering) c.expect(K.FILTERING);
  return {
    kind: 'select',
    json,
    distinct,
    selection,
    table,
    where,
    groupBy,
    orderBy,
    perPartitionLimit,
    limit,
    allowFiltering,
    markers: c.markers,
    span: c.span(start),
  };
}

/** JSON and DISTINCT are also names of columns: they are, when what follows can only stand behind a column. */
function takeModifier(c: Cursor, keyword: number): boolean {
  if (c.kind !== keyword) return false;
  const next = c.peek();
  const isColumn = next === T.comma || next === K.FROM || next === K.AS || next === T.dot || next === T.eof;
  if (isColumn) return false;
  c.advance();
  return true;
}

function parseGroupBy(c: Cursor): string[] {
  c.expect(K.BY);
  const columns = [c.column()];
  while (c.accept(T.comma)) columns.push(c.column());
  return columns;
}

function parseOrderBy(c: Cursor): Ordering[] {
  c.expect(K.BY);
  const orderings = [parseOrdering(c)];
  while (c.accept(T.comma)) orderings.push(parseOrdering(c));
  return orderings;
}

function parseOrdering(c: Cursor): Ordering {
  const column = c.column();
  if (c.accept(K.DESC)) return { column, direction: 'desc' };
  c.accept(K.ASC);
  return { column, direction: 'asc' };
}
