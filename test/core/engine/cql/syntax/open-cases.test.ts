// Schemas that nobody on the project wrote: each statement in them parses or is refused with a syntax error, and nothing
// else happens. They are read where KS_OPEN_CASES says they lie; without it the cases are skipped.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseStatement } from '../../../../../src/core/engine/cql/syntax/parser/statement.js';
import { splitStatements } from '../../../../../src/core/engine/cql/syntax/split.js';
import { CqlError, ErrorCode } from '../../../../../src/core/engine/cql-error.js';

const folder = process.env.KS_OPEN_CASES ?? '';
const files = folder !== '' && existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.cql')) : [];

/** Written for real Keyspaces or for all of Cassandra's drivers: every statement must parse. */
const sound = /^(aws-|cqlsh-|ycsb)/;

/** What stands between the snippets of a file; one origin leaves out a semicolon before an empty line. */
const piece = (name: string): RegExp => (name.startsWith('aws-glue') ? /\n\s*\n/ : /^-- >>> part:.*$/m);

describe.skipIf(files.length === 0)('open cases', () => {
  test.each(files)('%s', (name) => {
    const script = readFileSync(path.join(folder, name), 'utf8');
    // Files are many snippets joined, not all of them sound: one with an open quote must not hide the rest.
    const statements = script.split(piece(name)).flatMap(splitStatements);
    expect(statements.length).toBeGreaterThan(0);
    const refused: string[] = [];
    for (const text of statements) {
      try {
        parseStatement(text);
      } catch (error) {
        expect(error).toBeInstanceOf(CqlError);
        expect((error as CqlError).code).toBe(ErrorCode.syntax);
        refused.push(`${text}\n${(error as CqlError).message}`);
      }
    }
    if (process.env.KS_SHOW_REFUSED !== undefined) console.log(refused.join('\n\n'));
    if (sound.test(name)) expect(refused).toEqual([]);
  });
});
