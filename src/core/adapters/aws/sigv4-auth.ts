// SigV4 as Amazon Keyspaces wants it inside the native protocol's SASL exchange, so that no service-specific password is
// needed [facts/data-plane 1.7].

import { createHash, createHmac } from 'node:crypto';
import { auth } from 'cassandra-driver';
import type { Credentials } from './clients.js';

const service = 'cassandra';
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
export const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** `day` is 20200609. */
export const signingKey = (secretAccessKey: string, day: string, region: string): Buffer =>
  [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${secretAccessKey}`, day));

export interface SigningInput {
  readonly region: string;
  readonly credentials: Credentials;
  readonly nonce: string;
  /** `2020-06-09T22:41:51.000Z`. */
  readonly amzDate: string;
}

/** 64 hex digits. */
export function signature({ region, credentials, nonce, amzDate }: SigningInput): string {
  const day = amzDate.slice(0, 10).replaceAll('-', '');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const query = [
    'X-Amz-Algorithm=AWS4-HMAC-SHA256',
    `X-Amz-Credential=${credentials.accessKeyId}%2F${encodeURIComponent(scope)}`,
    `X-Amz-Date=${encodeURIComponent(amzDate)}`,
    'X-Amz-Expires=900',
  ].join('&');
  const canonical = `PUT\n/authenticate\n${query}\nhost:${service}\n\nhost\n${sha256(nonce)}`;
  const toSign = `AWS4-HMAC-SHA256\n${amzDate}\n${scope}\n${sha256(canonical)}`;
  return hmac(signingKey(credentials.secretAccessKey, day, region), toSign).toString('hex');
}

export function challengeAnswer(input: SigningInput): string {
  const { accessKeyId, sessionToken } = input.credentials;
  const token = sessionToken === undefined ? '' : `,session_token=${sessionToken}`;
  return `signature=${signature(input)},access_key=${accessKeyId},amzdate=${input.amzDate}${token}`;
}

type Callback = Parameters<auth.Authenticator['initialResponse']>[0];

export interface SigV4Options {
  readonly region: string;
  readonly credentials: () => Promise<Credentials>;
  readonly wallMs: () => number;
}

/** The driver insists on a descendant of its own class, which its types call an interface. */
const DriverProvider = (auth as unknown as { AuthProvider: new () => auth.AuthProvider }).AuthProvider;

export class SigV4AuthProvider extends DriverProvider {
  private readonly options: SigV4Options;

  constructor(options: SigV4Options) {
    super();
    this.options = options;
  }

  override newAuthenticator(): auth.Authenticator {
    const { region, credentials, wallMs } = this.options;
    return {
      initialResponse: (callback: Callback) => callback(null as unknown as Error, Buffer.from('SigV4\0\0')),
      evaluateChallenge: (challenge: Buffer, callback: Callback) => {
        // commas end the nonce where a server sends more after it
        const nonce = /nonce=([^,]*)/.exec(challenge.toString('utf8'))?.[1];
        if (nonce === undefined) return callback(new Error('The server sent no nonce to sign.'));
        credentials().then(
          (found) => {
            const amzDate = new Date(wallMs()).toISOString();
            const answer = challengeAnswer({ region, credentials: found, nonce, amzDate });
            callback(null as unknown as Error, Buffer.from(answer));
          },
          (error) => callback(error as Error),
        );
      },
      onAuthenticationSuccess: () => {},
    };
  }
}
