// Section 6.4 of the data-plane fact sheet: literals and bound values that are refused; 6.6: which check comes first.

import { beforeAll, describe, expect, it } from 'vitest';
import { Consistency } from '../../src/core/engine/consistency.js';
import { UNSET } from '../../src/core/engine/session/api.js';
import { facts, standWithTables } from './refusals.js';
import type { FactStand } from './stand.js';

facts('6.4: literals and bound values', [
  ['wrong kind', "INSERT INTO ks.one (id) VALUES ('abc')", '2200 Invalid STRING constant (abc) for "id" of type int'],
  ['wrong kind', 'INSERT INTO ks.one (id) VALUES (1.5)', '2200 Invalid FLOAT constant (1.5) for "id" of type int'],
  ['wrong kind', 'INSERT INTO ks.one (id) VALUES (true)', '2200 Invalid BOOLEAN constant (true) for "id" of type int'],
  ['wrong kind', 'INSERT INTO ks.one (id) VALUES (0xff)', '2200 Invalid HEX constant (0xff) for "id" of type int'],
  ['wrong kind', 'INSERT INTO ks.one (id, b) VALUES (1, 5)', '2200 Invalid INTEGER constant (5) for "b" of type blob'],
  [
    'bad content',
    "INSERT INTO ks.one (id, ts) VALUES (1, 'x')",
    "2200 Unable to coerce 'x' to a formatted date (long)",
  ],
  ['bad content', 'INSERT INTO ks.one (id) VALUES (99999999999)', "2200 Unable to make int from '99999999999'"],
  ['wrong length', 'INSERT INTO ks.one (id) VALUES (?)', '2200 Expected 4 or 0 byte int (3)', [Buffer.alloc(3)]],
  ['wrong length', 'INSERT INTO ks.one (id, n) VALUES (1, ?)', '2200 Expected 8 or 0 byte long (4)', [Buffer.alloc(4)]],
  [
    'bad UTF-8',
    'UPDATE ks.t SET v = ? WHERE a = 1 AND b = 1 AND c = 1 AND d = 1 AND e = 1',
    "2200 String didn't validate.",
    [Buffer.of(0xff)],
  ],
  ['unset', 'SELECT * FROM ks.one WHERE id = ?', '2200 Invalid unset value for column id', [UNSET]],
  ['unset list index', 'UPDATE ks.one SET l[?] = 1 WHERE id = 1', '2200 Invalid unset value for list index', [UNSET]],
  ['JSON', "INSERT INTO ks.one JSON '[1]'", /^2200 Could not decode JSON string as a map: .*\(String was: \[1\]\)$/s],
  [
    'JSON',
    'INSERT INTO ks.one JSON \'{"id": "x"}\'',
    /^2200 Error decoding JSON value for id: Unable to make int from 'x'$/,
  ],
  [
    'JSON',
    'INSERT INTO ks.one JSON \'{"id": 1, "nope": 1}\'',
    '2200 JSON values map contains unrecognized column: nope',
  ],
  ['JSON', "INSERT INTO ks.one JSON 'null'", '2200 Got null for INSERT JSON values'],
  ['fromJson is a function', "INSERT INTO ks.one (id) VALUES (fromJson('x'))", /^1400 /],
]);

describe('data-plane 6.6: which check comes first', () => {
  let stand: FactStand;
  beforeAll(async () => {
    stand = await standWithTables();
  });

  it('syntax, keyspace, table, columns, types, restrictions, consistency', async () => {
    const anyLevel = { consistency: Consistency.all };
    for (const [statement, answer] of [
      ['SELECT nope FRM nope.nope', /^2000 /],
      ['SELECT nope FROM nope.nope', /^2200 unconfigured keyspace nope|^2200 unconfigured table nope/],
      ['SELECT nope FROM ks.nope', /^2200 unconfigured table ks\.nope/],
      ["SELECT nope FROM ks.one WHERE id = 'x' AND v = 1", /^2200 Undefined column name nope/],
      ["SELECT id FROM ks.one WHERE id = 'x' AND v = 1", /^2200 Invalid STRING constant/],
      ['SELECT id FROM ks.one WHERE v = 1', /^2200 Cannot execute this query/],
      ['SELECT id FROM ks.one WHERE id = 1', /^2200 Consistency level ALL/],
    ] as const)
      expect(await stand.error(statement, [], anyLevel)).toMatch(answer);
  });
});
