// Which statements are kept, and which go.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Statement as Parsed } from '../../../../src/core/engine/cql/syntax/ast/statement.js';
import { parseStatement } from '../../../../src/core/engine/cql/syntax/parser/statement.js';
import { limits } from '../../../../src/core/engine/limits.js';
import { Statement } from '../../../../src/core/engine/session/statement.js';
import { StatementCache, TextCache } from '../../../../src/core/engine/session/statement-cache.js';

const parsed: Parsed = parseStatement('USE k');
const statement = (text: string, keyspace?: string): Statement => new Statement(keyspace, text, parsed, undefined);

describe('a cache of statements', () => {
  it('keeps the newest ones, and tells which one goes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.array(fc.nat(20), { maxLength: 60 }), (room, keys) => {
        const cache = new StatementCache(room);
        const model: string[] = [];
        for (const key of keys.map(String)) {
          if (cache.get(key) !== undefined) continue;
          const gone = cache.add(key, statement(key));
          model.push(key);
          expect(gone?.text).toBe(model.length > room ? model.shift() : undefined);
          expect([...cache.all()].map(({ text }) => text)).toEqual(model);
          for (let each = 0; each <= 20; each++)
            expect(cache.get(String(each))?.text).toBe(model.includes(String(each)) ? String(each) : undefined);
        }
      }),
    );
  });
});

describe('a cache of texts', () => {
  it('keeps a text that comes a second time, by its keyspace', () => {
    const cache = new TextCache();
    const first = statement('SELECT 1', 'a');
    cache.offer(first, 7);
    expect(cache.get('a', 'SELECT 1')).toBeUndefined();
    cache.offer(first, 7);
    expect(cache.get('a', 'SELECT 1')).toBe(first);
    expect(cache.get('b', 'SELECT 1')).toBeUndefined();
    expect(cache.get(undefined, 'SELECT 1')).toBeUndefined();
  });

  it('keeps no long ones, and a bounded number', () => {
    const cache = new TextCache();
    const long = statement('x'.repeat(limits.cachedTextCharacters + 1));
    for (let i = 0; i < 3; i++) cache.offer(long, 1);
    expect(cache.get(undefined, long.text)).toBeUndefined();
    const texts = Array.from({ length: limits.cachedTexts + 10 }, (_, i) => String(i));
    for (const [i, text] of texts.entries()) for (let times = 0; times < 2; times++) cache.offer(statement(text), i);
    expect(texts.filter((text) => cache.get(undefined, text) !== undefined)).toEqual(texts.slice(10));
  });
});
