// Statements and the trees they are parsed to: one script a statement.

import path from 'node:path';
import { describe } from 'vitest';
import { Diagnosis } from '../../src/core/engine/cql/syntax/diagnosis/diagnosis.js';
import { parseStatement } from '../../src/core/engine/cql/syntax/parser/statement.js';
import { CqlError } from '../../src/core/engine/cql-error.js';
import { goldenScripts } from './golden.js';
import { treeText } from './tree.js';

const diagnosis = new Diagnosis();

describe('syntax trees', () => {
  goldenScripts(path.join(import.meta.dirname, 'syntax'), (statement) => {
    try {
      return treeText(parseStatement(statement, diagnosis));
    } catch (error) {
      if (error instanceof CqlError) return `error: ${error.message}`;
      throw error;
    }
  });
});
