// Who may come in to the local server: the shape of a credentials file. What is in it never reaches an error or a screen.

import { z } from 'zod';
import { KsError } from './errors.js';

export interface ServerCredentials {
  readonly users: readonly { readonly name: string; readonly password: string }[];
  readonly accessKeys: readonly {
    readonly id: string;
    readonly secret: string;
    readonly sessionToken?: string;
    /** What permissions and audit records call the key's owner; its id when absent. */
    readonly user?: string;
  }[];
}

const text = z.string().min(1);
const file = z.strictObject({
  users: z.array(z.strictObject({ name: text, password: text })).default([]),
  accessKeys: z
    .array(z.strictObject({ id: text, secret: text, sessionToken: text.optional(), user: text.optional() }))
    .default([]),
});

/** Throws a KsError that names the file and each member that is wrong, and repeats no value. */
export function checkCredentials(value: unknown, path: string): ServerCredentials {
  const result = file.safeParse(value);
  if (!result.success) {
    // the members' names are ours; those of unknown members are the file's and might be a misplaced secret
    const why = result.error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.code}`).join('; ');
    throw new KsError({ code: 'CREDENTIALS', kind: 'usage', message: `${path} is not a credentials file.`, why });
  }
  const { users, accessKeys } = result.data;
  if (users.length + accessKeys.length === 0) {
    throw new KsError({ code: 'CREDENTIALS', kind: 'usage', message: `${path} has neither users nor accessKeys.` });
  }
  return { users, accessKeys: accessKeys as ServerCredentials['accessKeys'] };
}
