// Makes a fresh clone ready: installs packages when they are missing or older than the lock file, builds when the build
// is. Says nothing when there is nothing to do. Needs no package itself.

import { spawnSync } from 'node:child_process';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { needsInstall, root, staleBecause } from './sources.mjs';

function run(what, command, args) {
  process.stderr.write(`${what}\n`);
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (done.status === 0) return;
  process.stderr.write(`error: ${command} ${args.join(' ')} failed.\n`);
  process.exit(done.status ?? 1);
}

if (needsInstall()) {
  run('Installing packages …', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error']);
  const now = new Date();
  utimesSync(join(root, 'node_modules', '.package-lock.json'), now, now);
}
const why = staleBecause();
if (why !== undefined)
  run(`Building, because ${why} …`, process.execPath, [join(root, 'scripts', 'build.mjs'), '--quiet']);
