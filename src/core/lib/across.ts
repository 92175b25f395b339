// Bounded concurrency: many tasks, few at a time, every outcome kept, so that one failure never hides the others.

export type Outcome<T, R> =
  | { readonly kind: 'done'; readonly item: T; readonly value: R }
  | { readonly kind: 'failed'; readonly item: T; readonly error: unknown };

/** Outcomes in the order of `items`. */
export async function across<T, R>(
  items: readonly T[],
  atOnce: number,
  task: (item: T) => Promise<R>,
): Promise<readonly Outcome<T, R>[]> {
  const outcomes: Outcome<T, R>[] = new Array(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      const item = items[at] as T;
      try {
        outcomes[at] = { kind: 'done', item, value: await task(item) };
      } catch (error) {
        outcomes[at] = { kind: 'failed', item, error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return outcomes;
}
