// Tokens that clients hand back without looking into them, such as those of pages: JSON in base64url. Apart because every
// listing gives some out, and none may be trusted.

export const writeToken = (parts: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(parts), 'utf8').toString('base64url');

/** The parts of a token; undefined for what is none. */
export function readToken(token: unknown): readonly unknown[] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(String(token), 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts : undefined;
  } catch {
    return undefined;
  }
}

export const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Where a listing goes on; `scope` ties the token to the listing. */
export const writeOffset = (scope: string, offset: number): string => writeToken([scope, offset]);

/** Undefined for a token that this listing did not give out. */
export function readOffset(scope: string, token: unknown): number | undefined {
  const [ofScope, offset] = readToken(token) ?? [];
  return ofScope === scope && isIndex(offset) ? offset : undefined;
}
