// The credentials file of the local server. Like a private key it is taken only when nobody else can read it.

import { KsError } from '../model/errors.js';
import type { ServerCredentials } from '../model/server-credentials.js';
import type { Files } from '../ports/files.js';

const othersBits = 0o077;

/** Throws a KsError that repeats nothing of the file. */
export async function readCredentials(files: Files, path: string): Promise<ServerCredentials> {
  const mode = await files.mode(path);
  if (mode === undefined) {
    throw new KsError({ code: 'CREDENTIALS', kind: 'usage', message: `There is no credentials file ${path}.` });
  }
  if ((mode & othersBits) !== 0) {
    throw new KsError({
      code: 'CREDENTIALS',
      kind: 'refused',
      message: `Others can read ${path}: its mode is ${mode.toString(8).padStart(4, '0')}.`,
      next: [`chmod 600 ${path}`],
    });
  }
  const { parseCredentialsText } = await import('../model/config-text.js');
  return parseCredentialsText((await files.read(path)) ?? '', path);
}
