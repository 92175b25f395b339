// Input that a flag names: a file, `-` for standard input, `file://…`, or the text itself.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { KsError } from '../../core/index.js';
import type { Env } from './env.js';

export async function readInput(env: Env, name: string): Promise<string> {
  if (name === '-') return readAll(env.stdin);
  const path = resolve(env.cwd, name.replace(/^file:\/\//, ''));
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new KsError({
      code: 'INPUT',
      kind: 'usage',
      message: `${path} cannot be read.`,
      why: (error as Error).message,
      cause: error,
    });
  }
}

/** `{…}` is the JSON itself; anything else names where it is. */
export const readJsonInput = (env: Env, text: string): Promise<string> =>
  text.trimStart().startsWith('{') ? Promise.resolve(text) : readInput(env, text);

export async function readAll(stream: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}
