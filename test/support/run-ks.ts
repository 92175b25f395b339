// The real program in a process of its own, on folders of its own.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../bin/ks', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}
export interface KsHome {
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  run(
    args: readonly string[],
    more?: { readonly input?: string; readonly env?: Readonly<Record<string, string>> },
  ): Promise<Ran>;
  /** The result of a command as JSON; throws when it fails. */
  json(...args: string[]): Promise<never>;
  dispose(): Promise<void>;
}

export async function ksHome(): Promise<KsHome> {
  const folder = await mkdtemp(join(tmpdir(), 'ks-home-'));
  const surroundings: Record<string, string | undefined> = {
    ...process.env,
    KS_DATA_DIR: join(folder, 'data'),
    KS_CONFIG: join(folder, 'config', 'config.yaml'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_STATE_HOME: join(folder, 'state'),
    NO_COLOR: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: join(folder, 'none'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
  };
  for (const name of ['KS_TARGET', 'AWS_PROFILE', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'FORCE_COLOR', 'NODE_ENV']) {
    delete surroundings[name];
  }
  const run: KsHome['run'] = (args, more = {}) =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [program, ...args], { env: { ...surroundings, ...more.env }, cwd: folder });
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      child.stdout.on('data', (chunk) => out.push(chunk));
      child.stderr.on('data', (chunk) => err.push(chunk));
      child.on('error', reject);
      child.on('close', (code) =>
        resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
      );
      child.stdin.end(more.input ?? '');
    });
  return {
    folder,
    env: surroundings,
    run,
    async json(...args) {
      const { code, stdout, stderr } = await run([...args, '--json']);
      if (code !== 0) throw new Error(`ks ${args.join(' ')} ended with ${code}: ${stderr}`);
      return JSON.parse(stdout) as never;
    },
    async dispose() {
      await run(['local', 'stop']);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
