// Numbers, durations, uuids and blobs: the tokens that begin with a digit, or nearly so. Apart from the lexer because
// they are told from one another only by looking ahead.

import type { CqlError } from '../../cql-error.js';
import { noViableCharacter, unfitCharacter } from './syntax-error.js';
import { T } from './token.js';

/** The code unit at `i`, 0 behind the end: asking a string behind its end is what V8 cannot compile well. */
export const codeAt = (s: string, i: number): number => (i < s.length ? s.charCodeAt(i) : 0);

export const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isHex = (c: number): boolean => isDigit(c) || (c >= 97 && c <= 102) || (c >= 65 && c <= 70);
const isWord = (c: number): boolean => isDigit(c) || (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95;

/** Whether a uuid stands at `p`: 8-4-4-4-12 hex digits. */
export function isUuidAt(s: string, p: number): boolean {
  if (codeAt(s, p + 8) !== 45 || codeAt(s, p + 13) !== 45) return false;
  if (codeAt(s, p + 18) !== 45 || codeAt(s, p + 23) !== 45) return false;
  for (let i = 0; i < 36; i++) {
    if (i === 8 || i === 13 || i === 18 || i === 23) continue;
    if (!isHex(codeAt(s, p + i))) return false;
  }
  return true;
}

/** The end of the digits from `p`. */
function digitsEnd(s: string, p: number): number {
  let end = p;
  while (isDigit(codeAt(s, end))) end++;
  return end;
}

/** Digits, perhaps with hex letters, are a uuid from the point on where nothing else fits: the first character at which
 * the one at `p` ends. */
export function brokenUuid(s: string, p: number): CqlError {
  let i = 0;
  while (i === 8 || i === 13 || i === 18 || i === 23 ? codeAt(s, p + i) === 45 : isHex(codeAt(s, p + i))) i++;
  const hyphen = i === 8 || i === 13 || i === 18 || i === 23;
  return unfitCharacter(s, p + i, 'mismatched character', hyphen ? " expecting '-'" : ' expecting set null');
}

/** The end of a duration unit (y mo w d h m s ms us µs ns, any case) at `p`, which is there. */
function unitEnd(s: string, p: number): number {
  const c = codeAt(s, p) | 32;
  const next = codeAt(s, p + 1) | 32;
  if (c === 109) return next === 111 || next === 115 ? p + 2 : p + 1;
  if (c === 117 || c === 110 || codeAt(s, p) === 0xb5) {
    if (next !== 115) throw unfitCharacter(s, p + 1, 'mismatched character', ' expecting set null');
    return p + 2;
  }
  if (!startsUnit(codeAt(s, p))) throw noViableCharacter(s, p);
  return p + 1;
}

/** y, m, w, d, h, s, u, n or µ. */
const startsUnit = (c: number): boolean => {
  const l = c | 32;
  return (
    l === 121 || l === 109 || l === 119 || l === 100 || l === 104 || l === 115 || l === 117 || l === 110 || c === 0xb5
  );
};

/** The end of `12h30m` whose first digits end at `p`. */
function durationEnd(s: string, p: number): number {
  let end = unitEnd(s, p);
  while (isDigit(codeAt(s, end))) end = unitEnd(s, digitsEnd(s, end));
  return end;
}

/** Where a scanned token goes: the lexer itself, so that nothing is allocated. */
interface TokenPlace {
  kind: number;
  end: number;
}

/** Reads a number that starts at `p` with a digit, perhaps after a minus, into `token`. What a run of digits and letters is
 * depends on the first character that only one kind of token goes on with, and it is cut or refused by that kind. */
export function scanNumber(token: TokenPlace, s: string, p: number, negative: boolean): void {
  const first = negative ? p + 1 : p;
  const end = digitsEnd(s, first);
  const c = codeAt(s, end);
  token.kind = T.integer;
  token.end = end;
  if (c === 46) {
    scanFraction(token, s, end);
    return;
  }
  if (c < 65 && c !== 45) return;
  const uuid = !negative && end - p < 8;
  if ((c | 32) === 120 && !negative && end === p + 1 && codeAt(s, p) === 48) scanHex(token, s, end + 1);
  else if ((c | 32) === 101) scanExponent(token, s, p, end, uuid);
  else if (startsUnit(c)) {
    if (uuid && (c | 32) === 100) refuseUuid(s, p);
    token.end = durationEnd(s, end);
    token.kind = T.duration;
  } else if ((uuid && isHex(c)) || (c === 45 && !negative && end === p + 8)) throw brokenUuid(s, p);
}

/** At the dot behind digits. */
function scanFraction(token: TokenPlace, s: string, dot: number): void {
  const end = digitsEnd(s, dot + 1);
  token.kind = T.float;
  token.end = (codeAt(s, end) | 32) === 101 ? exponentEnd(s, end) : end;
}

/** The end of the exponent whose E is at `p`. */
function exponentEnd(s: string, p: number): number {
  const sign = codeAt(s, p + 1);
  const digits = sign === 43 || sign === 45 ? p + 2 : p + 1;
  if (!isDigit(codeAt(s, digits)))
    throw unfitCharacter(s, digits, 'required (...)+ loop did not match anything at character');
  return digitsEnd(s, digits);
}

/** At the E behind the digits from `p`, which may also be a uuid's. */
function scanExponent(token: TokenPlace, s: string, p: number, e: number, uuid: boolean): void {
  if (uuid) {
    const next = codeAt(s, e + 1);
    if (isHex(next)) refuseUuid(s, p);
    else if (next !== 43 && next !== 45) throw noViableCharacter(s, e + 1);
  }
  token.kind = T.float;
  token.end = exponentEnd(s, e);
}

/** Throws when only a uuid goes on with the digits, D and one E from `p`. */
function refuseUuid(s: string, p: number): void {
  let letters = 0;
  for (let i = p; i < p + 8; i++) {
    const c = codeAt(s, i);
    if (!isHex(c)) return;
    if (isDigit(c)) continue;
    const l = c | 32;
    if (letters === 0 ? l !== 100 && l !== 101 : l !== 100 || letters !== 100) throw brokenUuid(s, p);
    letters = l;
  }
  if (codeAt(s, p + 8) === 45) throw brokenUuid(s, p);
}

function scanHex(token: TokenPlace, s: string, p: number): void {
  let end = p;
  while (isHex(codeAt(s, end))) end++;
  token.kind = T.hex;
  token.end = end;
}

/** The end of an ISO 8601 duration (`P1Y2M3DT4H5M6S`, `P2W`, `P0001-02-03T04:05:06`) that starts at `p` with its P,
 * or -1. At least one figure is needed, so that `p` and `pt` stay identifiers. */
export function isoDurationEnd(s: string, p: number): number {
  const alternative = alternativeEnd(s, p + 1);
  if (alternative > 0) return alternative;
  let end = p + 1;
  let figures = 0;
  let time = false;
  for (;;) {
    if (codeAt(s, end) === 84 && !time && isDigit(codeAt(s, end + 1))) {
      time = true;
      end++;
    }
    const digits = digitsEnd(s, end);
    if (digits === end) break;
    const unit = codeAt(s, digits);
    const known = time
      ? unit === 72 || unit === 77 || unit === 83
      : unit === 89 || unit === 77 || unit === 68 || unit === 87;
    if (!known) return -1;
    figures++;
    end = digits + 1;
  }
  return figures > 0 && !isWord(codeAt(s, end)) ? end : -1;
}

const alternativeForm = '0000-00-00T00:00:00';

/** From the hyphen behind four digits on, nothing else fits. */
function alternativeEnd(s: string, p: number): number {
  for (let i = 0; i < alternativeForm.length; i++) {
    const c = codeAt(s, p + i);
    const wanted = codeAt(alternativeForm, i);
    if (wanted === 48 ? isDigit(c) : c === wanted) continue;
    if (i <= 4) return -1;
    const expecting = wanted === 48 ? 'set null' : `'${alternativeForm[i]}'`;
    throw unfitCharacter(s, p + i, 'mismatched character', ` expecting ${expecting}`);
  }
  return p + alternativeForm.length;
}

/** `-P` begins nothing else: the first character that does not go on with a duration whose P is at `p`. */
export function brokenIsoDuration(s: string, p: number): CqlError {
  let at = p + 1;
  for (;;) {
    if (codeAt(s, at) === 84) at++;
    const digits = digitsEnd(s, at);
    if (digits === at || !'YMWDHS'.includes(s[digits] ?? ' ')) return noViableCharacter(s, digits);
    at = digits + 1;
  }
}

/** Whether eight hex digits stand at `p`: with a hyphen behind them they begin a uuid. */
export function isUuidStart(s: string, p: number): boolean {
  for (let i = 0; i < 8; i++) if (!isHex(codeAt(s, p + i))) return false;
  return true;
}
