// A connection without a socket for the wire tests: a session whose answers the test decides, and everything that the
// connection writes, as frames.

import type { CqlError } from '../../src/core/engine/cql-error.js';
import { ErrorCode, CqlError as Failure } from '../../src/core/engine/cql-error.js';
import { readFrames } from '../../src/core/engine/protocol/frame.js';
import { decodeError } from '../../src/core/engine/protocol/messages/error.js';
import { MetadataCache } from '../../src/core/engine/protocol/messages/metadata.js';
import type { Version } from '../../src/core/engine/protocol/opcodes.js';
import { Reader } from '../../src/core/engine/protocol/reader.js';
import type { AuthOptions } from '../../src/core/engine/server/auth.js';
import { Connection } from '../../src/core/engine/server/connection.js';
import type {
  BatchRequest,
  Outcome,
  Prepared,
  SchemaChange,
  Session,
  SessionFactory,
  SessionRequest,
  StatementOptions,
} from '../../src/core/engine/session/api.js';
import { native } from '../../src/core/engine/types/cql-type.js';
import type { Clock } from '../../src/core/ports/clock.js';

/** Bytes from hex; blanks, line ends and text after `#` on a line do not count. */
export function hex(text: string): Buffer {
  const digits = text
    .split('\n')
    .map((line) => line.replace(/#.*/, ''))
    .join('')
    .replaceAll(/\s/g, '');
  if (!/^(?:[0-9a-f]{2})*$/i.test(digits)) throw new Error(`not hex: ${digits}`);
  return Buffer.from(digits, 'hex');
}

/** A request frame. */
export function request(
  opcode: number,
  body: Buffer,
  options: { version?: number; stream?: number; flags?: number } = {},
) {
  const { version = 4, stream = 1, flags = 0 } = options;
  const header = Buffer.alloc(9);
  header[0] = version;
  header[1] = flags;
  header.writeInt16BE(stream, 2);
  header[4] = opcode;
  header.writeInt32BE(body.length, 5);
  return Buffer.concat([header, body]);
}

export const stringBytes = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
export const longStringBytes = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
/** `{CQL_VERSION: 3.0.0, ...}`. */
export const startup = (options: Record<string, string> = { CQL_VERSION: '3.0.0' }, version = 4): Buffer => {
  const entries = Object.entries(options);
  const count = Buffer.from([0, entries.length]);
  const body = Buffer.concat([count, ...entries.flatMap(([key, value]) => [stringBytes(key), stringBytes(value)])]);
  return request(0x01, body, { version });
};
/** A QUERY at consistency ONE without parameters. */
export const query = (text: string, options: { version?: number; stream?: number; flags?: number } = {}): Buffer =>
  request(0x07, Buffer.concat([longStringBytes(text), hex('0001 00')]), options);

export const preparedInsert: Prepared = {
  id: hex('000102030405060708090a0b0c0d0e0f'),
  text: 'INSERT INTO k.t (a, b) VALUES (?, ?)',
  bindColumns: [
    { keyspace: 'k', table: 't', name: 'a', type: native('int') },
    { keyspace: 'k', table: 't', name: 'b', type: native('text') },
  ],
  partitionKeyIndexes: [0],
};

export type Call =
  | { readonly kind: 'query'; readonly text: string; readonly options: StatementOptions }
  | { readonly kind: 'execute'; readonly prepared: Prepared; readonly options: StatementOptions }
  | { readonly kind: 'batch'; readonly request: BatchRequest; readonly options: StatementOptions };

/** Answers with what `respond` gives; knows the one prepared statement above. */
export class ScriptedSessions implements SessionFactory {
  readonly calls: Call[] = [];
  readonly opened: SessionRequest[] = [];
  closed = 0;
  respond: (call: Call) => Outcome | Promise<Outcome> = () => ({ kind: 'void' });
  readonly #listeners = new Set<(change: SchemaChange) => void>();

  open(opening: SessionRequest): Session {
    this.opened.push(opening);
    const answer = (call: Call) => {
      this.calls.push(call);
      return this.respond(call);
    };
    return {
      keyspace: undefined,
      prepare: (text) => {
        if (text !== preparedInsert.text) throw new Failure(ErrorCode.syntax, `line 1:0 no viable alternative`);
        return preparedInsert;
      },
      preparedById: (id) => {
        if (preparedInsert.id.equals(id)) return preparedInsert;
        throw new Failure(ErrorCode.unprepared, 'Prepared query with ID not found', { preparedId: Buffer.from(id) });
      },
      query: (text, options) => answer({ kind: 'query', text, options }),
      execute: (prepared, options) => answer({ kind: 'execute', prepared, options }),
      batch: async (batch, options) => answer({ kind: 'batch', request: batch, options }),
      close: () => {
        this.closed += 1;
      },
    };
  }

  onSchemaChange(listener: (change: SchemaChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  announce(change: SchemaChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  get listeners(): number {
    return this.#listeners.size;
  }
}

export const fixedClock = (wallMs: number): Clock => ({
  wallMs: () => wallMs,
  wallMicros: () => BigInt(wallMs) * 1000n,
  monotonicNs: () => 0n,
  sleep: async () => undefined,
  every: () => () => undefined,
});

export interface Answer {
  readonly version: number;
  readonly flags: number;
  readonly stream: number;
  readonly opcode: number;
  readonly body: Buffer;
}

export class Wire {
  readonly sessions = new ScriptedSessions();
  readonly connection: Connection;
  /** One entry a write. */
  readonly writes: Buffer[] = [];
  readonly errors: unknown[] = [];
  ended = false;
  paused = false;
  /** What the transport says of its backlog. */
  backlogBytes = 0;
  /** Whether this connection is the first of its turn to have an answer. */
  isFirst = false;
  /** Whether the transport takes bytes at once. */
  takesAtOnce = true;
  readonly #tasks: (() => void)[] = [];

  constructor(options: { auth?: AuthOptions; wallMs?: number; nonce?: string } = {}) {
    this.connection = new Connection({
      sessions: this.sessions,
      origin: { region: 'us-west-2', clientAddress: '10.0.0.9' },
      auth: options.auth ?? { kind: 'none' },
      clock: fixedClock(options.wallMs ?? 0),
      random: { bytes: (count) => Buffer.from(options.nonce ?? '00'.repeat(count), 'hex'), integer: () => 0 },
      log: {
        debug: () => undefined,
        info: () => undefined,
        warn: () => undefined,
        error: (_, fields) => this.errors.push(fields?.error),
      },
      metadata: new MetadataCache(),
      schedule: (task) => this.#tasks.push(task),
      isFirstPiece: () => this.isFirst,
      transport: {
        write: (bytes) => {
          this.writes.push(this.takesAtOnce ? Buffer.from(bytes) : bytes);
          return this.takesAtOnce;
        },
        backlogBytes: () => this.backlogBytes,
        pause: () => {
          this.paused = true;
        },
        resume: () => {
          this.paused = false;
        },
        end: () => {
          this.ended = true;
        },
      },
    });
  }

  send(...frames: Buffer[]): this {
    this.connection.receive(Buffer.concat(frames));
    return this;
  }

  /** Lets promises settle and late answers leave. */
  async turn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    for (const task of this.#tasks.splice(0)) task();
  }

  /** Every whole frame written so far, and nothing beside them. */
  get answers(): readonly Answer[] {
    const all = Buffer.concat(this.writes);
    const { frames, used } = readFrames(all);
    if (used !== all.length) throw new Error('an answer is cut off');
    return frames;
  }

  get last(): Answer {
    return this.answers.at(-1)!;
  }

  get lastError(): CqlError {
    return errorOf(this.last);
  }
}

export function errorOf(answer: Answer): CqlError {
  if (answer.opcode !== 0) throw new Error(`opcode ${answer.opcode} is no ERROR`);
  return decodeError(new Reader().over(answer.body));
}

/** A connection after STARTUP. */
export function ready(options: { version?: Version; compression?: string } = {}): Wire {
  const wire = new Wire();
  const { version = 4, compression } = options;
  wire.send(
    startup({ CQL_VERSION: '3.0.0', ...(compression === undefined ? {} : { COMPRESSION: compression }) }, version),
  );
  wire.writes.length = 0;
  return wire;
}
