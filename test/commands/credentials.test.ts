// The local server with TLS and a credentials file: who comes in, who does not, and that no secret is ever printed.

import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import cassandra from 'cassandra-driver';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KsHome, ksHome } from '../support/run-ks.js';

interface Started {
  readonly tlsPort: number;
  readonly caPath: string;
}
const secret = 'correct-horse-battery';
const text = `
users:
  - name: alice-at-111122223333
    password: ${secret}
accessKeys:
  - id: AKIAIOSFODNN7EXAMPLE
    secret: ${secret}
`;

describe('ks local start --tls-port --credentials', () => {
  let ks: KsHome;
  let file: string;
  beforeEach(async () => {
    ks = await ksHome();
    file = join(ks.folder, 'users.yaml');
  });
  afterEach(() => ks.dispose());
  const start = (...more: string[]) => ['local', 'start', '--cql-port', '0', '--http-port', '0', ...more];
  const keep = async (content: string, mode = 0o600) => {
    await writeFile(file, content);
    await chmod(file, mode);
  };

  it('lets in over TLS who knows the password, and prints none', async () => {
    await keep(text);
    const started = await ks.run([...start('--tls-port', '0', '--credentials', file), '--json']);
    expect(started).toMatchObject({ code: 0 });
    const { tlsPort, caPath } = JSON.parse(started.stdout) as Started;
    const ca = await readFile(caPath, 'utf8');
    const login = async (password: string) => {
      const client = new cassandra.Client({
        contactPoints: [`127.0.0.1:${tlsPort}`],
        localDataCenter: 'us-east-1',
        credentials: { username: 'alice-at-111122223333', password },
        sslOptions: { ca: [ca], host: 'localhost', rejectUnauthorized: true },
      });
      try {
        await client.connect();
        return (await client.execute('SELECT key FROM system.local')).first()?.key as string;
      } finally {
        await client.shutdown();
      }
    };
    expect(await login(secret)).toBe('local');
    const refused = await login('wrong').catch((error: unknown) => error);
    const [inner] = Object.values((refused as cassandra.errors.NoHostAvailableError).innerErrors);
    expect(String(inner)).toContain('Provided username alice-at-111122223333 and/or password are incorrect');
    const status = await ks.run(['local', 'status']);
    const log = await readFile(join(ks.folder, 'data', 'server.log'), 'utf8');
    const state = await readFile(join(ks.folder, 'data', 'server.json'), 'utf8');
    expect(status.stdout).toContain(caPath);
    for (const printed of [started.stdout, started.stderr, status.stdout, log, state]) {
      expect(printed).not.toContain(secret);
    }
  });

  it.each([
    ['a file that others can read', text, 0o644, 4, 'chmod 600'],
    ['a file that is not YAML', `users: [{name: a, password: ${secret}`, 0o600, 2, 'is not YAML'],
    ['members that do not exist', `users:\n  - {name: a, passwort: ${secret}}`, 0o600, 2, 'users.0.password'],
    ['a file without anybody in it', '{}', 0o600, 2, 'neither users nor accessKeys'],
  ])('refuses %s without repeating it', async (_, content, mode, code, words) => {
    await keep(content, mode);
    const ran = await ks.run(start('--credentials', file));
    expect(ran).toMatchObject({ code, stdout: '' });
    expect(ran.stderr).toContain(words);
    expect(ran.stderr).not.toContain(secret);
    expect(await ks.json('local', 'status')).toMatchObject({ running: false });
  });
});
