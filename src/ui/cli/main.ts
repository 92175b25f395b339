// The program: hands the command line to oclif and turns whatever comes back into an exit code.

import { run } from '@oclif/core';
import { colourStyle, plainStyle } from '../text/style.js';
import { readEnv } from './env.js';
import { asKsError, exitCodeOf, presentError } from './present-error.js';

/** `root` is the package's folder: oclif reads package.json and the manifest there. */
export async function main(root: string, version: string, argv: readonly string[]): Promise<void> {
  // a reader that went away (`| head`) is no error
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    await run([...argv], root);
  } catch (error) {
    if ((error as { oclif?: { exit?: number } }).oclif?.exit === 0) return;
    const env = readEnv(version);
    const shown = asKsError(error);
    process.exitCode = exitCodeOf(shown);
    const debug = env.debug || argv.includes('--debug');
    env.stderr.write(`${presentError(shown, { style: env.colour ? colourStyle : plainStyle, debug })}\n`);
  }
}
