// A server of the built tool in the lenient mode, over data of its own. Apart because every suite needs one.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Resolves when it serves. `port`: 0 or absent is any free one. */
export function startServer(port = 0) {
  const dataDir = mkdtempSync(join(tmpdir(), 'ks-suites-data-'));
  const args = ['local', 'start', '--foreground', '--json', '--compat', 'cassandra', '--data-dir', dataDir];
  const child = spawn(join(root, 'bin', 'ks'), [...args, '--cql-port', String(port), '--http-port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    child.stdout.on('data', (chunk) => {
      text += chunk;
      let ready;
      try {
        ready = JSON.parse(text);
      } catch {
        return;
      }
      const stop = async () => {
        child.removeAllListeners('exit');
        const ended = new Promise((done) => child.once('exit', done));
        child.kill('SIGTERM');
        await ended;
        rmSync(dataDir, { recursive: true, force: true });
      };
      resolve({ port: ready.cqlPort, stop });
    });
  });
}
