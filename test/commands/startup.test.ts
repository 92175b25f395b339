// What a start loads: no engine, no AWS SDK, no Ink for commands that need none; nothing at all for --version.

import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KsHome, ksHome } from '../support/run-ks.js';

describe('start-up', () => {
  let ks: KsHome;
  let spy: string;
  beforeAll(async () => {
    ks = await ksHome();
    spy = join(ks.folder, 'spy.cjs');
    await writeFile(
      spy,
      `process.on('exit', () => require('node:fs').writeSync(2, 'LOADED ' + JSON.stringify(Object.keys(require.cache)) + '\\n'));`,
    );
  });
  afterAll(() => ks.dispose());

  const loaded = async (...args: string[]): Promise<string[]> => {
    const { stderr } = await ks.run(args, { env: { NODE_OPTIONS: `--require ${spy}` } });
    const files: string[] = JSON.parse(/LOADED (.*)/.exec(stderr)?.[1] ?? 'null');
    // oclif reads the package's own description as a module
    return files.map((file) => basename(file)).filter((name) => name !== 'spy.cjs' && name !== 'package.json');
  };

  it('loads nothing for --version', async () => {
    expect(await loaded('--version')).toEqual(['ks']);
  });
  it.each([['--help'], ['targets', 'list'], ['tables', 'create', '--generate-cli-skeleton'], ['completion', 'bash']])(
    'loads the one bundle for %s %s',
    async (...args) => {
      expect(await loaded(...args.filter((arg) => arg !== undefined))).toEqual(['ks', 'load.js', 'main.cjs']);
    },
  );
  it('loads the engine and its addon for tables list, and nothing of npm beside', async () => {
    const files = await loaded('tables', 'list');
    expect(files.slice(0, 4)).toEqual(['ks', 'load.js', 'main.cjs', 'engine.cjs']);
    expect(files.slice(4)).toEqual([expect.stringMatching(/^node\..*\.node$/)]);
  });

  it('offers a completion script that bash understands', async () => {
    const { stdout } = await ks.run(['completion', 'bash']);
    expect(stdout).toContain('complete -o default -F _ks ks');
    expect(stdout).toContain('"tables") words="');
  });
});
