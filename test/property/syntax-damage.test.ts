// Damaged statements: what words a refusal (diagnosis) complains of exactly what the parser refuses.

import { describe, expect, test } from 'vitest';
import { Diagnosis } from '../../src/core/engine/cql/syntax/diagnosis/diagnosis.js';
import { parseStatement } from '../../src/core/engine/cql/syntax/parser/statement.js';
import { CqlError } from '../../src/core/engine/cql-error.js';
import { broken, wholeStatements } from '../differential/damage.js';
import { Dice } from '../differential/dice.js';

const messageOf = (run: () => unknown): string | undefined => {
  try {
    const made = run();
    return made instanceof CqlError ? made.message : undefined;
  } catch (error) {
    if (error instanceof CqlError) return error.message;
    throw error;
  }
};

describe('damaged statements', () => {
  const diagnosis = new Diagnosis();

  test.each(wholeStatements)('whole: %s', (statement) => {
    expect(messageOf(() => diagnosis.complaint(statement))).toBeUndefined();
    expect(messageOf(() => parseStatement(statement, diagnosis))).toBeUndefined();
  });

  test('the diagnosis complains of what the parser refuses, and of nothing else', () => {
    const dice = new Dice(1);
    for (let i = 0; i < 5000; i++) {
      const text = broken(dice, dice.pick(wholeStatements));
      const refusal = messageOf(() => parseStatement(text, diagnosis));
      // elements of collections are selected by later Cassandras, and a mistake without a position is of the actions
      if (/expecting ']'|^Bind|^Invalid|^Only|^Multiple/.test(refusal ?? '')) continue;
      const complaint = messageOf(() => diagnosis.complaint(text));
      if (refusal === undefined && /'\['|\[\[\]/.test(complaint ?? '')) continue;
      expect(refusal, text).toBe(complaint);
    }
  });

  test('a diagnosis that has seen much words a refusal as a new one does', () => {
    const dice = new Dice(2);
    for (let i = 0; i < 200; i++) {
      const text = broken(dice, dice.pick(wholeStatements));
      expect(messageOf(() => diagnosis.complaint(text))).toBe(messageOf(() => new Diagnosis().complaint(text)));
    }
  });
});
