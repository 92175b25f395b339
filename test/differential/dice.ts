// Seeded choices of the differential run: the same seed gives the same statements on every machine.

/** A sequence of choices (xorshift of 32 bits over a scrambled seed). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bd1e995) >>> 0 || 1;
    for (let i = 0; i < 8; i++) this.#next();
  }

  #next(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return this.#state;
  }

  /** A whole number in [0, bound). */
  below(bound: number): number {
    return Math.floor((this.#next() / 2 ** 32) * bound);
  }

  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.#next() / 2 ** 32 < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** Picks by weight. */
  weighted<T>(options: readonly (readonly [weight: number, value: T])[]): T {
    let at = this.below(options.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, value] of options) {
      if (at < weight) return value;
      at -= weight;
    }
    return options[0]![1];
  }

  shuffled<T>(list: readonly T[]): T[] {
    const copy = [...list];
    for (let i = copy.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [copy[i], copy[j]] = [copy[j]!, copy[i]!];
    }
    return copy;
  }

  times<T>(count: number, make: (index: number) => T): T[] {
    return Array.from({ length: count }, (_, index) => make(index));
  }

  /** Some of a list, in its order, at least `least`. */
  some<T>(list: readonly T[], least = 1): T[] {
    const count = Math.min(list.length, this.between(least, Math.max(least, list.length)));
    const kept = new Set(this.shuffled(list).slice(0, count));
    return list.filter((item) => kept.has(item));
  }
}
