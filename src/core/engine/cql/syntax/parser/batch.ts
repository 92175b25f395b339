// BEGIN BATCH ... APPLY BATCH.

import type { Batch, Modification } from '../ast/statement.js';
import { K } from '../keywords.js';
import { T } from '../token.js';
import type { Cursor } from './cursor.js';
import { parseModification, parseUsing } from './modification.js';

export function parseBatch(c: Cursor): Batch {
  const start = c.start;
  c.expect(K.BEGIN);
  let type: Batch['type'] = 'logged';
  if (c.accept(K.UNLOGGED)) type = 'unlogged';
  else if (c.accept(K.COUNTER)) type = 'counter';
  c.expect(K.BATCH);
  const using = parseUsing(c);
  const statements: Modification[] = [];
  for (;;) {
    const statement = parseModification(c);
    if (statement === undefined) break;
    statements.push(statement);
    c.accept(T.semicolon);
  }
  c.expect(K.APPLY);
  c.expect(K.BATCH);
  return { kind: 'batch', type, using, statements, markers: c.markers, span: c.span(start) };
}
