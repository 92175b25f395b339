// Tokens in place of rows: what Ink is given, and what the terminal gets.

import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { filledStdout, rowTokens } from '../../../src/ui/top/row-tokens.js';

describe('row tokens', () => {
  it('change when their row does, and only then', () => {
    const tokens = rowTokens();
    const before = tokens.set(['a', 'b'], 10);
    const after = tokens.set(['a', 'c'], 10);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    expect(tokens.set(['a', 'c'], 20)[0]).not.toBe(after[0]);
    for (const token of after) expect(token).toHaveLength(2);
  });

  it('are replaced by their rows between what Ink writes', () => {
    const tokens = rowTokens();
    const [first, second] = tokens.set(['one \u001b[31mred\u001b[0m', 'two'], 10);
    expect(tokens.fill(`\u001b[2K${first}\n${second}\n`, 10)).toBe('\u001b[2Kone \u001b[31mred\u001b[0m\ntwo\n');
  });

  it('leave out rows that were painted for a wider terminal: they would wrap', () => {
    const tokens = rowTokens();
    const [token] = tokens.set(['0123456789'], 10);
    expect(tokens.fill(`${token}|`, 8)).toBe('|');
  });

  it('tell two versions apart for longer than a screen can lag behind', () => {
    const tokens = rowTokens();
    const seen = new Set<string | undefined>();
    for (let version = 0; version < 2_000; version++) seen.add(tokens.set([`${version}`], 10)[0]);
    expect(seen.size).toBe(2_000);
  });
});

describe('the stream that Ink writes to', () => {
  it('is the terminal in all but its width', () => {
    const written: string[] = [];
    const sink = new Writable({
      decodeStrings: false,
      write: (chunk, _encoding, done) => {
        written.push(String(chunk));
        done();
      },
    });
    const stdout = Object.assign(sink, { isTTY: true, columns: 80, rows: 24 }) as unknown as NodeJS.WriteStream;
    const tokens = rowTokens();
    const [token] = tokens.set(['row'], 80);
    const filled = filledStdout(stdout, tokens);
    filled.write(`${token}`);
    expect(written).toEqual(['row']);
    expect([filled.isTTY, filled.rows, filled.columns]).toEqual([true, 24, 2]);
    let resized = 0;
    filled.on('resize', () => resized++);
    stdout.emit('resize');
    expect(resized).toBe(1);
  });
});
