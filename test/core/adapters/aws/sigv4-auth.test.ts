import { expect, it } from 'vitest';
import { challengeAnswer, SigV4AuthProvider, signature } from '../../../../src/core/adapters/aws/sigv4-auth.js';

// the vector of Amazon's own driver plugins (facts/data-plane 1.7)
const input = {
  region: 'us-west-2',
  credentials: { accessKeyId: 'UserID-1', secretAccessKey: 'UserSecretKey-1' },
  nonce: '91703fdc2ef562e19fbdab0f58e42fe5',
  amzDate: '2020-06-09T22:41:51.000Z',
};
const expected = '7f3691c18a81b8ce7457699effbfae5b09b4e0714ab38c1292dbdf082c9ddd87';

it('signs as the plugins do', () => {
  expect(signature(input)).toBe(expected);
  expect(challengeAnswer(input)).toBe(`signature=${expected},access_key=UserID-1,amzdate=2020-06-09T22:41:51.000Z`);
  const temporary = { ...input, credentials: { ...input.credentials, sessionToken: 'tok' } };
  expect(challengeAnswer(temporary)).toMatch(/,session_token=tok$/);
});

it('speaks the exchange: SigV4 and two NULs, then the signed nonce', async () => {
  const authenticator = new SigV4AuthProvider({
    region: input.region,
    credentials: async () => input.credentials,
    wallMs: () => Date.parse(input.amzDate),
  }).newAuthenticator();
  const answered = (ask: (done: (error: Error, token: Buffer) => void) => void) =>
    new Promise<string>((resolve, reject) => {
      ask((error, token) => (error ? reject(error) : resolve(token.toString('latin1'))));
    });
  expect(await answered((done) => authenticator.initialResponse(done as never))).toBe('SigV4\0\0');
  const challenge = Buffer.from(`nonce=${input.nonce}`);
  expect(await answered((done) => authenticator.evaluateChallenge(challenge, done as never))).toContain(expected);
  await expect(answered((done) => authenticator.evaluateChallenge(Buffer.from('x'), done as never))).rejects.toThrow(
    /nonce/,
  );
});
