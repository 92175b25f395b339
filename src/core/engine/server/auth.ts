// Who may come in: everybody at once, everybody who gives any name, or the users and access keys that were configured.
// One Login per connection holds the exchange of AUTH messages (data-plane facts 1.7).

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../ports/clock.js';
import type { Random } from '../../ports/random.js';
import { limits } from '../limits.js';
import { badCredentials } from '../protocol/messages/handshake.js';
import { loginSignature } from './sigv4-signature.js';

export interface PasswordUser {
  readonly name: string;
  readonly password: string;
}
export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  readonly sessionToken?: string;
  /** What permissions and audit records call its owner; the key's id when absent. */
  readonly user?: string;
}

export type AuthOptions =
  /** READY at once: no credentials are asked for, and none that a client has are looked at. */
  | { readonly kind: 'none' }
  /** AUTHENTICATE, and whatever comes is taken. */
  | { readonly kind: 'open' }
  | {
      readonly kind: 'configured';
      readonly users: readonly PasswordUser[];
      readonly accessKeys: readonly AccessKey[];
    };

/** The user of connections that were asked for no credentials. */
export const anonymousUser = 'anonymous';

export type LoginStep =
  | { readonly kind: 'challenge'; readonly token: Buffer }
  | { readonly kind: 'success'; readonly user: string };

export interface LoginDeps {
  readonly region: string;
  readonly clock: Clock;
  readonly random: Random;
}

const sigV4Opening = Buffer.from('SigV4\0\0', 'latin1');
const nonceBytes = 16;

/** Throws 0x0100 when the client is not who it says. */
export class Login {
  readonly #options: Exclude<AuthOptions, { kind: 'none' }>;
  readonly #deps: LoginDeps;
  /** Set while a signature is awaited; used once. */
  #nonce: string | undefined;

  constructor(options: Exclude<AuthOptions, { kind: 'none' }>, deps: LoginDeps) {
    this.#options = options;
    this.#deps = deps;
  }

  /** Takes one AUTH_RESPONSE. */
  step(token: Uint8Array | null): LoginStep {
    const bytes = Buffer.from(token ?? new Uint8Array(0));
    if (this.#nonce !== undefined) {
      const nonce = this.#nonce;
      this.#nonce = undefined;
      return { kind: 'success', user: this.#verifySignature(nonce, bytes.toString('utf8')) };
    }
    if (bytes.equals(sigV4Opening)) {
      this.#nonce = this.#deps.random.bytes(nonceBytes).toString('hex');
      return { kind: 'challenge', token: Buffer.from(`nonce=${this.#nonce}`, 'latin1') };
    }
    return { kind: 'success', user: this.#verifyPassword(bytes) };
  }

  #verifyPassword(token: Buffer): string {
    const { name, password } = readPlain(token);
    if (this.#options.kind === 'open') return name;
    const user = this.#options.users.find((candidate) => candidate.name === name);
    if (user === undefined || !sameText(user.password, password)) {
      throw badCredentials(`Provided username ${name} and/or password are incorrect`);
    }
    return user.name;
  }

  #verifySignature(nonce: string, response: string): string {
    const fields = new Map(
      response.split(',').map((field) => {
        const at = field.indexOf('=');
        return [field.slice(0, at).trim(), field.slice(at + 1)] as const;
      }),
    );
    const accessKeyId = fields.get('access_key');
    const amzDate = fields.get('amzdate');
    const signature = fields.get('signature');
    if (accessKeyId === undefined || amzDate === undefined || signature === undefined) throw invalidSignature();
    if (this.#options.kind === 'open') return accessKeyId;
    const key = this.#options.accessKeys.find((candidate) => candidate.id === accessKeyId);
    if (key === undefined || key.sessionToken !== fields.get('session_token')) throw invalidSignature();
    // a date may have any number of fraction digits, which Date.parse takes
    const age = Math.abs(this.#deps.clock.wallMs() - Date.parse(amzDate));
    if (!(age <= limits.signatureAgeMs)) throw invalidSignature();
    const { region } = this.#deps;
    const expected = loginSignature({ region, accessKeyId, secretAccessKey: key.secret, nonce, amzDate });
    if (!sameText(expected, signature)) throw invalidSignature();
    return key.user ?? key.id;
  }
}

const invalidSignature = () => badCredentials('Authentication failure: Invalid signature');

/** SASL PLAIN: `authzid NUL authcid NUL password`, read from its end as Cassandra 3.11 does, whose texts these are. */
function readPlain(token: Buffer): { readonly name: string; readonly password: string } {
  const [password, name, authorization, ...more] = token.toString('utf8').split('\0').reverse();
  if (more.length > 0) {
    throw badCredentials('Credential format error: username or password is empty or contains NUL(\\0) character');
  }
  if (name === undefined || !password) throw badCredentials('Password must not be null');
  if (authorization === undefined || name === '') throw badCredentials('Authentication ID must not be null');
  return { name, password };
}

/** Takes the same time for every wrong text. */
function sameText(expected: string, given: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(digest(expected), digest(given));
}
