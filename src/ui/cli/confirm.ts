// Asking for a name before something is destroyed.

import { createInterface } from 'node:readline/promises';
import type { Env } from './env.js';

/** What the user typed; the operation compares it. Only called where somebody can answer. */
export async function askName(env: Env, target: string, name: string): Promise<string> {
  const lines = createInterface({ input: env.stdin, output: env.stderr });
  try {
    return (await lines.question(`${target} is protected. Type ${name} to destroy it: `)).trim();
  } finally {
    lines.close();
  }
}

export async function askYes(env: Env, question: string): Promise<boolean> {
  const lines = createInterface({ input: env.stdin, output: env.stderr });
  try {
    return /^y(?:es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}
