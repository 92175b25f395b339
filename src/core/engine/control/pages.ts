// Pages of the List operations: stable order, and a token that holds where to go on (control-plane facts 1.5).

import { validation } from './errors.js';

/** Without maxResults; AWS's own default is not known. */
const defaultPage = 100;

export interface PageInput {
  readonly nextToken?: string;
  readonly maxResults?: number;
}

/** `scope` ties a token to its list. Throws a ValidationException for a token that this list did not give out. */
export function page<T>(
  scope: string,
  items: readonly T[],
  input: PageInput,
): { readonly items: readonly T[]; readonly nextToken?: string } {
  const start = input.nextToken === undefined ? 0 : readToken(scope, input.nextToken);
  const end = start + (input.maxResults ?? defaultPage);
  const part = items.slice(start, end);
  return end < items.length ? { items: part, nextToken: writeToken(scope, end) } : { items: part };
}

const writeToken = (scope: string, offset: number): string =>
  Buffer.from(JSON.stringify([scope, offset]), 'utf8').toString('base64url');

function readToken(scope: string, token: string): number {
  const refused = validation('The pagination token is not valid for this request');
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    throw refused;
  }
  if (!Array.isArray(parsed) || parsed[0] !== scope || !Number.isInteger(parsed[1]) || parsed[1] < 0) throw refused;
  return parsed[1] as number;
}
