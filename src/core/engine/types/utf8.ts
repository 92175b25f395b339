// Checks of text bytes, in a loop of their own because they run for every bound text and a call into the runtime costs
// more than most texts are long.

/** Well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF. */
export function isUtf8(bytes: Uint8Array): boolean {
  const length = bytes.length;
  let at = 0;
  while (at < length) {
    const lead = bytes[at]!;
    if (lead < 0x80) {
      at++;
      continue;
    }
    const size = sequenceLength(lead);
    if (size === 0 || at + size > length || !secondFits(lead, bytes[at + 1]!)) return false;
    for (let i = 2; i < size; i++) if (bytes[at + i]! >> 6 !== 0b10) return false;
    at += size;
  }
  return true;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

// the second byte is where overlong forms, surrogates and too large code points show
function secondFits(lead: number, second: number): boolean {
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const greatest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  return second >= least && second <= greatest;
}

/** The first byte that is none of ASCII, or undefined. */
export function firstNonAscii(bytes: Uint8Array): number | undefined {
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! >= 0x80) return bytes[i]!;
  return undefined;
}
