// Damage: texts cut, repeated, mixed with other texts and with what is hard to read; bytes flipped, cut and inserted.

import type { Dice } from '../differential/dice.js';

const hard: readonly string[] = [
  '',
  ' ',
  "'",
  '"',
  '$$',
  '--',
  '/*',
  '*/',
  ';',
  '?',
  ':x',
  '0x',
  '0xf',
  '()',
  '[]',
  '{}',
  '(((((((',
  '\0',
  '\uFFFD',
  '𝔘',
  'é',
  '-0',
  '1e400',
  '-1e-400',
  'NaN',
  '-Infinity',
  '2147483648',
  '-2147483649',
  '9223372036854775808',
  '1'.repeat(400),
  '0.0000000000000000000000000000000000001',
  '99999-99-99',
  "'2020-13-45T99:99:99Z'",
  "'-5877641-06-23'",
  "'1 day'",
  'P1Y2M3DT4H5M6S',
  '00000000-0000-0000-0000-000000000000',
  'null',
  'true',
  'fz',
  'fz.t',
  'p',
  'c',
  'token(p)',
  'ttl(v)',
  'now()',
  'frozen<',
  '>>>',
  'IF',
  'IN',
  'USING TTL',
  'ALLOW FILTERING',
  'PRIMARY KEY',
  'CONTAINS',
  'JSON',
  'DISTINCT',
  'AS',
  'system.local',
  '%',
  '\\',
  '=',
  '<=',
];

const tokens = /\s+|\w+|'(?:[^']|'')*'|"[^"]*"|./gsu;

/** A statement with up to four injuries; `other` gives parts for grafts. */
export function mutateText(dice: Dice, text: string, other: string): string {
  let parts: string[] = text.match(tokens) ?? [];
  const donor = other.match(tokens) ?? [''];
  for (let left = dice.pick([1, 1, 1, 2, 2, 4]); left > 0; left--) {
    const at = dice.below(parts.length + 1);
    parts = parts.slice();
    switch (dice.below(9)) {
      case 0:
        parts.splice(at, dice.between(1, 3));
        break;
      case 1:
        parts.splice(at, 0, ...parts.slice(at, at + dice.between(1, 6)));
        break;
      case 2:
        parts.splice(at, 1, dice.pick(hard));
        break;
      case 3:
        parts.splice(at, 0, dice.pick(hard));
        break;
      case 4:
        parts.splice(at, 1, dice.pick(donor));
        break;
      case 5:
        parts = [...parts.slice(0, at), ...donor.slice(dice.below(donor.length))];
        break;
      case 6:
        parts.length = at;
        break;
      case 7: {
        const with2 = dice.below(parts.length + 1);
        [parts[at], parts[with2]] = [parts[with2] ?? '', parts[at] ?? ''];
        break;
      }
      default:
        if (dice.chance(0.1))
          parts.splice(at, 0, dice.pick(['(', '[', '{', 'frozen<', 'a(']).repeat(dice.between(1, 5000)));
        else parts.splice(at, 0, String.fromCodePoint(dice.below(dice.chance(0.5) ? 128 : 0xd7ff)));
    }
  }
  return parts.join('');
}

/** Bytes with up to four injuries. */
export function mutateBytes(dice: Dice, bytes: Buffer): Buffer {
  let out = Buffer.from(bytes);
  for (let left = dice.between(1, 4); left > 0; left--) {
    const at = dice.below(out.length + 1);
    switch (dice.below(7)) {
      case 0:
        if (at < out.length) out[at] = out[at]! ^ (1 << dice.below(8));
        break;
      case 1:
        if (at < out.length) out[at] = dice.pick([0, 1, 0x7f, 0x80, 0xff, dice.below(256)]);
        break;
      case 2:
        out = Buffer.concat([out.subarray(0, at), out.subarray(at + dice.between(1, 8))]);
        break;
      case 3:
        out = Buffer.concat([out.subarray(0, at), randomBytes(dice, dice.between(1, 8)), out.subarray(at)]);
        break;
      case 4:
        if (at + 4 <= out.length) out.writeInt32BE(dice.pick([0, -1, -2, 1, 255, 65536, 0x7fffffff, -0x80000000]), at);
        break;
      case 5:
        if (at + 2 <= out.length) out.writeUInt16BE(dice.pick([0, 1, 255, 0x7fff, 0xffff]), at);
        break;
      default:
        out = Buffer.concat([out.subarray(0, at), out.subarray(dice.below(out.length + 1))]);
    }
  }
  return out;
}

export const randomBytes = (dice: Dice, count: number): Buffer =>
  Buffer.from(Array.from({ length: count }, () => dice.below(256)));
