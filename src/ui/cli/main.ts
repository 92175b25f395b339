// The program: hands the command line to oclif and turns whatever comes back into an exit code.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@oclif/core';
import { KsError } from '../../core/index.js';
import { colourStyle, plainStyle } from '../text/style.js';
import { readEnv } from './env.js';
import { nearestCommands } from './nearest-command.js';
import { asKsError, exitCodeOf, presentError, presentErrorJson } from './present-error.js';

/** `root` is the package's folder: oclif reads package.json and the manifest there. */
export async function main(root: string, version: string, argv: readonly string[]): Promise<void> {
  const complain = (error: unknown): void => {
    const env = readEnv(version);
    const shown = asKsError(error);
    process.exitCode = exitCodeOf(shown);
    const debug = env.debug || argv.includes('--debug');
    const style = env.colour ? colourStyle : plainStyle;
    const text = argv.includes('--json') ? presentErrorJson(shown) : presentError(shown, { style, debug });
    env.stderr.write(`${text}\n`);
  };
  onBrokenOutput(complain);
  try {
    // plugins of the user are not looked for: oclif would take KS_DATA_DIR for the folder that they are in
    await run(withHelpFlag(argv), { root, userPlugins: false, devPlugins: false });
  } catch (error) {
    if ((error as { oclif?: { exit?: number } }).oclif?.exit === 0) return;
    complain(unknownCommand(root, argv, error) ?? error);
  }
}

/** `ks help tables create` is `ks tables create --help`. */
const withHelpFlag = (argv: readonly string[]): string[] =>
  argv[0] === 'help' ? [...argv.slice(1), '--help'] : [...argv];

/** A reader that went away (`| head`) is no error; a full disk is one, and not a defect. oclif's own listener throws. */
function onBrokenOutput(complain: (error: unknown) => void): void {
  process.stdout.removeAllListeners('error');
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    complain(
      new KsError({ code: 'OUTPUT', kind: 'failed', message: 'The output cannot be written.', why: error.message }),
    );
    process.exit();
  });
  process.stderr.on('error', () => {});
}

function unknownCommand(root: string, argv: readonly string[], error: unknown): KsError | undefined {
  if (!/^command \S+ not found$/.test((error as Error).message ?? '')) return undefined;
  const words = argv.filter((word) => !word.startsWith('-'));
  const manifest = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')) as { commands: object };
  const commands = Object.keys(manifest.commands).map((id) => id.replaceAll(':', ' '));
  const isTopic = commands.some((command) => command.startsWith(`${words[0]} `));
  const near = nearestCommands(words, commands);
  return new KsError({
    code: 'USAGE',
    kind: 'usage',
    message: `There is no command "ks ${words.slice(0, 2).join(' ')}".`,
    next: near.length > 0 ? near.map((command) => `ks ${command}`) : [isTopic ? `ks ${words[0]} --help` : 'ks --help'],
  });
}
