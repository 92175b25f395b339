// A raw native-protocol v4 client: one connection, any number of requests in flight, answers as bytes and decoded. It
// interprets nothing, so that two servers can be compared to the byte.

import { connect, type Socket } from 'node:net';
import type { CqlError } from '../../src/core/engine/cql-error.js';
import { type Frame, readFrames, writeRequest } from '../../src/core/engine/protocol/frame.js';
import { decodeError } from '../../src/core/engine/protocol/messages/error.js';
import { encodeStartup } from '../../src/core/engine/protocol/messages/handshake.js';
import type { Parameters } from '../../src/core/engine/protocol/messages/parameters.js';
import { decodeResult, type Result } from '../../src/core/engine/protocol/messages/result.js';
import {
  type BatchMessage,
  encodeBatch,
  encodeExecute,
  encodePrepare,
  encodeQuery,
} from '../../src/core/engine/protocol/messages/statements.js';
import { HeaderFlag, Opcode } from '../../src/core/engine/protocol/opcodes.js';
import { Reader } from '../../src/core/engine/protocol/reader.js';
import { ByteSink } from '../../src/core/lib/byte-sink.js';

const secondsMost = 60;

export interface Answer {
  readonly body: Buffer;
  readonly warnings: readonly string[];
  readonly outcome: Result | CqlError;
}

export class WireClient {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, { resolve(frame: Frame): void; reject(error: Error): void }>();
  readonly #free: number[] = [];
  #nextStream = 0;
  #received: Buffer = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    const fail = (error: Error) => {
      for (const waiter of this.#waiting.values()) waiter.reject(error);
      this.#waiting.clear();
    };
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('the server closed the connection')));
  }

  static async open(host: string, port: number): Promise<WireClient> {
    const socket = connect({ host, port });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    const client = new WireClient(socket);
    await client.#send(Opcode.startup, (sink) => encodeStartup(sink, new Map([['CQL_VERSION', '3.0.0']])));
    return client;
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const { frames, used } = readFrames(this.#received);
    this.#received = this.#received.subarray(used);
    for (const frame of frames) {
      const waiter = this.#waiting.get(frame.stream);
      if (waiter === undefined) continue;
      this.#waiting.delete(frame.stream);
      this.#free.push(frame.stream);
      waiter.resolve(frame);
    }
  }

  #send(opcode: number, encode: (sink: ByteSink) => void): Promise<Frame> {
    const sink = new ByteSink(512);
    encode(sink);
    const stream = this.#free.pop() ?? this.#nextStream++;
    const out = new ByteSink(sink.position + 16);
    writeRequest(out, { version: 4, flags: 0, stream, opcode, body: sink.copy() });
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no answer in ${secondsMost} s`)), secondsMost * 1000);
      this.#waiting.set(stream, {
        resolve: (frame) => {
          clearTimeout(late);
          resolve(frame);
        },
        reject,
      });
      this.#socket.write(out.copy());
    });
  }

  async #ask(opcode: number, encode: (sink: ByteSink) => void): Promise<Answer> {
    return answerOf(await this.#send(opcode, encode));
  }

  query(text: string, parameters: Parameters): Promise<Answer> {
    return this.#ask(Opcode.query, (sink) => encodeQuery(sink, { text, parameters }));
  }

  prepare(text: string): Promise<Answer> {
    return this.#ask(Opcode.prepare, (sink) => encodePrepare(sink, text));
  }

  execute(id: Buffer, parameters: Parameters): Promise<Answer> {
    return this.#ask(Opcode.execute, (sink) => encodeExecute(sink, id, parameters));
  }

  batch(message: BatchMessage): Promise<Answer> {
    return this.#ask(Opcode.batch, (sink) => encodeBatch(sink, message));
  }

  close(): void {
    this.#socket.destroy();
  }
}

function answerOf(frame: Frame): Answer {
  const reader = new Reader().over(frame.body);
  const warnings = (frame.flags & HeaderFlag.warning) === 0 ? [] : reader.stringList();
  const body = reader.rest();
  if (frame.opcode === Opcode.error) return { body, warnings, outcome: decodeError(reader) };
  return { body, warnings, outcome: decodeResult(reader, 4) };
}
