// Logins: nobody is asked, anybody is taken, or users and access keys are checked (data-plane facts 1.7).

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AuthOptions } from '../../src/core/engine/server/auth.js';
import { canonicalRequest, loginSignature, signingKey } from '../../src/core/engine/server/sigv4-signature.js';
import { query, request, startup, Wire } from './harness.js';

const nonce = '91703fdc2ef562e19fbdab0f58e42fe5';
const amzDate = '2020-06-09T22:41:51.000Z';
const wallMs = Date.parse(amzDate);
const signature = '7f3691c18a81b8ce7457699effbfae5b09b4e0714ab38c1292dbdf082c9ddd87';

const configured: AuthOptions = {
  kind: 'configured',
  users: [{ name: 'alice-at-111122223333', password: 'pass word' }],
  accessKeys: [
    { id: 'UserID-1', secret: 'UserSecretKey-1', user: 'arn:aws:iam::111122223333:user/alice' },
    { id: 'TempID-1', secret: 'UserSecretKey-1', sessionToken: 'token' },
  ],
};

const token = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes.length);
  return request(0x0f, Buffer.concat([length, bytes]));
};

const asked = (auth: AuthOptions, options: { wallMs?: number } = {}): Wire =>
  new Wire({ auth, nonce, wallMs, ...options }).send(startup());

describe('the signature', () => {
  const login = { region: 'us-west-2', accessKeyId: 'UserID-1', secretAccessKey: 'UserSecretKey-1', nonce, amzDate };

  it('is that of the published vector, step by step', () => {
    expect(canonicalRequest(login).split('\n').at(-1)).toBe(
      'ddf250111597b3f35e51e649f59e3f8b30ff5b247166d709dc1b1e60bd927070',
    );
    expect(createHash('sha256').update(canonicalRequest(login)).digest('hex')).toBe(
      'bf5cc15759befc37fc35689dcdd7938a9ad042b6326f537c4c5eecaa2ebf911e',
    );
    expect(signingKey(login).toString('hex')).toBe('7fb139473f153aec1b05747b0cd5cd77a1186d22ae895a3a0128e699d72e1aba');
    expect(loginSignature(login)).toBe(signature);
  });
});

describe('no authentication', () => {
  it('READY follows STARTUP, and the session has a user', () => {
    const wire = asked({ kind: 'none' });
    expect(wire.last.opcode).toBe(0x02);
    expect(wire.sessions.opened).toEqual([{ region: 'us-west-2', clientAddress: '10.0.0.9', user: 'anonymous' }]);
  });
});

describe('open', () => {
  it('names the authenticator that gocql knows', () => {
    expect(asked({ kind: 'open' }).last.body.subarray(2).toString()).toBe(
      'com.amazon.helenus.auth.HelenusAuthenticator',
    );
  });

  it('takes any user', () => {
    const wire = asked({ kind: 'open' }).send(token('\0bob\0whatever'));
    expect(wire.last).toMatchObject({ opcode: 0x10, body: Buffer.from('ffffffff', 'hex') });
    expect(wire.sessions.opened[0]!.user).toBe('bob');
  });

  it('takes any signature', () => {
    const wire = asked({ kind: 'open' }).send(
      token('SigV4\0\0'),
      token(`signature=x,access_key=ID,amzdate=${amzDate}`),
    );
    expect(wire.last.opcode).toBe(0x10);
    expect(wire.sessions.opened[0]!.user).toBe('ID');
  });
});

