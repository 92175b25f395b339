// One engine with nothing before it but Connection, and clients that keep count: every whole request is answered once or
// the connection is closed; answers are whole frames; nothing fails in a way that was not foreseen.

import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/core/adapters/system/clock.js';
import { systemRandom } from '../../src/core/adapters/system/random.js';
import { type Engine, openEngine } from '../../src/core/engine/index.js';
import { memoryKv } from '../../src/core/engine/kv/memory.js';
import { limits } from '../../src/core/engine/limits.js';
import { type Frame, readFrames } from '../../src/core/engine/protocol/frame.js';
import { decodeError } from '../../src/core/engine/protocol/messages/error.js';
import { MetadataCache } from '../../src/core/engine/protocol/messages/metadata.js';
import { eventStream, headerBytes, Opcode } from '../../src/core/engine/protocol/opcodes.js';
import { Reader } from '../../src/core/engine/protocol/reader.js';
import { Connection } from '../../src/core/engine/server/connection.js';
import { rows, schema } from './corpus.js';
import { frame, query, startup } from './frames.js';

export interface ArenaOptions {
  readonly compat: 'keyspaces' | 'cassandra';
  readonly store: 'memory' | 'lmdb';
}

const noDelays = {
  createKeyspace: 0,
  deleteKeyspace: 0,
  updateKeyspace: 0,
  createTable: 0,
  updateTable: 0,
  deleteTable: 0,
  createType: 0,
  deleteType: 0,
  restore: 0,
};
const patienceMs = 60_000;

export class Arena {
  /** What the engine could not foresee, oldest first; taken out by whoever reports it. */
  readonly unforeseen: Error[];
  readonly #engine: Engine;
  readonly #dispose: () => Promise<void>;
  readonly #metadata = new MetadataCache();

  private constructor(engine: Engine, unforeseen: Error[], dispose: () => Promise<void>) {
    this.#engine = engine;
    this.unforeseen = unforeseen;
    this.#dispose = dispose;
  }

  static async open({ compat, store }: ArenaOptions): Promise<Arena> {
    const dataDir = store === 'lmdb' ? await mkdtemp(join(tmpdir(), 'ks-fuzz-')) : '';
    const unforeseen: Error[] = [];
    const note = (message: string, fields?: Readonly<Record<string, unknown>>) => {
      const error = fields?.error;
      unforeseen.push(error instanceof Error ? error : new Error(`${message}: ${String(error)}`));
    };
    const engine = await openEngine({
      dataDir,
      compat,
      clock: systemClock(),
      random: systemRandom(),
      log: { debug() {}, info() {}, warn() {}, error: note },
      delays: noDelays,
      ...(store === 'memory' ? { kv: memoryKv() } : {}),
    });
    const arena = new Arena(engine, unforeseen, async () => {
      await engine.close();
      if (dataDir !== '') rmSync(dataDir, { recursive: true, force: true });
    });
    const client = arena.connect();
    await client.enter();
    for (const text of [...schema, ...rows]) {
      const [answer] = await client.ask(query(text, 1));
      if (answer?.opcode !== Opcode.result) throw new Error(`${text}: ${describeAnswer(answer)}`);
    }
    return arena;
  }

  connect(): Client {
    return new Client(this.#engine, this.#metadata, this.unforeseen);
  }

  /** True when a new client gets in and reads a row. */
  async answers(): Promise<boolean> {
    const client = this.connect();
    await client.enter();
    const [answer] = await client.ask(query('SELECT key FROM system.local', 1));
    client.close();
    return answer?.opcode === Opcode.result && answer.body.includes('local');
  }

  close(): Promise<void> {
    return this.#dispose();
  }
}

export const describeAnswer = (answer: Frame | undefined): string =>
  answer === undefined
    ? 'no answer'
    : answer.opcode === Opcode.error
      ? decodeError(new Reader().over(answer.body)).message
      : `opcode ${answer.opcode}`;

/** What an answer is wrong in, or undefined. */
export function faultOf(answer: Frame): string | undefined {
  if (![3, 4].includes(answer.version)) return `an answer of version ${answer.version}`;
  if (answer.opcode !== Opcode.error || (answer.flags & 1) !== 0) return undefined;
  try {
    const error = decodeError(new Reader().over(answer.body));
    return (error.code as number) === 0 ? `server error: ${error.message}` : undefined;
  } catch (error) {
    return `an error frame that cannot be read: ${String(error)}`;
  }
}

export class Client {
  ended = false;
  /** Nothing more can come of this connection's bytes: a part of a frame is waiting. */
  waiting = false;
  readonly #connection: Connection;
  #written: Buffer[] = [];
  #unread: Buffer = Buffer.alloc(0);

