// The shell's history between sessions: a file of lines, oldest first. Apart from the shell, which has it newest first.

import type { Files } from '../../core/index.js';

export const historyLines = 1000;

/** Newest first, as readline wants it. */
export async function readHistory(files: Files, path: string): Promise<string[]> {
  const lines = ((await files.read(path)) ?? '').split('\n').filter((line) => line !== '');
  return lines.slice(-historyLines).reverse();
}

export async function keepHistory(files: Files, path: string, newestFirst: readonly string[]): Promise<void> {
  await files.write(path, `${newestFirst.slice(0, historyLines).reverse().join('\n')}\n`);
}
