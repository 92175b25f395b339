import { isUtf8 as runtimeIsUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstNonAscii, isUtf8 } from '../../../../src/core/engine/types/utf8.js';

// bytes at the edges of what each position allows
const edge = fc.constantFrom(
  ...[0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef],
  ...[0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff],
);

test('agrees with the runtime on every sequence of up to two bytes', () => {
  for (let a = 0; a < 256; a++) {
    expect(isUtf8(Uint8Array.of(a))).toBe(runtimeIsUtf8(Uint8Array.of(a)));
    for (let b = 0; b < 256; b++) {
      const bytes = Uint8Array.of(a, b);
      if (isUtf8(bytes) !== runtimeIsUtf8(bytes)) expect.fail(`${a} ${b}`);
    }
  }
});

test('agrees with the runtime on longer ones', () => {
  const sequence = fc.oneof(
    fc.array(edge, { maxLength: 6 }).map((bytes) => Uint8Array.from(bytes)),
    fc.string({ unit: 'binary' }).map((text) => Uint8Array.from(Buffer.from(text))),
  );
  fc.assert(
    fc.property(sequence, (bytes) => {
      expect(isUtf8(bytes)).toBe(runtimeIsUtf8(bytes));
    }),
    { numRuns: 3000 },
  );
});

test('the first byte beyond ASCII', () => {
  expect(firstNonAscii(Buffer.from('abc'))).toBeUndefined();
  expect(firstNonAscii(Buffer.from('aé'))).toBe(0xc3);
});
