// The built server on free ports, and the variables by which clients find it: KS_CQL_PORT, KS_HTTP_PORT, KS_TLS_PORT and KS_CA.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Made up; the server knows them from its credentials file. */
export const login = {
  KS_USER: 'alice-at-111122223333',
  KS_PASSWORD: 'a password of nobody',
  KS_ACCESS_KEY: 'AKIAIOSFODNN7EXAMPLE',
  KS_SECRET_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

export async function startServer(root, { locked = false, zones = 1 } = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'ks-conformance-'));
  const args = [
    'local',
    'start',
    '--foreground',
    '--json',
    '--data-dir',
    dataDir,
    '--cql-port',
    '0',
    '--http-port',
    '0',
  ];
  if (zones > 1) args.push('--zones', String(zones));
  if (locked) {
    const file = join(dataDir, 'credentials.yaml');
    const users = [{ name: login.KS_USER, password: login.KS_PASSWORD }];
    const accessKeys = [{ id: login.KS_ACCESS_KEY, secret: login.KS_SECRET_KEY }];
    // JSON is YAML
    writeFileSync(file, JSON.stringify({ users, accessKeys }), { mode: 0o600 });
    args.push('--tls-port', '0', '--credentials', file);
  }
  const child = spawn(join(root, 'bin', 'ks'), args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((done) => child.once('exit', done));
  const ready = await readyLine(child, ended);
  const env = { KS_CQL_PORT: `${ready.cqlPort}`, KS_HTTP_PORT: `${ready.httpPort}`, ...login };
  if (locked) Object.assign(env, { KS_TLS_PORT: `${ready.tlsPort}`, KS_CA: ready.caPath });
  return {
    env,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function readyLine(child, ended) {
  return new Promise((resolve, reject) => {
    ended.then((code) => reject(new Error(`the server ended with ${code}`)));
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      try {
        resolve(JSON.parse(text));
      } catch {
        // half of it
      }
    });
  });
}
