// Asking for a name before something is destroyed.

import { createInterface } from 'node:readline/promises';
import { KsError } from '../../core/index.js';
import type { Env } from './env.js';

/** What the user typed; the operation compares it. Only called where somebody can answer. */
export async function askName(env: Env, target: string, name: string): Promise<string> {
  return (await ask(env, `${target} is protected. Type ${name} to destroy it: `)).trim();
}

export async function askYes(env: Env, question: string): Promise<boolean> {
  return /^y(?:es)?$/i.test((await ask(env, `${question} [y/N] `)).trim());
}

/** Empty at the end of input; an interrupt ends the command. */
async function ask(env: Env, question: string): Promise<string> {
  const lines = createInterface({ input: env.stdin, output: env.stderr });
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  const interrupted = new Promise<never>((_, reject) => {
    lines.once('SIGINT', () => {
      env.stderr.write('\n');
      reject(new KsError({ code: 'INTERRUPTED', kind: 'interrupted', message: 'Nothing was changed.' }));
    });
  });
  try {
    return await Promise.race([lines.question(question), ended, interrupted]);
  } finally {
    lines.close();
  }
}
