// DDL in CQL text, run statement by statement, each new table waited for: `tables create --file schema.cql`.

import { usage } from '../model/errors.js';
import { parseName } from '../model/names.js';
import { splitStatements, stripComments } from '../model/split-statements.js';
import type { Fleet } from '../ports/fleet.js';
import { guardStatement } from './guard-statement.js';
import { assertWritable, type DryRun, dryRunOf, onePlace } from './one-place.js';
import { inStatement } from './run-cql.js';
import { waitForType } from './user-types.js';
import { waitForKeyspace, waitForTable } from './wait-until.js';

export interface CreateFromCqlInput {
  readonly text: string;
  readonly wait: boolean;
  readonly timeoutMs: number;
  readonly dryRun?: boolean;
}
export interface CreatedFromCql {
  readonly changed: boolean;
  readonly statements: number;
  /** What the statements made: `shop`, `shop.orders`, types too. */
  readonly created: readonly string[];
}

const name = '("(?:[^"]|"")+"|\\w+)';
const tablePattern = new RegExp(`^create\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?(?:${name}\\s*\\.\\s*)?${name}`, 'i');
const typePattern = new RegExp(`^create\\s+type\\s+(?:if\\s+not\\s+exists\\s+)?(?:${name}\\s*\\.\\s*)?${name}`, 'i');
const keyspacePattern = new RegExp(`^create\\s+keyspace\\s+(?:if\\s+not\\s+exists\\s+)?${name}`, 'i');
const plain = (text: string): string => (text.startsWith('"') ? parseName(text, 'object') : text.toLowerCase());

export async function createFromCql(fleet: Fleet, input: CreateFromCqlInput): Promise<CreatedFromCql | DryRun> {
  assertWritable(fleet);
  const { statements, rest } = splitStatements(input.text);
  const all = stripComments(rest).trim() === '' ? statements : [...statements, rest.trim()];
  if (all.length === 0) throw usage('The input holds no CQL statement.');
  if (input.dryRun === true) return dryRunOf(...all.map((cql) => ({ operation: 'CQL', input: { cql } })));
  const place = onePlace(fleet);
  const session = await place.openSession();
  const created: string[] = [];
  const { timeoutMs } = input;
  try {
    for (const [index, statement] of all.entries()) {
      const bare = stripComments(statement).trim();
      const keyspace = keyspacePattern.exec(bare)?.[1];
      const table = tablePattern.exec(bare);
      const type = typePattern.exec(bare);
      await guardStatement(fleet, statement, session.keyspace, undefined);
      await session.execute(statement).catch((error) => {
        throw inStatement(error, { statement, number: index + 1, count: all.length });
      });
      if (keyspace !== undefined) {
        created.push(plain(keyspace));
        // a table of the next statement needs its keyspace: this wait is not optional
        await waitForKeyspace(fleet, place, { keyspace: plain(keyspace), state: 'ACTIVE', timeoutMs });
      }
      const typeOwner = type?.[1] === undefined ? session.keyspace : plain(type[1]);
      if (type?.[2] !== undefined && typeOwner !== undefined) {
        created.push(`${typeOwner}.${plain(type[2])}`);
        // and a table of the next statement its type
        await waitForType(fleet, place, { keyspace: typeOwner, name: plain(type[2]), timeoutMs });
      }
      const owner = table?.[1] === undefined ? session.keyspace : plain(table[1]);
      if (table?.[2] !== undefined && owner !== undefined) {
        const qualified = `${owner}.${plain(table[2])}`;
        created.push(qualified);
        if (input.wait) await waitForTable(fleet, place, { table: qualified, state: 'ACTIVE', timeoutMs });
      }
    }
  } finally {
    await session.close();
  }
  return { changed: true, statements: all.length, created };
}
