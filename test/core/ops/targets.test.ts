import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemFiles } from '../../../src/core/adapters/system/files.js';
import { localTarget } from '../../../src/core/model/config.js';
import { addTarget, chooseTarget, listTargets, readConfig, removeTarget } from '../../../src/core/ops/targets.js';

const prod = { ...localTarget, name: 'prod', kind: 'aws' as const, protected: true, regions: ['eu-west-1'] };

describe('targets', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ks-targets-'));
    path = join(folder, 'deep', 'config.yaml');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const store = () => ({ files: systemFiles(), path });

  it('begins with the built-in local one and writes no file for reading', async () => {
    expect((await listTargets(store())).map((target) => [target.name, target.current])).toEqual([['local', true]]);
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('adds, uses and removes, in a file for its owner alone', async () => {
    await addTarget(store(), prod, false);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await chooseTarget(store(), 'prod')).toEqual({ changed: true, name: 'prod' });
    expect(await chooseTarget(store(), 'prod')).toEqual({ changed: false, name: 'prod' });
    expect((await listTargets(store())).find((target) => target.current)).toMatchObject({
      name: 'prod',
      protected: true,
    });
    await expect(addTarget(store(), prod, false)).rejects.toMatchObject({ kind: 'conflict' });
    await removeTarget(store(), 'prod');
    expect(await readConfig(store())).toEqual({ current: 'local', targets: [] });
  });

  it('refuses to remove the built-in target and to use an unknown one', async () => {
    await expect(removeTarget(store(), 'local')).rejects.toMatchObject({ kind: 'refused' });
    await expect(chooseTarget(store(), 'nowhere')).rejects.toMatchObject({ kind: 'usage' });
  });

  it.each([
    ['targets: [', /not YAML/],
    ['targets: [{name: a, kind: mars}]', /not a ks configuration/],
    ['targets: [{name: a, kind: aws, regoins: [us-east-1]}]', /not a ks configuration/],
    ['targets: [{name: a, kind: aws}, {name: a, kind: local}]', /two targets named a/],
  ])('names what is wrong in %s', async (text, message) => {
    path = join(folder, 'config.yaml');
    await writeFile(path, text);
    await expect(readConfig(store())).rejects.toThrow(message);
    expect(await readFile(path, 'utf8')).toBe(text);
  });
});
