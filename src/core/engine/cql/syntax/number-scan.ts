// Numbers, durations, uuids and blobs: the tokens that begin with a digit, or nearly so. Apart from the lexer because
// they are told from one another only by looking ahead.

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

/** The end of a duration unit (y mo w d h m s ms us µs ns, any case) at `p`, or `p` when there is none. */
function unitEnd(s: string, p: number): number {
  const c = codeAt(s, p) | 32;
  const next = codeAt(s, p + 1) | 32;
  if (c === 109) return next === 111 || next === 115 ? p + 2 : p + 1;
  if ((c === 117 || c === 110 || codeAt(s, p) === 0xb5) && next === 115) return p + 2;
  return c === 121 || c === 119 || c === 100 || c === 104 || c === 115 ? p + 1 : p;
}

/** The end of `12h30m` whose first digits end at `p`, or -1 when it is no duration. */
function durationEnd(s: string, p: number): number {
  let end = unitEnd(s, p);
  if (end === p) return -1;
  while (isDigit(codeAt(s, end))) {
    const digits = digitsEnd(s, end);
    const next = unitEnd(s, digits);
    if (next === digits) return -1;
    end = next;
  }
  return isWord(codeAt(s, end)) ? -1 : end;
}

/** Where a scanned token goes: the lexer itself, so that nothing is allocated. */
interface TokenPlace {
  kind: number;
  end: number;
}

/** Reads a number that starts at `p` with a digit, perhaps after a minus, into `token`. */
export function scanNumber(token: TokenPlace, s: string, p: number, negative: boolean): void {
  const first = negative ? p + 1 : p;
  let end = digitsEnd(s, first);
  let c = codeAt(s, end);
  token.kind = T.integer;
  token.end = end;
  if (c === 46 && codeAt(s, end + 1) !== 46) {
    token.kind = T.float;
    end = digitsEnd(s, end + 1);
    token.end = end;
    c = codeAt(s, end);
  } else if ((c | 32) !== 101 && ((c >= 65 && c <= 122) || c === 0xb5)) {
    if (!negative && end === p + 1 && codeAt(s, p) === 48 && (c | 32) === 120) scanHex(token, s, end + 1);
    else scanDuration(token, s, end);
  }
  if ((c | 32) !== 101) return;
  const sign = codeAt(s, end + 1);
  const digits = sign === 43 || sign === 45 ? end + 2 : end + 1;
  if (!isDigit(codeAt(s, digits))) return;
  token.kind = T.float;
  token.end = digitsEnd(s, digits);
}

function scanHex(token: TokenPlace, s: string, p: number): void {
  let end = p;
  while (isHex(codeAt(s, end))) end++;
  token.kind = T.hex;
  token.end = end;
}

function scanDuration(token: TokenPlace, s: string, p: number): void {
  const end = durationEnd(s, p);
  if (end < 0) return;
  token.kind = T.duration;
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

function alternativeEnd(s: string, p: number): number {
  for (let i = 0; i < alternativeForm.length; i++) {
    const c = codeAt(s, p + i);
    const wanted = codeAt(alternativeForm, i);
    if (wanted === 48 ? !isDigit(c) : c !== wanted) return -1;
  }
  return p + alternativeForm.length;
}
