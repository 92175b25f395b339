// Who wins between two cells of one timestamp: the rules of Cassandra 3.11.4 one by one.

import { describe, expect, it } from 'vitest';
import { winner } from '../../../../src/core/engine/storage/merge.js';
import type { Cell } from '../../../../src/core/engine/storage/stored-row.js';

const cell = (timestamp: bigint, value: string | null, ttl = 0, expiry = 0): Cell => ({
  kind: 'cell',
  timestamp,
  value: value === null ? null : Buffer.from(value),
  ttl,
  expiry,
});

describe('of two cells', () => {
  it.each<[string, Cell, Cell]>([
    ['the later wins', cell(2n, 'a'), cell(1n, 'b')],
    ['a later value wins over a tombstone', cell(2n, 'a'), cell(1n, null, 0, 50)],
    ['a tombstone wins a tie with a value', cell(1n, null, 0, 1), cell(1n, 'z')],
    ['a tombstone wins a tie with an expiring value', cell(1n, null, 0, 1), cell(1n, 'z', 10, 99)],
    ['a lasting value wins a tie with the same that expires', cell(1n, 'a'), cell(1n, 'a', 10, 99)],
    ['what expires later wins a tie of the same value', cell(1n, 'a', 10, 99), cell(1n, 'a', 10, 98)],
    ['the larger value wins a tie, whichever expires', cell(1n, 'z', 10, 98), cell(1n, 'a', 10, 99)],
    ['bytes above 127 are negative in a tie', cell(1n, 'a'), cell(1n, 'ü')],
    ['the larger value wins a tie', cell(1n, 'b'), cell(1n, 'abc')],
    ['a value wins a tie with its own beginning', cell(1n, 'ab'), cell(1n, 'a')],
  ])('%s', (_rule, wins, loses) => {
    expect(winner(wins, loses)).toBe(wins);
    expect(winner(loses, wins)).toBe(wins);
  });
});
