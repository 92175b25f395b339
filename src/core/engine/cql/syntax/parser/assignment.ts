// The SET clause of UPDATE.

import type { Assignment } from '../ast/statement.js';
import { printName } from '../print-term.js';
import { T } from '../token.js';
import { type Cursor, isColumn } from './cursor.js';
import { parseTerm } from './term.js';

export function parseAssignments(c: Cursor): readonly Assignment[] {
  const assignments = [parseAssignment(c)];
  if (c.kind !== T.comma) return assignments;
  const seen = new Together();
  seen.add(c, assignments[0]!);
  while (c.accept(T.comma)) {
    const assignment = parseAssignment(c);
    seen.add(c, assignment);
    assignments.push(assignment);
  }
  return assignments;
}

/** Setting a whole column fits nothing else on it, and a field not the same field. By sets, because hostile text may hold
 * very many assignments. */
class Together {
  private readonly touched = new Set<string>();
  private readonly whole = new Set<string>();
  private readonly fields = new Set<string>();

  add(c: Cursor, assignment: Assignment): void {
    const { kind, column } = assignment;
    const field = kind === 'field' ? JSON.stringify([column, assignment.field]) : '';
    if (this.whole.has(column) || (kind === 'set' && this.touched.has(column)) || this.fields.has(field)) {
      throw c.refuse(`Multiple incompatible setting of column ${printName(column)}`);
    }
    this.touched.add(column);
    if (kind === 'set') this.whole.add(column);
    if (kind === 'field') this.fields.add(field);
  }
}

function parseAssignment(c: Cursor): Assignment {
  const start = c.start;
  const column = c.column();
  switch (c.kind) {
    case T.equal:
      c.advance();
      return parseNormal(c, start, column);
    case T.plusEqual:
      c.advance();
      return { kind: 'add', column, value: parseTerm(c), span: c.span(start) };
    case T.minusEqual:
      c.advance();
      return { kind: 'subtract', column, value: parseTerm(c), span: c.span(start) };
    case T.openSquare: {
      c.advance();
      const key = parseTerm(c);
      c.expect(T.closeSquare);
      c.expect(T.equal);
      return { kind: 'element', column, key, value: parseTerm(c), span: c.span(start) };
    }
    case T.dot: {
      c.advance();
      const field = c.identifier();
      c.expect(T.equal);
      return { kind: 'field', column, field, value: parseTerm(c), span: c.span(start) };
    }
    default:
      throw c.noViable();
  }
}

/** Behind `column =`. */
function parseNormal(c: Cursor, start: number, column: string): Assignment {
  if (isColumn(c.kind) && isOperand(c.peek())) return parseOnItself(c, start, column);
  const value = parseTerm(c);
  if (c.kind !== T.plus) return { kind: 'set', column, value, span: c.span(start) };
  c.advance();
  if (c.column() !== column) throw c.refuse('Only expressions of the form X = <value> + X are supported.');
  return { kind: 'prepend', column, value, span: c.span(start) };
}

/** `c -1` is a name and an integer, for the sign belongs to the integer. */
const isOperand = (kind: number): boolean => kind === T.plus || kind === T.minus || kind === T.integer;

function parseOnItself(c: Cursor, start: number, column: string): Assignment {
  const operand = c.column();
  if (c.kind === T.integer) {
    const negative = c.text.charCodeAt(c.start) === 45;
    if (operand !== column) throw c.refuse(onlyItself(negative ? '- ' : '+ '));
    return { kind: 'add', column, value: parseTerm(c), span: c.span(start) };
  }
  const add = c.kind === T.plus;
  c.advance();
  const value = parseTerm(c);
  if (operand !== column) throw c.refuse(onlyItself(add ? '+' : '-'));
  return { kind: add ? 'add' : 'subtract', column, value, span: c.span(start) };
}

const onlyItself = (sign: string): string => `Only expressions of the form X = X ${sign}<value> are supported.`;
