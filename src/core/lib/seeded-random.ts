// A generator of pseudo-random numbers from a seed, in the shape of the Random port: the same seed gives the same run.

/** Mulberry32: 32 bits of state, good enough for load and simulation, never for secrets. */
export function seededRandom(seed: number): { bytes(count: number): Buffer; integer(below: number): number } {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return {
    bytes: (count) => {
      const bytes = Buffer.allocUnsafe(count);
      let at = 0;
      for (; at + 4 <= count; at += 4) bytes.writeUInt32LE(next(), at);
      for (let rest = next(); at < count; at++, rest >>>= 8) bytes[at] = rest & 0xff;
      return bytes;
    },
    integer: (below) => Math.floor((next() / 4_294_967_296) * below),
  };
}
