// Pages of the List operations: stable order, and a token that holds where to go on (control-plane facts 1.5).

import { readOffset, writeOffset } from '../../lib/opaque-token.js';
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
  const start = input.nextToken === undefined ? 0 : readOffset(scope, input.nextToken);
  if (start === undefined) throw validation('The pagination token is not valid for this request');
  const end = start + (input.maxResults ?? defaultPage);
  const part = items.slice(start, end);
  return end < items.length ? { items: part, nextToken: writeOffset(scope, end) } : { items: part };
}
