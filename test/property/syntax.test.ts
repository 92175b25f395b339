// What is printed parses to the same tree, and no text makes the parser fail in any other way than by a syntax error.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Marker } from '../../src/core/engine/cql/syntax/ast/term.js';
import { Diagnosis } from '../../src/core/engine/cql/syntax/diagnosis/diagnosis.js';
import { parseStatement } from '../../src/core/engine/cql/syntax/parser/statement.js';
import { printStatement } from '../../src/core/engine/cql/syntax/print.js';
import { CqlError, ErrorCode } from '../../src/core/engine/cql-error.js';
import { anyStatement } from './syntax-arbitraries.js';

/** The tree without places, marker numbers and absent parts. */
function bare(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) =>
      key === 'span' || key === 'index' || key === 'markers' ? undefined : inner,
    ),
  );
}

/** For comparing texts of literals, which keep their letters. */
const folded = (value: unknown): string => JSON.stringify(sorted(bare(value))).toLowerCase();

/** Parts in one order, whoever made the tree. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(parts.map(([key, part]) => [key, sorted(part)]));
}

/** Every marker in the tree, in text order. */
function markersIn(value: unknown): readonly Marker[] {
  const found: Marker[] = [];
  const walk = (inner: unknown): void => {
    if (typeof inner !== 'object' || inner === null) return;
    if ('kind' in inner && inner.kind === 'marker') found.push(inner as Marker);
    else for (const [key, part] of Object.entries(inner)) if (key !== 'markers') walk(part);
  };
  walk(value);
  return found.toSorted((a, b) => a.span.start - b.span.start);
}

describe('syntax', () => {
  test('parse after print is the identity, and markers are numbered in text order', () => {
    fc.assert(
      fc.property(anyStatement, (statement) => {
        const text = printStatement(statement);
        const parsed = parseStatement(text);
        expect(bare(parsed)).toEqual(bare(statement));
        expect(printStatement(parsed)).toBe(text);
        expect(parsed.span).toEqual({ start: 0, end: text.length });
        expect(markersIn(parsed)).toEqual(parsed.markers);
        expect(parsed.markers.map(({ index }) => index)).toEqual(parsed.markers.map((_, index) => index));
      }),
      { numRuns: 2000 },
    );
  });

  test('white space, comments and letter case change nothing', () => {
    let compared = 0;
    fc.assert(
      fc.property(anyStatement, (statement) => {
        const text = printStatement(statement);
        // Quoted text holds spaces of its own, and `P1Y` in capitals is a duration.
        fc.pre(!/['"]|p1y/.test(text));
        compared++;
        const spaced = text.replaceAll(' ', ' /* , */\n-- ;\n').toUpperCase();
        expect(folded(parseStatement(`${spaced};;`))).toBe(folded(statement));
      }),
      { numRuns: 500, maxSkipsPerRun: 1000 },
    );
    expect(compared).toBe(500);
  });

  const piece = fc.oneof(
    fc.constantFrom(
      'SELECT',
      'FROM',
      'WHERE',
      '(',
      ')',
      ',',
      '=',
      'a',
      "'",
      '"',
      '$$',
      '{',
      '}',
      '[',
      ':',
      '?',
      '-',
      '.',
    ),
    fc.constantFrom(
      'INSERT INTO t',
      'VALUES',
      'CREATE TABLE',
      'PRIMARY KEY',
      'WITH',
      'IN',
      'token',
      '1',
      '1.',
      '0x',
      '\n',
    ),
    fc.string({ maxLength: 3, unit: 'binary' }),
  );
  test('any text is a statement or a syntax error', () => {
    const cut = fc.tuple(anyStatement, fc.nat(), piece).map(([statement, at, insert]) => {
      const text = printStatement(statement);
      const place = at % (text.length + 1);
      return `${text.slice(0, place)} ${insert} ${text.slice(place + 1)}`;
    });
    const heap = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' '));
    // kept, as by whoever parses much
    const diagnosis = new Diagnosis();
    fc.assert(
      fc.property(fc.oneof(cut, heap), (text) => {
        try {
          expect(parseStatement(text, diagnosis).span.end).toBeLessThanOrEqual(text.length);
        } catch (error) {
          if (!(error instanceof CqlError)) throw error;
          expect(error.code).toBe(ErrorCode.syntax);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