  constructor(engine: Engine, metadata: MetadataCache, unforeseen: Error[]) {
    this.#connection = new Connection({
      sessions: engine.sessions,
      origin: { region: 'us-east-1' },
      auth: { kind: 'none' },
      clock: systemClock(),
      random: systemRandom(),
      log: {
        debug() {},
        info() {},
        warn() {},
        error: (message, fields) => {
          unforeseen.push(
            fields?.error instanceof Error ? fields.error : new Error(`${message}: ${String(fields?.error)}`),
          );
        },
      },
      metadata,
      schedule: (task) => void setImmediate(task),
      isFirstPiece: () => true,
      transport: {
        write: (bytes) => {
          this.#written.push(Buffer.from(bytes));
          return true;
        },
        backlogBytes: () => 0,
        pause: () => undefined,
        resume: () => undefined,
        end: () => {
          this.ended = true;
        },
      },
    });
  }

  async enter(): Promise<void> {
    await this.ask(frame(Opcode.startup, startup(), 0));
  }

  close(): void {
    this.#connection.closed();
  }

  /** Sends, in pieces cut at `cuts`, and waits for as many answers as there were whole requests, or for the end. */
  async ask(bytes: Buffer, cuts: readonly number[] = []): Promise<readonly Frame[]> {
    this.#unread = Buffer.concat([this.#unread, bytes]);
    const expected = this.#wholeRequests();
    let from = 0;
    for (const cut of [...cuts.filter((at) => at > 0 && at < bytes.length).sort((a, b) => a - b), bytes.length]) {
      // a copy: the connection keeps views of what it is given
      this.#connection.receive(Buffer.from(bytes.subarray(from, cut)));
      from = cut;
    }
    const until = performance.now() + patienceMs;
    let answers = this.#answers();
    while (!this.ended && answers.length < expected) {
      if (performance.now() > until) throw new Error(`${expected} requests, ${answers.length} answers`);
      await new Promise((resolve) => setImmediate(resolve));
      answers = this.#answers();
    }
    if (!this.ended && answers.length > expected) throw new Error(`${expected} requests, ${answers.length} answers`);
    this.#written = [];
    return answers;
  }

  #answers(): readonly Frame[] {
    const all = Buffer.concat(this.#written);
    // v1 and v2 clients are refused in a frame of their own kind
    const old = this.ended ? all.findLastIndex((byte) => byte === 0x81 || byte === 0x82) : -1;
    const { frames, used } = readFrames(all);
    if (used !== all.length && old < used)
      throw new Error(`an answer is cut off: ${all.subarray(used).toString('hex')}`);
    return frames.filter(({ opcode, stream }) => opcode !== Opcode.event || stream !== eventStream);
  }

  /** How many requests have come in whole; what remains is kept for the next call. */
  #wholeRequests(): number {
    let count = 0;
    let at = 0;
    const bytes = this.#unread;
    for (;;) {
      const left = bytes.length - at;
      this.waiting = left > 0;
      if (left === 0 || ![3, 4].includes(bytes[at]! & 0x7f) || left < headerBytes) break;
      const length = bytes.readInt32BE(at + 5);
      if (length < 0) break;
      if (length > limits.frameBytes) {
        // answered at once; what follows is passed over
        count += 1;
        break;
      }
      if (left < headerBytes + length) break;
      at += headerBytes + length;
      count += 1;
    }
    this.#unread = bytes.subarray(at);
    return count;
  }
}
