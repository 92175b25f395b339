import { describe, expect, it } from 'vitest';
import { readOffset, readToken, writeOffset, writeToken } from '../../../src/core/lib/opaque-token.js';

const text = (json: string): string => Buffer.from(json).toString('base64url');

describe('tokens', () => {
  it('come back as they were given out', () => {
    expect(readToken(writeToken(['i', 5, 'ä/+']))).toEqual(['i', 5, 'ä/+']);
    expect(readOffset('tables of ks', writeOffset('tables of ks', 100))).toBe(100);
  });

  it.each([
    ['nothing', undefined],
    ['empty', ''],
    ['no JSON', text('[1')],
    ['no list', text('{"a":1}')],
    ['of another listing', writeOffset('types', 1)],
    ['a negative offset', writeOffset('tables', -1)],
    ['an offset that is no whole number', writeOffset('tables', 1.5)],
    ['an offset that no list has', text('["tables",1e300]')],
    ['no offset', text('["tables"]')],
    ['a text for an offset', text('["tables","1"]')],
  ])('of a listing are not: %s', (_what, token) => {
    expect(readOffset('tables', token)).toBeUndefined();
  });
});
