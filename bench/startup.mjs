// Whole processes from outside: `ks --version` and `ks tables list` against an empty node, paired run by run.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { cleanEnvironment, heading, median, root, row, tempDir } from './measure.mjs';

export function benchStartup(runs = 15) {
  heading('Start-up, whole process, median of paired runs');
  const env = cleanEnvironment({ KS_DATA_DIR: join(tempDir('cli'), 'data'), XDG_CONFIG_HOME: tempDir('config') });
  const ks = join(root, 'bin', 'ks');
  const spawned = (args) => {
    const start = process.hrtime.bigint();
    const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
    return Number(process.hrtime.bigint() - start) / 1e6;
  };
  spawned([ks, 'keyspaces', 'create', 'bench', '--wait']);
  spawned([ks, 'tables', 'create', 'bench.t', '--partition-key', 'id:int', '--column', 'v:text', '--wait']);
  const commands = { 'ks --version': [ks, '--version'], 'ks tables list': [ks, 'tables', 'list'] };
  for (const [name, args] of Object.entries(commands)) {
    for (let i = 0; i < 3; i++) spawned(args);
    const pairs = Array.from({ length: runs }, () => [spawned(['-e', '0']), spawned(args)]);
    const own = median(pairs.map(([, ms]) => ms));
    row(name, `${own.toFixed(1)} ms`, median(pairs.map(([node, ms]) => ms / node)), 'node -e 0');
  }
}
