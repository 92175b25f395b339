// The one reader of the process's surroundings: environment, terminal, folders. Everything else is given a frozen Env.

import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

export interface Env {
  readonly version: string;
  /** The script that starts this program again. */
  readonly program: string;
  readonly configPath: string;
  readonly dataDir: string;
  readonly historyPath: string;
  readonly target: string | undefined;
  readonly profile: string | undefined;
  readonly region: string | undefined;
  readonly colour: boolean;
  readonly unicode: boolean;
  readonly debug: boolean;
  readonly logLevel: string | undefined;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Somebody can answer a question. */
  readonly canAsk: boolean;
  readonly cwd: string;
}

/** XDG base directories; relative ones are invalid by that specification and ignored. */
function folder(value: string | undefined, fallback: string): string {
  return value !== undefined && isAbsolute(value) ? value : join(homedir(), fallback);
}

export function readEnv(version: string): Env {
  const { env } = process;
  const set = (name: string): string | undefined => env[name] || undefined;
  const locale = set('LC_ALL') ?? set('LC_CTYPE') ?? set('LANG') ?? '';
  const wantsColour = set('FORCE_COLOR') !== undefined && env.FORCE_COLOR !== '0';
  return Object.freeze({
    version,
    program: resolve(process.argv[1] ?? ''),
    configPath: set('KS_CONFIG') ?? join(folder(env.XDG_CONFIG_HOME, '.config'), 'ks', 'config.yaml'),
    dataDir: resolve(set('KS_DATA_DIR') ?? join(folder(env.XDG_DATA_HOME, '.local/share'), 'ks', 'local')),
    historyPath: join(folder(env.XDG_STATE_HOME, '.local/state'), 'ks', 'cql-history'),
    target: set('KS_TARGET'),
    profile: set('AWS_PROFILE'),
    region: set('AWS_REGION') ?? set('AWS_DEFAULT_REGION'),
    colour: !env.NO_COLOR && env.TERM !== 'dumb' && (wantsColour || process.stdout.isTTY === true),
    unicode: locale === '' || /utf-?8/i.test(locale),
    debug: set('KS_DEBUG') !== undefined,
    logLevel: set('KS_LOG'),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    canAsk: process.stdin.isTTY === true && process.stderr.isTTY === true,
    cwd: process.cwd(),
  });
}
