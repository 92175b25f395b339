// A connection before it has a session: the states `new` and `authenticating` of data-plane facts 1.6, and what leads
// out of them.

import type { Compressor } from '../protocol/compression.js';
import { checkStartup, decodeStartup, decodeToken, type HandshakeAnswer } from '../protocol/messages/handshake.js';
import { Opcode } from '../protocol/opcodes.js';
import type { Reader } from '../protocol/reader.js';
import { type AuthOptions, anonymousUser, Login, type LoginDeps } from './auth.js';
import { unexpected } from './refusals.js';

export interface EntranceStep {
  readonly answer: HandshakeAnswer;
  /** Present when the client is in. */
  readonly user?: string;
  /** What was agreed in STARTUP; holds for what follows the answer to it. */
  readonly compressor: Compressor | undefined;
}

export class Entrance {
  readonly #auth: AuthOptions;
  readonly #deps: LoginDeps;
  #login: Login | undefined;
  #compressor: Compressor | undefined;
  /** In without a login. */
  #isOpen = false;

  constructor(auth: AuthOptions, deps: LoginDeps) {
    this.#auth = auth;
    this.#deps = deps;
  }

  /** Takes one message other than OPTIONS, an AUTH_RESPONSE when the client is in already, too. Throws 0x000A out of turn, 0x0100 for
   * false credentials. */
  step(reader: Reader, opcode: number): EntranceStep {
    if (this.#login !== undefined) return this.#authenticate(this.#login, reader, opcode);
    if (this.#isOpen) return this.#noLogin(reader);
    if (opcode !== Opcode.startup) throw unexpected(opcode, 'expecting STARTUP or OPTIONS');
    this.#compressor = checkStartup(decodeStartup(reader));
    const compressor = this.#compressor;
    if (this.#auth.kind === 'none') {
      this.#isOpen = true;
      return { answer: { kind: 'ready' }, user: anonymousUser, compressor };
    }
    this.#login = new Login(this.#auth, this.#deps);
    return { answer: { kind: 'authenticate' }, compressor };
  }

  /** Credentials that were not asked for [measured on Cassandra 3.11.19]. */
  #noLogin(reader: Reader): EntranceStep {
    decodeToken(reader);
    return { answer: { kind: 'success', token: null }, compressor: this.#compressor };
  }

  #authenticate(login: Login, reader: Reader, opcode: number): EntranceStep {
    if (opcode !== Opcode.authResponse) throw unexpected(opcode, 'expecting SASL_RESPONSE');
    const compressor = this.#compressor;
    const step = login.step(decodeToken(reader));
    if (step.kind === 'challenge') return { answer: step, compressor };
    return { answer: { kind: 'success', token: null }, user: step.user, compressor };
  }
}
