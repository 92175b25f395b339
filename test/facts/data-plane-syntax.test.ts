// Section 6.1 of the data-plane fact sheet, line by line: the syntax errors of Cassandra 3.11's grammar.

import { beforeAll, describe, expect, it } from 'vitest';
import { syntaxErrorFacts } from '../support/syntax-error-facts.js';
import { FactStand } from './stand.js';

let stand: FactStand;
beforeAll(async () => {
  stand = await FactStand.open();
});

describe('data-plane 6.1: syntax errors', () => {
  it.each(syntaxErrorFacts)('%s', async (statement, message) => {
    expect(await stand.error(statement)).toBe(`2000 ${message}`);
  });

  // where the sheet has ANTLR's `missing` and `extraneous`: Cassandra turns that repair off, as 3.11.19 itself shows
  it.each([
    ['SELECT * FORM users', /^2000 line 1:9 /],
    ['SELECT * users', /^2000 line 1:9 /],
    ["INSERT INTO users (id, name) VALUES (1, 'a'", /^2000 line 0:-1 mismatched input '<EOF>' expecting '\)'$/],
    ["INSERT INTO users (id, name) VALUES (1, 'a';", /^2000 line 1:43 /],
    ['INSERT INTO users (id name) VALUES (1);', /^2000 line 1:22 /],
    ['CREATE TABLE t (id int, PRIMARY KEY id)', /^2000 line 1:36 /],
  ])('the place of: %s', async (statement, message) => {
    expect(await stand.error(statement)).toMatch(message);
  });

  it('parsed without error, so the complaint is semantic: !=, LIMIT -1, trailing comma after the last column', async () => {
    await stand.cql('CREATE TABLE ks.t (id int PRIMARY KEY, v int)');
    expect(await stand.error('SELECT * FROM ks.t WHERE id != 1')).toBe('2200 Unsupported "!=" relation: id != 1');
    expect(await stand.error('SELECT * FROM ks.t LIMIT -1')).toBe('2200 LIMIT must be strictly positive');
    expect(await stand.error('CREATE TABLE ks.u (id int PRIMARY KEY, v int,)')).toBe('none');
  });

  it.each([
    ['WITH nonsense = 1', "2000 Unknown property 'nonsense'"],
    ["WITH comment = 'a' AND comment = 'b'", "2000 Multiple definition for property 'comment'"],
    ["WITH comment = {'a': 'b'}", "2000 Invalid value for property 'comment'. It should be a string"],
    ["WITH default_time_to_live = 'x'", "2000 Invalid integer value x for 'default_time_to_live'"],
  ])('also 0x2000 though no grammar error: %s', async (options, message) => {
    expect(await stand.error(`CREATE TABLE ks.w (id int PRIMARY KEY) ${options}`)).toBe(message);
  });
});
