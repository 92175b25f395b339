// What a build is made of, and whether the last one is still good: a hash over every source file.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const stampPath = join(root, 'dist', 'build.json');

/** All files under a folder, in a fixed order. */
export function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(path) : [path];
    });
}

export function sourceHash() {
  const hash = createHash('sha256');
  const single = ['package.json', 'package-lock.json', 'scripts/build.mjs', 'bin/load.js'].map((name) =>
    join(root, name),
  );
  for (const path of [...filesUnder(join(root, 'src')), ...single]) {
    hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

/** Why there has to be a build; undefined when the last one is good. */
export function staleBecause() {
  if (!existsSync(stampPath)) return 'there is no build';
  if (!existsSync(join(root, 'oclif.manifest.json'))) return 'there is no manifest';
  const stamp = JSON.parse(readFileSync(stampPath, 'utf8'));
  if (stamp.bundles.some((name) => !existsSync(join(root, 'dist', name)))) return 'a bundle is missing';
  return stamp.hash === sourceHash() ? undefined : 'the sources have changed';
}

/** Packages have to be installed: none are, or the lock file is newer than what npm installed last. */
export function needsInstall() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return true;
  return statSync(join(root, 'package-lock.json')).mtimeMs > statSync(installed).mtimeMs;
}
