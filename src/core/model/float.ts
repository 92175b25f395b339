// 32-bit floats as the numbers that people wrote.

/** The shortest decimal that reads back as the same 32-bit float: 0.1 instead of 0.10000000149011612. */
export function shortestFloat(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}
