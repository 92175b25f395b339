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

  it.each([
    [
      'Missing 1 required arg:\nname  KEYSPACE.TABLE\n\nNote: --region allow multiple values.',
      'Something is missing: name (KEYSPACE.TABLE).',
    ],
    ['The following error occurred:\n  Missing required flag to', 'The flag --to is missing.'],
    [
      'The following error occurred:\n  --file=a cannot also be provided when using --execute',
      '--file and --execute exclude each other.',
    ],
    ['Parsing --period \n\tExpected an integer but received: x', '--period: "x" is not a whole number.'],
    [
      'Parsing --port \n\tExpected an integer less than or equal to 65535 but received: 99999',
      '--port: 99999 is too large: at most 65535.',
    ],
    ['Unexpected argument: b', 'One argument too many: b.'],
  ])('says %j as a sentence', (words, sentence) => {
    expect(asKsError(Object.assign(new Error(words), { oclif: { exit: 2 } })).message).toBe(sentence);
  });

  it('takes errors of the command line for usage, anything else for a defect', () => {
    const usage = Object.assign(new Error('Nonexistent flag: --x\nSee more help with --help'), { oclif: { exit: 2 } });
    expect(asKsError(usage)).toMatchObject({ kind: 'usage', message: 'There is no flag --x here.' });
    expect(asKsError(new TypeError('x is not a function')).kind).toBe('bug');
  });
});
