// Internet addresses as text. Only numbers: a host name, which Cassandra would look up, is refused.

/** Four bytes of `a.b.c.d`, or of the shorter forms where the last number fills the rest; sixteen of an IPv6 address. */
export function parseInet(text: string): Buffer | undefined {
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

function parseV4(text: string): Buffer | undefined {
  const parts = text.split('.');
  if (parts.length > 4 || parts.some((part) => !/^\d{1,10}$/.test(part))) return undefined;
  const numbers = parts.map(Number);
  const last = numbers.pop()!;
  if (numbers.some((n) => n > 255) || last >= 256 ** (4 - numbers.length)) return undefined;
  const out = Buffer.alloc(4);
  out.writeUInt32BE(last);
  for (const [i, n] of numbers.entries()) out[i] = n;
  return out;
}

function parseV6(text: string): Buffer | undefined {
  const plain = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  const halves = plain.split('::');
  if (halves.length > 2) return undefined;
  const head = groups(halves[0]!, halves.length === 1);
  const tail = halves.length === 1 ? [] : groups(halves[1]!, true);
  if (head === undefined || tail === undefined) return undefined;
  const missing = 16 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 2) return undefined;
  const bytes = Buffer.from([...head, ...new Array<number>(missing).fill(0), ...tail]);
  // an IPv4-mapped address is an IPv4 address, in Java
  const mapped = bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  return mapped ? bytes.subarray(12) : bytes;
}

function groups(text: string, mayEndInV4: boolean): number[] | undefined {
  if (text === '') return [];
  const out: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (mayEndInV4 && i === parts.length - 1 && part.includes('.')) {
      const v4 = /^\d+\.\d+\.\d+\.\d+$/.test(part) ? parseV4(part) : undefined;
      if (v4 === undefined) return undefined;
      out.push(...v4);
      continue;
    }
    if (!/^[0-9a-fA-F]{1,4}$/.test(part)) return undefined;
    const group = Number.parseInt(part, 16);
    out.push(group >> 8, group & 0xff);
  }
  return out;
}

const v6Groups = (bytes: Uint8Array): string[] => {
  const out: string[] = [];
  for (let i = 0; i < 16; i += 2) out.push((((bytes[i]! << 8) | bytes[i + 1]!) >>> 0).toString(16));
  return out;
};

/** As Java spells it: IPv6 with all eight groups. */
export const javaInetText = (bytes: Uint8Array): string =>
  bytes.length === 4 ? bytes.join('.') : v6Groups(bytes).join(':');

/** As people spell it: the first longest run of two or more zero groups as `::` (RFC 5952). */
export function inetText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  const parts = v6Groups(bytes);
  let best = { start: 0, length: 1 };
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && parts[end] === '0') end++;
    if (end - i > best.length) best = { start: i, length: end - i };
  }
  if (best.length === 1) return parts.join(':');
  return `${parts.slice(0, best.start).join(':')}::${parts.slice(best.start + best.length).join(':')}`;
}
