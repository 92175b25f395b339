// The tables that statements of the fact sheet's sections 6.2 to 6.6 are tried on, and the trying. Apart because several
// test files hold such lists.

import { beforeAll, describe, expect, it } from 'vitest';
import type { BoundValue } from '../../src/core/engine/session/api.js';
import { FactStand } from './stand.js';

/** An engine with tables of every kind in keyspace ks. */
export async function standWithTables(): Promise<FactStand> {
  const stand = await FactStand.open();
  await stand.cql('CREATE TYPE ks.u (f int, g text)');
  await stand.cql('CREATE TYPE ks.other (f frozen<u>)');
  await stand.cql(
    'CREATE TABLE ks.t (a int, b int, c int, d int, e int, s int STATIC, v text, l list<text>, m map<text, int>, ' +
      'fl frozen<list<int>>, x u, PRIMARY KEY ((a, b), c, d, e))',
  );
  await stand.cql('CREATE TABLE ks.one (id int PRIMARY KEY, v int, l list<int>, x u, n bigint, b blob, ts timestamp)');
  await stand.cql('CREATE TABLE ks.two (id int, c int, v int, PRIMARY KEY (id, c))');
  await stand.cql('CREATE TABLE ks.cnt (id int PRIMARY KEY, c counter)');
  await stand.cql(
    "CREATE TABLE ks.all (id int PRIMARY KEY, v int) WITH CUSTOM_PROPERTIES = {'ttl': {'status': 'enabled'}, " +
      "'client_side_timestamps': {'status': 'enabled'}}",
  );
  return stand;
}

export type Fact = readonly [
  situation: string,
  statement: string,
  answer: string | RegExp,
  values?: readonly BoundValue[],
];

export function facts(section: string, list: readonly Fact[]): void {
  describe(`data-plane ${section}`, () => {
    let stand: FactStand;
    beforeAll(async () => {
      stand = await standWithTables();
    });
    for (const [situation, statement, answer, values] of list) {
      it(`${situation}: ${statement}`, async () => {
        const given = await stand.error(statement, values);
        if (typeof answer === 'string') expect(given).toBe(answer);
        else expect(given).toMatch(answer);
      });
    }
  });
}
