// Assertions that stay on in production. A failed one is a defect of `ks`, never of its user.

/** Throws when `condition` does not hold. `message` says what was expected. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}

/** The end of an exhaustive switch: a value that reaches it has a kind nobody handles. */
export function assertNever(value: never): never {
  throw new Error(`assertion failed: unexpected ${JSON.stringify(value)}`);
}
