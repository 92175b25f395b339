import { describe, expect, it } from 'vitest';
import { KsError } from '../../../src/core/index.js';
import { exitCodes } from '../../../src/ui/cli/exit-codes.js';
import { asKsError, exitCodeOf, presentError, presentErrorJson } from '../../../src/ui/cli/present-error.js';

describe('errors', () => {
  const error = new KsError({
    code: 'X',
    kind: 'refused',
    message: 'No.',
    why: 'Because.\nReally.',
    next: ['do this'],
  });

  it('says what, why and what next', () => {
    expect(presentError(error)).toBe('error: No.\nwhy:   Because.\n       Really.\nnext:  do this');
    expect(JSON.parse(presentErrorJson(error))).toEqual({
      error: { code: 'X', kind: 'refused', message: 'No.', why: 'Because.\nReally.', next: ['do this'] },
    });
  });

  it('keeps the promised exit codes', () => {
    expect(exitCodes).toMatchObject({
      failed: 1,
      usage: 2,
      partial: 3,
      refused: 4,
      timeout: 5,
      unauthorized: 6,
      throttled: 7,
      drift: 8,
      interrupted: 130,
    });
  });

  it('knows an error of another bundle by its mark', () => {
    const foreign = Object.assign(new Error('busy'), { code: 'T', kind: 'throttled', next: [] });
    expect(exitCodeOf(asKsError(foreign))).toBe(1);
    Object.defineProperty(foreign, Symbol.for('ks.error'), { value: true });
    expect(exitCodeOf(asKsError(foreign))).toBe(7);
  });

  it('takes errors of the command line for usage, anything else for a defect', () => {
    const usage = Object.assign(new Error('Nonexistent flag: --x\nSee more help with --help'), { oclif: { exit: 2 } });
    expect(asKsError(usage)).toMatchObject({ kind: 'usage', message: 'Nonexistent flag: --x' });
    expect(asKsError(new TypeError('x is not a function')).kind).toBe('bug');
  });
});
