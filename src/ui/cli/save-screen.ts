// A screen of the dashboard kept as a text file in the folder where the command was started.

import { join } from 'node:path';
import type { Files } from '../../core/index.js';
import type { Env } from './env.js';

/** Resolves with the file's path. */
export async function saveScreenText(files: Files, env: Env, nowMs: number, text: string): Promise<string> {
  const stamp = new Date(nowMs).toISOString().replace(/[:.]/g, '-').slice(0, 19);
  const path = join(env.cwd, `ks-top-${stamp}.txt`);
  await files.write(path, text.endsWith('\n') ? text : `${text}\n`, 0o644);
  return path;
}