describe('configured', () => {
  it('takes the right password, and no other', () => {
    expect(asked(configured).send(token('\0alice-at-111122223333\0pass word')).last.opcode).toBe(0x10);
    for (const wrong of ['\0alice-at-111122223333\0pass', '\0bob\0pass word']) {
      const wire = asked(configured).send(token(wrong));
      expect(wire.lastError.code).toBe(0x0100);
      expect(wire.lastError.message).toMatch(/^Provided username \S+ and\/or password are incorrect$/);
      expect(wire.sessions.opened).toEqual([]);
    }
  });

  it.each([
    ['\0bob\0', 'Password must not be null'],
    ['\0\0secret', 'Authentication ID must not be null'],
    ['bob\0secret', 'Authentication ID must not be null'],
    ['secret', 'Password must not be null'],
    ['', 'Password must not be null'],
    ['\0bob\0sec\0ret', 'Credential format error: username or password is empty or contains NUL(\\0) character'],
  ])('refuses %j', (text, message) => {
    expect(asked(configured).send(token(text)).lastError).toMatchObject({ code: 0x0100, message });
  });

  it('a failed client may try again', () => {
    const wire = asked(configured).send(token('\0bob\0x'), token('\0alice-at-111122223333\0pass word'));
    expect(wire.last.opcode).toBe(0x10);
  });

  it('who is in may log in again, as somebody else, too', () => {
    const alice = token('\0alice-at-111122223333\0pass word');
    const wire = asked(configured).send(alice, token('\0bob\0x'), alice);
    expect(wire.answers.slice(-3).map(({ opcode }) => opcode)).toEqual([0x10, 0x00, 0x10]);
    expect(wire.sessions.opened).toHaveLength(1);
    wire.send(token('SigV4\0\0'), token(`signature=${signature},access_key=UserID-1,amzdate=${amzDate}`));
    expect(wire.sessions.opened.map(({ user }) => user)).toEqual([
      'alice-at-111122223333',
      'arn:aws:iam::111122223333:user/alice',
    ]);
    expect(wire.send(query('SELECT 1')).last.opcode).toBe(0x08);
  });

  it('SigV4: the challenge is the nonce alone, the vector signs it', () => {
    const wire = asked(configured).send(token('SigV4\0\0'));
    expect(wire.last.opcode).toBe(0x0e);
    expect(wire.last.body.subarray(4).toString()).toBe(`nonce=${nonce}`);
    wire.send(token(`signature=${signature},access_key=UserID-1,amzdate=${amzDate}`));
    expect(wire.last.opcode).toBe(0x10);
    expect(wire.sessions.opened[0]!.user).toBe('arn:aws:iam::111122223333:user/alice');
  });

  const answer = (fields: string, options: { wallMs?: number } = {}) =>
    asked(configured, options).send(token('SigV4\0\0'), token(fields));

  it.each([
    ['a wrong signature', `signature=${'0'.repeat(64)},access_key=UserID-1,amzdate=${amzDate}`],
    ['an unknown key', `signature=${signature},access_key=Other,amzdate=${amzDate}`],
    ['another date', `signature=${signature},access_key=UserID-1,amzdate=2020-06-09T22:41:52.000Z`],
    ['no date', `signature=${signature},access_key=UserID-1,amzdate=today`],
    ['a missing session token', `signature=${signature},access_key=TempID-1,amzdate=${amzDate}`],
    ['nothing', ''],
  ])('refuses %s', (_, fields) => {
    expect(answer(fields).lastError).toMatchObject({
      code: 0x0100,
      message: 'Authentication failure: Invalid signature',
    });
  });

  it('takes temporary credentials with their token', () => {
    const login = { region: 'us-west-2', accessKeyId: 'TempID-1', secretAccessKey: 'UserSecretKey-1', nonce, amzDate };
    const signed = `signature=${loginSignature(login)},access_key=TempID-1,amzdate=${amzDate},session_token=token`;
    expect(answer(signed).last.opcode).toBe(0x10);
  });

  it('a signature holds for fifteen minutes', () => {
    const fields = `signature=${signature},access_key=UserID-1,amzdate=${amzDate}`;
    expect(answer(fields, { wallMs: wallMs + 900_000 }).last.opcode).toBe(0x10);
    expect(answer(fields, { wallMs: wallMs + 900_001 }).last.opcode).toBe(0x00);
  });

  it('a nonce is good for one try', () => {
    const fields = `signature=${signature},access_key=UserID-1,amzdate=${amzDate}`;
    const wire = answer('signature=x,access_key=UserID-1,amzdate=x').send(token(fields));
    expect(wire.last.opcode).toBe(0x00);
  });
});
