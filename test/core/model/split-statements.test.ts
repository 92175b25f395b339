import { describe, expect, it } from 'vitest';
import { splitStatements, stripComments } from '../../../src/core/model/split-statements.js';

describe('splitting CQL text', () => {
  it('ends statements at semicolons and keeps what is unfinished', () => {
    const { statements, rest } = splitStatements('USE a; SELECT *\nFROM t; INSERT INTO');
    expect(statements).toEqual(['USE a', 'SELECT *\nFROM t']);
    expect(rest.trim()).toBe('INSERT INTO');
  });

  it('sees no semicolon inside strings, names, comments and dollar quotes', () => {
    const text = `SELECT ';' FROM "a;b"; -- no; end\n/* ; */ SELECT $$;$$ FROM t; // ;`;
    expect(splitStatements(text).statements).toHaveLength(2);
    expect(splitStatements("INSERT INTO t (a) VALUES ('it''s; fine');").statements).toHaveLength(1);
  });

  it('keeps a batch together', () => {
    const batch = 'BEGIN UNLOGGED BATCH INSERT INTO t (a) VALUES (1); DELETE FROM t WHERE a = 2; APPLY BATCH';
    expect(splitStatements(`${batch}; SELECT 1;`).statements).toEqual([batch, 'SELECT 1']);
    expect(splitStatements('BEGIN BATCH INSERT INTO t (a) VALUES (1);').statements).toEqual([]);
  });

  it('leaves out what is only comment', () => {
    expect(splitStatements('-- first\n; ;SELECT 1;').statements).toEqual(['SELECT 1']);
    expect(stripComments("a -- b\n'--c'").replace(/\s+/g, ' ')).toBe("a '--c'");
  });
});
