// The entry of the parser: text to statement.

import { CqlError, ErrorCode } from '../../../cql-error.js';
import type { Statement } from '../ast/statement.js';

/** Parses one statement, with any number of closing semicolons. Throws CqlError 0x2000 with Cassandra's wording. */
export function parseStatement(text: string): Statement {
  throw new CqlError(ErrorCode.server, `the parser is not built yet: ${text}`);
}
